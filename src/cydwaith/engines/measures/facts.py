# SPDX-License-Identifier: AGPL-3.0-or-later
"""The one input schema of every rulebook, version 1: tables of integers, codes and flags that name nobody.

A day is a whole number: days since 1 January 1970. A month is `year * 12 + month - 1`. Time in work is minutes,
money is pence. An id is a number that holds within one snapshot only. A code is a stored vocabulary's, an
organisation's, a programme's or an area's. A period's last day counts as in it; an end that is empty has not come yet.
`None` is "not known", never zero. Each context fills its own tables; none reads another's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

VERSION = 1
"""Of the schema: a snapshot of another version is refused."""

EPOCH = date(1970, 1, 1)


def day_of(on: date) -> int:
    """The day number of a date."""
    return (on - EPOCH).days


def date_of(day: int) -> date:
    """The date of a day number."""
    return EPOCH + timedelta(days=day)


def month_of(on: date) -> int:
    """The month number of a date."""
    return on.year * 12 + on.month - 1


class Type(StrEnum):
    """What a column holds."""

    ID = "id"  # int64, within this snapshot
    DAY = "day"  # int32
    MONTH = "month"  # int32
    NUMBER = "number"  # int64: minutes, pence, weeks, people
    CODE = "code"  # text
    FLAG = "flag"  # true or false


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `values`: the codes that rules read; others may come and are nobody's fault."""

    name: str
    type: Type
    meaning: str
    null: bool = False
    refers: str = ""  # the table whose key it is
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One table: what a row is, its columns, the first of which is its key; `start` and `end` name its period."""

    name: str
    row: str
    columns: tuple[Column, ...]
    start: str = ""
    end: str = ""

    @property
    def key(self) -> str:
        """The column that names a row."""
        return self.columns[0].name

    def column(self, name: str) -> Column:
        """The column of that name. Raises `KeyError`."""
        return {column.name: column for column in self.columns}[name]


def _id(name: str, refers: str = "", *, null: bool = False) -> Column:
    return Column(name, Type.ID, f"key of {refers}" if refers else "this row", null, refers)


def _day(name: str, meaning: str, *, null: bool = False) -> Column:
    return Column(name, Type.DAY, meaning, null, low=-50_000, high=50_000)  # years 1833 to 2106


def _code(name: str, meaning: str, *, null: bool = False, refers: str = "") -> Column:
    return Column(name, Type.CODE, meaning, null, refers)


def _number(name: str, meaning: str, *, low: int = 0, high: int | None = None, null: bool = True) -> Column:
    return Column(name, Type.NUMBER, meaning, null, low=low, high=high)


_PERSON = _id("person_id", "person")
_PARTNER = _code("partner", "code of the organisation that holds the record", refers="partner")
_START, _END = _day("start_day", "first day"), _day("end_day", "last day", null=True)
WEEK_MINUTES = 168 * 60
MOST_PENCE = 1_000_000_000
"""Of one pay period: more is a slip, and sums of it would outgrow a 64-bit number."""
MOST_PEOPLE = 10_000_000_000


def _spell(name: str, row: str, *more: Column) -> Table:
    return Table(name, row, (_id("spell_id"), _PERSON, *more, _START, _END), "start_day", "end_day")


TABLES: tuple[Table, ...] = (
    Table(
        "person",
        "one organisation's record of one person",
        (
            _id("person_id"),
            _PARTNER,
            _code("area", "code of the council area the record counts for", null=True, refers="area"),
            Column(
                "born_month", Type.MONTH, "month of birth: gives the age at the end of any month", null=True
            ),
            _code("gender", "as given, latest", null=True),
            _code("ethnicity", "as given, latest", null=True),
            _code("education", "ISCED 2011 level as given, latest, 0 to 8", null=True),
        ),
    ),
    Table(
        "person_link",
        "which records are the same human: those with the same group",
        (
            _id("person_id", "person"),
            Column("group_id", Type.ID, "the best grouping: links at or over the partnership's threshold"),
            Column("group_low", Type.ID, "every link that may be: the fewest people it can be"),
            Column("group_high", Type.ID, "sure links alone: the most people it can be"),
        ),
    ),
    Table(
        "journey",
        "one person on one programme with one organisation",
        (
            _id("journey_id"),
            _PERSON,
            _code("programme", "code", refers="programme"),
            _code("pathway", "code"),
            _PARTNER,
            _day("referred_day", "referred", null=True),
            _START,
            _END,
            _code("close_reason", "why it ended", null=True),
            _code("work_at_start", "out_of_work, in_work, at_risk, off_sick", null=True),
            _number("age_at_start", "whole years on the first day", high=120),
            _day("back_day", "first day back at work (retention)", null=True),
        ),
        "start_day",
        "end_day",
    ),
    Table(
        "referral",
        "a referral to a clinical team",
        (
            _id("referral_id"),
            _PERSON,
            _PARTNER,
            _code("team", "mental_health, ips, other"),
            _START,
            _END,
        ),
        "start_day",
        "end_day",
    ),
    _spell("care_programme", "a spell under the care programme approach or a care and treatment plan"),
    _spell("support_reason", "a spell with a primary support reason", _code("reason", "code")),
    _spell("long_term_support", "a spell of a council's long-term support", _code("kind", "code")),
    _spell("setting", "a spell of living somewhere", _code("setting", "own_home, prison, detained, ...")),
    _spell(
        "attribute",
        "a spell of a dated fact that returns ask for",
        _code(
            "kind", "carer, ehc_plan, long_term_sick, other_funding, benefit, disabled, migrant, disadvantage"
        ),
        _code("value", "code"),
    ),
    Table(
        "staff",
        "somebody who advises, without a name",
        (_id("staff_id"), _PARTNER, _number("hours_share", "per cent of full time", high=100)),
    ),
    Table(
        "staff_assignment",
        "a spell in which somebody held a journey",
        (
            _id("assignment_id"),
            _id("staff_id", "staff"),
            _id("journey_id", "journey"),
            _PERSON,
            _START,
            _END,
        ),
        "start_day",
        "end_day",
    ),
    Table(
        "stage_change",
        "a step on a pathway",
        (
            _id("change_id"),
            _id("journey_id", "journey"),
            _PERSON,
            _code("stage", "the stage entered"),
            _day("day", "when"),
        ),
    ),
    Table(
        "contact",
        "a contact about a person",
        (
            _id("contact_id"),
            _PERSON,
            _id("journey_id", "journey", null=True),
            _id("referral_id", "referral", null=True),
            _id("staff_id", "staff", null=True),
            Column("employer_id", Type.ID, "an employer, by number", null=True),
            _day("day", "when"),
            _code("with_whom", "person, employer, clinical_team, supporter, partner_organisation, other"),
            _code("how", "in_person, phone, video, text, email, letter, group, other"),
            _code("place", "office, community, home, workplace, clinic", null=True),
            _code("outcome", "met, no_answer, did_not_come, cancelled"),
            _number("minutes", "how long", high=24 * 60),
        ),
    ),
    Table(
        "job",
        "a spell of work: employed, self_employed, apprenticeship, traineeship, supported_internship, work_trial,"
        " volunteering",
        (
            _id("job_id"),
            _PERSON,
            _id("journey_id", "journey", null=True),
            Column("employer_id", Type.ID, "an employer, by number", null=True),
            _code("kind", "what sort of work"),
            _code("soc", "SOC 2020 unit group", null=True),
            _day("start_day", "first day; not known: the record is incomplete", null=True),
            _END,
            _code("end_reason", "why it ended", null=True),
            Column("through_support", Type.FLAG, "found through support", null=True),
        ),
        "start_day",
        "end_day",
    ),
    Table(
        "job_terms",
        "hours and pay of a job from a day until the day before its next row",
        (
            _id("terms_id"),
            _id("job_id", "job"),
            _PERSON,
            _day("from_day", "first day"),
            _day("to_day", "last day, empty for the latest row", null=True),
            _number("minutes_week", "paid minutes a week", high=WEEK_MINUTES),
            _number("pay_pence", "pay for one pay period", high=MOST_PENCE),
            _code("pay_period", "hour, day, week, fortnight, four_weeks, month, year", null=True),
        ),
        "from_day",
        "to_day",
    ),
    Table(
        "status_observation",
        "the employment status as somebody observed it on a day",
        (
            _id("observation_id"),
            _PERSON,
            _day("day", "when"),
            _code(
                "status",
                "employed, self_employed, seeking, not_seeking, volunteering, learning, long_term_sick, caring,"
                " retired, unknown",
            ),
            _number("minutes_week", "paid minutes a week", high=WEEK_MINUTES),
            _code("source", "review, assessment, other"),
        ),
    ),
    _spell(
        "learning",
        "a spell of learning",
        _code("kind", "course, qualification, work_based, taster"),
        _code("level", "as its framework says", null=True),
        _code("result", "achieved, completed, left", null=True),
    ),
    Table(
        "review",
        "a look back after so many weeks in work",
        (
            _id("review_id"),
            _PERSON,
            _id("journey_id", "journey"),
            _number("week", "13, 26 or 52", null=False),
            _day("work_from_day", "start of the spell of work"),
            _day("due_day", "due"),
            _day("done_day", "held", null=True),
            Column("in_work", Type.FLAG, "in work then", null=True),
        ),
    ),
    Table(
        "programme",
        "funded work",
        (
            _code("programme", "code"),
            _code("pathway", "code"),
            _code("lead", "code of the lead body"),
            _day("contract_day", "the contract starts"),
            _day("delivery_day", "delivery starts"),
            _day("end_day", "last day", null=True),
        ),
    ),
    Table(
        "partner",
        "an organisation",
        (
            _code("partner", "code"),
            _code("kind", "council, health, charity, ..."),
            _code("area", "code", null=True, refers="area"),
        ),
    ),
    Table(
        "area",
        "a place",
        (_code("area", "code"), _code("parent", "code of the area it lies in", null=True, refers="area")),
    ),
    Table(
        "population_base",
        "how many people of some kind live in an area, as a source says for a year",
        (
            _id("base_id"),
            _code("area", "code", refers="area"),
            _code("kind", "working_age_disabled, wants_work, adults, ..."),
            _number("year", "of the source", low=1900, high=2200, null=False),
            _number("people", "how many", null=False, high=MOST_PEOPLE),
            _code("source", "where it was published"),
        ),
    ),
    Table(
        "target",
        "what is to be reached in a period",
        (
            _id("target_id"),
            _code("programme", "code; empty: of an area alone", null=True, refers="programme"),
            _code("area", "code", null=True, refers="area"),
            _code("measure", "rulebook.measure"),
            _START,
            _day("end_day", "last day"),
            _number("value", "people, or hundredths of a per cent for a rate", null=False),
        ),
        "start_day",
        "end_day",
    ),
)

BY_NAME: dict[str, Table] = {table.name: table for table in TABLES}
