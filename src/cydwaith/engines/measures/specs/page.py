# SPDX-License-Identifier: AGPL-3.0-or-later
"""A rulebook's documentation, made of the rulebook itself and of its specifications: the site's page and the reference
file are rendered from the same `Page`. English: a page looks `title`, `says` and `to_confirm` up in its catalogue.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cydwaith.engines.measures.rulebooks.base import Line, Measure, Rulebook

from .reading import HERE, Grid, Spec, specs_of


@dataclass(frozen=True, slots=True)
class Shown:
    """A table of a case. `kind`: facts, expect or figure; `name`: of the table of facts or of the measure."""

    kind: str
    name: str
    grid: Grid


@dataclass(frozen=True, slots=True)
class Case:
    """One specification: `anchor` names it within the page."""

    anchor: str
    title: str
    why: str
    periods: tuple[str, ...]
    as_of: str
    options: tuple[tuple[str, str], ...]
    tables: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """All that is to say of a rulebook."""

    rulebook: Rulebook
    cases: tuple[Case, ...]

    @property
    def review_lines(self) -> tuple[tuple[str, str], ...]:
        """Label and value: where the rules come from, and who answers for them."""
        book = self.rulebook
        until = book.in_force_to.isoformat() if book.in_force_to else "still"
        return (
            ("Name", f"{book.name}, version {book.version}"),
            ("In force", f"{book.in_force_from.isoformat()} to {until}"),
            ("Source", book.source),
            ("Written by", book.author),
            ("Checked by", book.checker or "nobody yet"),
            ("Next review", book.next_review.isoformat()),
            ("Reads", ", ".join(book.tables)),
        )


def page_of(rulebook: Rulebook) -> Page:
    """The documentation of a rulebook. Raises `SpecError` where a specification cannot be read."""
    return Page(rulebook, tuple(_case(spec) for spec in specs_of(rulebook.name, HERE)))


def _case(spec: Spec) -> Case:
    return Case(
        anchor=spec.name,
        title=spec.title,
        why=spec.why,
        periods=tuple(f"{period.first.isoformat()} to {period.last.isoformat()}" for period in spec.periods),
        as_of=spec.as_of.isoformat() if spec.as_of else "",
        options=tuple((name, _value(value)) for name, value in spec.options.items()),
        tables=tuple(Shown(*one) for one in spec.shown),
    )


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(_value, value))
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def markdown(page: Page) -> str:
    """The reference file of a rulebook."""
    book = page.rulebook
    parts = [f"# {book.title}", table(("", ""), page.review_lines)]
    if book.to_confirm:
        parts += ["## To be confirmed", "\n".join(f"- {sentence}" for sentence in book.to_confirm)]
    if book.options:
        rows = [(name, _value(value)) for name, value in book.options.items()]
        parts += ["## What a partnership may set", table(("option", "usual"), rows)]
    parts += ["## Measures", *(part for measure in book.measures for part in _measure(measure))]
    parts += ["## Cases", *(part for case in page.cases for part in _told(case))]
    return "\n\n".join(parts) + "\n"


def _measure(measure: Measure) -> Iterator[str]:
    yield f"### {measure.title}"
    yield table(("", ""), list(_facts_of(measure)))
    yield table(
        ("line", "verdict", "in the cohort", "what it says", "rests on"), list(map(_line, measure.lines))
    )


def _facts_of(measure: Measure) -> Iterator[tuple[str, str]]:
    yield "Code", f"`{measure.code}`"
    yield "Counts", {"person": "people, over links", "record": "records", "event": "events"}[measure.of.value]
    yield "Given as", {"count": "a count", "rate": "per cent of the cohort", "mean": "the mean of per cents",
                       "per_base": "so many of a population base"}[measure.shape.value]  # fmt: skip
    if measure.base:
        yield "Base", f"{measure.base[0]}, for each {measure.base[1]:,}"
    if measure.benchmark:
        hundredths, since = measure.benchmark
        yield "Benchmark", f"{hundredths / 100:.2f} per cent from {since.isoformat()}"
    yield "Good is", measure.good


def _line(line: Line) -> tuple[str, ...]:
    return (
        *(f"`{line.code}`", line.verdict.value.replace("_", " "), "yes" if line.in_cohort else "no"),
        *(line.says, line.evidence),
    )


def _told(case: Case) -> Iterator[str]:
    yield f"### {case.title}"
    if case.why:
        yield case.why
    about = [f"Period {number}: {period}." for number, period in enumerate(case.periods)]
    about += [f"Known until {case.as_of}."] if case.as_of else []
    about += [f"{name} = {value}." for name, value in case.options]
    yield " ".join(about)
    for shown in case.tables:
        heading = {"facts": "Facts", "expect": "Verdicts of", "figure": "Figures of"}[shown.kind]
        yield f"{heading} `{shown.name}`:"
        yield table(shown.grid.columns, shown.grid.rows)


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; an upright stroke in a cell is written so that it parts no cells."""

    def written(cells: Sequence[str]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"

    return "\n".join([written(columns), "|" + "---|" * len(columns), *map(written, rows)])


def index(pages: Sequence[Page]) -> str:
    """The reference's first file: every rulebook with its measures."""
    rows = [
        (
            f"[{page.rulebook.title}]({page.rulebook.name}.md)",
            ", ".join(m.title for m in page.rulebook.measures),
        )
        for page in pages
    ]
    return (
        "# Measures\n\nWhat each rulebook counts. These files are made of the rulebooks and their specifications by"
        " `python scripts/measures.py`; a test holds them to be up to date. All read the same [facts](facts.md).\n\n"
        + table(("rulebook", "measures"), rows)
        + "\n"
    )
