# SPDX-License-Identifier: AGPL-3.0-or-later
"""The people one works with, as a table whose whole state stands in its address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from markupsafe import Markup

from cydwaith.journeys import queries
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.roles import Permission
from cydwaith.web import exports
from cydwaith.web.components.navigation import NavItem
from cydwaith.web.components.status import Tone, status
from cydwaith.web.components.table import Column, Filter, Table

from .pages import advice

URGENCY: dict[str, tuple[Promise, Tone]] = {
    "overdue": (gettext_lazy("Overdue"), "problem"),
    "today": (gettext_lazy("Today"), "due"),
    "this_week": (gettext_lazy("This week"), "info"),
    "later": (gettext_lazy("Later"), "plain"),
    "none": (gettext_lazy("Nothing due"), "plain"),
}
"""How soon something is due: the word and its mark."""

COLUMNS: tuple[Column, ...] = (
    Column(key="name", label=gettext_lazy("Name"), sortable=True),
    Column(key="stage", label=gettext_lazy("Stage"), sortable=True),
    Column(key="needs", label=gettext_lazy("Needs")),
    Column(key="programme", label=gettext_lazy("Programme")),
    Column(key="due", label=gettext_lazy("Next"), sortable=True),
    Column(key="contact", label=gettext_lazy("Last contact"), sortable=True),
    Column(key="adviser", label=gettext_lazy("Works with")),
)
WAITING = "waiting"
"""People who are on no journey yet: a list of its own."""
ALWAYS = {"name", "stage", "due"}
OURS = {"due", "contact"}
"""Columns of the organisation's own journeys alone: they tell of contacts and plans, which a share may leave out."""
AT_FIRST = {
    "own": ("needs", "contact"),
    "team": ("needs", "adviser"),
    "shared": ("needs", "programme", "adviser"),
    "closed": ("programme", "contact"),
}
"""Whose people -> columns that are shown until others are chosen."""


@cache
def _columns(_language: str) -> tuple[Column, ...]:
    """The columns in the language of the page: their words are looked up once."""
    return tuple(replace(column, label=str(column.label)) for column in COLUMNS)


@cache
def _marks(_language: str) -> dict[str, Markup]:
    """The marks of what is due, in the language of the page."""
    return {key: status(str(word), tone) for key, (word, tone) in URGENCY.items()}


@cache
def _due_choices(_language: str) -> tuple[tuple[str, str], ...]:
    return tuple((key, str(word)) for key, (word, _tone) in URGENCY.items() if key != "later")


@dataclass(frozen=True, slots=True)
class Choice:
    """A column that one may show or hide."""

    key: str
    label: Any
    shown: bool


def scope_of(asked: str, actor: Actor) -> str:
    """Whose people are asked for. A manager begins with the team's, an adviser with their own."""
    manages = actor.may(Permission.MANAGE_TEAM)
    known = asked in AT_FIRST and (asked != "team" or manages)
    return asked if known else "team" if manages else "own"


def _shown(request: HttpRequest, scope: str) -> list[str]:
    """Columns to show: those of the address, else the usual ones."""
    asked = request.GET.get("columns", "")
    wanted = asked.split(".") if asked else AT_FIRST[scope]
    shown = ALWAYS | set(wanted)
    if scope == "shared":
        shown -= OURS
    return [column.key for column in COLUMNS if column.key in shown]


def _column_choices(language: str, shown: list[str], scope: str) -> list[Choice]:
    """The columns that one may show or hide."""
    fixed = ALWAYS | OURS if scope == "shared" else ALWAYS
    return [
        Choice(one.key, one.label, one.key in shown) for one in _columns(language) if one.key not in fixed
    ]


def tabs(actor: Actor, base: str) -> list[NavItem]:
    """Whose people one may ask for."""
    names = [
        ("own", _("Mine")),
        (WAITING, _("No journey yet")),
        ("shared", _("Shared with me")),
        ("closed", _("Ended")),
    ]
    if actor.may(Permission.MANAGE_TEAM):
        names.insert(0, ("team", _("The whole team")))
    return [NavItem(text=text, href=f"{base}?whose={key}", key=key) for key, text in names]


def filters_of(choices: Any, scope: str) -> list[Filter]:
    """What one may narrow a list by. `choices`: of `queries.caseload_choices`."""
    due = _due_choices(get_language() or "")
    found = [
        Filter(key="stage", label=_("Stage"), choices=choices.stages),
    ]
    if scope in ("own", "team"):
        found.append(Filter(key="due", label=_("Next"), choices=due))
    if len(choices.programmes) > 1:
        programmes = [(str(key), text) for key, text in choices.programmes]
        found.append(Filter(key="programme", label=_("Programme"), choices=programmes))
    if scope == "team":
        advisers = [("0", _("Nobody yet")), *((str(key), text) for key, text in choices.advisers)]
        found.append(Filter(key="adviser", label=_("Works with"), choices=advisers))
    return found


@advice()
def caseload(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One's own people, the team's, those without a journey, those shared with one, those whose journey ended."""
    if "column" in request.GET:
        return _columns_chosen(request)
    if request.GET.get("whose") == WAITING:
        found = queries.without_journey(actor)
        return render(
            request,
            "advice/waiting.html",
            {"found": found, "tabs": tabs(actor, request.path), "scope": WAITING},
        )
    scope = scope_of(request.GET.get("whose", ""), actor)
    shown = _shown(request, scope)
    table = Table.of(
        base=request.path,
        asked=request.GET,
        columns=[column for column in _columns(actor.language) if column.key in shown],
        filters=filters_of(queries.caseload_choices(actor), scope),
        default_order="due" if scope in ("own", "team") else "name",
        keep=("whose", "columns"),
    )
    kind = exports.asked(request)
    found = _rows(actor, table, scope, everything=kind is not None)
    if kind:
        return export(kind, found.rows)
    table.total = found.total
    return render(
        request,
        "advice/caseload.html",
        {
            "table": table,
            "rows": found.rows,
            "more": found.more,
            "tabs": tabs(actor, request.path),
            "scope": scope,
            "shown": shown,
            "urgency": _marks(actor.language),
            "choices": _column_choices(actor.language, shown, scope),
            "exports": exports.links(table),
        },
    )


def _columns_chosen(request: HttpRequest) -> HttpResponse:
    """The boxes of the column chooser, as one short part of the address."""
    query = request.GET.copy()
    wanted = [column.key for column in COLUMNS if column.key in query.getlist("column")]
    del query["column"]
    query["columns"] = ".".join(wanted) or "name"
    return HttpResponseRedirect(f"{request.path}?{query.urlencode()}")


def _rows(actor: Actor, table: Table, scope: str, *, everything: bool) -> Any:
    values = {one.key: one.value for one in table.filters}
    adviser, programme = values.get("adviser", ""), values.get("programme", "")
    asked = queries.CaseloadFilter(
        scope=scope,
        text=table.query,
        stage=values.get("stage", ""),
        due=values.get("due", ""),
        programme=int(programme) if programme else None,
        adviser=int(adviser) if adviser else None,
    )
    return queries.caseload(
        actor,
        asked,
        sort=table.sort,
        descending=table.descending,
        offset=0 if everything else table.offset,
        limit=exports.LIMIT if everything else table.per_page,
    )


def export(kind: exports.Kind, rows: Sequence[Any]) -> HttpResponse:
    """Rows of a caseload as a file to keep."""
    header = [
        _("Reference"), _("Name"), _("Likes to be called"), _("Programme"), _("Stage"), _("Since"), _("Next"),
        _("Due"), _("Last contact"), _("Works with"),
    ]  # fmt: skip
    body = (
        [
            row.reference, row.name, row.called, str(row.programme), row.stage, row.stage_since, row.action,
            row.next_due_on, row.last_contact_on, row.adviser_name,
        ]
        for row in rows
    )  # fmt: skip
    return cast(
        HttpResponse, exports.answer(kind, title=_("My people"), header=header, rows=body, name="people")
    )
