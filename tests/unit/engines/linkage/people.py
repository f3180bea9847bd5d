# SPDX-License-Identifier: AGPL-3.0-or-later
"""Records for the tests of linkage, made short."""

from collections.abc import Iterable, Sequence

import pyarrow as pa

from cydwaith.engines.linkage import Linked, Settings, Source, link
from cydwaith.engines.linkage.settings import Name
from cydwaith.engines.linkage.synthetic import COLUMNS, records


def source(*rows: str, name: str = "council") -> Source:
    """A data set of "id | first name | family name | date of birth | more=value …" rows."""
    found = []
    for row in rows:
        key, given, family, born, *more = (cell.strip() for cell in row.split("|"))
        found.append(
            {"id": key, "given": given, "family": family, "dob": born} | dict(m.split("=") for m in more)
        )
    fields = sorted({field for row in found for field in row})
    return Source(name, pa.table({field: [row.get(field) for row in found] for field in fields}))


def made_up(rows: Iterable[tuple[str, ...]]) -> Source:
    """Records of `synthetic` as a source that says nothing of who is who."""
    columns = list(zip(*rows, strict=True))
    names = COLUMNS[:-1]
    return Source("own", pa.table({name: list(columns[at]) for at, name in enumerate(names)}))


def some(count: int, seed: int = 5) -> list[tuple[str, ...]]:
    """Records of `synthetic`."""
    return list(records(count, seed))


def clusters(linked: Linked) -> set[frozenset[Name]]:
    """Who is who: sets of records."""
    found: dict[int, set[Name]] = {}
    for row in linked.records.to_pylist():
        if row["cluster"] is not None:
            found.setdefault(row["cluster"], set()).add((row["dataset"], row["id"]))
    return {frozenset(each) for each in found.values()}


def together(linked: Linked, *ids: str) -> bool:
    """Whether records with these ids are one person."""
    return any(set(ids) <= {key for _, key in cluster} for cluster in clusters(linked))


def linked(sources: Sequence[Source], **settings: object) -> Linked:
    """`link` with settings by name."""
    return link(sources, Settings(**settings))  # type: ignore[arg-type]
