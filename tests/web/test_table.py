# SPDX-License-Identifier: AGPL-3.0-or-later
"""A list's state stands in its address, and nothing in an address breaks the list."""

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from cydwaith.web.components.table import Column, Filter, Table

COLUMNS = [
    Column(key="name", label="Name", sortable=True),
    Column(key="on", label="When", sortable=True),
    Column(key="pay", label="Pay"),
]
STAGE = Filter(key="stage", label="Stage", choices=[("a", "First"), ("b", "Second")])


def _table(query: str, total: int = 100) -> Table:
    table = Table.of(
        base="/list/",
        asked=QueryDict(query),
        columns=COLUMNS,
        filters=[STAGE],
        default_order="name",
        keep=("team",),
    )
    table.total = total
    return table


def test_an_address_is_read() -> None:
    table = _table("q=+Si%C3%A2n+&stage=b&sort=-on&page=3&team=7&other=x")
    assert (table.query, table.value("stage"), table.sort, table.descending) == ("Siân", "b", "on", True)
    assert (table.page, table.offset, table.first, table.last, table.pages) == (3, 50, 51, 75, 4)
    assert table.kept == {"team": "7"}


def test_what_is_not_offered_counts_as_absent() -> None:
    table = _table("stage=zzz&sort=pay&page=-4")
    assert (table.value("stage"), table.sort, table.descending, table.page) == ("", "name", False, 1)
    with pytest.raises(KeyError):
        table.value("nothing")


def test_links_keep_the_rest_and_start_again_at_the_first_page() -> None:
    table = _table("q=x&stage=b&page=3&team=7")
    assert table.sort_href("on") == "/list/?team=7&q=x&stage=b&sort=on"
    assert table.sort_href("name") == "/list/?team=7&q=x&stage=b&sort=-name"
    assert _table("sort=-name").sort_href("name") == "/list/"
    assert table.page_href(1) == "/list/?team=7&q=x&stage=b"
    assert table.page_href(2) == "/list/?team=7&q=x&stage=b&page=2"
    assert table.href(format="csv") == "/list/?team=7&q=x&stage=b&page=3&format=csv"


def test_each_chip_drops_its_own_filter() -> None:
    chips = _table("q=x&stage=b&page=2").chips
    assert [(chip.text, chip.href) for chip in chips] == [
        ("“x”", "/list/?stage=b"),
        ("Stage: Second", "/list/?q=x"),
    ]
    assert _table("").chips == []


@pytest.mark.parametrize(
    ("page", "total", "shown"),
    [
        (1, 0, [1]),
        (1, 50, [1, 2]),
        (1, 1000, [1, 2, None, 40]),
        (20, 1000, [1, None, 19, 20, 21, None, 40]),
        (40, 1000, [1, None, 39, 40]),
    ],
)
def test_page_numbers(page: int, total: int, shown: list[int | None]) -> None:
    assert _table(f"page={page}", total).page_numbers == shown


def test_an_empty_list_counts_nothing() -> None:
    table = _table("", 0)
    assert (table.first, table.last, table.pages) == (0, 0, 1)


@given(st.text(), st.text(), st.text(), st.text())
def test_no_address_breaks_a_list(query: str, stage: str, sort: str, page: str) -> None:
    asked = {"q": query, "stage": stage, "sort": sort, "page": page}
    table = Table.of(base="/", asked=asked, columns=COLUMNS, filters=[STAGE], default_order="name")
    assert table.page >= 1
    assert table.sort in ("name", "on")
    assert "\x00" not in table.query
    assert table.href().startswith("/")
