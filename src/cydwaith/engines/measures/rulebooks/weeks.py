# SPDX-License-Identifier: AGPL-3.0-or-later
"""Enough weeks within a window: 13 weeks of so many hours in any 16, without a row for every week.

Weeks are counted from a day of the person's own (the anchor), seven days each. Stretches in which the hours stay the
same give whole runs of weeks at once; only the weeks in which something changes are added up one by one. So the number
of rows grows with what happened, not with how long it lasted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import history

if TYPE_CHECKING:
    import ibis.expr.types as ir

WEEK = history.WEEK


def runs_of_weeks(stretches: ir.Table, minutes: int) -> ir.Table:
    """Runs of weeks with at least so many minutes: `journey_id`, `first`, `last` (week numbers from 0), `before`.

    `stretches`: rows of `history.totals` by journey with the `anchor` day; rates are minutes a week. `before`: how many
    such weeks came before the run. Nothing is divided but days into weeks: minutes times days are compared.
    """
    import ibis

    need = minutes * WEEK
    since = stretches.mutate(
        begins=(stretches.first_day - stretches.anchor).cast("int64"),
        ends=(stretches.last_day - stretches.anchor).cast("int64") + 1,
    ).filter(lambda row: row.rate > 0)
    since = since.mutate(first_whole=history.up(since.begins, WEEK), past_whole=since.ends // WEEK)
    whole = since.filter(since.rate >= minutes, since.first_whole < since.past_whole)
    whole = whole.select("journey_id", first_day=whole.first_whole, last_day=whole.past_whole - 1)
    head = since.filter(since.begins % WEEK != 0)
    head_week = head.begins // WEEK
    head = head.select(
        "journey_id",
        week=head_week,
        did=head.rate * (history.least(head.ends, (head_week + 1) * WEEK) - head.begins),
    )
    # The last week of a stretch, unless it is the head's week too, which holds the stretch whole.
    tail = since.filter(
        since.ends % WEEK != 0, (since.begins % WEEK == 0) | (since.first_whole <= since.past_whole)
    )
    tail = tail.select("journey_id", week=tail.past_whole, did=tail.rate * (tail.ends % WEEK))
    mixed = head.union(tail)
    mixed = mixed.group_by("journey_id", "week").aggregate(did=history.whole(mixed.did.sum()))
    mixed = mixed.filter(mixed.did >= need).select("journey_id", first_day="week", last_day="week")
    runs = history.merged(whole.union(mixed), ["journey_id"])
    earlier = ibis.window(group_by="journey_id", order_by="first_day", rows=(None, -1))
    length = runs.last_day - runs.first_day + 1
    before = history.whole(length.sum().over(earlier).fill_null(0))
    return runs.select("journey_id", first="first_day", last="last_day", before=before)


def earliest(runs: ir.Table, weeks: int, window: int) -> ir.Table:
    """The first week with which `weeks` of the last `window` weeks are in runs: `journey_id`, `week`, `rank`.

    `rank`: how many weeks in runs there were with it. Weeks of a run need not follow those of another: a window may
    miss `window - weeks` of them. So the weeks that count at the start of a run are those of the runs before it
    between which and it no more are missed; it then takes as many of its own as still lack.
    """
    import ibis

    # Missed weeks before a run; runs do not touch, so every run has missed more than the one before it.
    runs = runs.mutate(missed=runs["first"] - runs.before)
    near = ibis.range_window(preceding=window - weeks, following=0, group_by="journey_id", order_by="missed")
    runs = runs.mutate(count=runs.before - runs.before.min().over(near))
    runs = runs.mutate(wanting=history.greatest(weeks - 1 - runs["count"], 0))
    reached = runs.filter(runs["first"] + runs.wanting <= runs["last"])
    reached = reached.mutate(
        week=reached["first"] + reached.wanting, rank=reached.before + reached.wanting + 1
    )
    return reached.group_by("journey_id").aggregate(week=reached.week.min(), rank=reached["rank"].min())


def standing(runs: ir.Table, asked: ir.Table, weeks: int, window: int) -> ir.Table:
    """How far each journey is when so many weeks are over: `journey_id`, `period`, `done`, `lacks`, `spare`.

    `asked`: `journey_id`, `period`, `over` (whole weeks that are over). `done`: weeks in runs until then. `lacks`,
    `spare`: of the best window that can still be filled, the weeks that lack and those that may still be missed; null
    where the weeks so far can help no window.
    """
    import ibis

    rows = runs.join(asked, ["journey_id", runs["first"] < asked.over])
    here = ibis.window(group_by=["journey_id", "period"])
    length = history.least(rows["last"] + 1, rows.over) - rows["first"]
    rows = rows.mutate(done=history.whole(length.sum().over(here)))
    rows = rows.mutate(count=rows.done - rows.before)
    rows = rows.mutate(missed=rows.over - rows["first"] - rows["count"])
    fits = rows.missed <= window - weeks
    rows = rows.mutate(
        start=fits.ifelse(rows["first"], None),
        lack=fits.ifelse(weeks - rows["count"], None),
        spared=fits.ifelse(window - weeks - rows.missed, None),
    )
    # The earliest run that fits has the most weeks behind it, so the least lacking, and the fewest to spare.
    return rows.group_by("journey_id", "period").aggregate(
        done=rows.done.max(), lacks=rows.lack.min(), spare=rows.spared.min()
    )
