# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finds which records of a partnership's organisations may be one human, and groups them for counting.

A task's module: it reads all of the organisations' records under `system` and writes only links. The organisation that
leads the partnership counts; a record takes part where its organisation is the lead, or sends it identities to count
results under an agreement in force, and its person did not say that they want to be counted apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cydwaith.kernel.columns import reading
from cydwaith.kernel.facts import Read
from cydwaith.kernel.system import system
from cydwaith.kernel.vocabulary import Category, Purpose
from cydwaith.partnerships import partners
from cydwaith.people.models import LinkRule, LinkSide, LinkState
from cydwaith.people.models.links import MILLION

if TYPE_CHECKING:
    import pyarrow

    from cydwaith.engines.linkage.result import Linked

MEMORY = "2GB"


COMPARED = (
    "name",
    "called",
    "date_of_birth",
    "gender",
    "postcode",
    "address",
    "phone",
    "email",
    "nhs_number",
)
_COLUMNS = {"id": "BIGINT", "organisation_id": "BIGINT", **dict.fromkeys(COMPARED, "VARCHAR")}
_FIELDS = {
    "dataset": "organisation_id",
    "id": "id",
    "name": "name",
    "called": "called",
    "dob": "date_of_birth",
    "sex": "gender",
    "postcode": "postcode",
    "street": "address",
    "phone": "phone",
    "email": "email",
    "number": "nhs_number",
}
SHOWN_OF_A_NUMBER = 3
"""How many figures of an NHS number the reviewer sees: enough to tell two apart, too few to use."""


@dataclass(frozen=True, slots=True)
class Found:
    """A pair that the machine found: people's ids, the lower first; millionths; reasons, the weightiest first; and for
    a pair to be looked at what was compared of each."""

    first: int
    second: int
    probability: int
    reasons: tuple[str, ...] = ()
    shown: tuple[dict[str, str], dict[str, str]] | None = None


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


def search(partnership_id: int) -> list[Found]:
    """Look for records of a partnership that may be one human. Decisions made before are honoured, and wishes to be
    counted apart. Nothing is written."""
    import pyarrow as arrow

    from cydwaith.engines.linkage.linking import link
    from cydwaith.engines.linkage.reading import Source
    from cydwaith.engines.linkage.settings import Settings, Thresholds

    places = counted_together(partnership_id)
    if not places:
        return []
    rule = rule_of(partnership_id)
    with system("records are compared so that nobody is counted twice"):
        with reading() as read:
            table = read(_people_of(places)).read_all()
        decided = [pair for pair in _kept(partnership_id) if pair.state != LinkState.WAITING]
    if table.num_rows < 2:
        return []
    place_of = dict(zip(table["id"].to_pylist(), table["organisation_id"].to_pylist(), strict=True))
    wide = arrow.table({name: table[name].cast(arrow.string()) for name in table.column_names})

    def named(pairs: Iterable[Pair], state: str) -> tuple[tuple[tuple[str, str], tuple[str, str]], ...]:
        return tuple(
            ((str(place_of[p.first]), str(p.first)), (str(place_of[p.second]), str(p.second)))
            for p in pairs
            if p.state == state and p.first in place_of and p.second in place_of
        )

    linked = link(
        [Source("records", wide, _FIELDS)],
        Settings(
            thresholds=Thresholds(
                rule.review_from / MILLION, rule.link_from / MILLION, rule.sure_from / MILLION
            ),
            confirmed=named(decided, LinkState.LINKED),
            split=named(decided, LinkState.APART),
            memory=MEMORY,
        ),
    )
    rows = {row["id"]: row for row in table.to_pylist()} if linked.pairs.num_rows else {}
    return [_found(linked, number, pair, rows, rule) for number, pair in enumerate(linked.pairs.to_pylist())]


def _people_of(places: set[int]) -> Read:
    listed = ", ".join(str(int(place)) for place in sorted(places))
    columns = ", ".join(
        "CAST(p.date_of_birth AS TEXT) AS date_of_birth" if name == "date_of_birth" else f"p.{name}"
        for name in COMPARED
        if name != "gender"
    )
    gender = (
        "(SELECT max(f.value) FROM people_equalityfact f WHERE f.person_id = p.id AND f.kind = 'gender'"
        " AND f.ends_on IS NULL) AS gender"
    )
    return Read(
        "compared",
        f"SELECT p.id, p.organisation_id, {columns}, {gender} FROM people_person p"  # noqa: S608  # our own names
        f" WHERE p.joined_into_id IS NULL AND p.organisation_id IN ({listed})"
        " AND NOT EXISTS (SELECT 1 FROM people_countedapart a WHERE a.person_id = p.id)",
        _COLUMNS,
    )


def _found(
    linked: Linked, number: int, pair: dict[str, Any], rows: dict[int, dict[str, Any]], rule: LinkRule
) -> Found:
    first, second = sorted((int(pair["id_l"]), int(pair["id_r"])))
    probability = round(pair["probability"] * MILLION)
    if pair["decided"] or probability >= rule.sure_from:
        return Found(first, second, probability)
    reasons = tuple(reason.code for reason in linked.reasons(number))
    return Found(first, second, probability, reasons, (_shown(rows[first]), _shown(rows[second])))


def _shown(row: dict[str, Any]) -> dict[str, str]:
    shown = {name: row[name] for name in COMPARED if row[name]}
    if "nhs_number" in shown:
        shown["nhs_number"] = shown["nhs_number"][-SHOWN_OF_A_NUMBER:]
    return shown


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
