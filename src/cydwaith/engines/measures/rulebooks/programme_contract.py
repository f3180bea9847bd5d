# SPDX-License-Identifier: AGPL-3.0-or-later
"""A partner contract: starts, people into work, people still in work after 13, 26 and 52 weeks.

Source: partner contracts, as the partnership enters them. A person counts once in a programme and once across
programmes in any combined figure. A job counts for the programme whose journey it was recorded on, if it was found
through support, is paid, and began while the journey was open. Work sustained so many weeks: no day of the weeks after
the first paid job began lies in a gap of more than `gap_days` days between paid jobs.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from .base import N_, Facts, Line, Measure, Of, Rulebook, Shape, Verdict, first_line, judgement

if TYPE_CHECKING:
    import ibis.expr.types as ir

PAID = ("employed", "self_employed", "apprenticeship")

_STARTS = (Line("started", Verdict.COUNTED, N_("The journey on the programme began in this period.")),)

_INTO_WORK = (
    Line("into_work", Verdict.COUNTED, N_("A paid job found through support began in this period."), "job"),
    Line("no_date", Verdict.INCOMPLETE, N_("A paid job has no start date, so it cannot be counted."), "job"),
    Line(
        "not_paid", Verdict.EXCLUDED, N_("The work is not paid, so it is not a job under this rule."), "job"
    ),
    Line("not_support", Verdict.EXCLUDED, N_("The job is not recorded as found through support."), "job"),
    Line("no_job_yet", Verdict.NOT_YET, N_("On the programme in this period, no paid job yet."), cohort=True),
)


def starts(facts: Facts, _options: Mapping[str, Any]) -> ir.Table:
    """Journeys that began in each period."""
    journeys = _with_area(facts, facts["journey"])
    periods = facts.periods
    found = journeys.join(
        periods,
        [journeys.start_day >= periods.first_day, journeys.start_day <= periods.last_day],
    )
    return judgement(
        found,
        subject_id=found.person_id,
        line=first_line(_STARTS, ("started", True)),
        evidence_id=found.journey_id,
    )


def _with_area(facts: Facts, rows: ir.Table) -> ir.Table:
    person = facts["person"].select("person_id", "area")
    return rows.left_join(person, "person_id").drop("person_id_right")


PROGRAMME_CONTRACT = Rulebook(
    name="programme-contract",
    version="1",
    title=N_("Programme contract"),
    in_force_from=date(2010, 1, 1),
    in_force_to=None,
    source="The contracts of the partnership's own programmes",
    author="Cydwaith",
    checker="",
    next_review=date(2027, 11, 1),
    tables=("person", "person_link", "journey", "job"),
    measures=(Measure("starts", N_("People who started"), Of.PERSON, Shape.COUNT, _STARTS, starts),),
)
