# SPDX-License-Identifier: AGPL-3.0-or-later
"""The access log of the own organisation: filtered in the address, exported as a file that no spreadsheet runs."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.roles import Permission
from cydwaith.kernel.vocabulary import PURPOSE_LABELS, Purpose
from cydwaith.people import queries
from cydwaith.people.queries import LogFilter, Look
from cydwaith.web import exports
from cydwaith.web.actors import Audience
from cydwaith.web.components.table import Column, Filter, Table
from cydwaith.web.pages import page


def _table(request: HttpRequest, actor: Actor) -> Table:
    return Table.of(
        base=request.path,
        asked=request.GET,
        columns=[
            Column(key="at", label=_("When")),
            Column(key="who", label=_("Who")),
            Column(key="role", label=_("Role")),
            Column(key="purpose", label=_("What for")),
            Column(key="what", label=_("What")),
            Column(key="whom", label=_("Whose record")),
        ],
        filters=[
            Filter(
                key="user", label=_("Who"), choices=[(str(pk), name) for pk, name in queries.log_users(actor)]
            ),
            Filter(
                key="purpose",
                label=_("What for"),
                choices=[(one.value, PURPOSE_LABELS[one]) for one in Purpose],
            ),
        ],
        per_page=50,
        keep=("since", "until"),
    )


def _day(request: HttpRequest, name: str) -> date | None:
    try:
        return parse_date(request.GET.get(name, ""))
    except ValueError:
        return None


def _asked(request: HttpRequest, table: Table) -> LogFilter:
    user, until = table.value("user"), _day(request, "until")
    return LogFilter(
        since=_day(request, "since"),
        until=until + timedelta(days=1) if until else None,  # the last day counts, as people say it
        user_id=int(user) if user else None,
        purpose=table.value("purpose"),
        reference=table.query.upper(),
    )


@page(Audience.STAFF, Purpose.CHECK_QUALITY, Permission.GOVERN)
def looks(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Who looked at whose record, when and what for. People stand here by reference."""
    table = _table(request, actor)
    asked = _asked(request, table)
    kind = exports.asked(request)
    if kind:
        rows, _total = queries.access_log_page(actor, asked, limit=exports.LIMIT)
        header = [str(column.label) for column in table.columns]
        return exports.answer(kind, title=_("Who looked"), header=header, rows=map(_line, rows), name="looks")
    rows, table.total = queries.access_log_page(actor, asked, offset=table.offset, limit=table.per_page)
    context = {
        "links": exports.links(table),
        "table": table,
        "rows": rows,
        "since": request.GET.get("since", ""),
        "until": request.GET.get("until", ""),
    }
    return render(request, "manage/governance/looks.html", context)


def _line(look: Look) -> list[str]:
    at = timezone.localtime(look.at).strftime("%Y-%m-%d %H:%M:%S")
    return [at, look.who, look.role, look.purpose, ", ".join(look.what), " ".join(look.references)]
