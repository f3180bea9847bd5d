# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a participant was on the day of entering: work, unemployment and how long, learning, age, other dated facts.

Every function adds columns to rows of entries (`journey_id`, `person_id`, `start_day`, `work_at_start`, ...). Null
means that the record does not say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import history

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from .base import Facts

IN_WORK = ("in_work", "at_risk", "off_sick")
EMPLOYED = ("employed", "self_employed")
INACTIVE = ("not_seeking", "volunteering", "learning", "long_term_sick", "caring", "retired")
LONG, LONG_UNDER_25 = 365, 182
"""Days of unemployment that must be exceeded: 12 months, and 6 months under 25."""


def _entries(rows: ir.Table) -> ir.Table:
    return rows.select("journey_id", "person_id", "start_day").distinct()


def with_age(rows: ir.Table) -> ir.Table:
    """`age` on the first day: as recorded with the journey, else from the month of birth."""
    return rows.mutate(age=history.any_of(rows.age_at_start, history.age_on(rows.start_day, rows.born_month)))


def with_attribute(facts: Facts, rows: ir.Table, kind: str) -> ir.Table:
    """`has`: true where a dated fact of that kind held on the first day, else null."""
    import ibis

    spell = facts["attribute"]
    spell = spell.filter(spell.kind == kind, spell.value.notin(history.NOT_SO))
    spell = spell.select("person_id", since=spell.start_day, until=spell.end_day.fill_null(history.FAR))
    entry = _entries(rows)
    held = entry.join(spell, ["person_id", entry.start_day >= spell.since, entry.start_day <= spell.until])
    held = held.select("journey_id").distinct().mutate(has=ibis.literal(True))
    return rows.left_join(held, "journey_id").drop("journey_id_right")


def with_labour(facts: Facts, rows: ir.Table) -> ir.Table:
    """`labour`: employed, unemployed or inactive; `status`: as last observed on or before the first day."""
    import ibis

    entry = _entries(rows)
    seen = facts["status_observation"].select("person_id", "observation_id", "status", seen_day="day")
    seen = seen.filter(seen.status != "unknown")
    seen = entry.join(seen, ["person_id", entry.start_day >= seen.seen_day])
    newest = ibis.window(group_by="journey_id", order_by=[ibis.desc("seen_day"), ibis.desc("observation_id")])
    seen = seen.mutate(place=ibis.row_number().over(newest))
    seen = seen.filter(seen.place == 0).select("journey_id", "status", "seen_day")
    rows = rows.left_join(seen, "journey_id").drop("journey_id_right")
    out = rows.work_at_start.isnull() | (rows.work_at_start == "out_of_work")
    labour = ibis.cases(
        (rows.work_at_start.isin(IN_WORK), "employed"),
        (out & (rows.status == "seeking"), "unemployed"),
        (out & rows.status.isin(INACTIVE), "inactive"),
        (rows.work_at_start.isnull() & rows.status.isin(EMPLOYED), "employed"),
        else_=None,
    )
    return rows.mutate(labour=labour)


def with_unemployed_since(facts: Facts, rows: ir.Table) -> ir.Table:
    """`since`: the first day known of the unemployment on entry; `bounded`: whether it is known that it began then.

    It began after the last other status observed and after the last paid job that had ended. Where there is neither,
    it may have begun before anybody asked. `rows`: with `with_labour`.
    """
    entry = _entries(rows)
    seen = facts["status_observation"].select("person_id", "status", seen_day="day")
    seen = entry.join(seen.filter(seen.status != "unknown"), ["person_id", entry.start_day >= seen.seen_day])
    other = seen.group_by("journey_id").aggregate(other_day=seen.seen_day.max(where=seen.status != "seeking"))
    seeking = seen.filter(seen.status == "seeking").join(other, "journey_id")
    seeking = seeking.filter(seeking.other_day.isnull() | (seeking.seen_day > seeking.other_day))
    seeking = seeking.group_by("journey_id").aggregate(asked=seeking.seen_day.min())
    jobs = history.paid_jobs(facts).select("person_id", "last_day", job_start="start_day")
    ended = entry.join(jobs, ["person_id", entry.start_day > jobs.last_day])
    ended = ended.group_by("journey_id").aggregate(job_end=ended.last_day.max())
    for found in (other, seeking, ended):
        rows = rows.left_join(found, "journey_id").drop("journey_id_right")
    return rows.mutate(
        since=history.greatest(history.any_of(rows.asked, rows.seen_day), rows.job_end + 1),
        bounded=rows.other_day.notnull() | rows.job_end.notnull(),
    )


def with_learning(facts: Facts, rows: ir.Table) -> ir.Table:
    """`learns`: whether a spell of learning was open on the first day, or learning was the status observed.

    `rows`: with `with_labour`.
    """
    import ibis

    spell = facts["learning"]
    spell = spell.select("person_id", begun=spell.start_day, until=spell.end_day.fill_null(history.FAR))
    entry = _entries(rows)
    learning = entry.join(
        spell, ["person_id", entry.start_day >= spell.begun, entry.start_day <= spell.until]
    )
    learning = learning.select("journey_id").distinct().mutate(spell=ibis.literal(True))
    rows = rows.left_join(learning, "journey_id").drop("journey_id_right")
    return rows.mutate(learns=rows.spell.notnull() | (rows.status == "learning").fill_null(False))
