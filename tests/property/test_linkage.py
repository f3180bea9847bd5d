# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whatever the links, a split pair never ends in one cluster, and who stands for a cluster hangs on nothing else."""

from hypothesis import given
from hypothesis import strategies as st

from cydwaith.engines.linkage.clusters import Clusters

NUMBERS = st.integers(0, 11)
PAIRS = st.lists(st.tuples(NUMBERS, NUMBERS), max_size=40)


def enemies(pairs: list[tuple[int, int]]) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = {}
    for one, other in pairs:
        if one != other:
            found.setdefault(one, set()).add(other)
            found.setdefault(other, set()).add(one)
    return {number: frozenset(each) for number, each in found.items()}


def sets(clusters: Clusters) -> set[frozenset[int]]:
    found: dict[int, set[int]] = {}
    for number, root in clusters.members().items():
        found.setdefault(root, set()).add(number)
    return {frozenset(each) for each in found.values()}


@given(PAIRS, PAIRS, st.dictionaries(NUMBERS, st.integers(0, 2)))
def test_what_must_stay_apart_does(
    links: list[tuple[int, int]], splits: list[tuple[int, int]], single: dict[int, int]
) -> None:
    clusters = Clusters(enemies(splits), single)
    fewer = clusters.join_all(links)
    found = sets(clusters)
    for each in found:
        assert not any(one != other and {one, other} <= each for one, other in splits)
        kinds = [single[number] for number in each if number in single]
        assert len(kinds) == len(set(kinds))
    assert fewer == sum(len(each) - 1 for each in found)


@given(PAIRS, st.randoms(use_true_random=False))
def test_links_in_any_order_make_the_same_clusters(links: list[tuple[int, int]], chance: object) -> None:
    turned = [(other, one) for one, other in links]
    chance.shuffle(turned)  # type: ignore[attr-defined]
    whole, other, guarded = Clusters(), Clusters(), Clusters(single={99: 0})
    counts = {whole.join_all(links), other.join_all(turned), guarded.join_all(links)}
    alone = {frozenset({number}) for pair in links for number in pair}
    assert sets(whole) - alone == sets(other) - alone == sets(guarded) - alone
    assert len(counts) == 1
