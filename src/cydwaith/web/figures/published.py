# SPDX-License-Identifier: AGPL-3.0-or-later
"""What was given out, for anybody: pages, and the same as JSON and CSV for machines."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.vocabulary import Purpose
from cydwaith.outcomes import queries
from cydwaith.outcomes.releasing import Told
from cydwaith.partnerships.queries.figures import area_names, neutral_names, partnership_names
from cydwaith.web import exports
from cydwaith.web.actors import Audience
from cydwaith.web.pages import page

from . import pack
from .overview import say

public = page(Audience.PUBLIC, Purpose.COUNT_RESULTS)


@public
def published(request: HttpRequest, _actor: Actor) -> HttpResponse:
    """Everything that was given out, the newest first; what was withdrawn stays and says so."""
    return render(request, "figures/published.html", say(found=queries.released()))


@public
def one(request: HttpRequest, _actor: Actor, code: str) -> HttpResponse:
    """One release: figures as they were given out, by which rules, and its note where it was withdrawn or replaced."""
    found, figures, names = _release(code)
    context = say(
        found=found,
        partnership=partnership_names().get(found.partnership_id),
        head=pack.head(),
        rows=[pack.row(each, names) for each in figures],
        marks=pack.marks(found),
        about=pack.about(found),
        rules=pack.rules(found),
    )
    return render(request, "figures/published_one.html", context)


def _release(code: str) -> tuple[queries.ReturnView, tuple[Told, ...], dict[str, Any]]:
    found = queries.released_one(code)
    names = {**neutral_names(found.partnership_id), **area_names()}
    return found, queries.frozen(found.id, found.edition), names


FIELDS = (
    "rulebook", "version", "measure", "from", "to", "programme", "organisation", "area", "part", "counted", "cohort",
    "value", "unit", "mark",
)  # fmt: skip


def _record(one: Told, found: queries.ReturnView) -> dict[str, Any]:
    """One figure for machines: what is given, never what stands behind it. A hidden number is null with its mark."""

    def number(text: str) -> int | None:
        return int(text) if text.isascii() and text.isdigit() else None

    value = one.shown_value
    shown = bool(value) and value[0].isdigit()
    programme, partner, area, stratum = one.group
    return {
        "rulebook": one.rulebook,
        "version": found.versions.get(one.rulebook, ""),
        "measure": one.measure,
        "from": one.first_day.isoformat(),
        "to": one.last_day.isoformat(),
        "programme": programme,
        "organisation": partner,
        "area": area,
        "part": stratum,
        "counted": number(one.shown_numerator),
        "cohort": number(one.shown_denominator),
        "value": value if shown else None,
        "unit": one.unit,
        "mark": "" if one.cell == "shown" else one.cell,
    }


def _open(answer: HttpResponseBase) -> HttpResponseBase:
    """Anybody's page may read it."""
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


@public
def every_json(request: HttpRequest, _actor: Actor) -> HttpResponseBase:
    """The list of what was given out."""
    releases = [
        {
            "code": one.code,
            "title": {"en": one.title.en, "cy": one.title.cy},
            "from": one.first_day.isoformat(),
            "to": one.last_day.isoformat(),
            "state": one.state,
            "released_at": one.released_at.isoformat() if one.released_at else None,
            "url": request.build_absolute_uri(reverse("published:json", kwargs={"code": one.code})),
        }
        for one in queries.released()
    ]
    return _open(JsonResponse({"releases": releases}))


@public
def as_json(_request: HttpRequest, _actor: Actor, code: str) -> HttpResponseBase:
    """One release. What was withdrawn gives its note and no figures."""
    found, figures, _names = _release(code)
    withdrawn = found.state == "withdrawn"
    told = {
        "code": found.code,
        "title": {"en": found.title.en, "cy": found.title.cy},
        "from": found.first_day.isoformat(),
        "to": found.last_day.isoformat(),
        "state": found.state,
        "note": {"en": found.note.en, "cy": found.note.cy},
        "replaces": found.replaces,
        "replaced_by": found.replaced_by,
        "released_at": found.released_at.isoformat() if found.released_at else None,
        "as_of": found.as_of.isoformat() if found.as_of else None,
        "protection": {"kind": found.protection, "threshold": found.threshold, "base": found.base},
        "rulebooks": found.versions,
        "figures": [] if withdrawn else [_record(one, found) for one in figures],
    }
    return _open(JsonResponse(told))


@public
def as_csv(_request: HttpRequest, _actor: Actor, code: str) -> HttpResponseBase:
    """One release as a table. What was withdrawn is an empty one."""
    found, figures, _names = _release(code)
    withdrawn = found.state == "withdrawn"
    rows = [] if withdrawn else [list(_record(one, found).values()) for one in figures]
    return _open(exports.answer("csv", title=_("Figures"), header=list(FIELDS), rows=rows, name=found.code))
