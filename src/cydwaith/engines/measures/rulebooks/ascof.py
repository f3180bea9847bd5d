# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the rules of adult social care and of mental-health statistics share: ages, months, and who is in the cohort.

Sources: SALT LTS004 guidance 2021-22; NHS England mental-health statistics code (MIT); DHSC Client Level Data SQL
(MIT).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .base import N_, Facts, Line, Verdict, constants
from .history import FAR, periods_known

if TYPE_CHECKING:
    import ibis.expr.types as ir

EMPLOYED = ("employed", "self_employed")
"""Statuses that are paid work. Voluntary work, learning and traineeships are not."""
GENDERS = ("male", "female")
"""Genders that have a figure of their own; every other stands in the total alone."""
REASON = "learning_disability"
NO_REASON = ("unknown", "not_said")
SIXTEEN_HOURS = 16 * 60

# Why somebody is not in the cohort of a learning-disability measure, in the order of its lines.
OUTSIDE: tuple[Line, ...] = (
    Line(
        "no_birth",
        Verdict.INCOMPLETE,
        N_("No month of birth is recorded, so the age is not known."),
        "person",
    ),
    Line(
        "no_reason",
        Verdict.INCOMPLETE,
        N_("Long-term support, but no primary support reason is recorded."),
        "long_term_support",
    ),
    Line(
        "two_reasons",
        Verdict.INCOMPLETE,
        N_("Two different primary support reasons began on the same day."),
        "support_reason",
    ),
    Line("age", Verdict.EXCLUDED, N_("Under 18 or over 64 at the end of the year."), "person"),
    Line(
        "other_reason",
        Verdict.EXCLUDED,
        N_("The most recent primary support reason is not learning disability."),
        "support_reason",
    ),
    Line(
        "no_support",
        Verdict.EXCLUDED,
        N_("No long-term support from the council in the year."),
        "support_reason",
    ),
    Line("prison", Verdict.EXCLUDED, N_("In prison when last supported in the year."), "setting"),
    Line(
        "detained",
        Verdict.EXCLUDED,
        N_("Detained under the Mental Health Act when last supported in the year."),
        "setting",
    ),
)
OUTSIDE_ORDER = (
    "no_support",
    "no_reason",
    "two_reasons",
    "other_reason",
    "no_birth",
    "age",
    "prison",
    "detained",
)
"""The order in which they are asked."""


def closing_months(facts: Facts) -> ir.Table:
    """Each period that has begun, with the month that its last day lies in and the last day that the snapshot knows.

    Columns: `period`, `first_day`, `last_day`, `at` (the last day known), `month`, `month_end`.
    """
    periods, months = periods_known(facts), facts.months
    closing = months.select("period", "month", month_start=months.first_day, month_end=months.last_day)
    both = periods.join(closing, "period")
    last = both.filter(both.month_start <= both.last_day, both.month_end >= both.last_day)
    return last.select("period", "first_day", "last_day", "at", "month", "month_end")


def year_begins(month: Any, month_end: Any) -> Any:
    """The first day of the twelve months that end with a month: its own last day and 364 days before it, or 365.

    A day more where the twelve months hold a 29 February: that of the month's own year, of the year before for a
    January. Whole numbers only: engines differ in date arithmetic.
    """
    before = month - 1
    leap = ((before % 48) < 12) & (((before % 1200) >= 12) | ((before % 4800) < 12))
    return month_end - 364 - leap.ifelse(1, 0)


def of_age(month: Any, born_month: Any, youngest: int, oldest: int) -> Any:
    """Whether somebody's age at the end of a month lies between two ages, both in it; null where no birth is known."""
    months = month - born_month
    return (months >= youngest * 12) & (months < (oldest + 1) * 12)


def open_on(day: Any, start: Any, end: Any) -> Any:
    """Whether a spell is open on a day: its last day is in it, and one without an end has not ended."""
    return (start <= day) & (end.isnull() | (end >= day))


def followed(spells: ir.Table, key: str = "spell_id", of: Mapping[str, Any] | None = None) -> ir.Table:
    """A person's spells in the order in which they began, so that a day finds one row and no group is needed.

    The row of a day is the spell that began last by then: `start_day` <= day < `next_day` (FAR: none follows).
    `reach`: the last day of whatever began so far lasts longest, FAR while it is open, and `reach_row` its key. A spell
    is open on the day where `reach` >= day, also where a short one lies inside a long one. `of`: names to conditions;
    then each name has the reach of the spells for which it holds, and `<name>_row` its key.
    """
    import ibis

    ordered = ibis.window(group_by="person_id", order_by=["start_day", key])
    so_far = ibis.window(group_by="person_id", order_by=["start_day", key], rows=(None, 0))
    asked = of or {"reach": ibis.literal(True)}
    rows = spells.mutate(
        ends=spells.end_day.fill_null(FAR),
        next_day=spells.start_day.lead().over(ordered).fill_null(FAR),
        **{f"{name}_holds": holds.fill_null(False) for name, holds in asked.items()},
    )
    names = []
    for name in asked:
        # Ids fill 64 bits, so a day and an id are not put together in a number: rows that reach furthest so far begin
        # a stretch, whose first row has the key.
        holds = rows[f"{name}_holds"]
        rows = rows.mutate(**{name: holds.ifelse(rows.ends, -FAR).max().over(so_far)})
        furthest = rows[f"{name}_holds"] & (rows.ends == rows[name])
        rows = rows.mutate(furthest=furthest.ifelse(1, 0))
        rows = rows.mutate(stretch=rows.furthest.sum().over(so_far))
        of_stretch = ibis.window(group_by=["person_id", "stretch"])
        key_of = (rows.furthest == 1).ifelse(rows[key], None)
        rows = rows.mutate(**{f"{name}_row": key_of.max().over(of_stretch)})
        names += [name, f"{name}_row"]
    return rows.select("person_id", "start_day", "next_day", *names)


def cohort(facts: Facts) -> ir.Table:
    """People with long-term support in a period, or a learning disability without it, and why they are left out.

    One row a period and record: `period`, `first_day`, `last_day`, `at` (the last day known), `person_id`, `partner`,
    `area`, `gender`, `outside` (code of a line of `OUTSIDE`; empty: in the cohort), `outside_id` (the row that line
    rests on), `support_id`.
    """
    import ibis

    rows = _placed(facts)
    # By days, not by whether there is a row to point to: who only counts is spared finding the row.
    asked = {
        "no_support": (~rows.supported, rows.reason_id),
        "no_reason": (rows.reason_low.isnull(), rows.support_id),
        "two_reasons": (rows.reason_low != rows.reason_high, rows.reason_id),
        "other_reason": (rows.reason_low == 0, rows.reason_id),
        "no_birth": (rows.born_month.isnull(), rows.person_id),
        "age": (~of_age(rows.month, rows.born_month, 18, 64), rows.person_id),
        "prison": (rows.prison >= rows.support_day, rows.prison_id),
        "detained": (rows.detained >= rows.support_day, rows.detained_id),
    }
    why = [(code, asked[code][0].fill_null(False), asked[code][1]) for code in OUTSIDE_ORDER]
    return rows.select(
        *("period", "first_day", "last_day", "at", "person_id", "partner", "area", "gender", "support_id"),
        outside=ibis.cases(*((holds, code) for code, holds, _ in why), else_=""),
        outside_id=ibis.cases(*((holds, row) for _, holds, row in why), else_=rows.support_id),
    )


def _placed(facts: Facts) -> ir.Table:
    """A row for each period and person of the cohort or near it, with what decides it: each found by one day."""
    import ibis

    reasons, closing, people = _reasons(facts), closing_months(facts), facts["person"]
    people = people.select("person_id", "partner", "area", "gender", "born_month")
    rows = _supports(facts, reasons).join(people, "person_id")
    rows = rows.join(closing, [rows.start_day <= closing.at, rows.next_day > closing.at])
    rows = rows.mutate(supported=rows.reach >= rows.first_day, support_day=ibis.least(rows.reach, rows.at))
    rows = rows.drop("start_day", "next_day").left_join(
        reasons,
        [rows.person_id == reasons.person_id, reasons.start_day <= rows.at, reasons.next_day > rows.at],
    )
    rows = rows.drop("person_id_right", "start_day", "next_day")
    rows = rows.filter(rows.supported | (rows.reason_low == 1))
    rows = rows.mutate(support_id=rows.supported.ifelse(rows.reach_row, None)).drop("reach", "reach_row")
    held = _held(facts)
    rows = rows.left_join(
        held,
        [
            rows.person_id == held.person_id,
            held.start_day <= rows.support_day,
            held.next_day > rows.support_day,
        ],
    )
    return rows.drop("person_id_right", "start_day", "next_day").mutate(
        prison_id=ibis.cases((rows.prison >= rows.support_day, rows.prison_row), else_=ibis.null("int64")),
        detained_id=ibis.cases(
            (rows.detained >= rows.support_day, rows.detained_row), else_=ibis.null("int64")
        ),
    )


def _held(facts: Facts) -> ir.Table:
    """Spells in prison or under detention as they follow, with how long either has lasted longest and its row."""
    settings = facts["setting"]
    places = ("prison", "detained")
    spells = settings.filter(settings.setting.isin(places))
    return followed(spells, of={each: spells.setting == each for each in places})


def _supports(facts: Facts, reasons: ir.Table) -> ir.Table:
    """Long-term support as it follows (`followed`); who has a learning disability stands in it from long ago on,
    with a spell that had ended by then, so that who has the reason and no support is seen too."""
    support = facts["long_term_support"].select("spell_id", "person_id", "start_day", "end_day")
    ours = reasons.filter(reasons.reason_low == 1).select("person_id").distinct()
    long_ago = ours.select("person_id", spell_id=0, start_day=-FAR, end_day=-FAR)
    return followed(support.union(long_ago.select(*support.columns).cast(dict(support.schema().items()))))


def _reasons(facts: Facts) -> ir.Table:
    """Primary support reasons as they follow one another: a row for each day on which one began, until the next.

    `reason_low` and `reason_high`: 1 learning disability, 0 another; they differ where two began on one day.
    """
    import ibis

    spells = facts["support_reason"]
    known = spells.filter(~spells.reason.isin(NO_REASON))
    ours = (known.reason == REASON).ifelse(1, 0)
    days = known.group_by("person_id", "start_day").agg(
        reason_low=ours.min(), reason_high=ours.max(), reason_id=known.spell_id.max()
    )
    order = ibis.window(group_by=days.person_id, order_by=days.start_day)
    return days.mutate(next_day=days.start_day.lead().over(order).fill_null(FAR))


def strata(rows: ir.Table) -> ir.Table:
    """Each row for the total, and again for a gender that has a figure of its own, as `stratum`."""
    parts = constants(
        {"stratum": "string", "wanted": "string"}, [("", "*"), *((each, each) for each in GENDERS)]
    )
    return rows.join(parts, [(parts.wanted == "*") | (parts.wanted == rows.gender)]).drop("wanted")
