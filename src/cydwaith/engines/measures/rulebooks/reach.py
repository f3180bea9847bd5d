# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reach: people supported for every 1,000 who want work.

Source: the partnership's own papers: how many disabled adults of working age there are, and which part of them wants
paid work. A population base always has a source and a year; the latest that is not later than the period is used.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from . import history
from .base import N_, Facts, Line, Measure, Of, Rulebook, Shape, Verdict, first_line, judgement

if TYPE_CHECKING:
    import ibis.expr.types as ir

_SUPPORTED = (
    Line("supported", Verdict.COUNTED, N_("On a journey for at least a day of this period.")),
    Line("not_begun", Verdict.EXCLUDED, N_("Referred by the end of this period; the journey had not begun.")),
)


def people_supported(facts: Facts, _options: Mapping[str, Any]) -> ir.Table:
    """People whose journey was open in the period, and those who were still waiting at its end."""
    journey, period = history.journeys(facts), history.periods_known(facts)
    journey = journey.mutate(begins=history.least(journey.referred_day, journey.start_day))
    rows = journey.join(
        period.rename(period_last="last_day"),
        [journey.begins <= period.at, journey.last_day >= period.first_day],
    )
    return judgement(
        rows,
        subject_id=rows.person_id,
        line=first_line(_SUPPORTED, ("not_begun", rows.start_day > rows.at), ("supported", True)),
        evidence_id=rows.journey_id,
    )


REACH = Rulebook(
    name="reach",
    version="1",
    title=N_("Reach: people supported among those who want work"),
    in_force_from=date(2010, 1, 1),
    in_force_to=None,
    source="The partnership's own papers; each population base names its source and its year",
    author="Cydwaith",
    checker="",
    next_review=date(2027, 11, 1),
    tables=("person", "person_link", "journey", "population_base", "area"),
    measures=(
        Measure(
            "people_supported",
            N_("People supported for every 1,000 who want work"),
            Of.PERSON,
            Shape.PER_BASE,
            _SUPPORTED,
            people_supported,
            unit="per_1000",
            base=("wants_work", 1000),
        ),
    ),
    to_confirm=(
        N_("Supported means a journey that was open for at least a day of the period, whatever came of it."),
        N_("The area is that of the record, not of the person's home."),
    ),
)
