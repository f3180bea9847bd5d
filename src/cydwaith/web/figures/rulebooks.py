# SPDX-License-Identifier: AGPL-3.0-or-later
"""What counts, by which rule: every rulebook, its lines, its worked examples, and how they differ over one period."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from cydwaith.engines.charts import GREATER_MANCHESTER, WALES
from cydwaith.kernel.actor import Actor
from cydwaith.outcomes import counting, queries

from . import charts
from .overview import say
from .pages import Asked, reading


@reading
def rulebooks(request: HttpRequest, _actor: Actor) -> HttpResponse:
    """Every rulebook that this site holds."""
    context = say(books=counting.rulebooks().values(), today=timezone.localdate())
    return render(request, "figures/rulebooks.html", context)


@reading
def rulebook(request: HttpRequest, _actor: Actor, rulebook: str) -> HttpResponse:
    """One rulebook: source, dates, lines of each measure, and its examples, which are its tests too."""
    from cydwaith.engines.measures.specs.reading import specs_of

    book = counting.rulebooks().get(rulebook)
    if book is None:
        raise Http404
    context = say(book=book, specs=specs_of(book.name), today=timezone.localdate())
    return render(request, "figures/rulebook.html", context)


@reading
def compare(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The same period under every rulebook, side by side."""
    asked = Asked.of(request)
    if not queries.readable(actor):
        return render(request, "figures/nowhere.html", say())
    found = queries.compared(actor, asked.place, asked.step, asked.period)
    return render(request, "figures/compare.html", say(found=found, asked=asked))


NEED, WANTING = 235_000, 3
"""Disabled adults of working age in Wales, and that one in so many wants paid work. Source: the partnerships' papers
(mission, A3); no year is given there, which the page says."""


@reading
def reach(request: HttpRequest, actor: Actor) -> HttpResponse:
    """How many of those who want work are supported, and where."""
    asked = Asked.of(request)
    if not queries.readable(actor):
        return render(request, "figures/nowhere.html", say())
    found = queries.reach(actor, asked.place)
    by_code = {one.area: _shown(one) for one in found.areas}
    unit = "per_1000" if any(one.figure.value is not None for one in found.areas) else "people"
    title = _("People supported, by council")
    maps: list[Any] = [
        charts.tiles(places, by_code, name=name, title=title, unit=unit)
        for name, places in (("wales", WALES), ("city-region", GREATER_MANCHESTER))
    ]
    wanting = NEED // WANTING
    context = say(
        found=found,
        asked=asked,
        maps=[one for one in maps if one],
        need=NEED,
        wanting=wanting,
        share=(Decimal(100 * found.total.numerator) / wanting).quantize(Decimal("0.1"))
        if found.total
        else None,
    )
    return render(request, "figures/reach.html", context)


def _shown(one: queries.Reached) -> Decimal | None:
    """For each 1,000 who want work where a base is known, else how many."""
    return one.figure.value if one.figure.value is not None else Decimal(one.figure.numerator)
