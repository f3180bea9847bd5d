# SPDX-License-Identifier: AGPL-3.0-or-later
"""``cydwaith link``: which records of some files are the same person; needs no site."""

import csv
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cydwaith.cli.codes import SiteError

if TYPE_CHECKING:
    from cydwaith.engines.linkage import Linked, Settings
    from cydwaith.engines.linkage.truth import Score

existing = click.Path(exists=True, dir_okay=False, path_type=Path)
new = click.Path(dir_okay=False, path_type=Path)
QUIET_BELOW = 20_000
"""Progress is told from so many records on."""
WRONG_COMMAND = frozenset({"field-unknown", "threshold-order"})


@click.command()
@click.argument("files", nargs=-1, required=True, type=existing)
@click.option(
    "--truth", type=existing, help="Known links (id_l, id_r) or clusters (id, cluster), to score against."
)
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="FIELD=HEADING",
    help="Which column is what, where the guess errs.",
)
@click.option(
    "--confirmed", type=existing, help="CSV of pairs that are one person (id_l, id_r, dataset_l, dataset_r)."
)
@click.option("--split", type=existing, help="CSV of pairs that are never one person, written the same way.")
@click.option("--opted-out", type=existing, help="CSV of records (id, dataset) that take no part.")
@click.option(
    "--one-each",
    multiple=True,
    metavar="DATASET",
    help="This data set holds every person once; 'none': no set does.",
)
@click.option("--threshold", type=float, help="Probability from which two records are linked.")
@click.option("--review", type=float, help="Probability from which a person should look.")
@click.option("--sure", type=float, help="Probability from which nobody needs to look.")
@click.option(
    "--clusters", type=new, help="Write who is who (dataset, id, cluster) to this CSV or Parquet file."
)
@click.option(
    "--pairs", type=new, help="Write the pairs with probability and reasons to this CSV or Parquet file."
)
@click.option("--memory", default="4GB", show_default=True, help="What the database inside may use.")
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON.")
def link(files: tuple[Path, ...], **given: Any) -> None:
    """Link records in CSV or Parquet FILES that are the same person. The files are not changed.

    Exit codes: 0 done; 2 the command line is wrong; 3 a file cannot be read or linked.
    """
    from cydwaith.engines.linkage import LinkProblem, Source

    began = time.perf_counter()
    try:
        from cydwaith.engines.linkage import link as link_records
        from cydwaith.engines.linkage.truth import score

        sources = [Source(name, path, _columns(given["columns"])) for name, path in _named(files)]
        settings = _settings(given, [source.name for source in sources])
        linked = link_records(sources, settings)
        seconds = time.perf_counter() - began
        scored = score(linked, given["truth"]) if given["truth"] else None
        _write(linked, given["clusters"], given["pairs"])
    except LinkProblem as problem:
        if problem.code in WRONG_COMMAND:
            raise click.UsageError(problem.english()) from problem
        raise SiteError(problem.english()) from problem
    told = _told(linked, scored, seconds)
    click.echo(json.dumps(told, ensure_ascii=False) if given["as_json"] else "\n".join(_lines(told)))


def _named(files: tuple[Path, ...]) -> Iterator[tuple[str, Path]]:
    """Files with a name for each: the stem, and a number where two have the same."""
    seen: dict[str, int] = {}
    for path in files:
        seen[path.stem] = seen.get(path.stem, 0) + 1
        yield (path.stem if seen[path.stem] == 1 else f"{path.stem} {seen[path.stem]}"), path


def _columns(told: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for each in told:
        field, equals, heading = each.partition("=")
        if not equals:
            raise click.UsageError(f"--column {each}: write it as FIELD=HEADING")
        found[field.strip()] = heading.strip()
    return found


def _settings(given: dict[str, Any], datasets: list[str]) -> "Settings":
    from cydwaith.engines.linkage import Settings, Thresholds

    usual = Thresholds()
    thresholds = Thresholds(
        review=usual.review if given["review"] is None else given["review"],
        link=usual.link if given["threshold"] is None else given["threshold"],
        sure=usual.sure if given["sure"] is None else given["sure"],
    )
    single = given["one_each"]
    return Settings(
        thresholds=thresholds,
        confirmed=tuple(_decisions(given["confirmed"], datasets)),
        split=tuple(_decisions(given["split"], datasets)),
        opted_out=frozenset(
            (row["dataset"], row["id"]) for row in _rows(given["opted_out"], datasets, ("",))
        ),
        one_each="auto" if not single else frozenset(name for name in single if name != "none"),
        memory=given["memory"],
        progress=_teller(),
    )


def _decisions(path: Path | None, datasets: list[str]) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    for row in _rows(path, datasets, ("_l", "_r")):
        yield (row["dataset_l"], row["id_l"]), (row["dataset_r"], row["id_r"])


def _rows(path: Path | None, datasets: list[str], sides: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """Rows of a file of decisions; the data set may be left out where there is but one."""
    if path is None:
        return
    with path.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.DictReader(handle)
        wanted = [f"id{side}" for side in sides]
        if lost := [name for name in wanted if name not in (reader.fieldnames or ())]:
            raise SiteError(f"{path.name}: there is no column {', '.join(lost)}")
        for number, row in enumerate(reader, 2):
            for side in sides:
                row[f"dataset{side}"] = (row.get(f"dataset{side}") or "").strip() or (
                    datasets[0] if len(datasets) == 1 else ""
                )
                row[f"id{side}"] = (row.get(f"id{side}") or "").strip()
                if not row[f"id{side}"] or not row[f"dataset{side}"]:
                    raise SiteError(f"{path.name}, row {number}: dataset{side} or id{side} is missing")
            yield row


def _teller() -> Callable[[str, int], None]:
    began = time.perf_counter()
    large = False

    def tell(what: str, count: int) -> None:
        nonlocal large
        large = large or count >= QUIET_BELOW
        if large:
            click.echo(f"[{time.perf_counter() - began:5.1f} s] {what}: {count:,}", err=True)

    return tell


def _told(linked: "Linked", scored: "Score | None", seconds: float) -> dict[str, Any]:
    """All figures of a run, as they are printed."""
    import pyarrow.compute as pc

    statuses = {
        row["values"]: row["counts"] for row in pc.value_counts(linked.pairs.column("status")).to_pylist()
    }
    told: dict[str, Any] = {
        "records": linked.records.num_rows,
        "opted_out": linked.opted_out,
        "people": {"low": linked.people.low, "best": linked.people.best, "high": linked.people.high},
        "pairs": {status: statuses.get(status, 0) for status in ("linked", "review", "split")},
        "thresholds": {
            "review": linked.thresholds.review,
            "link": linked.thresholds.link,
            "sure": linked.thresholds.sure,
        },
        "one_each": list(linked.one_each),
        "columns": {name: dict(columns) for name, columns in linked.columns.items()},
        "seconds": round(seconds, 2),
    }
    if scored is not None:
        told["truth"] = {
            "precision": round(scored.precision, 5),
            "recall": round(scored.recall, 5),
            "f1": round(scored.f1, 5),
            "true_positive": scored.true_positive,
            "false_positive": scored.false_positive,
            "false_negative": scored.false_negative,
        }
    return told


def _lines(told: dict[str, Any]) -> Iterator[str]:
    people, pairs = told["people"], told["pairs"]
    out = f" {told['opted_out']:,} of them opted out." if told["opted_out"] else ""
    yield f"{told['records']:,} records.{out}"
    yield f"{people['best']:,} people ({people['low']:,} to {people['high']:,})."
    yield f"{pairs['linked']:,} pairs linked, {pairs['review']:,} to review, {pairs['split']:,} kept apart."
    if told["one_each"]:
        yield f"Taken to hold every person once: {', '.join(told['one_each'])}."
    for name, columns in told["columns"].items():
        yield f"{name}: " + ", ".join(f"{field} = {heading}" for field, heading in columns.items())
    if "truth" in told:
        truth = told["truth"]
        yield f"Precision {truth['precision']:.4f}, recall {truth['recall']:.4f}, F1 {truth['f1']:.4f}."
    yield f"{told['seconds']:.1f} seconds."


def _write(linked: "Linked", clusters: Path | None, pairs: Path | None) -> None:
    if clusters is not None:
        _save(linked.records, clusters)
    if pairs is not None:
        import pyarrow as pa

        why = [
            "; ".join(f"{reason.code} {reason.weight:+.2f}" for reason in linked.reasons(row))
            for row in range(linked.pairs.num_rows)
        ]
        _save(linked.pairs.append_column("reasons", pa.array(why, pa.string())), pairs)


def _save(table: Any, path: Path) -> None:
    import pyarrow.csv
    import pyarrow.parquet

    try:
        if path.suffix.lower() == ".parquet":
            pyarrow.parquet.write_table(table, path)
        else:
            pyarrow.csv.write_csv(table, path)
    except OSError as error:
        raise SiteError(f"{path}: {error.strerror}") from error
