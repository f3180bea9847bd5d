# SPDX-License-Identifier: AGPL-3.0-or-later
"""The return pack: about it, its figures as they are given, its rules and its signatures; as XLSX and as tagged PDF."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.http import FileResponse, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cydwaith.outcomes import counting, queries
from cydwaith.outcomes.releasing import Told
from cydwaith.partnerships.queries.figures import Place, neutral_names
from cydwaith.web import exports
from cydwaith.web.components import words

from . import wording

_TEMPLATE = """
#let given = json(bytes(sys.inputs.data))
#set document(title: given.title, author: "Cydwaith")
#set page(paper: "a4", margin: 2cm, numbering: "1")
#set text(lang: given.language, size: 10.5pt, font: "Libertinus Serif")
#set par(leading: 0.7em, spacing: 1em)
#show heading: set block(above: 1.4em, below: 0.8em)
= #given.title
#for line in given.about [
  / #line.at(0): #line.at(1)
]
== #given.figures_title
#table(
  columns: (2.4fr, 1.5fr, 1.4fr, 0.9fr, 0.9fr, 0.9fr),
  align: (left, left, left, right, right, right),
  stroke: 0.4pt + rgb("#7d8a90"),
  inset: 5pt,
  table.header(..given.head.map(one => strong(one))),
  ..given.rows.flatten(),
)
#for text in given.marks [
  #par[#text]
]
== #given.rules_title
#for rule in given.rules [
  === #rule.title
  #for line in rule.lines [
    / #line.at(0): #line.at(1)
  ]
  #list(..rule.points.map(one => [#one]))
]
== #given.signed_title
#if given.signed.len() == 0 [ #given.nobody ]
#for line in given.signed [
  / #line.at(0): #line.at(1)
]
"""


@dataclass(frozen=True, slots=True)
class Pack:
    """A return in words, in the page's language."""

    code: str
    title: str
    about: list[tuple[str, str]]
    head: list[str]
    rows: list[list[str]]
    marks: list[str]
    rules: list[dict[str, Any]]
    signed: list[tuple[str, str]]


def _day(value: Any) -> str:
    day = timezone.localtime(value).date() if hasattr(value, "hour") else value
    return words.day(day, words.language_of(translation.get_language()), weekday=False)


def group_words(one: Told, names: dict[str, Any]) -> str:
    """Of whom a figure is: names of its programme, organisation, area and part; all, where it has none."""
    places = [
        names.get(code, code) if code != counting.UNKNOWN else _("Not known")
        for code in one.group[:3]
        if code
    ]
    found = [str(each) for each in places]
    if one.group[3]:
        found.append(wording.stratum(one.group[3]))
    return ", ".join(found) or _("All")


def head() -> list[str]:
    """The columns of a return's figures."""
    return [_("Measure"), _("Of"), _("Period"), _("Counted"), _("In the cohort"), _("Figure")]


def row(one: Told, names: dict[str, Any]) -> list[str]:
    """One figure as it is given."""
    value = one.shown_value
    if value and value[0].isdigit() and one.unit == "per_cent":
        value = f"{value} %"
    return [
        measure_title(one),
        group_words(one, names),
        wording.period(one.first_day, one.last_day),
        one.shown_numerator,
        one.shown_denominator or "–",
        value or "–",
    ]


def measure_title(one: Told) -> str:
    """What a figure's measure is called; its code where the rulebook is not here any more."""
    book = counting.rulebooks().get(one.rulebook)
    found = next((shape.title for shape in book.measures if shape.code == one.measure), "") if book else ""
    return str(_(found)) if found else one.measure


def marks(found: queries.ReturnView) -> list[str]:
    """What the marks in the figures mean."""
    told = [f"{_('How people are kept from being recognised')}: {found.protection_words}."]
    if found.protection != "internal":
        told.append(f"{_('Counts under this number are hidden')}: {found.threshold} (*).")
    if found.protection == "rounded":
        told.append(f"{_('All others are rounded to the nearest')}: {found.base}.")
        told.append(_("Percentages are worked out from the rounded numbers."))
    return told


def about(found: queries.ReturnView) -> list[tuple[str, str]]:
    """Label and value of what a return is."""
    lines = [
        (
            _("Period"),
            words.span(found.first_day, found.last_day, words.language_of(translation.get_language())),
        ),
        (_("State"), found.state_words),
        (_("Number of this edition"), str(found.edition)),
    ]
    if found.as_of:
        lines.append((_("Facts as of"), _day(found.as_of)))
    if found.frozen_at:
        lines.append((_("Frozen on"), _day(found.frozen_at)))
    if found.released_at:
        lines.append((_("Given out on"), _day(found.released_at)))
    if found.funder:
        lines.append((_("For"), str(found.funder)))
    if str(found.note):
        lines.append((_("Note"), str(found.note)))
    lines.append((_("Digest of the figures"), found.digest))
    return lines


def rules(found: queries.ReturnView) -> list[dict[str, Any]]:
    """Each rulebook in words, with what is still to be confirmed."""
    told = []
    for name in found.rulebooks:
        book = counting.rulebooks().get(name)
        version = found.versions.get(name, "")
        if book is None:
            told.append({"title": name, "lines": [(_("Version"), version)], "points": []})
            continue
        lines = [
            (_("Version"), version),
            (_("Source"), book.source),
            (_("Written by"), book.author),
            (_("Checked by"), book.checker or _("nobody yet")),
            (_("Next review"), _day(book.next_review)),
        ]
        told.append(
            {
                "title": str(_(book.title)),
                "lines": lines,
                "points": [f"{_('To be confirmed')}: {_(point)}" for point in book.to_confirm],
            }
        )
    return told


def pack_of(
    found: queries.ReturnView,
    figures: Sequence[Told],
    signed: Sequence[queries.Signature],
    place: Place,
) -> Pack:
    """A return in words: organisations by their neutral names, since it leaves the house."""
    names = {**neutral_names(place.partnership_id), **queries.names(place).area}
    return Pack(
        found.code,
        str(found.title),
        [(_("Partnership"), str(place.name)), *about(found)],
        head(),
        [row(one, names) for one in figures],
        marks(found),
        rules(found),
        [(one.name, f"{one.organisation}, {_day(one.signed_at)}") for one in signed],
    )


def pdf_response(made: Pack) -> HttpResponse:
    """The pack as a tagged PDF (PDF/UA-1)."""
    import typst  # a moment to load: not for every page

    data = {
        "title": made.title,
        "language": words.language_of(translation.get_language()),
        "about": made.about,
        "figures_title": _("Figures"),
        "head": made.head,
        "rows": made.rows,
        "marks": made.marks,
        "rules_title": _("Rulebooks"),
        "rules": made.rules,
        "signed_title": _("Signed by"),
        "signed": made.signed,
        "nobody": _("nobody yet"),
    }
    content = typst.compile(
        _TEMPLATE.encode(),
        sys_inputs={"data": json.dumps(data)},
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
    )
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{made.code}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


def xlsx_response(made: Pack) -> FileResponse:
    """The pack as a workbook without formulas: about it, figures, rulebooks, signatures, a sheet each."""
    import xlsxwriter

    sink: BinaryIO = tempfile.SpooledTemporaryFile(max_size=exports.IN_MEMORY)  # type: ignore[assignment]  # noqa: SIM115 - the response closes it
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(sink, options) as book:
        bold = book.add_format({"bold": True, "text_wrap": True})
        book.set_properties({"title": made.title})
        rules_lines = [
            line
            for rule in made.rules
            for line in ((rule["title"], ""), *rule["lines"], *((point, "") for point in rule["points"]))
        ]
        sheets: list[tuple[str, list[str], Sequence[Sequence[str]]]] = [
            (_("About"), [made.title, ""], made.about),
            (_("Figures"), made.head, [*made.rows, *([one] for one in made.marks)]),
            (_("Rulebooks"), [_("Rulebooks"), ""], rules_lines),
            (_("Signed by"), [_("Name"), ""], made.signed),
        ]
        for title, heading, lines in sheets:
            sheet = book.add_worksheet(str(title)[:31])
            sheet.set_column(0, 0, 44)
            sheet.set_column(1, 5, 22)
            sheet.freeze_panes(1, 0)
            for column, text in enumerate(heading):
                sheet.write_string(0, column, str(text), bold)
            for number, line in enumerate(lines, 1):
                for column, text in enumerate(line):
                    _cell(sheet, number, column, str(text))
    sink.seek(0)
    return exports.attachment(sink, name=f"{made.code}.xlsx", kind="xlsx")


def _cell(sheet: Any, number: int, column: int, text: str) -> None:
    """A whole number as one, all else as text: no cell is ever a formula."""
    if column >= 3 and text.isascii() and text.isdigit() and len(text) < 16:
        sheet.write_number(number, column, int(text))
    else:
        sheet.write_string(number, column, text)
