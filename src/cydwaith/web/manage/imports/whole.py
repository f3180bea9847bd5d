# SPDX-License-Identifier: AGPL-3.0-or-later
"""What holds for the whole file: what tells people apart, and the programme of rows that name none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cydwaith.intake import actions, preview, queries
from cydwaith.intake.lookup import OrganisationLookup
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.roles import Permission
from cydwaith.kernel.vocabulary import Purpose
from cydwaith.web.actors import Audience
from cydwaith.web.forms.base import Form, Look
from cydwaith.web.forms.drafts import bind
from cydwaith.web.pages import page

from . import common

KEY_LABELS = {
    ("person.reference",): gettext_lazy("Their reference"),
    ("person.nhs_number",): gettext_lazy("Their NHS number"),
    ("person.full_name", "person.date_of_birth"): gettext_lazy("Their name and date of birth together"),
    ("person.email",): gettext_lazy("Their email address"),
    ("person.full_name",): gettext_lazy("Their name alone"),
}


class WholeForm(Form):
    """What holds for the whole file: what tells people apart, and the programme of rows that name none."""

    key = forms.ChoiceField(
        label=gettext_lazy("What tells people apart?"),
        help_text=gettext_lazy("Rows with the same answer are about the same person."),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what tells people apart.")},
    )
    programme = forms.ChoiceField(
        label=gettext_lazy("Which programme are these people on?"),
        help_text=gettext_lazy("It holds for rows that name no programme."),
        required=False,
    )
    looks = {
        "key": Look(
            hints={
                "person.full_name": gettext_lazy(
                    "Two people of one name become one. Choose this only if nothing else is there."
                ),
            }
        )
    }

    def __init__(
        self,
        *args: Any,
        keys: Mapping[str, tuple[str, ...]],
        programmes: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        key: Any = self.fields["key"]
        key.choices = [(code, KEY_LABELS[parts]) for code, parts in keys.items()]
        programme: Any = self.fields["programme"]
        programme.choices = [("", _("No programme")), *programmes]
        if not programmes:
            del self.fields["programme"]


@page(Audience.STAFF, Purpose.FIND_WORK, Permission.IMPORT, methods=("GET", "POST"))
@common.matching(common.STEP_COLUMNS)
def whole(request: HttpRequest, actor: Actor, found: queries.BatchView) -> HttpResponse:
    """What tells people apart, and the programme."""
    mapping = preview.mapping_of(found)
    keys = {"+".join(key): key for key in preview.possible_keys(mapping)}
    programmes = OrganisationLookup(found.organisation_id).choices("journey.programme")
    only = programmes[0][0] if len(programmes) == 1 and preview.needs_programme(mapping) else ""
    initial = {
        "key": "+".join(mapping.key),
        "programme": mapping.constants.get("journey.programme") or only,
    }
    form = bind(request, WholeForm, initial=initial, keys=keys, programmes=programmes)
    if request.method == "POST" and form.is_valid():
        changed = replace(mapping, key=keys[form.cleaned_data["key"]])
        changed = actions.with_constant(changed, "journey.programme", form.cleaned_data.get("programme", ""))
        wrong = common.store(actor, found, changed)
        if not wrong:
            return redirect("manage:import_values", batch_id=found.batch_id)
        form.add_error(None, wrong)
    return common.show(
        request, "whole.html", actor, common.STEP_COLUMNS, found=found, form=form, no_key=not keys,
        last_sheet=common.last_sheet(mapping),
    )  # fmt: skip
