# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finds which records of a partnership's organisations may be one human, and groups them for counting.

A task's module: it reads all of the organisations' records under `system` and writes only links. The organisation that
leads the partnership counts; a record takes part where its organisation is the lead, or sends it identities to count
results under an agreement in force, and its person did not say that they want to be counted apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cydwaith.kernel.system import system
from cydwaith.kernel.vocabulary import Category, Purpose
from cydwaith.partnerships import partners
from cydwaith.people.models import LinkRule, LinkSide, LinkState

if TYPE_CHECKING:
    import pyarrow


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people's ids, the lower first, how likely they are one human (millionths), and what was decided."""

    first: int
    second: int
    probability: int
    state: str = LinkState.WAITING


def counted_together(partnership_id: int) -> set[int]:
    """Organisations whose records are linked for counting."""
    lead = partners.lead_of(partnership_id)
    if lead is None:
        return set()
    return {lead} | partners.sources_of(lead, Purpose.COUNT_RESULTS, Category.IDENTITY, partnership_id)


def rule_of(partnership_id: int) -> LinkRule:
    """The partnership's thresholds, or the usual ones."""
    found = LinkRule.objects.filter(partnership_id=partnership_id).first()
    return found or LinkRule(partnership_id=partnership_id)


def groups(partnership_id: int) -> pyarrow.Table:
    """Person's id -> three groupings, each named by its lowest id: the best, the one with the fewest humans (every link
    that may be), and the one with the most (what is sure, or was decided). Only people with a link have a row."""
    import pyarrow as arrow

    rule = rule_of(partnership_id)
    with system("links of records that are counted together"):
        pairs = _kept(partnership_id)
    people = sorted({pk for pair in pairs for pk in (pair.first, pair.second)})
    columns = {
        "person_id": people,
        "group_id": _grouped(people, pairs, rule.link_from),
        "group_low": _grouped(people, pairs, rule.review_from),
        "group_high": _grouped(people, pairs, rule.sure_from),
    }
    return arrow.table({name: arrow.array(values, arrow.int64()) for name, values in columns.items()})


def _kept(partnership_id: int) -> list[Pair]:
    sides = LinkSide.objects.filter(link__partnership_id=partnership_id).order_by("link_id", "person_id")
    met: dict[int, tuple[int, int, str]] = {}
    pairs: list[Pair] = []
    for link, person, probability, state in sides.values_list(
        "link_id", "person_id", "link__probability", "link__state"
    ):
        if link in met:
            pairs.append(Pair(met[link][0], person, probability, state))
        met[link] = (person, probability, state)
    return pairs


def _grouped(people: list[int], pairs: Iterable[Pair], least: int) -> list[int]:
    """The group of each person, in order. A pair that was decided apart never shares one, whoever stands between: the
    likeliest links are drawn first, and one that would bring such a pair together is left out."""
    root = {pk: pk for pk in people}
    apart: dict[int, set[int]] = {pk: set() for pk in people}

    def find(pk: int) -> int:
        while root[pk] != pk:
            root[pk] = root[root[pk]]
            pk = root[pk]
        return pk

    pairs = list(pairs)
    for pair in pairs:
        if pair.state == LinkState.APART:
            apart[pair.first].add(pair.second)
            apart[pair.second].add(pair.first)
    drawn = [p for p in pairs if p.state == LinkState.LINKED or p.probability >= least]
    drawn = [p for p in drawn if p.state != LinkState.APART]
    for pair in sorted(drawn, key=lambda p: (p.state != LinkState.LINKED, -p.probability, p.first, p.second)):
        one, other = sorted((find(pair.first), find(pair.second)))
        if (
            one == other
            or any(find(pk) == other for pk in apart[one])
            or any(find(pk) == one for pk in apart[other])
        ):
            continue
        root[other] = one
        apart[one] |= apart[other]
    return [find(pk) for pk in people]
