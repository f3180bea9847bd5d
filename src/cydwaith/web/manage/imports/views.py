# SPDX-License-Identifier: AGPL-3.0-or-later
"""The list of what was brought in, and the first step: choosing a file."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cydwaith.engines import tables as t
from cydwaith.intake import actions, queries
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Invalid
from cydwaith.kernel.roles import Permission
from cydwaith.kernel.vocabulary import Purpose
from cydwaith.web.actors import Audience
from cydwaith.web.components.table import Column, Table
from cydwaith.web.forms.base import Form
from cydwaith.web.forms.drafts import bind
from cydwaith.web.pages import page

from . import common

MEBI = 1024 * 1024


@page(Audience.STAFF, Purpose.FIND_WORK, Permission.IMPORT)
def listing(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every file that was brought here, newest first."""
    table = Table.of(
        base=request.path,
        asked=request.GET,
        columns=[
            Column(key="when", label=_("When")),
            Column(key="file", label=_("File")),
            Column(key="by", label=_("By")),
            Column(key="state", label=_("Where it stands")),
            Column(key="people", label=_("People"), number=True),
        ],
    )
    rows, table.total = queries.batches(actor, offset=table.offset, limit=table.per_page)
    return common.show(request, "list.html", actor, 0, table=table, rows=rows)


class FileForm(Form):
    """The file to bring in."""

    file = forms.FileField(
        label=gettext_lazy("Spreadsheet"),
        error_messages={
            "required": gettext_lazy("Choose a spreadsheet."),
            "empty": gettext_lazy("The file is empty. Choose the file that holds your records."),
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}),
    )

    def clean_file(self) -> UploadedFile:
        """Refuse what is too big before it is read. Raises `ValidationError`."""
        found: UploadedFile = self.cleaned_data["file"]
        if (found.size or 0) > t.DEFAULT_LIMITS.file_bytes:
            raise forms.ValidationError(
                _("The file is too big. Split it, and bring the parts in one by one.")
            )
        return found


@page(Audience.STAFF, Purpose.FIND_WORK, Permission.IMPORT, methods=("GET", "POST"))
def new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Choose a file. One that cannot be read is refused here, with the place."""
    form = bind(request, FileForm)
    refused = None
    if request.method == "POST" and form.is_valid():
        given: UploadedFile = form.cleaned_data["file"]
        try:
            batch_id = actions.bring_file(by=actor, chunks=given.chunks(), name=given.name or "")
        except t.ReadProblem as error:
            refused = common.shown(error.problem)
            form.add_error("file", " ".join(part for part in (refused.message, refused.remedy) if part))
        else:
            return redirect("manage:import_columns", batch_id=batch_id, number=1)
    limits = {"megabytes": t.DEFAULT_LIMITS.file_bytes // MEBI, "rows": t.DEFAULT_LIMITS.rows}
    return common.show(
        request, "new.html", actor, common.STEP_CHOOSE, form=form, refused=refused, limits=limits
    )


@page(Audience.STAFF, Purpose.FIND_WORK, Permission.IMPORT)
def batch(_request: HttpRequest, actor: Actor, batch_id: int) -> HttpResponse:
    """To the page where this batch stands."""
    return common.to_page_of(queries.batch(actor, batch_id))


@page(Audience.STAFF, Purpose.FIND_WORK, Permission.IMPORT, methods=("POST",))
def forget(request: HttpRequest, actor: Actor, batch_id: int) -> HttpResponse:
    """Throw a file away that was not brought in."""
    try:
        actions.forget(by=actor, batch_id=batch_id)
    except Invalid as error:
        messages.error(request, str(error))
        return redirect("manage:import_batch", batch_id=batch_id)
    messages.success(request, _("The file was thrown away. Nothing of it is kept."))
    return redirect("manage:imports")
