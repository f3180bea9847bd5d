# SPDX-License-Identifier: AGPL-3.0-or-later
"""Gethin: off sick, on his way back; the employer is involved only because he wishes it, on the conditions needed."""

from __future__ import annotations

from datetime import date

from cydwaith.journeys import actions as work
from cydwaith.journeys.shapes import NewJob, NewTerms
from cydwaith.people.shapes import NewFact, NewPerson
from cydwaith.worlds.demo.telling import Stage, begin, talk


def tell(stage: Stage) -> None:
    """Gethin's way back to the job that he has."""
    owain = stage.staff["owain"]
    reference, _journey = begin(
        stage,
        owain,
        NewPerson(
            name="Gethin ap Rhys",
            called="Geth",
            date_of_birth=date(1979, 1, 30),
            phone="01632 960 448",
            postcode="ZZ4 1ZZ",
            spoken_language="cy",
            written_language="both",
            facts=(NewFact(kind="long_term_sick", value="yes", starts_on=stage.ago(96)),),
        ),
        programme="wellbeing",
        days=62,
    )
    work.start_job(
        by=owain,
        reference=reference,
        job=NewJob(
            kind="employed",
            employer_name="Dale Timber",
            title="Warehouse operative",
            soc="9252",
            starts_on=stage.ago(2_400),
            found_through_support=False,
            terms=(NewTerms(stage.ago(2_400), 37 * 60, 1_450, "hour"),),
        ),
    )
    work.observe_status(
        by=owain, reference=reference, on=stage.ago(60), status="employed", hours_minutes_week=0
    )
    talk(stage, owain, reference, 59, "Listened. What happened before he went off.")
    talk(stage, owain, reference, 24, "A plan for a slow start: three mornings", next_in=1)
