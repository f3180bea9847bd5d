# SPDX-License-Identifier: AGPL-3.0-or-later
"""A list as a file: kept, never shown, and nothing in it that a spreadsheet would run."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from cydwaith.engines import tables as t
from cydwaith.web import exports
from cydwaith.web.components.table import Column, Table

HEADER = ["Name", "Note"]
ROWS = [["Siân", "=cmd|' /C calc'!A0"], ["+44", "@SUM(A1)"], ["-1", "plain"]]


@pytest.mark.django_db  # a response that is closed says so to the database's connections
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_nothing_in_the_file_runs_and_its_name_tells_nothing(kind: exports.Kind) -> None:
    answer = exports.answer(kind, title="People", header=HEADER, rows=ROWS)
    content = b"".join(answer.streaming_content)  # type: ignore[arg-type]
    answer.close()
    assert answer["Content-Disposition"].startswith('attachment; filename="list-2')
    assert (answer["Cache-Control"], answer["X-Content-Type-Options"]) == ("no-store", "nosniff")
    with t.open_workbook(content, filename=f"x.{kind}") as book:
        cells = [row.values for row in book.sheets[0].rows()]
    assert [tuple(map(str, row)) for row in cells][1:] == [tuple(row) for row in ROWS]
    if kind == "csv":
        assert b'"=cmd' not in content
        assert b"\"'=cmd" in content
    else:
        assert b"<f>" not in content


@pytest.mark.parametrize(
    ("query", "kind"), [("", None), ("?format=csv", "csv"), ("?format=xlsx", "xlsx"), ("?format=exe", None)]
)
def test_which_file_the_address_asks_for(query: str, kind: str | None) -> None:
    assert exports.asked(RequestFactory().get(f"/list/{query}")) == kind


def test_links_keep_the_filters_in_force() -> None:
    table = Table.of(base="/list/", asked={"q": "mari"}, columns=[Column(key="name", label="Name")])
    assert [link.href for link in exports.links(table)] == [
        "/list/?q=mari&format=csv",
        "/list/?q=mari&format=xlsx",
    ]
