# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lowri: in work, told her employer about adjustments and nothing more; her pay is looked at."""

from __future__ import annotations

from datetime import date

from cydwaith.journeys import actions as work
from cydwaith.journeys.shapes import NewJob, NewProfile, NewTerms
from cydwaith.people.shapes import NewPerson
from cydwaith.worlds.demo.telling import Stage, begin, sign_up, talk


def tell(stage: Stage) -> None:
    """Lowri's first job in a long while."""
    mair = stage.staff["mair"]
    reference, journey = begin(
        stage,
        mair,
        NewPerson(
            name="Lowri Medi Pugh",
            called="Lowri",
            date_of_birth=date(1985, 4, 22),
            phone="01632 960 331",
            postcode="ZZ7 9ZZ",
            spoken_language="en",
            written_language="en",
            formats=("lip_reading",),
            access="Sit where I can see faces",
        ),
        programme="ips-glannau",
        days=170,
    )
    stage.references["lowri"] = reference
    lowri = sign_up(reference, mair, email="lowri@demo.example", name="Lowri Medi Pugh")
    talk(stage, mair, reference, 166, "First talk at the garden centre café")
    work.move_stage(by=mair, journey_id=journey, to="getting_to_know", on=stage.ago(166))
    work.write_profile(
        by=lowri,
        reference=None,
        profile=NewProfile(
            wants="Plants. Regular hours.",
            strengths="Patient, careful, strong.",
            helps="See faces when people talk.",
        ),
    )
    goal = work.add_goal(by=lowri, journey_id=journey, words="Work with plants, twenty hours")
    work.add_step(
        by=lowri, journey_id=journey, goal_id=goal, words="Visit Glan yr Afon and ask", who_does="person"
    )
    work.agree_plan(by=lowri, journey_id=journey)
    work.agree_plan(by=mair, journey_id=journey)
    work.move_stage(by=mair, journey_id=journey, to="job_search", on=stage.ago(150))
    job = work.start_job(
        by=mair,
        reference=reference,
        job=NewJob(
            kind="employed",
            employer_name="Glan yr Afon Garden Centre",
            title="Gardener",
            soc="5114",
            starts_on=stage.ago(93),
            found_through_support=True,
            evidence="payslip",
            # Under the floor of the day: the page points it out with the rate.
            terms=(NewTerms(stage.ago(93), 20 * 60, 1_150, "hour"),),
        ),
    )
    work.move_stage(by=mair, journey_id=journey, to="in_work", on=stage.ago(92))
    work.tell_employer(
        by=lowri,
        employer_name="Glan yr Afon Garden Centre",
        level="adjustments",
        shown_name="Lowri",
        job_id=job.job_id,
        adjustments="Please face me when you talk to me. Please write down changes to the rota.",
        days=30,
    )
    talk(stage, mair, reference, 34, "Met after the shift", place="workplace", next_in=3)
