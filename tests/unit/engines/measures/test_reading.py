# SPDX-License-Identifier: AGPL-3.0-or-later
"""Folders of facts that are wrong in every way: what is said of each, and that figures are withheld, never wrong."""

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from cydwaith.engines.measures import manifest, snapshot
from cydwaith.engines.measures.duck import DuckEngine
from cydwaith.engines.measures.facts import TABLES
from cydwaith.engines.measures.problems import Problem, Wrong
from cydwaith.engines.measures.reading import read
from cydwaith.engines.measures.rulebooks.programme_contract import PROGRAMME_CONTRACT

from .folders import AS_OF, DAY, ROWS, figures, tables, unsealed


def test_a_good_snapshot_has_no_problems_and_says_what_it_is(duck: DuckEngine, folder: Path) -> None:
    found = read(folder, duck)
    assert found.problems == ()
    assert (found.as_of, found.site, found.rows["person"], found.rows["review"]) == (AS_OF, "irwen", 2, 0)
    assert set(found.rows) == {table.name for table in TABLES}
    assert figures(duck, found) == [2, 1]


def test_the_same_facts_have_the_same_name_whatever_the_site_calls_them(tmp_path: Path) -> None:
    one, other, later = (
        snapshot.write(tmp_path / name, tables(), as_of=as_of, site=name)
        for name, as_of in (("a", AS_OF), ("b", AS_OF), ("c", date(2019, 7, 1)))
    )
    assert one.id == other.id != later.id


def test_rows_come_in_batches_too(tmp_path: Path, duck: DuckEngine) -> None:
    given = tables()
    batches = {**given, "person": (batch for batch in given["person"].to_batches(max_chunksize=1))}
    snapshot.write(tmp_path / "facts", batches, as_of=AS_OF)
    assert read(tmp_path / "facts", duck).rows["person"] == 2


@pytest.mark.parametrize(
    ("given", "error"),
    [({"people": pa.table({"a": [1]})}, KeyError), ({"area": pa.table({"area": ["W1"]})}, ValueError)],
)
def test_nothing_is_left_of_a_snapshot_that_cannot_be_written(
    tmp_path: Path, given: Any, error: type[Exception]
) -> None:
    with pytest.raises(error):
        snapshot.write(tmp_path / "facts", given, as_of=AS_OF)
    assert list(tmp_path.iterdir()) == []


def bad(name: str, place: int = 0, **values: Any) -> dict[str, list[dict[str, Any]]]:
    """The good rows of a table, with one of them changed."""
    rows = [dict(row) for row in ROWS[name]]
    rows[place] |= values
    return {name: rows}


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        (bad("job", end_day=DAY), Problem(Wrong.ENDS_BEFORE, "job", "end_day", 1, 1)),
        (
            bad("job_terms", minutes_week=168 * 60 + 1),
            Problem(Wrong.TOO_HIGH, "job_terms", "minutes_week", 1, 1),
        ),
        (bad("job_terms", pay_pence=-1), Problem(Wrong.TOO_LOW, "job_terms", "pay_pence", 1, 1)),
        (bad("person", 1, area="X9"), Problem(Wrong.NOWHERE, "person", "area", 2, 1)),
        (bad("journey", 1, journey_id=1), Problem(Wrong.KEY_TWICE, "journey", "journey_id", 1, 1)),
        (bad("journey", 1, person_id=9), Problem(Wrong.NOWHERE, "journey", "person_id", 2, 1)),
        (bad("journey", programme="p9"), Problem(Wrong.NOWHERE, "journey", "programme", 1, 1)),
        (bad("journey", start_day=None), Problem(Wrong.EMPTY, "journey", "start_day", 1, 1)),
        (bad("journey", pathway=""), Problem(Wrong.EMPTY, "journey", "pathway", 1, 1)),
        (bad("job", start_day=70_000, end_day=None), Problem(Wrong.TOO_HIGH, "job", "start_day", 1, 1)),
        (bad("person_link", 1, group_high=1), Problem(Wrong.LINKS_CROSS, "person_link", "group_high", 1, 1)),
        (
            bad("person_link", group_id=-1, group_high=-1),
            Problem(Wrong.TOO_LOW, "person_link", "group_id", 1, 1),
        ),
    ],
    ids=lambda one: f"{one.table}.{one.column}.{one.code}" if isinstance(one, Problem) else "",
)
def test_a_bad_row_is_named_and_withholds_what_reads_it(
    tmp_path: Path, duck: DuckEngine, changed: dict[str, list[dict[str, Any]]], problem: Problem
) -> None:
    snapshot.write(tmp_path / "facts", tables(**changed), as_of=AS_OF)
    found = read(tmp_path / "facts", duck)
    assert problem in found.problems
    if problem.table in PROGRAMME_CONTRACT.tables:
        assert figures(duck, found) is None
    else:
        assert figures(duck, found) is not None


def retyped(folder: Path, table: str, column: str, kind: pa.DataType) -> None:
    """Write a column in another type."""
    path = folder / f"{table}.parquet"
    old = parquet.read_table(path)
    place = old.schema.get_field_index(column)
    parquet.write_table(old.set_column(place, column, old.column(column).cast(kind)), path)


def renamed(folder: Path, table: str, names: dict[str, str]) -> None:
    """Write a table with other column names."""
    path = folder / f"{table}.parquet"
    old = parquet.read_table(path)
    parquet.write_table(old.rename_columns([names.get(name, name) for name in old.column_names]), path)


def with_manifest(folder: Path, change: Callable[[dict[str, Any]], Any]) -> None:
    path = folder / manifest.NAME
    told = json.loads(path.read_text())
    changed = change(told)
    path.write_text(changed if isinstance(changed, str) else json.dumps(told))


def longer(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\0")


SPOILT: list[tuple[str, Callable[[Path], Any], list[tuple[Wrong, str, str]]]] = [
    ("no folder", shutil.rmtree, [(Wrong.FOLDER, "", "")]),
    (
        *("a table is missing", lambda folder: (folder / "job.parquet").unlink()),
        [(Wrong.TABLE_MISSING, "job", "")],
    ),
    (
        *("a byte more", lambda folder: longer(folder / "job.parquet")),
        [(Wrong.HASH, "job", "")],
    ),
    (
        "another version",
        lambda folder: with_manifest(folder, lambda told: told.update(schema=2)),
        [(Wrong.VERSION, "", "")],
    ),
    (
        "no manifest at all",
        lambda folder: with_manifest(folder, lambda told: "[" * 10_000),
        [(Wrong.MANIFEST, "", "")],
    ),
    (
        "a manifest of something else",
        lambda folder: with_manifest(folder, lambda told: told["files"].update(people={})),
        [(Wrong.MANIFEST, "", "")],
    ),
    (
        "a day that there is not",
        lambda folder: with_manifest(folder, lambda told: told.update(as_of="2019-02-30")),
        [(Wrong.MANIFEST, "", "")],
    ),
    (
        "a file that is not listed",
        lambda folder: with_manifest(folder, lambda told: told["files"].pop("job")),
        [(Wrong.NOT_LISTED, "job", "")],
    ),
    (
        "other rows than listed",
        lambda folder: with_manifest(folder, lambda told: told["files"]["job"].update(rows=7)),
        [(Wrong.ROWS, "job", "")],
    ),
    (
        "text for a number",
        lambda folder: (unsealed(folder), retyped(folder, "job", "job_id", pa.string())),
        [(Wrong.TYPE, "job", "job_id")],
    ),
    (
        "a fraction for a number",
        lambda folder: (unsealed(folder), retyped(folder, "job_terms", "pay_pence", pa.float64())),
        [(Wrong.TYPE, "job_terms", "pay_pence")],
    ),
    (
        "a column by another name",
        lambda folder: (unsealed(folder), renamed(folder, "job", {"end_day": "end_date"})),
        [(Wrong.COLUMN_MISSING, "job", "end_day"), (Wrong.COLUMN_UNKNOWN, "job", "end_date")],
    ),
    (
        "no Parquet",
        lambda folder: (unsealed(folder), (folder / "job.parquet").write_bytes(b"PAR1 no PAR1")),
        [(Wrong.UNREADABLE, "job", "")],
    ),
    (
        "two files for a table",
        lambda folder: (folder / "job.csv").write_text("job_id\n"),
        [(Wrong.TWO_FILES, "job", "")],
    ),
]


@pytest.mark.parametrize(("spoil", "wrong"), [one[1:] for one in SPOILT], ids=[one[0] for one in SPOILT])
def test_a_spoilt_folder_is_told_and_withheld(
    folder: Path, duck: DuckEngine, spoil: Callable[[Path], Any], wrong: list[tuple[Wrong, str, str]]
) -> None:
    spoil(folder)
    found = read(folder, duck)
    told = [(one.code, one.table, one.column) for one in found.problems]
    assert [one for one in told if one[1] in ("", wrong[0][1])] == wrong
    if any(table in ("", *PROGRAMME_CONTRACT.tables) for _, table, _ in wrong):
        assert figures(duck, found) is None


def test_days_may_be_dates_and_numbers_may_be_small(folder: Path, duck: DuckEngine) -> None:
    unsealed(folder)
    retyped(folder, "journey", "start_day", pa.date32())
    retyped(folder, "journey", "journey_id", pa.uint8())
    found = read(folder, duck)
    assert (found.problems, found.id, found.as_of) == ((), "", None)
    assert figures(duck, found) == [2, 1]
    assert duck.rows("SELECT DISTINCT start_day FROM journey") == [(DAY,)]


def test_a_number_that_does_not_fit_is_a_problem(folder: Path, duck: DuckEngine) -> None:
    unsealed(folder)
    retyped(folder, "journey", "start_day", pa.int64())
    path = folder / "journey.parquet"
    old = parquet.read_table(path)
    place = old.schema.get_field_index("start_day")
    parquet.write_table(old.set_column(place, "start_day", pa.array([DAY, 2**40])), path)
    assert Problem(Wrong.VALUE, "journey", "start_day", 2, 1) in read(folder, duck).problems
