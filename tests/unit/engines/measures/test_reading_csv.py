# SPDX-License-Identifier: AGPL-3.0-or-later
"""Folders that somebody else made, in CSV, and folders of any bytes at all: what is wrong is told, nothing fails."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cydwaith.engines.measures import snapshot
from cydwaith.engines.measures.duck import DuckEngine
from cydwaith.engines.measures.facts import BY_NAME
from cydwaith.engines.measures.problems import Problem, Wrong
from cydwaith.engines.measures.reading import read

from .folders import AS_OF, figures, tables, unsealed

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
