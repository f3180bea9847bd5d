# SPDX-License-Identifier: AGPL-3.0-or-later
"""An index of records, in which one new record finds those that may be the same person in a few milliseconds.

A folder of files that are read where they lie, by any number of processes at once:

=================  ================================================================================
``keys.bin``       digests of blocking keys, sorted, 8 bytes each
``records.bin``    the number of the record that has the key in the same place, 4 bytes each
``x.arrow``        features of record 0, 1, 2 … (`features`), with its data set and id
``given.arrow``    the tables of distinct names, by their number; ``family.arrow`` likewise
``index.json``     the version, and the model that was learnt
=================  ================================================================================

Comparisons and weights are those of `linking`, by `one_record`.
"""

from __future__ import annotations

import json
import mmap
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from cydwaith.engines.linkage import blocking
from cydwaith.engines.linkage.fields import COMPARED, FIELDS
from cydwaith.engines.linkage.model import Model, bits
from cydwaith.engines.linkage.one_record import compare, features_of, weigh
from cydwaith.engines.linkage.problems import LinkProblem
from cydwaith.engines.linkage.result import Reason, reasons

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

LAYOUT: Final = 1
"""Another number where files or features are made in another way."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that may be the same person. probability: 0 to 1; weight: bits; reasons: the weightiest first."""

    dataset: str
    id: str
    probability: float
    weight: float
    reasons: tuple[Reason, ...]


def save(connection: duckdb.DuckDBPyConnection, folder: Path, model: Model) -> None:
    """Write the index of ``x`` and its names, as `linking` left them, into ``folder`` (made if it is not there)."""
    import pyarrow as pa

    folder.mkdir(parents=True, exist_ok=True)
    connection.execute(
        f"""CREATE TABLE keys AS SELECT k, rid FROM ({blocking.lasting_keys_sql()})
        QUALIFY count(*) OVER (PARTITION BY k) <= {blocking.LARGEST}"""
    )
    # Numbers without gaps, although some records have opted out.
    connection.execute(
        "CREATE TABLE numbered AS SELECT (row_number() OVER (ORDER BY rid) - 1)::INTEGER AS place, rid FROM x"
    )
    connection.execute("SET preserve_insertion_order=true")
    keys = connection.sql(
        "SELECT k, place::UINTEGER AS place FROM keys JOIN numbered USING (rid) ORDER BY k, place"
    )
    table = keys.to_arrow_table().combine_chunks()
    for name, column in (("keys.bin", "k"), ("records.bin", "place")):
        (folder / name).write_bytes(_plain(table.column(column)))
    for name, query in (
        ("x", "SELECT x.* EXCLUDE (rid), place AS rid, raw.id FROM x JOIN numbered USING (rid) JOIN raw USING (rid)"
              " ORDER BY place"),
        ("given", "SELECT * FROM given_names ORDER BY gi"),
        ("family", "SELECT * FROM family_names ORDER BY fi"),
    ):  # fmt: skip
        found = connection.sql(query).to_arrow_table().combine_chunks()
        with (
            pa.OSFile(str(folder / f"{name}.arrow"), "wb") as sink,
            pa.ipc.new_file(sink, found.schema) as writer,
        ):
            writer.write_table(found)
    connection.execute("SET preserve_insertion_order=false")
    connection.execute("DROP TABLE keys")
    connection.execute("DROP TABLE numbered")
    told = {"layout": LAYOUT, "prior": model.prior, "kin": model.kin, "weights": model.weights, "m": model.m}
    (folder / "index.json").write_text(json.dumps(told), encoding="utf-8")


def _plain(column: pa.ChunkedArray) -> bytes:
    """The values of a column of whole numbers without NULLs, as they lie in memory."""
    whole = column.combine_chunks()
    buffer, width = whole.buffers()[1], whole.type.bit_width // 8
    return bytes(memoryview(buffer)[whole.offset * width : (whole.offset + len(whole)) * width])


@dataclass(frozen=True)
class Index:
    """An index that was saved. Opening it reads next to nothing; threads may share it."""

    folder: Path
    model: Model

    @cached_property
    def _keys(self) -> memoryview:
        return self._mapped("keys.bin").cast("Q")

    @cached_property
    def _records(self) -> memoryview:
        return self._mapped("records.bin").cast("I")

    def _mapped(self, name: str) -> memoryview:
        with (self.folder / name).open("rb") as handle:
            if not (self.folder / name).stat().st_size:
                return memoryview(b"")
            return memoryview(mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ))

    @cached_property
    def _tables(self) -> dict[str, pa.Table]:
        import pyarrow as pa

        return {
            name: pa.ipc.open_file(pa.memory_map(str(self.folder / f"{name}.arrow"))).read_all()
            for name in ("x", "given", "family")
        }

    def __len__(self) -> int:
        return int(self._tables["x"].num_rows)

    def having(self, keys: list[int]) -> list[int]:
        """Numbers of the records that have any of the keys, sorted."""
        found: set[int] = set()
        for key in keys:
            first = bisect_left(self._keys, key)
            found.update(self._records[first : bisect_right(self._keys, key, lo=first)])
        return sorted(found)

    def rows(self, records: list[int]) -> list[dict[str, Any]]:
        """Features of records, and of their names, by number."""
        import pyarrow as pa

        found: list[dict[str, Any]] = self._tables["x"].take(pa.array(records, pa.int64())).to_pylist()
        for name, number in (("given", "gi"), ("family", "fi")):
            numbers = pa.array([row[number] for row in found], pa.int64())
            for row, more in zip(found, self._tables[name].take(numbers).to_pylist(), strict=True):
                row.update(more)
        return found


def open_index(folder: Path) -> Index:
    """The index in a folder. Raises `LinkProblem`: ``file-missing``, ``index-other`` (made by another version)."""
    try:
        told = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise LinkProblem("file-missing", place=str(folder.name), value="index.json") from error
    if told.get("layout") != LAYOUT:
        raise LinkProblem("index-other", place=folder.name)
    weights, shares = (
        {name: tuple(values) for name, values in told[what].items()} for what in ("weights", "m")
    )
    return Index(folder, Model(told["prior"], tuple(told["kin"]), weights, shares))


def candidates(
    record: Mapping[str, str], index: Index, *, least: float = 0.2, limit: int = 10
) -> tuple[Candidate, ...]:
    """Records of the index that may be the same person as ``record``, the likeliest first: at most ``limit``.

    ``record``: field (`fields.FIELDS`) -> text; what is unknown is left out. ``least``: probability from which a
    record is told. Ties go by data set and id. Raises `LinkProblem` (``record-fields``) for a record without a name or
    with nothing beside it.
    """
    given = {name: str(record[name]).strip() for name in FIELDS if str(record.get(name) or "").strip()}
    if not {"name", "given", "family"} & given.keys() or not set(COMPARED) & given.keys():
        raise LinkProblem("record-fields")
    own = features_of(given)
    found = index.having(blocking.keys_of(own))
    told = []
    for near in index.rows(found):
        pair = compare(near, own)
        weight = weigh(index.model, pair)
        if weight >= bits(least):
            probability = round(1 / (1 + 2**-weight), 4)
            why = reasons(index.model, pair)
            told.append(Candidate(near["dataset"], near["id"], probability, round(weight, 2), why))
    told.sort(key=lambda each: (-each.weight, each.dataset, each.id))
    return tuple(told[:limit])
