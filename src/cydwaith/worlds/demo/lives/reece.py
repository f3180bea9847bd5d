# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reece, in the city region: a job lost, a new start."""

from __future__ import annotations

from datetime import date

from cydwaith.journeys import actions as work
from cydwaith.journeys.shapes import NewJob, NewProfile, NewTerms
from cydwaith.people.shapes import NewPerson
from cydwaith.worlds.demo.telling import Stage, begin, talk


def tell(stage: Stage) -> None:
    """Reece's two jobs, one after the other."""
    priya = stage.staff["priya"]
    reference, journey = begin(
        stage,
        priya,
        NewPerson(
            name="Reece Adeyemi-Whittaker",
            called="Reece",
            date_of_birth=date(1994, 2, 17),
            phone="01632 960 773",
            postcode="ZZ12 3ZZ",
            spoken_language="en",
            written_language="en",
            formats=("easy_read", "large_print"),
        ),
        programme="irwen-ips",
        days=290,
    )
    talk(stage, priya, reference, 286, "First talk at the library")
    work.move_stage(by=priya, journey_id=journey, to="getting_to_know", on=stage.ago(286))
    work.write_profile(
        by=priya,
        reference=reference,
        profile=NewProfile(
            wants="A team, and to be on my feet.", strengths="Never late.", helps="One instruction at a time."
        ),
    )
    work.add_goal(by=priya, journey_id=journey, words="A job in a kitchen or a warehouse", whose="person")
    work.agree_plan(by=priya, journey_id=journey)
    work.agree_plan(by=priya, journey_id=journey, for_person=True, how_given="meeting")
    work.move_stage(by=priya, journey_id=journey, to="job_search", on=stage.ago(270))
    first = work.start_job(
        by=priya,
        reference=reference,
        job=NewJob(
            kind="employed",
            employer_name="Copper Kettle Café",
            title="Kitchen assistant",
            soc="9264",
            starts_on=stage.ago(230),
            found_through_support=True,
            evidence="contract",
            terms=(NewTerms(stage.ago(230), 16 * 60, 1_271, "hour"),),
        ),
    )
    work.move_stage(by=priya, journey_id=journey, to="in_work", on=stage.ago(230))
    work.end_job(by=priya, job_id=first.job_id, ends_on=stage.ago(160), end_reason="contract_ended")
    work.start_job(
        by=priya,
        reference=reference,
        job=NewJob(
            kind="employed",
            employer_name="Northfield Packaging",
            title="Warehouse operative",
            soc="9252",
            starts_on=stage.ago(110),
            found_through_support=True,
            evidence="told",
            terms=(NewTerms(stage.ago(110), 24 * 60, 1_310, "hour"),),
        ),
    )
    talk(stage, priya, reference, 30, "Evening call after a shift", how="phone", minutes=15, next_in=2)
