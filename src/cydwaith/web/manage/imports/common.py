# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the import's pages share: the steps, the words of fields, a problem as it is shown."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cydwaith.engines import tables as t
from cydwaith.intake import actions, queries, words
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Conflict, Invalid

STEP_CHOOSE, STEP_COLUMNS, STEP_WORDS, STEP_CHECK, STEP_IN = 1, 2, 3, 4, 5

# Where a batch in each state is looked at.
PAGE_OF = {
    "uploaded": "manage:import_columns",
    "mapped": "manage:import_check",
    "failed": "manage:import_check",
    "checked": "manage:import_check",
    "checking": "manage:import_progress",
    "committing": "manage:import_progress",
    "undoing": "manage:import_progress",
    "done": "manage:import_result",
    "undone": "manage:import_result",
}


def steps() -> list[str]:
    """The steps by name, for the stepper."""
    return [_("Choose the file"), _("Match columns"), _("Match words"), _("Check"), _("Bring in")]


def to_page_of(found: queries.BatchView) -> HttpResponseRedirect:
    """To the page that fits the batch's state."""
    place = {"batch_id": found.batch_id, **({"number": 1} if found.state == "uploaded" else {})}
    return redirect(reverse(PAGE_OF[found.state], kwargs=place))


def show(request: HttpRequest, template: str, actor: Actor, step: int, **context: Any) -> HttpResponse:
    """Render one of the import's pages."""
    return render(
        request, f"manage/imports/{template}", {"steps": steps(), "step": step, "actor": actor, **context}
    )


def field_label(field_id: str | None) -> str:
    """The words of a field of the engine, empty for none."""
    field = t.FIELDS.get(field_id or "")
    return _(field.label) if field else ""


def table_label(table_id: str) -> str:
    """The words of a table of the engine."""
    return _(t.TABLES[table_id].label)


@dataclass(frozen=True, slots=True)
class Shown:
    """A problem as a page shows it: labels and values beside the sentence, nothing spliced into it."""

    severity: str
    tone: str
    severity_word: str
    message: str
    remedy: str
    sheet: str
    row: int | None
    column: str
    header: str
    field: str
    value: str


_TONES = {"error": "problem", "warning": "due", "note": "info"}
_SEVERITIES: dict[str, Callable[[], str]] = {
    "error": lambda: _("To mend"),
    "warning": lambda: _("To look at"),
    "note": lambda: _("Good to know"),
}


def shown(found: t.Problem) -> Shown:
    """A problem in the language of the page."""
    severity = str(found.severity)
    place = found.place
    return Shown(
        severity=severity,
        tone=_TONES[severity],
        severity_word=_SEVERITIES[severity](),
        message=words.message(found),
        remedy=words.remedy(found),
        sheet=place.sheet or "",
        row=place.row,
        column=place.column or "",
        header=place.header or "",
        field=field_label(found.field),
        value=found.value,
    )


def failure(found: queries.BatchView) -> Shown | None:
    """What stopped the work last time, with its place if it was in the file."""
    if not found.failure:
        return None
    told = found.folder.read_json(found.folder.failure)
    if told is not None and told["code"] == found.failure:
        return shown(t.Problem.from_json(told))
    return shown(t.Problem(code=found.failure, severity=t.Severity.ERROR))


Matching = Callable[..., HttpResponse]


def matching(step: int) -> Callable[[Matching], Matching]:
    """For views that read the file: `view(request, actor, found, **from_url)`, with the batch in hand.

    A file that is no longer kept: 404. A batch past matching: to its page. A file that cannot be read on: said so.
    """

    def decorate(view: Matching) -> Matching:
        @functools.wraps(view)
        def serve(request: HttpRequest, actor: Actor, batch_id: int, **from_url: Any) -> HttpResponse:
            found = queries.batch(actor, batch_id)
            if not found.has_file:
                raise Http404
            if found.at_work or found.committed_at is not None:
                return to_page_of(found)
            try:
                return view(request, actor, found, **from_url)
            except t.ReadProblem as error:
                return show(
                    request, "unreadable.html", actor, step, found=found, failure=shown(error.problem)
                )

        return serve

    return decorate


def store(actor: Actor, found: queries.BatchView, mapping: t.Mapping, version: str = "") -> str:
    """Stores what was matched; returns what is in the way, empty where nothing is."""
    seen = int(version) if version.isdigit() else None
    try:
        actions.match(by=actor, batch_id=found.batch_id, version=seen, mapping=mapping, finished=False)
    except Conflict:
        return _(
            "Somebody else changed this meanwhile. What you chose still stands below: send it again to keep it."
        )
    except Invalid as error:
        return str(error)
    return ""


def last_sheet(mapping: t.Mapping) -> int:
    """The number of the last sheet in use, from 1."""
    return max((number for number, each in enumerate(mapping.sheets, 1) if each.use), default=1)
