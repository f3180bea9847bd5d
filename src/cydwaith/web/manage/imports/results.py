# SPDX-License-Identifier: AGPL-3.0-or-later
"""The check and what it found, the work under way, what came in, and undoing it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cydwaith.engines import tables as t
from cydwaith.intake import actions, preview, queries, tasks
from cydwaith.intake.vocabulary import Mode, State
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Conflict, Invalid
from cydwaith.kernel.roles import Permission
from cydwaith.kernel.vocabulary import Purpose
from cydwaith.web import exports
from cydwaith.web.actors import Audience
from cydwaith.web.components.table import Column, Table
from cydwaith.web.forms.base import Form, Look
from cydwaith.web.forms.drafts import bind
from cydwaith.web.pages import page

from . import common


class BringInForm(Form):
    """What to do with rows that have problems."""

    mode = forms.ChoiceField(
        label=gettext_lazy("What should come in?"),
        choices=[
            (Mode.ALL.value, gettext_lazy("All or nothing")),
            (Mode.GOOD.value, gettext_lazy("Good rows only")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what should come in.")},
    )
    looks = {
        "mode": Look(
            hints={
                Mode.ALL.value: gettext_lazy(
                    "Everything comes in, or, if a single row has a problem, nothing does."
                ),
                Mode.GOOD.value: gettext_lazy(
                    "People with a problem are left out with all their rows. You can mend and bring them later."
                ),
            }
        )
    }


@page(Audience.STAFF, Purpose.FIND_WORK, Permission.IMPORT, methods=("GET", "POST"))
def check(request: HttpRequest, actor: Actor, batch_id: int) -> HttpResponse:
    """Before the check: its button. After it: every problem at once, and the choice of what to bring in."""
    found = queries.batch(actor, batch_id)
    if found.state not in (State.MAPPED, State.CHECKED, State.FAILED):
        return common.to_page_of(found)
    brings = request.method == "POST" and request.POST.get("work") == "bring"
    initial = {"mode": Mode.GOOD.value if found.tallies.get("bad") else Mode.ALL.value}
    form = bind(request, BringInForm, initial=initial) if brings or request.method == "GET" else BringInForm()
    wrong = ""
    if (request.method == "POST" and request.POST.get("work") == "check") or (brings and form.is_valid()):
        try:
            if brings:
                actions.begin(
                    by=actor, batch_id=batch_id, work=State.COMMITTING, mode=form.cleaned_data["mode"]
                )
            else:
                actions.begin(by=actor, batch_id=batch_id, work=State.CHECKING)
        except Invalid as error:
            if brings:
                form.add_error("mode", str(error).partition(": ")[2] or str(error))
            else:
                wrong = str(error)
        except Conflict:
            return redirect("manage:import_batch", batch_id=batch_id)
        else:
            return redirect("manage:import_progress", batch_id=batch_id)
    groups = [
        (group, common.shown(group.examples[0]), [common.shown(p) for p in group.examples])
        for group in queries.groups(found)
    ]
    return common.show(
        request, "check.html", actor, common.STEP_CHECK, found=found, numbers=found.tallies, form=form, wrong=wrong,
        graver=[each for each in groups if each[0].severity != "note"],
        notes=[each for each in groups if each[0].severity == "note"],
        failure=common.failure(found), has_marked=found.folder.marked.exists(),
        earlier=actions.earlier_same(actor, batch_id), before=_before(found),
    )  # fmt: skip


def _before(found: queries.BatchView) -> list[common.Shown]:
    """What can be said before a row is read, where the file was not checked yet."""
    if found.state != State.MAPPED or not found.has_file:
        return []
    try:
        told = preview.problems(found)
    except t.ReadProblem as error:
        told = (error.problem,)
    return [common.shown(each) for each in told if each.severity is not t.Severity.NOTE]


@page(Audience.STAFF, Purpose.FIND_WORK, Permission.IMPORT)
def problem(request: HttpRequest, actor: Actor, batch_id: int, number: int) -> HttpResponseBase:
    """Every place of one kind of problem."""
    found = queries.batch(actor, batch_id)
    group = next((each for each in queries.groups(found) if each.number == number), None)
    if group is None:
        raise Http404
    columns = [
        Column(key="row", label=_("Row"), number=True),
        Column(key="sheet", label=_("Sheet")),
        Column(key="column", label=_("Column")),
        Column(key="value", label=_("What was found")),
    ]
    table = Table.of(base=request.path, asked=request.GET, columns=columns, per_page=100)
    kind = exports.asked(request)
    if kind:
        rows, _total = queries.places(found, group, limit=exports.LIMIT)
        cells = [[p.place.row, p.place.sheet, p.place.column, p.place.header, p.value] for p in rows]
        header = [_("Row"), _("Sheet"), _("Column"), _("Heading"), _("What was found")]
        return exports.answer(kind, title=_("Problems"), header=header, rows=cells, name="problems")
    part, table.total = queries.places(found, group, offset=table.offset, limit=table.per_page)
    return common.show(
        request, "problem.html", actor, common.STEP_CHECK, found=found, group=group, table=table,
        about=common.shown(group.examples[0]), rows=[common.shown(each) for each in part], files=exports.links(table),
    )  # fmt: skip


@page(Audience.STAFF, Purpose.FIND_WORK, Permission.IMPORT)
def marked(_request: HttpRequest, actor: Actor, batch_id: int) -> HttpResponseBase:
    """The workbook of rows with problems, each with what to mend."""
    found = queries.batch(actor, batch_id)
    try:
        source = found.folder.marked.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    name = found.file_name.rpartition(".")[0]
    return exports.attachment(source, name=f"{name}-{_('to-mend')}.xlsx", kind="xlsx")


@page(Audience.STAFF, Purpose.FIND_WORK, Permission.IMPORT)
def progress(request: HttpRequest, actor: Actor, batch_id: int) -> HttpResponse:
    """How far the work is. One may leave; it says so."""
    tasks.recover(actor, batch_id)
    found = queries.batch(actor, batch_id)
    if not found.at_work:
        return common.to_page_of(found)
    step = common.STEP_CHECK if found.state == State.CHECKING else common.STEP_IN
    return common.show(request, "progress.html", actor, step, found=found, far=found.progress)


@page(Audience.STAFF, Purpose.FIND_WORK, Permission.IMPORT)
def result(request: HttpRequest, actor: Actor, batch_id: int) -> HttpResponse:
    """What came in; after an undo, whom it left in place and why."""
    found = queries.batch(actor, batch_id)
    if found.state not in (State.DONE, State.UNDONE):
        return common.to_page_of(found)
    columns = [Column(key="name", label=_("Name")), Column(key="why", label=_("Why they stayed"))]
    table = Table.of(base=request.path, asked=request.GET, columns=columns, per_page=100)
    rows: list[Any] = []
    if found.state == State.UNDONE:
        rows, table.total = queries.kept(actor, found, offset=table.offset, limit=table.per_page)
    return common.show(
        request, "result.html", actor, common.STEP_IN, found=found, numbers=found.tallies.get("written", {}),
        undone=found.tallies.get("undone", {}), table=table, rows=rows, failure=common.failure(found),
        has_marked=found.folder.marked.exists(),
    )  # fmt: skip


@page(Audience.STAFF, Purpose.FIND_WORK, Permission.IMPORT, methods=("GET", "POST"))
def undo(request: HttpRequest, actor: Actor, batch_id: int) -> HttpResponse:
    """Say what undoing does; on the button, begin it."""
    found = queries.batch(actor, batch_id)
    if found.undo_until is None:
        return common.to_page_of(found)
    wrong = ""
    if request.method == "POST":
        try:
            actions.begin(by=actor, batch_id=batch_id, work=State.UNDOING)
        except Conflict:
            return redirect("manage:import_batch", batch_id=batch_id)
        except Invalid as error:
            wrong = str(error)
        else:
            return redirect("manage:import_progress", batch_id=batch_id)
    return common.show(
        request,
        "undo.html",
        actor,
        common.STEP_IN,
        found=found,
        numbers=found.tallies.get("written", {}),
        wrong=wrong,
    )
