# SPDX-License-Identifier: AGPL-3.0-or-later
"""Secondary suppression over the whole release: one task for each group of counts that hang together."""

from collections.abc import Mapping
from dataclasses import dataclass

from cydwaith.engines.measures.disclosure.choosing import choose
from cydwaith.engines.measures.disclosure.knowledge import NO_END, Knowledge
from cydwaith.engines.measures.disclosure.model import Cell, Key
from cydwaith.engines.measures.disclosure.policy import Policy
from cydwaith.engines.measures.disclosure.published import Why
from cydwaith.engines.measures.disclosure.system import Row, System, components, restricted
from cydwaith.engines.measures.disclosure.task import Span, Task, activity


@dataclass(frozen=True, slots=True)
class Chosen:
    """The cells to hide for the sake of others. people_bound: no choice hides fewer people. optimal: nor is any
    other better. steps: simplex steps taken."""

    keys: tuple[Key, ...]
    people_bound: int
    optimal: bool
    steps: int


def suppress(
    known: Knowledge,
    values: Mapping[Key, int],
    whys: Mapping[Key, Why],
    cells: Mapping[Key, Cell],
    policy: Policy,
) -> Chosen:
    """What else to hide, so that no hidden count can be worked out more nearly than the protection allows.

    The groups are first treated apart from the rows that only say that a numerator is not above its denominator:
    they tie whole releases together and seldom tell anything. Where the whole then is not safe, it is mended.
    """
    truth, rows, soft = _truth(known, values)
    whole = _task(known, truth, rows, values, whys, cells, policy)
    parts = []
    for variables, part_rows in components(len(truth), [row for r, row in enumerate(rows) if r not in soft]):
        part = _part(whole, variables, part_rows)
        if part.watched(frozenset(), frozenset()) and part.free:
            parts.append((variables, part))
    parts.sort(
        key=lambda one: (len(one[1].free), one[0])
    )  # what is left of the effort goes to the large ones
    chosen: set[int] = set()
    lost: set[int] = set()
    people_bound = steps = 0
    optimal = True
    for done, (variables, part) in enumerate(parts):
        effort = max(0, policy.effort - steps) // (len(parts) - done)
        exposed = part.exposed(frozenset(), frozenset())
        if not exposed:
            continue
        part = part.narrowed(frozenset(), exposed)
        choice = choose(part, exact=len(part.free) <= policy.optimal_cells, effort=effort)
        steps += choice.steps
        optimal = optimal and choice.proved(part)
        people_bound += choice.bound // part.scale
        chosen.update(variables[v] for v in choice.chosen)
        lost.update(variables[v] for v in choice.lost)
    mended = (
        _mended(whole, frozenset(chosen), frozenset(lost))
        if soft or len(rows) > known.own
        else frozenset(chosen)
    )
    keys = tuple(sorted(known.keys[v] for v in mended))
    return Chosen(keys, people_bound, optimal and mended == chosen, steps)


def _mended(whole: Task, chosen: frozenset[int], lost: frozenset[int]) -> frozenset[int]:
    """The choice, with more hidden where the whole release gives something away that its parts do not."""
    from cydwaith.engines.measures.disclosure.growing import Growth

    for variables, rows in components(len(whole.truth), whole.rows):
        number = {variable: new for new, variable in enumerate(variables)}
        part = _part(whole, variables, rows)
        start = frozenset(number[v] for v in chosen.intersection(variables))
        gone = frozenset(number[v] for v in lost.intersection(variables))
        exposed = part.exposed(start, gone) if part.watched(start, gone) else {}
        if exposed:
            growth = Growth(part.narrowed(start, exposed), start)
            growth.lost |= gone
            growth.run(kept=start)
            chosen = chosen.difference(variables) | {variables[v] for v in growth.chosen}
    return chosen


def _task(
    known: Knowledge,
    truth: list[int],
    rows: list[Row],
    values: Mapping[Key, int],
    whys: Mapping[Key, Why],
    cells: Mapping[Key, Cell],
    policy: Policy,
) -> Task:
    """The whole release as one task."""
    shown: list[Span] = []
    hidden: list[Span] = []
    must, free, guarded = set(), set(), set()
    for variable, key in enumerate(known.keys):
        cell, why = cells.get(key), whys.get(key)
        if_shown: Span = (-NO_END, NO_END)
        if_hidden: Span = (-NO_END, NO_END)
        if cell is not None:
            small = policy.counts_of_small_mark()
            if_hidden = (0, NO_END)
            if why is Why.SMALL and cell.shown:
                if_hidden = (small[0], NO_END if small[1] is None else small[1])
            if why is Why.NOT_APPLICABLE:
                if_shown = if_hidden = (0, 0)
            elif why is Why.SMALL or not cell.shown:
                if_shown = if_hidden
                must.add(variable)
            else:
                if_shown = policy.counts_shown_as(policy.shown(cell.count))
                free.add(variable)
            if why is not Why.NOT_APPLICABLE and (cell.shown or why is Why.SMALL):
                guarded.add(variable)
        elif variable in known.changes:
            must.add(variable)
            if 0 < abs(truth[variable]) < policy.smallest_shown:
                guarded.add(variable)
        low, high = known.before[variable]
        shown.append((max(if_shown[0], low), min(if_shown[1], high)))
        hidden.append((max(if_hidden[0], low), min(if_hidden[1], high)))
        if hidden[-1] == shown[-1]:
            free.discard(variable)  # a former release shows it: hiding it now hides nothing
    people = tuple(values.get(key, 0) for key in known.keys)
    return Task(
        tuple(truth),
        tuple(shown),
        tuple(hidden),
        frozenset(must),
        frozenset(free),
        frozenset(guarded),
        people,
        tuple(rows),
        policy.protection,
    )


def _part(whole: Task, variables: list[int], rows: list[Row]) -> Task:
    number = {variable: new for new, variable in enumerate(variables)}

    def renumbered(some: frozenset[int]) -> frozenset[int]:
        return frozenset(number[v] for v in some.intersection(number))

    return Task(
        tuple(whole.truth[v] for v in variables),
        tuple(whole.shown[v] for v in variables),
        tuple(whole.hidden[v] for v in variables),
        renumbered(whole.must),
        renumbered(whole.free),
        renumbered(whole.guarded),
        tuple(whole.people[v] for v in variables),
        tuple(
            Row(tuple((number[v], w) for v, w in row.terms), row.low, row.high, row.source) for row in rows
        ),
        whole.width,
    )


def _truth(known: Knowledge, values: Mapping[Key, int]) -> tuple[list[int], list[Row], set[int]]:
    """A table that agrees with the true counts: what only former releases have is completed by one that fits.

    Rows of former releases that nothing fits any more are left out.
    """
    truth: list[int | None] = [values.get(key) for key in known.keys]
    for change, (counted, then) in known.changes.items():
        truth[change] = values[known.keys[counted]] - then
    for variable, (low, high) in enumerate(known.before):
        if truth[variable] is None and low == high:
            truth[variable] = int(low)
    rows, soft = list(known.rows), set(known.soft)
    for variables, part_rows in components(len(truth), rows):
        if all(truth[v] is not None for v in variables):
            continue
        found = _completed(known, truth, variables, part_rows)
        if found is None:
            numbers = [r for r, row in enumerate(rows) if r >= known.own and row in part_rows]
            rows = [Row((), 0, 0) if r in numbers else row for r, row in enumerate(rows)]
            found = [int(known.before[v][0]) if truth[v] is None else int(truth[v] or 0) for v in variables]
        for variable, count in zip(variables, found, strict=True):
            truth[variable] = count
    settled = [int(count or 0) for count in truth]
    kept = [r for r, row in enumerate(rows) if row.low <= activity(row, settled) <= row.high and row.terms]
    number = {r: new for new, r in enumerate(kept)}
    return settled, [rows[r] for r in kept], {number[r] for r in soft if r in number}


def _completed(
    known: Knowledge, truth: list[int | None], variables: list[int], rows: list[Row]
) -> list[int] | None:
    from cydwaith.engines.measures.disclosure.solver import Programme

    low = [known.before[v][0] if count is None else count for v, count in enumerate(truth)]
    high = [known.before[v][1] if count is None else count for v, count in enumerate(truth)]
    part = restricted(System(low, high, []), variables, rows)
    whole = Programme(part.low, part.high, part.rows, whole=True).smallest().whole
    return None if whole is None else [int(count) for count in whole]
