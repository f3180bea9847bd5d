# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tomos: shared with the college, then changed his mind; asks who looked, and asks for a correction."""

from __future__ import annotations

from datetime import date

from cydwaith.journeys import actions as work
from cydwaith.journeys.shapes import NewProfile
from cydwaith.kernel.vocabulary import Category, Purpose
from cydwaith.people import actions as people
from cydwaith.people.shapes import NewPerson, Recipient
from cydwaith.worlds.demo.telling import Stage, begin, sign_up, talk


def tell(stage: Stage) -> None:
    """Tomos's first weeks."""
    mair = stage.staff["mair"]
    reference, journey = begin(
        stage,
        mair,
        NewPerson(
            name="Tomos Bryn",
            called="Tom",
            date_of_birth=date(2002, 11, 3),
            phone="01632 960 227",
            postcode="ZZ7 2ZZ",
            nhs_number="9990000026",
            spoken_language="both",
            written_language="en",
            formats=("email_only",),
        ),
        programme="ips-glannau",
        days=44,
    )
    stage.references["tomos"] = reference
    tomos = sign_up(reference, mair, email="tomos@demo.example", name="Tomos Bryn")
    talk(stage, mair, reference, 41, "First talk, walked along the front")
    work.move_stage(by=mair, journey_id=journey, to="getting_to_know", on=stage.ago(41))
    work.write_profile(
        by=tomos,
        reference=None,
        profile=NewProfile(
            wants="To work outside, with my hands.",
            strengths="Fixing bikes. Getting up early.",
            never="Call centres.",
            helps="Being shown, not told.",
            hours_from=16,
            hours_to=30,
            travel_minutes=60,
            travel_by=("bicycle",),
            days=("mon", "tue", "wed", "thu", "fri"),
        ),
    )
    work.add_goal(by=tomos, journey_id=journey, words="A job with bikes or boats")
    decision = people.decide_sharing(
        by=tomos,
        reference=None,
        recipient=Recipient(organisation_id=stage.bodies.organisations["coleg-aberwen"]),
        purpose=Purpose.FIND_WORK.value,
        ends_on=stage.ahead(90),
        categories=int(Category.IDENTITY | Category.GOALS | Category.SKILLS),
    )
    people.withdraw(by=tomos, reference=None, decision_id=decision)
    people.ask_correction(
        by=tomos,
        reference=None,
        about="contact",
        wanted="I have a new phone. Please write 01632 960 228.",
    )
    talk(
        stage,
        mair,
        reference,
        20,
        "Looked at apprenticeships together",
        next_in=-2,
        note="Tom would like to try a week in a workshop first.",
    )
