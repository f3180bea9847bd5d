# SPDX-License-Identifier: AGPL-3.0-or-later
"""European Social Fund: the 14 output indicators of participants, by gender, and their total.

Source: Regulation (EU) No 1304/2013, Annex I (1). A participant is a named person who entered an operation, here a
programme, and is counted once in it, by what they were on entering. The total is not asked for: it is made of the
indicators unemployed, inactive and employed. Women and men have figures of their own; every gender is in the total.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from . import esf_status as status
from . import history
from .base import N_, Facts, Line, Measure, Of, Rulebook, Shape, Verdict, first_line, judgement

if TYPE_CHECKING:
    import ibis.expr.types as ir

GENDERS = ("female", "male")

_TOTAL = (
    Line("entered", Verdict.COUNTED, N_("Entered the programme in this period.")),
    Line(
        "no_status",
        Verdict.INCOMPLETE,
        N_("Entered in this period; whether employed, unemployed or inactive is not recorded."),
        cohort=True,
    ),
    Line("counted_before", Verdict.EXCLUDED, N_("Entered this programme before and was counted then.")),
)
_LINES = (
    Line("in_group", Verdict.COUNTED, N_("Entered the programme in this period and belongs to this group.")),
    Line(
        "not_known",
        Verdict.INCOMPLETE,
        N_("Entered in this period; whether they belong to this group is not recorded."),
        cohort=True,
    ),
    Line("not_in_group", Verdict.NOT_YET, N_("Entered in this period, and does not belong to this group.")),
    Line("counted_before", Verdict.EXCLUDED, N_("Entered this programme before and was counted then.")),
)
_NOTED = tuple(line for line in _LINES if line.code != "not_known")


class Found(NamedTuple):
    """Entries with what a group asks for: whether they belong to it, and whether the record does not say."""

    rows: ir.Table
    belongs: Any
    unknown: Any


Group = Callable[[Facts, "ir.Table", Mapping[str, Any]], Found]


def _labour(facts: Facts, rows: ir.Table, _options: Mapping[str, Any], *, of: str) -> Found:
    rows = status.with_labour(facts, rows)
    return Found(rows, rows.labour == of, rows.labour.isnull())


def _any_labour(facts: Facts, rows: ir.Table, _options: Mapping[str, Any]) -> Found:
    rows = status.with_labour(facts, rows)
    return Found(rows, rows.labour.notnull(), rows.labour.isnull())


def _long_term(facts: Facts, rows: ir.Table, _options: Mapping[str, Any]) -> Found:
    rows = status.with_unemployed_since(facts, status.with_labour(facts, status.with_age(rows)))
    rows = rows.mutate(days=rows.start_day - rows.since)
    unemployed = rows.labour == "unemployed"
    under = rows.age < 25
    long = (rows.days > status.LONG) | (under & (rows.days > status.LONG_UNDER_25))
    by_age = rows.age.isnull() & (rows.days > status.LONG_UNDER_25)
    unknown = rows.labour.isnull() | (unemployed & ~long.fill_null(False) & (by_age | ~rows.bounded))
    return Found(rows, unemployed & long, unknown)


def _not_learning(facts: Facts, rows: ir.Table, _options: Mapping[str, Any]) -> Found:
    rows = status.with_learning(facts, status.with_labour(facts, rows))
    return Found(rows, (rows.labour == "inactive") & ~rows.learns, rows.labour.isnull())


def _under_25(_facts: Facts, rows: ir.Table, _options: Mapping[str, Any]) -> Found:
    rows = status.with_age(rows)
    return Found(rows, rows.age < 25, rows.age.isnull())


def _over_54(_facts: Facts, rows: ir.Table, _options: Mapping[str, Any]) -> Found:
    rows = status.with_age(rows)
    return Found(rows, rows.age > 54, rows.age.isnull())


def _over_54_idle(facts: Facts, rows: ir.Table, _options: Mapping[str, Any]) -> Found:
    rows = status.with_learning(facts, status.with_labour(facts, status.with_age(rows)))
    idle = (rows.labour == "unemployed") | ((rows.labour == "inactive") & ~rows.learns)
    may_be_idle, may_be_old = rows.labour.isnull() | idle, rows.age.isnull() | (rows.age > 54)
    unknown = (rows.labour.isnull() & may_be_old) | (rows.age.isnull() & may_be_idle)
    return Found(rows, idle & (rows.age > 54), unknown)


def _educated(_facts: Facts, rows: ir.Table, _options: Mapping[str, Any], *, levels: str) -> Found:
    known = rows.education.isin(tuple("012345678"))
    return Found(rows, rows.education.isin(tuple(levels)), ~known.fill_null(False))


def _minority(facts: Facts, rows: ir.Table, options: Mapping[str, Any]) -> Found:
    rows = status.with_attribute(facts, rows, "migrant")
    other = rows.ethnicity.notin((*options["majority"], "not_said", "unknown"))
    unknown = rows.has.isnull() & (rows.ethnicity.isnull() | (rows.ethnicity == "unknown"))
    return Found(rows, rows.has.notnull() | other, unknown)


def _attribute(facts: Facts, rows: ir.Table, _options: Mapping[str, Any], *, kind: str) -> Found:
    rows = status.with_attribute(facts, rows, kind)
    return Found(rows, rows.has.notnull(), None)


def entered(facts: Facts, options: Mapping[str, Any], *, group: Group, lines: tuple[Line, ...]) -> ir.Table:
    """Journeys that began in the period, judged by what their people were on the first day; in all, women and men."""
    import ibis

    person = facts["person"].select("person_id", "ethnicity", "education")
    journey = history.journeys(facts).join(person, "person_id")
    order = ibis.window(group_by=["person_id", "programme"], order_by=["start_day", "journey_id"])
    journey = journey.mutate(place=ibis.row_number().over(order))
    period = history.periods_known(facts).select("period", "first_day", "at")
    rows = journey.join(period, [journey.start_day >= period.first_day, journey.start_day <= period.at])
    rows, belongs, unknown = group(facts, rows, options)
    asked = {
        "counted_before": rows.place > 0,
        "not_known": unknown,
        "entered": belongs,
        "in_group": belongs,
        "no_status": True,
        "not_in_group": True,
    }
    codes = {line.code for line in lines}
    rows = rows.mutate(
        line=first_line(lines, *((code, holds) for code, holds in asked.items() if code in codes))
    )
    rows = history.parts(rows, "", "gender")
    rows = rows.filter((rows.kind == "") | rows.gender.isin(GENDERS))
    return judgement(
        rows,
        subject_id=rows.person_id,
        stratum=(rows.kind == "").ifelse("", rows.gender),
        evidence_id=rows.journey_id,
    )


def _measure(code: str, title: str, group: Group, lines: tuple[Line, ...] = _LINES) -> Measure:
    judge = partial(entered, group=group, lines=lines)
    return Measure(code, title, Of.PERSON, Shape.COUNT, lines, judge, good="none", strata=True)


ESF_PARTICIPANTS = Rulebook(
    name="esf-participants",
    version="2014-2020",
    title=N_("European Social Fund: participants"),
    in_force_from=date(2014, 1, 1),
    in_force_to=date(2023, 12, 31),
    source="Regulation (EU) No 1304/2013, Annex I (1)",
    author="Cydwaith",
    checker="",
    next_review=date(2027, 11, 1),
    tables=(*("person", "person_link", "journey", "status_observation", "job", "learning", "attribute"),),
    measures=(
        _measure("participants", N_("Participants"), _any_labour, _TOTAL),
        _measure("unemployed", N_("Unemployed, long-term unemployed too"), partial(_labour, of="unemployed")),
        _measure("long_term_unemployed", N_("Long-term unemployed"), _long_term),
        _measure("inactive", N_("Inactive"), partial(_labour, of="inactive")),
        _measure("inactive_not_learning", N_("Inactive, not in education or training"), _not_learning),
        _measure("employed", N_("Employed, self-employed too"), partial(_labour, of="employed")),
        _measure("under_25", N_("Under 25 years of age"), _under_25),
        _measure("over_54", N_("Over 54 years of age"), _over_54),
        _measure("over_54_idle", N_("Over 54, and unemployed or inactive and not learning"), _over_54_idle),
        _measure(
            "isced_1_2", N_("With primary or lower secondary education"), partial(_educated, levels="12")
        ),
        _measure(
            "isced_3_4", N_("With upper secondary or later school education"), partial(_educated, levels="34")
        ),
        _measure("isced_5_8", N_("With tertiary education"), partial(_educated, levels="5678")),
        _measure("migrant_or_minority", N_("Migrants, people of foreign background, minorities"), _minority),
        _measure("disabled", N_("Disabled participants"), partial(_attribute, kind="disabled"), _NOTED),
        _measure(
            "other_disadvantaged",
            N_("Otherwise disadvantaged"),
            partial(_attribute, kind="disadvantage"),
            _NOTED,
        ),
    ),
    to_confirm=(
        N_("An operation is a programme here; somebody who enters it again is not counted again."),
        N_("Unemployed or inactive is taken from the last status observed on or before the first day."),
        N_("Long-term unemployed is more than 365 days, and more than 182 days under 25."),
        N_("A minority is every ethnic group but those that the partnership names as the majority."),
        N_(
            "Where no disability or disadvantage is recorded there is none: people may keep it to themselves."
        ),
    ),
    options={"majority": ("white_british",)},
)
