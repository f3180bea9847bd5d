# SPDX-License-Identifier: AGPL-3.0-or-later
"""The attacker's audit: may a reader of this and all former releases undo what is hidden?

It is given nothing but what is published and is always run, for rounded releases too: a multiple of the base says
in which interval the count lies, a mark says what counts are marked.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cydwaith.engines.measures.disclosure.attack import Interval, intervals
from cydwaith.engines.measures.disclosure.explaining import Explainer
from cydwaith.engines.measures.disclosure.knowledge import NO_END, Knowledge, knowledge, told_by
from cydwaith.engines.measures.disclosure.model import Key
from cydwaith.engines.measures.disclosure.published import Finding, Published, PublishedCell, Undoing
from cydwaith.engines.measures.disclosure.system import Contradiction, System, components, restricted, tighten


@dataclass(frozen=True, slots=True)
class Attack:
    """All that an attack showed: the interval of each guarded count, and what is wrong."""

    intervals: dict[Key, Interval]
    findings: tuple[Finding, ...]


def audit(published: Published, former: Iterable[Published] = ()) -> tuple[Finding, ...]:
    """What readers can undo in a release, given all former ones; empty when it is safe.

    Findings name the cell, what is left of it, and the equation. ``former`` in the order of publication.
    """
    return attack(published, former).findings


def attack(
    published: Published, former: Iterable[Published] = (), truth: Mapping[Key, int] | None = None
) -> Attack:
    """The audit with its intervals: the smallest and largest whole number that each hidden count may be.

    ``truth`` may save time: a table that fits what is published is where the search for others begins.
    """
    former = tuple(former)
    try:
        return _attack(published, former, truth or {})
    except Contradiction:
        if not former:
            return Attack({}, (_contradiction(published),))
    try:  # numbers that were revised without a word: the release by itself is attacked, and the clash is told
        alone = _attack(published, (), truth or {})
    except Contradiction:
        return Attack({}, (_contradiction(published),))
    clash = Finding(Undoing.FORMER_CONTRADICTION, published.cells[0].key)
    return Attack(alone.intervals, (clash, *alone.findings))


def _contradiction(published: Published) -> Finding:
    """The clash, at a cell of the first relation that no counts fit."""
    for relation in published.relations:
        try:
            one = Published(published.name, published.cells, (relation,))
            _attack(one, (), {})
        except Contradiction:
            return Finding(Undoing.CONTRADICTION, relation.keys[0])
    return Finding(Undoing.CONTRADICTION, published.cells[0].key)


def _attack(published: Published, former: tuple[Published, ...], truth: Mapping[Key, int]) -> Attack:
    cells = {cell.key: cell for cell in published.cells}
    known = knowledge(
        cells,
        published.relations,
        [(share.of, share.among) for share in published.shares],
        former,
        {release.name: _outdated(cells, release) for release in former},
        guard_changes=published.guard_changes,
    )
    for share in published.shares:
        for relation in told_by(share, cells):
            known.add(relation)
    system, says_low, says_high = _system(known, published)
    guarded = {known.number[cell.key] for cell in published.cells if cell.guarded}
    wanted = guarded | set(known.changes)
    table = [truth.get(key) for key in known.keys]
    for change, (counted, then) in known.changes.items():
        now = table[counted]
        table[change] = None if now is None else now - then
    found: dict[int, Interval] = {}
    for variables, rows in components(len(system.low), system.rows):
        here = [v for v in variables if v in wanted]
        part = restricted(system, variables, rows)
        if not here:
            tighten(part, rounds=1)  # nothing is hidden there, and still it must not contradict itself
        else:
            number = {variable: new for new, variable in enumerate(variables)}
            asked = [number[v] for v in here]
            answers = intervals(part, asked, published.protection, table=[table[v] for v in variables])
            found.update((v, answers[number[v]]) for v in here)
    explainer = Explainer(
        system, known, says_low, says_high, {key: cell.text for key, cell in cells.items()}, former
    )
    findings = []
    for variable in sorted(wanted):
        interval = found[variable]
        if variable in known.changes:
            finding = _change(known, variable, interval, published)
        elif interval.holds(published.protection):
            continue
        else:
            finding = _undoing(known, variable, interval, cells)
        if finding is not None:
            findings.append(explainer.explained(finding, variable))
    return Attack({known.keys[v]: found[v] for v in sorted(guarded)}, tuple(findings))


def _outdated(cells: dict[Key, PublishedCell], release: Published) -> frozenset[Key]:
    """Keys whose former number no longer holds: said to, or shown now with another one."""
    old = {cell.key for cell in cells.values() if release.name in cell.outdated}
    for cell in release.cells:
        now = cells.get(cell.key)
        if now is not None and now.number is not None:
            apart_above = cell.high is not None and cell.high < now.low
            if apart_above or (now.high is not None and now.high < cell.low):
                old.add(cell.key)
    return frozenset(old)


def _system(known: Knowledge, published: Published) -> tuple[System, list[str], list[str]]:
    """The bounds of all unknowns, and which release says each."""
    low = [low for low, _ in known.before]
    high = [high for _, high in known.before]
    says_low, says_high = list(known.said_low), list(known.said_high)
    for cell in published.cells:
        variable = known.number[cell.key]
        if cell.low > low[variable] or (cell.number is not None and cell.low == low[variable]):
            low[variable], says_low[variable] = cell.low, published.name
        end = NO_END if cell.high is None else cell.high
        if end < high[variable] or (cell.number is not None and end == high[variable]):
            high[variable], says_high[variable] = end, published.name
        if low[variable] > high[variable]:
            raise Contradiction(-1)
    return System(low, high, list(known.rows)), says_low, says_high


def _change(known: Knowledge, variable: int, interval: Interval, published: Published) -> Finding | None:
    """A change is undone where it is pinned down to a small count that is not nought."""
    if interval.holds(published.protection) or interval.high is None:
        return None
    ends = (abs(interval.low), abs(interval.high))
    if max(ends) >= published.smallest_shown or interval.low == interval.high == 0:
        return None
    counted, _ = known.changes[variable]
    return Finding(Undoing.CHANGE, known.keys[counted], interval.low, interval.high)


def _undoing(known: Knowledge, variable: int, interval: Interval, cells: dict[Key, PublishedCell]) -> Finding:
    key = known.keys[variable]
    low, high = known.before[variable]
    if low == high:
        undoing = Undoing.SHOWN_BEFORE
    else:
        undoing = Undoing.EXACTLY if interval.low == interval.high else Undoing.TOO_NEARLY
    return Finding(undoing, cells[key].key, interval.low, interval.high)
