# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lists that go out come back the same, and never hold anything that a spreadsheet would run."""

import csv
import io
import re
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from cydwaith.engines import tables as t

PATIENT = settings(deadline=None)
RISKY = "=+-@|%\t\r\n;,\"' ＝＠ab"
TEXTS = st.text(st.sampled_from(RISKY), max_size=12) | st.text(max_size=20)
#: What text files and sheets cannot hold at all.
PLAIN = TEXTS.map(lambda text: re.sub("[\0\ud800-\udfff\ufffe\uffff]", "", text))


@given(TEXTS)
@PATIENT
def test_guarding_is_undone_exactly(text: str) -> None:
    assert t.unguard(t.guard(text)) == text


@given(TEXTS)
@PATIENT
def test_guarding_is_needed_only_once_for_safety_but_counts(text: str) -> None:
    once = t.guard(text)
    assert t.is_risky(text) == (once != text)
    assert t.unguard(t.unguard(t.guard(once))) == text


@given(TEXTS)
@PATIENT
def test_no_piece_of_a_guarded_text_begins_like_a_formula(text: str) -> None:
    guarded = t.guard(text)
    assert not guarded.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠"))
    for piece in re.split(r"[,;\t|\r\n\"]", guarded):
        assert not piece.lstrip(" \xa0\ufeff\u200b").startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))


@given(st.lists(st.lists(PLAIN, min_size=2, max_size=4), min_size=1, max_size=6))
@PATIENT
def test_a_csv_is_read_back_as_it_was_and_holds_no_formula(lines: list[list[str]]) -> None:
    out = io.BytesIO()
    t.write_csv(out, ["one", "two", "three", "four"], lines)
    for row in csv.reader(io.StringIO(out.getvalue().decode("utf-8-sig"), newline="")):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")) for cell in row)
    back = [row.values for row in t.open_workbook(out.getvalue()).sheets[0].rows()][1:]
    assert back == [_cut(line) for line in lines if any(cell.strip() for cell in line)]


@given(
    st.lists(
        st.lists(
            PLAIN | st.integers(-(10**9), 10**9) | st.booleans() | st.dates(date(1900, 3, 1)),
            min_size=1,
            max_size=4,
        ),
        max_size=6,
    )
)
@PATIENT
def test_an_xlsx_is_read_back_with_its_types(lines: list[list[Any]]) -> None:
    out = io.BytesIO()
    t.write_xlsx(out, ["one", "two", "three", "four"], lines)
    back = [row.values for row in t.open_workbook(out.getvalue()).sheets[0].rows()][1:]
    expected = [tuple(None if cell == "" else cell for cell in line) for line in lines]
    assert back == [stripped for line in expected if (stripped := _without_tail(line))]


def _cut(line: list[str]) -> tuple[str | None, ...]:
    """Cells of a text row as read: empty ones None, blank ones at the end cut off."""
    cells = list(line)
    while cells and not cells[-1].strip():
        cells.pop()
    return tuple(cell or None for cell in cells)


def _without_tail(line: tuple[Any, ...]) -> tuple[Any, ...]:
    cells = list(line)
    while cells and cells[-1] is None:
        cells.pop()
    return tuple(cells)
