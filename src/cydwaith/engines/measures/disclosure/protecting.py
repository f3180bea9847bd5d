# SPDX-License-Identifier: AGPL-3.0-or-later
"""Disclosure control of a whole release: what must be hidden, what else, what is published, and the audit."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import replace

from cydwaith.engines.measures.disclosure.audit import attack
from cydwaith.engines.measures.disclosure.knowledge import NO_END, knowledge
from cydwaith.engines.measures.disclosure.model import Cell, Key, Release, Share, counts
from cydwaith.engines.measures.disclosure.policy import NOT_APPLICABLE, Policy, Style, percentage
from cydwaith.engines.measures.disclosure.published import (
    Protected,
    ProtectedCell,
    ProtectedShare,
    Published,
    PublishedCell,
    PublishedShare,
    Why,
)
from cydwaith.engines.measures.disclosure.suppressing import suppress


def protect(release: Release, policy: Policy, former: Iterable[Published] = ()) -> Protected:
    """The release as it may be published.

    Everything that goes out at once belongs into one call, and ``former`` holds every release that readers have.
    Small counts are hidden, others rounded or, in exact mode, hidden where a reader could work a small one out; then
    the audit attacks the result. When it finds something (a former release cannot be taken back), ``findings``
    says so and the release must not go out. Raises ReleaseProblem naming the cells when counts are wrong or do not
    add up. The result depends on the release and the policy only, whatever order its parts come in.
    """
    started = time.process_time()
    former = tuple(former)
    values = counts(release)
    cells = _cells(release)
    whys = _must(cells, release.shares, policy)
    outdated = _outdated(values, former)
    known = knowledge(
        cells,
        release.relations,
        [(share.of, share.among) for share in release.shares],
        former,
        outdated,
        guard_changes=policy.guard_changes and policy.mode.value == "exact",
    )
    chosen = suppress(known, values, whys, cells, policy)
    for key in chosen.keys:
        whys[key] = Why.PROTECTS
    published = _published(release, cells, whys, outdated, policy)
    attacked = attack(published, former, values)
    return Protected(
        published=published,
        cells=tuple(
            ProtectedCell(
                cell.key, cell.text, cell.number, whys.get(cell.key), attacked.intervals.get(cell.key)
            )
            for cell in published.cells
            if cell.shown
        ),
        shares=_shares(release.shares, published, whys, policy)[1],
        findings=attacked.findings,
        people=sum(values[key] for key in chosen.keys),
        hidden=len(chosen.keys),
        people_bound=chosen.people_bound,
        optimal=chosen.optimal,
        steps=chosen.steps,
        cpu_seconds=time.process_time() - started,
    )


def _cells(release: Release) -> dict[Key, Cell]:
    """Each cell once, in the order of their keys; shown if it is shown anywhere."""
    found: dict[Key, Cell] = {}
    for cell in release.cells:
        if cell.key not in found or cell.shown:
            found[cell.key] = cell
    return dict(sorted(found.items()))


def _must(cells: Mapping[Key, Cell], shares: Iterable[Share], policy: Policy) -> dict[Key, Why]:
    """The cells that are hidden for their own sake, or have nobody to count."""
    whys = {}
    for key, cell in cells.items():
        # Of what nobody prints, nought tells of nobody: there are no other genders, nothing was changed.
        if policy.is_small(cell.count) and (cell.shown or cell.count):
            whys[key] = Why.SMALL
    if policy.style is Style.ASCOF:
        for share in shares:
            if cells[share.among].count == 0:
                whys[share.among] = whys[share.of] = Why.NOT_APPLICABLE
    return whys


def _outdated(values: Mapping[Key, int], former: Iterable[Published]) -> dict[str, frozenset[Key]]:
    """Per former release, what it says that is not so any more."""
    found = {}
    for release in former:
        old = {
            cell.key
            for cell in release.cells
            if cell.key in values
            and not cell.low <= values[cell.key] <= (NO_END if cell.high is None else cell.high)
        }
        for relation in release.relations:
            if all(key in values for key in relation.keys) and not old.intersection(relation.keys):
                found_sum = sum(weight * values[key] for key, weight in relation.terms)
                if found_sum > relation.constant or (
                    found_sum < relation.constant and relation.sense.value == "="
                ):
                    old.update(relation.keys)  # something hidden in it was revised: which, nobody can see
        found[release.name] = frozenset(old)
    return found


def _published(
    release: Release,
    cells: Mapping[Key, Cell],
    whys: Mapping[Key, Why],
    outdated: Mapping[str, frozenset[Key]],
    policy: Policy,
) -> Published:
    published = Published(
        release.name,
        tuple(_cell(cell, whys.get(key), outdated, policy) for key, cell in cells.items()),
        tuple(release.relations),
        protection=policy.protection,
        smallest_shown=policy.smallest_shown,
        guard_changes=policy.guard_changes,
    )
    return replace(published, shares=_shares(release.shares, published, whys, policy)[0])


def _cell(
    cell: Cell, why: Why | None, outdated: Mapping[str, frozenset[Key]], policy: Policy
) -> PublishedCell:
    since = frozenset(name for name, keys in outdated.items() if cell.key in keys)
    if why is Why.NOT_APPLICABLE:
        return PublishedCell(cell.key, NOT_APPLICABLE, None, 0, 0, outdated=since)
    if why is None and cell.shown:
        number = policy.shown(cell.count)
        low, high = policy.counts_shown_as(number)
        return PublishedCell(cell.key, str(number), number, low, high, outdated=since)
    small = policy.counts_of_small_mark()
    low, most = small if why is Why.SMALL and cell.shown else (0, None)
    return PublishedCell(
        cell.key, policy.mark if cell.shown else "", None, low, most, why is not None, cell.shown, since
    )


def _shares(
    shares: Iterable[Share], published: Published, whys: Mapping[Key, Why], policy: Policy
) -> tuple[tuple[PublishedShare, ...], tuple[ProtectedShare, ...]]:
    """The percentages, from the published numbers alone: they tell nothing that these do not."""
    numbers = {cell.key: cell.number for cell in published.cells}
    given, protected = [], []
    for share in sorted(shares, key=lambda share: share.key):
        part, whole = numbers[share.of], numbers[share.among]
        why = None
        value = None
        if whys.get(share.among) is Why.NOT_APPLICABLE or whole == 0:
            why, text = Why.NOT_APPLICABLE, NOT_APPLICABLE
        elif part is None:
            why, text = Why.NUMERATOR, policy.mark
        elif whole is None:
            why, text = Why.DENOMINATOR, policy.mark
        else:
            value = percentage(part, whole)
            text = str(value)
        given.append(PublishedShare(share.key, share.of, share.among, text, value))
        protected.append(ProtectedShare(share.key, text, value, why))
    return tuple(given), tuple(protected)
