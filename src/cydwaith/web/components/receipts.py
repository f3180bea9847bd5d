# SPDX-License-Identifier: AGPL-3.0-or-later
"""The receipt of a sharing decision: what was decided, in words, as a page and as a tagged PDF (PDF/UA-1).

Used by the person's own pages and by those of staff, so that both give out the same words. The file's name and title
tell nothing about anybody.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cydwaith.people.queries import Receipt
from cydwaith.web.components import words

_TEMPLATE = """
#let given = json(bytes(sys.inputs.data))
#set document(title: given.title, author: "Cydwaith")
#set page(paper: "a4", margin: 2.4cm, numbering: "1")
#set text(lang: given.language, size: 12pt, font: "Libertinus Serif")
#set par(leading: 0.75em, spacing: 1.1em)
#show heading: set block(below: 0.9em)
= #given.title
#for line in given.lines [
  / #line.at(0): #line.at(1)
]
#if given.list.len() > 0 [
  == #given.list_title
  #list(..given.list.map(one => [#one]))
]
== #given.after_title
#for text in given.after [
  #par[#text]
]
"""


@dataclass(frozen=True, slots=True)
class Texts:
    """Words around the lines: a title, and what holds from now on."""

    title: str
    what: str
    next_title: str
    next: tuple[str, ...]


def texts(receipt: Receipt) -> Texts:
    """The words of a receipt, in the page's language."""
    if receipt.decision.state == "withdrawal" and receipt.decision.how_given == "agreement":
        return Texts(
            _("This has stopped"),
            _("What they saw before"),
            _("What happens now"),
            (
                _("The organisations' agreement does not cover it any more. They see nothing of this."),
                _("If there is an agreement again, you choose anew."),
            ),
        )
    if receipt.decision.state == "withdrawal":
        return Texts(
            _("You have withdrawn this"),
            _("What they saw before"),
            _("What happens now"),
            (_("They see nothing of this any more. You do not have to say why."),),
        )
    return Texts(
        _("What you chose to share"),
        _("What they may see"),
        _("What happens now"),
        (
            _(
                "You can take this back at any time, with one click on your own page or by telling whoever works with"
                " you."
            ),
            _("You do not have to say why, and your support does not depend on it."),
            _("Who has looked is written down. You can see it on your own page and ask about it."),
        ),
    )


def lines(receipt: Receipt) -> list[tuple[str, str]]:
    """Label and value of everything that was decided, in the page's language."""
    decision = receipt.decision
    language = words.language_of(translation.get_language())

    def day(moment: Any) -> str:
        return words.day(
            timezone.localtime(moment).date(), language, weekday=False
        )  # kept for years: with the year

    place = str(decision.organisation) if decision.organisation is not None else ""
    return [
        (_("Name"), receipt.name),
        (_("Record kept by"), str(receipt.holder)),
        (_("Shared with"), ": ".join(part for part in (place, decision.who) if part)),
        (_("What for"), decision.purpose_words),
        (_("From"), day(decision.starts_at)),
        (_("Ends on"), day(decision.ends_at)),
        (_("How it was given"), decision.how_words),
        (_("Written down on"), day(decision.made_at)),
        (_("Number of this receipt"), str(decision.decision_id)),
    ]


def _what(receipt: Receipt) -> list[str]:
    """The categories that it is about: of a withdrawal, those that were withdrawn."""
    if receipt.decision.state == "withdrawal":
        return list(receipt.replaces.category_words) if receipt.replaces else []
    return list(receipt.decision.category_words)


def pdf(receipt: Receipt) -> bytes:
    """The receipt as a tagged PDF (PDF/UA-1), in the page's language."""
    import typst  # a moment to load: not for every page

    found = texts(receipt)
    data = {
        "title": found.title,
        "language": words.language_of(translation.get_language()),
        "lines": lines(receipt),
        "list": _what(receipt),
        "list_title": found.what,
        "after": found.next,
        "after_title": found.next_title,
    }
    made: bytes = typst.compile(
        _TEMPLATE.encode(),
        sys_inputs={"data": json.dumps(data)},
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
    )
    return made


def pdf_response(receipt: Receipt) -> HttpResponse:
    """The receipt as a download."""
    answer = HttpResponse(pdf(receipt), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="receipt-{receipt.decision.decision_id}.pdf"'
    return answer
