# SPDX-License-Identifier: AGPL-3.0-or-later
"""``cydwaith figures``: count by a rulebook over a folder of facts, and say why somebody counts; needs no site."""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cydwaith.cli import figures_site
from cydwaith.cli.codes import FOUND, OK

if TYPE_CHECKING:
    from cydwaith.engines.measures.duck import DuckEngine
    from cydwaith.engines.measures.figure import Figure
    from cydwaith.engines.measures.periods import Period
    from cydwaith.engines.measures.problems import Problem
    from cydwaith.engines.measures.reading import Snapshot
    from cydwaith.engines.measures.rulebooks.base import Rulebook
    from cydwaith.engines.measures.verdicts import Ruling, Wanted

ISO_DAY = click.DateTime(formats=["%Y-%m-%d"])
folder = click.Path(exists=True, file_okay=False, path_type=Path)
CUTS = ("month", "quarter", "year")
MEMORY = "3GB"
PAGE = 50


@click.group()
def figures() -> None:
    """Figures: one job history, every rulebook."""


def _asked(command: Any) -> Any:
    """What both commands are told: days, folder, options, form of the answer."""
    for option in (
        click.option("--json", "as_json", is_flag=True, help="Print one line of JSON."),
        click.option(
            "--option", "options", multiple=True, metavar="NAME=VALUE", help="Set an option of the rulebook."
        ),
        click.option(
            "--as-of", type=ISO_DAY, help="Last day that the facts know; a manifest says it itself."
        ),
        click.option(
            "--snapshot", required=True, type=folder, help="Folder of facts: Parquet or CSV, a file a table."
        ),
        click.option("--to", "last", required=True, type=ISO_DAY, help="Last day, such as 2019-03-31."),
        click.option("--from", "first", required=True, type=ISO_DAY, help="First day, such as 2018-04-01."),
    ):
        command = option(command)
    return command


@figures.command(name="run")
@click.argument("rulebooks", nargs=-1, required=True, metavar="RULEBOOK...")
@_asked
@click.option(
    "--by", default="", metavar="NAMES", help="Group by: programme, partner, area; and by month, quarter or year."
)  # fmt: skip
@click.option(
    "--measure", "measures", multiple=True, metavar="CODE", help="Only these measures of one rulebook."
)
def run_figures(rulebooks: tuple[str, ...], **given: Any) -> None:
    """Count by one or more rulebooks, or by `all`. Every total is given, and each group.

    Exit codes: 0 done; 1 something is wrong with the facts: what rests on it is withheld; 2 the command line is wrong.
    """
    from cydwaith.engines.measures.run import OptionError, cube, run

    first, last = _span(given)
    dimensions, cuts = _dimensions(given["by"])
    periods = _periods(first, last, cuts)
    books = _rulebooks(rulebooks)
    made: list[Figure] = []
    withheld: dict[str, list[str]] = {}
    with _opened(given["snapshot"]) as (engine, found):
        as_of = _as_of(given, found, last)
        for book in _shown(books):
            stopped = _withheld(found, book)
            if stopped:
                withheld[book.name] = sorted({problem.code.value for problem in stopped})
                continue
            try:
                made += run(
                    engine,
                    book,
                    periods,
                    as_of=as_of,
                    by=cube(*dimensions),
                    options=_options(given["options"]),
                    measures=given["measures"],
                    snapshot=found.id,
                )
            except OptionError as error:
                raise click.UsageError(str(error)) from error
            except KeyError as error:
                raise click.UsageError(f"{book.name} has no measure {error.args[0]}.") from error
    notes = [note for book in books for note in _notes(book, periods)]
    if given["as_json"]:
        click.echo(json.dumps(_told(found, as_of, withheld, notes, made), ensure_ascii=False))
    else:
        _print(found, withheld, notes, made)
    sys.exit(FOUND if found.problems else OK)


@figures.command()
@click.argument("rulebook")
@click.argument("measure")
@_asked
@click.option(
    "--person", type=int, help="Only this record, by its number in the snapshot, and those linked with it."
)
@click.option(
    "--group", "groups", multiple=True, metavar="NAME=CODE", help="Only a group: programme, partner, area."
)
@click.option("--stratum", help="Only this part.")
@click.option("--line", help="Only this line of the rule.")
@click.option("--offset", type=click.IntRange(0), default=0, help="Leave out so many.")
@click.option(
    "--limit", type=click.IntRange(1, 10_000), default=PAGE, show_default=True, help="At most so many."
)
def explain(rulebook: str, measure: str, **given: Any) -> None:
    """Say of each person (record, event) which line of the RULEBOOK's MEASURE holds, and on which rows it rests.

    Exit codes: 0 done; 1 something is wrong with the facts, and nothing can be said; 2 the command line is wrong.
    """
    from cydwaith.engines.measures.run import OptionError
    from cydwaith.engines.measures.verdicts import Wanted, rulings

    first, last = _span(given)
    (book,) = _rulebooks((rulebook,))
    codes = [one.code for one in book.measures]
    if measure not in codes:
        raise click.UsageError(f"{rulebook} has no measure {measure}. It has: {', '.join(codes)}.")
    wanted = Wanted(given["person"], tuple(_pairs(given["groups"]).items()), given["stratum"], given["line"])
    _check_wanted(book, measure, wanted)
    with _opened(given["snapshot"]) as (engine, found):
        stopped = _withheld(found, book)
        said: tuple[Ruling, ...] = ()
        if not stopped:
            try:
                said = rulings(
                    engine,
                    book,
                    book.measure(measure),
                    _periods(first, last, ()),
                    as_of=_as_of(given, found, last),
                    options=_options(given["options"]),
                    wanted=wanted,
                    offset=given["offset"],
                    limit=given["limit"],
                )
            except OptionError as error:
                raise click.UsageError(str(error)) from error
    if given["as_json"]:
        problems = [problem.as_json() for problem in stopped]
        click.echo(
            json.dumps({"problems": problems, "rulings": [one.as_json() for one in said]}, ensure_ascii=False)
        )
    else:
        for problem in stopped:
            click.echo(_sentence(problem), err=True)
        for one in said:
            told = one.as_json()
            by = f"  by {told['by']}" if told["by"] else ""
            click.echo(f"{told['subject']:>8}  {one.line.code:<18} {one.line.says}{by}  {told['evidence']}")
    sys.exit(FOUND if stopped else OK)


def _check_wanted(book: "Rulebook", measure: str, wanted: "Wanted") -> None:
    from cydwaith.engines.measures.counting import DIMENSIONS

    lines = [line.code for line in book.measure(measure).lines]
    if wanted.line is not None and wanted.line not in lines:
        raise click.UsageError(f"{measure} has no line {wanted.line}. It has: {', '.join(lines)}.")
    for name, _ in wanted.group:
        if name not in DIMENSIONS:
            raise click.UsageError(f"--group {name}: write one of {', '.join(DIMENSIONS)}.")


def _span(given: Mapping[str, Any]) -> tuple[date, date]:
    first, last = given["first"].date(), given["last"].date()
    if last < first:
        raise click.UsageError(f"--to {last} is before --from {first}.")
    return first, last


def _dimensions(by: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Groupings, and lengths of periods, of a list of names."""
    from cydwaith.engines.measures.counting import DIMENSIONS

    names = tuple(dict.fromkeys(name.strip() for name in by.split(",") if name.strip()))
    for name in names:
        if name not in (*DIMENSIONS, *CUTS):
            raise click.UsageError(f"--by {name}: write some of {', '.join((*DIMENSIONS, *CUTS))}.")
    return tuple(n for n in names if n in DIMENSIONS), tuple(n for n in names if n in CUTS)


def _periods(first: date, last: date, cuts: Sequence[str]) -> tuple["Period", ...]:
    """The whole span, then its parts."""
    from cydwaith.engines.measures import periods

    parts = [part for cut in cuts for part in periods.CUTS[cut](first, last)]
    return tuple(dict.fromkeys([periods.Period(first, last), *parts]))


def _rulebooks(names: Sequence[str]) -> list["Rulebook"]:
    from cydwaith.engines.measures.rulebooks.registry import ALL

    wanted = list(ALL) if "all" in names else list(dict.fromkeys(names))
    for name in wanted:
        if name not in ALL:
            raise click.UsageError(f"There is no rulebook {name}. There are: {', '.join(ALL)}.")
    return [ALL[name] for name in wanted]


def _pairs(given: Sequence[str]) -> dict[str, str]:
    for one in given:
        if "=" not in one:
            raise click.UsageError(f"{one}: write NAME=VALUE.")
    return dict(one.split("=", 1) for one in given)


def _options(given: Sequence[str]) -> dict[str, Any]:
    from cydwaith.engines.measures.specs.reading import option

    try:
        return {name: option(value) for name, value in _pairs(given).items()}
    except ValueError as error:
        raise click.UsageError(f"--option: {error}.") from error


def _as_of(given: Mapping[str, Any], found: "Snapshot", last: date) -> date:
    asked: datetime | None = given["as_of"]
    if found.as_of is not None:
        if asked is not None and asked.date() != found.as_of:
            raise click.UsageError(f"--as-of: the snapshot itself says {found.as_of}.")
        return found.as_of
    return asked.date() if asked else last


@contextmanager
def _opened(place: Path) -> Iterator[tuple["DuckEngine", "Snapshot"]]:
    """The facts of a folder in DuckDB, with a bar of progress where somebody looks on."""
    from cydwaith.engines.measures.duck import DuckEngine
    from cydwaith.engines.measures.facts import TABLES
    from cydwaith.engines.measures.reading import read

    engine = DuckEngine(memory=MEMORY)
    try:
        with click.progressbar(
            length=len(TABLES), label="Reading facts", file=sys.stderr, show_pos=True
        ) as bar:
            found = read(place, engine, say=lambda _table: bar.update(1))
        yield engine, found
    finally:
        engine.close()


def _shown(books: Sequence["Rulebook"]) -> Iterator["Rulebook"]:
    """Rulebooks one by one, under a bar of progress."""
    with click.progressbar(books, label="Counting", file=sys.stderr, show_pos=True) as bar:
        yield from bar


def _withheld(found: "Snapshot", book: "Rulebook") -> tuple["Problem", ...]:
    from cydwaith.engines.measures.problems import withholding

    return withholding(found.problems, book)


def _notes(book: "Rulebook", periods: Sequence["Period"]) -> Iterator[dict[str, str]]:
    """What to know of a rulebook before its figures are used."""
    if date.today() > book.next_review:  # noqa: DTZ011 - a review is due on the reader's own day
        yield {"rulebook": book.name, "code": "review_due", "since": book.next_review.isoformat()}
    if any(
        one.first < book.in_force_from or (book.in_force_to and one.last > book.in_force_to)
        for one in periods
    ):
        yield {"rulebook": book.name, "code": "not_in_force"}
    if not book.checker:
        yield {"rulebook": book.name, "code": "not_checked"}


NOTES = {
    "review_due": "is past its review date; its rules may have changed",
    "not_in_force": "was not in force in all of these periods",
    "not_checked": "has not been checked by a second person yet",
}


def _sentence(problem: "Problem") -> str:
    """A problem in words: what, where, how often, what to do."""
    from cydwaith.engines.measures.words import PROBLEMS

    where = " ".join(part for part in (problem.table, problem.column) if part)
    first = f", first in row {problem.key}" if problem.key is not None else ""
    often = f" ({problem.count} rows{first})" if problem.count else ""
    detail = f" [{problem.detail}]" if problem.detail else ""
    return f"{where + ': ' if where else ''}{PROBLEMS[problem.code]}{often}{detail}"


def _told(
    found: "Snapshot",
    as_of: date,
    withheld: Mapping[str, list[str]],
    notes: Sequence[Mapping[str, str]],
    made: Sequence["Figure"],
) -> dict[str, Any]:
    return {
        "snapshot": {"id": found.id, "as_of": as_of.isoformat(), "site": found.site, "rows": found.rows},
        "problems": [problem.as_json() for problem in found.problems],
        "withheld": withheld,
        "notes": list(notes),
        "figures": [figure.as_json() for figure in made],
    }


def _print(
    found: "Snapshot",
    withheld: Mapping[str, list[str]],
    notes: Sequence[Mapping[str, str]],
    made: Sequence["Figure"],
) -> None:
    for problem in found.problems:
        click.echo(_sentence(problem), err=True)
    for name in withheld:
        click.echo(f"{name}: its figures are withheld until that is put right.", err=True)
    for note in notes:
        click.echo(f"{note['rulebook']} {NOTES[note['code']]}.", err=True)
    for one in made:
        place = ", ".join(f"{name} {code or '?'}" for name, code in one.group) or "all"
        counts = f"{one.numerator} of {one.denominator}" if one.denominator else str(one.numerator)
        span = "" if one.certain else f" ({one.low} to {one.high})"
        value = "-" if one.value is None else f"{one.value}{span}"
        stratum = f" {one.stratum}" if one.stratum else ""
        click.echo(
            f"{one.rulebook} {one.measure}{stratum}  {one.period.code}  {place}  {counts}  {value} {one.unit}"
        )


for _of_a_site in (figures_site.snapshot, figures_site.release, figures_site.reproduce):
    figures.add_command(_of_a_site)
