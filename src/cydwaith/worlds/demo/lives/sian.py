# SPDX-License-Identifier: AGPL-3.0-or-later
"""Siân: two jobs at once, a plan that she writes herself, a mother who helps, a charity that sees a part."""

from __future__ import annotations

from datetime import date

from cydwaith.journeys import actions as work
from cydwaith.journeys.shapes import NewJob, NewProfile, NewTerms
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.roles import Role
from cydwaith.kernel.vocabulary import Category, Purpose
from cydwaith.people import actions as people
from cydwaith.people.shapes import NewFact, NewPerson, Recipient
from cydwaith.worlds.demo.telling import Stage, account, begin, checked, sign_up, talk


def tell(stage: Stage) -> None:
    """Siân's working life so far."""
    mair = stage.staff["mair"]
    reference, journey = begin(
        stage,
        mair,
        NewPerson(
            name="Siân Haf Morgan",
            called="Siân",
            date_of_birth=date(1997, 6, 14),
            phone="01632 960 114",
            email="sian@demo.example",
            address="3 Rhes y Capel, Aberwen",
            postcode="ZZ7 4ZZ",
            nhs_number="9990000018",
            spoken_language="cy",
            written_language="cy",
            formats=("more_time", "text_only"),
            communication="Rhowch amser i mi ateb.",
            access="Ystafell dawel",
            facts=(
                NewFact(kind="gender", value="female", starts_on=stage.ago(240)),
                NewFact(kind="care_programme", value="yes", starts_on=stage.ago(400)),
                NewFact(
                    kind="clinical_referral", value="Tîm iechyd meddwl cymunedol", starts_on=stage.ago(420)
                ),
            ),
        ),
        programme="ips-glannau",
        days=238,
    )
    stage.references["sian"] = reference
    sian = sign_up(reference, mair, email="sian@demo.example", name="Siân Haf Morgan", language="cy")
    talk(stage, mair, reference, 235, "Sgwrs gyntaf yn y llyfrgell")
    work.move_stage(by=mair, journey_id=journey, to="getting_to_know", on=stage.ago(235))
    work.write_profile(
        by=sian,
        reference=None,
        profile=NewProfile(
            wants="Gweithio gyda phobl, nid ar ben fy hun. Dim mwy nag 20 awr yr wythnos i ddechrau.",
            strengths="Dwi'n dda am gofio wynebau, pobi, a chadw trefn.",
            never="Shifftiau nos.",
            helps="Gwybod y rota wythnos ymlaen llaw. Egwyl fer pan fydd hi'n swnllyd.",
            hours_from=8,
            hours_to=20,
            travel_minutes=40,
            travel_by=("bus", "walk"),
            days=("mon", "tue", "wed", "thu"),
        ),
    )
    goal = work.add_goal(by=sian, journey_id=journey, words="Swydd mewn caffi neu ysgol, yn agos at adref")
    first = work.add_step(
        by=sian, journey_id=journey, goal_id=goal, words="Ysgrifennu CV un dudalen", who_does="together"
    )
    work.add_step(
        by=mair, journey_id=journey, goal_id=goal, words="Ffonio Caffi'r Harbwr am sgwrs", who_does="adviser"
    )
    work.agree_plan(by=sian, journey_id=journey)
    work.agree_plan(by=mair, journey_id=journey)
    work.finish_line(by=sian, kind="step", line_id=first, on=stage.ago(205))
    work.move_stage(by=mair, journey_id=journey, to="job_search", on=stage.ago(214))
    talk(
        stage,
        mair,
        reference,
        190,
        "Siarad â'r rheolwr am yr oriau",
        with_whom="employer",
        how="phone",
        employer="Caffi'r Harbwr",
        minutes=20,
    )
    _jobs(stage, reference)
    work.move_stage(by=mair, journey_id=journey, to="in_work", on=stage.ago(150))
    talk(stage, mair, reference, 60, "Sut mae'r wythnos yn mynd", how="phone", minutes=15)
    talk(stage, mair, reference, 16, "Paned ar ôl gwaith; mae'r ail swydd yn mynd yn dda", next_in=0)
    work.add_step(
        by=sian,
        journey_id=journey,
        goal_id=goal,
        words="Gofyn i'r ysgol am hyfforddiant cymorth cyntaf",
        who_does="person",
        due_on=stage.ahead(6),
    )
    _sharing(stage, reference)


def _jobs(stage: Stage, reference: str) -> None:
    mair = stage.staff["mair"]
    work.start_job(
        by=mair,
        reference=reference,
        job=NewJob(
            kind="employed",
            employer_name="Caffi'r Harbwr",
            title="Barista",
            soc="9266",
            starts_on=stage.ago(152),
            found_through_support=True,
            evidence="contract",
            terms=(
                NewTerms(stage.ago(152), 8 * 60, 1_271, "hour"),
                NewTerms(stage.ago(80), 12 * 60, 1_290, "hour"),
            ),
        ),
    )
    work.start_job(
        by=mair,
        reference=reference,
        job=NewJob(
            kind="employed",
            employer_name="Ysgol Maes y Garn",
            title="Cynorthwyydd cegin",
            soc="9264",
            starts_on=stage.ago(45),
            found_through_support=True,
            evidence="told",
            terms=(NewTerms(stage.ago(45), 7 * 60, 1_271, "hour"),),
        ),
    )
    work.ask_adjustment(
        by=mair,
        reference=reference,
        what="Rota wythnos ymlaen llaw",
        provider="employer",
        asked_on=stage.ago(140),
        in_place_on=stage.ago(130),
    )


def _sharing(stage: Stage, reference: str) -> None:
    mair = stage.staff["mair"]
    people.decide_sharing(
        by=mair,
        reference=reference,
        recipient=Recipient(organisation_id=stage.bodies.organisations["dolen"]),
        purpose=Purpose.FIND_WORK.value,
        how_given="meeting",
        ends_on=stage.ahead(180),
        categories=int(Category.IDENTITY | Category.NEEDS | Category.GOALS | Category.JOBS),
    )
    beti = people.add_supporter(
        by=mair, reference=reference, name="Beti Morgan", email="beti@demo.example", relation="Mam"
    )
    token = people.invite_account(
        by=mair,
        reference=reference,
        email="beti@demo.example",
        supporter_id=beti,
        categories=int(Category.IDENTITY | Category.GOALS | Category.JOBS),
        ends_on=stage.ahead(300),
        how_given="meeting",
    )
    token = checked(token, reference, mair)
    user_id = account("beti@demo.example", "Beti Morgan", "cy")
    people.accept_account(
        by=Actor(role=Role.SUPPORTER, purpose=Purpose.GET_SUPPORT, user_id=user_id, language="cy"),
        token=token,
    )
