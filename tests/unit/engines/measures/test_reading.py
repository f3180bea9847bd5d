# SPDX-License-Identifier: AGPL-3.0-or-later
"""Folders of facts that are wrong in every way: what is said of each, and that figures are withheld, never wrong."""

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from cydwaith.engines.measures import manifest, snapshot
from cydwaith.engines.measures.duck import DuckEngine
from cydwaith.engines.measures.facts import BY_NAME, TABLES, day_of
from cydwaith.engines.measures.periods import Period
from cydwaith.engines.measures.problems import Problem, Wrong, withholding
from cydwaith.engines.measures.reading import Snapshot, read
from cydwaith.engines.measures.rulebooks.programme_contract import PROGRAMME_CONTRACT
from cydwaith.engines.measures.run import run
from cydwaith.engines.measures.schema import arrow_schema

AS_OF = date(2019, 6, 30)
DAY = day_of(date(2018, 5, 1))
ROWS: dict[str, list[dict[str, Any]]] = {
    "area": [{"area": "W1"}],
    "partner": [{"partner": "north", "kind": "council", "area": "W1"}],
    "programme": [
        {"programme": "p1", "pathway": "ips", "lead": "north", "contract_day": DAY, "delivery_day": DAY}
    ],
    "person": [
        {"person_id": number, "partner": "north", "area": "W1", "born_month": 23_880} for number in (1, 2)
    ],
    "person_link": [
        {"person_id": number, "group_id": number, "group_low": number, "group_high": number}
        for number in (1, 2)
    ],
    "journey": [
        {
            "journey_id": number,
            "person_id": number,
            "programme": "p1",
            "pathway": "ips",
            "partner": "north",
            "start_day": DAY,
            "end_day": DAY + 100,
        }
        for number in (1, 2)
    ],
    "job": [
        {
            "job_id": 1,
            "person_id": 1,
            "journey_id": 1,
            "kind": "employed",
            "start_day": DAY + 10,
            "end_day": DAY + 20,
            "through_support": True,
        }
    ],
    "job_terms": [
        {
            "terms_id": 1,
            "job_id": 1,
            "person_id": 1,
            "from_day": DAY + 10,
            "minutes_week": 600,
            "pay_pence": 1000,
            "pay_period": "hour",
        }
    ],
}
YEAR = [Period(date(2018, 4, 1), date(2019, 3, 31))]


def tables(**other: list[dict[str, Any]]) -> dict[str, pa.Table]:
    """The rows above as Arrow tables, some of them others."""
    whole = {**ROWS, **other}
    return {
        name: pa.Table.from_pylist(rows, schema=arrow_schema(BY_NAME[name])) for name, rows in whole.items()
    }


@pytest.fixture(scope="module")
def duck() -> Iterator[DuckEngine]:
    engine = DuckEngine(threads=1)
    yield engine
    engine.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A good snapshot."""
    snapshot.write(tmp_path / "facts", tables(), as_of=AS_OF, site="irwen")
    return tmp_path / "facts"


def figures(duck: DuckEngine, found: Snapshot) -> list[int] | None:
    """Starts and people into work; None: withheld."""
    if withholding(found.problems, PROGRAMME_CONTRACT):
        return None
    made = run(duck, PROGRAMME_CONTRACT, YEAR, as_of=found.as_of or AS_OF, measures=["starts", "into_work"])
    return [one.numerator for one in made]


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


def unsealed(folder: Path) -> None:
    (folder / manifest.NAME).unlink()


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


CSV = {
    "journey": "journey_id,person_id,programme,pathway,partner,referred_day,start_day,end_day,close_reason,"
    "work_at_start,age_at_start,back_day\n1,1,p1,ips,north,,2018-05-01,,,,,\n"
    "2,2,p1,ips,north,,2018-05-01,2018-08-09,,out_of_work,30,\n",
    "person": "person_id,partner,area,born_month,gender,ethnicity,education\n"
    '1,north,W1,1990-01,"fe,male",,\n2,north,W1,23880,,,3\n',
    "job": "job_id,person_id,journey_id,employer_id,kind,soc,start_day,end_day,end_reason,through_support\n"
    "1,1,1,,employed,,2018-05-11,2018-05-21,,yes\n",
}


def as_csv(folder: Path, **other: str) -> None:
    """Put CSV files in the place of Parquet."""
    unsealed(folder)
    for name, content in {**CSV, **other}.items():
        (folder / f"{name}.parquet").unlink()
        (folder / f"{name}.csv").write_text(content, encoding="utf-8")


def test_somebody_elses_csv_gives_the_same_figures(folder: Path, duck: DuckEngine) -> None:
    as_csv(folder)
    found = read(folder, duck)
    assert found.problems == ()
    assert figures(duck, found) == [2, 1]
    assert duck.rows("SELECT born_month, gender FROM person ORDER BY person_id") == [
        (23_880, "fe,male"),
        (23_880, None),
    ]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("2018-05-11", "11/05/2018", Problem(Wrong.VALUE, "job", "start_day", 1, 1)),
        ("2018-05-11", "2018-02-30", Problem(Wrong.VALUE, "job", "start_day", 1, 1)),
        (",yes", ",perhaps", Problem(Wrong.VALUE, "job", "through_support", 1, 1)),
        ("1,1,1,,", "1,1,1.5,,", Problem(Wrong.VALUE, "job", "journey_id", 1, 1)),
        ("kind,soc", "sort,soc", Problem(Wrong.COLUMN_MISSING, "job", "kind")),
        ("kind,soc", "kind,kind", Problem(Wrong.COLUMN_TWICE, "job", "kind")),
    ],
)
def test_a_bad_cell_of_a_csv_is_named_by_its_row(
    folder: Path, duck: DuckEngine, old: str, new: str, problem: Problem
) -> None:
    as_csv(folder, job=CSV["job"].replace(old, new))
    found = read(folder, duck)
    assert problem in found.problems
    assert figures(duck, found) is None


@pytest.mark.parametrize(
    "content", ["", "job_id\n", CSV["job"] + "1,2\n", CSV["job"] + '1,"', "\0" * 50, "\n\n"]
)
def test_a_csv_that_is_none_is_told(folder: Path, duck: DuckEngine, content: str) -> None:
    as_csv(folder, job=content)
    found = read(folder, duck)
    assert {one.code for one in found.problems if one.table == "job"} & set(Wrong)
    assert figures(duck, found) is None


def test_a_csv_in_another_encoding_is_told(folder: Path, duck: DuckEngine) -> None:
    as_csv(folder)
    (folder / "person.csv").write_bytes(CSV["person"].replace("fe,male", "gŵr").encode("utf-16"))
    assert [one.code for one in read(folder, duck).problems if one.table == "person"] == [Wrong.UNREADABLE]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A good snapshot that is only copied."""
    folder = tmp_path_factory.mktemp("good") / "facts"
    snapshot.write(folder, tables(), as_of=AS_OF)
    return folder


spoilings = st.lists(
    st.tuples(
        st.sampled_from(["person", "journey", "job", "area", "person_link"]),
        st.sampled_from(["flip", "cut", "text", "bytes", "csv"]),
        st.integers(0, 10_000),
        st.binary(max_size=40),
    ),
    min_size=1,
    max_size=3,
)


def spoil(folder: Path, name: str, how: str, place: int, noise: bytes) -> None:
    """Change a file in some way."""
    path = folder / f"{name}.parquet"
    if not path.exists():
        return
    content = path.read_bytes()
    place %= max(1, len(content))
    match how:
        case "flip":
            changed = bytearray(content)
            changed[place] ^= (noise or b"\1")[0] or 1
            path.write_bytes(changed)
        case "cut":
            path.write_bytes(content[:place])
        case "bytes":
            path.write_bytes(noise)
        case _:
            path.unlink()
            line = CSV.get(name, ",".join(column.name for column in BY_NAME[name].columns) + "\n").encode()
            place %= len(line)
            (folder / f"{name}.csv").write_bytes(
                line[:place] + noise + (line[place:] if how == "csv" else b"")
            )


@settings(
    max_examples=60,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(spoilings, st.booleans())
def test_whatever_the_bytes_reading_tells_and_never_fails(
    tmp_path: Path, good: Path, ways: list[tuple[str, str, int, bytes]], sealed: bool
) -> None:
    folder = tmp_path / "facts"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(good, folder)
    if not sealed:
        unsealed(folder)
    for way in ways:
        spoil(folder, *way)
    duck = DuckEngine(threads=1)
    found = read(folder, duck)
    if sealed:  # nothing that is not as the manifest says is read
        changed = {way[0] for way in ways if snapshot_changed(good, folder, way[0])}
        assert {one.table for one in found.problems} == changed
    made = figures(duck, found)
    assert made is None or all(number <= 2 for number in made)
    duck.close()


def snapshot_changed(good: Path, folder: Path, name: str) -> bool:
    """Whether a table's file is another than it was."""
    path = folder / f"{name}.parquet"
    return not path.exists() or path.read_bytes() != (good / f"{name}.parquet").read_bytes()
