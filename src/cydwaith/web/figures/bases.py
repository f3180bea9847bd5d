# SPDX-License-Identifier: AGPL-3.0-or-later
"""How many people there are whom a figure could have reached: what is known, and entering more."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.roles import Permission
from cydwaith.kernel.vocabulary import Purpose
from cydwaith.outcomes import actions
from cydwaith.outcomes.queries import bases as queries
from cydwaith.web.actors import Audience
from cydwaith.web.advice.saving import attempt
from cydwaith.web.forms.base import Form, Look
from cydwaith.web.forms.drafts import bind
from cydwaith.web.pages import page

from .overview import say


class BaseForm(Form):
    """One number, with its source."""

    area = forms.ChoiceField(label=gettext_lazy("Area"))
    kind = forms.ChoiceField(label=gettext_lazy("Of whom"), widget=forms.RadioSelect)
    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=1900, max_value=2200)
    people = forms.IntegerField(label=gettext_lazy("How many"), min_value=1, max_value=2_000_000_000)
    source = forms.CharField(
        label=gettext_lazy("Source"),
        help_text=gettext_lazy(
            "Who published it, and where. It stands beside every figure that rests on it."
        ),
        max_length=200,
        error_messages={"required": gettext_lazy("Write where this was published.")},
    )
    looks: ClassVar = {"year": Look(width=4), "people": Look(width=10)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [("", _("Choose")), *queries.areas()]  # type: ignore[attr-defined]
        self.fields["kind"].choices = queries.kinds()  # type: ignore[attr-defined]


@page(Audience.STAFF, Purpose.COUNT_RESULTS, Permission.PREPARE_RETURN, methods=("GET", "POST"))
def bases(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What is known of how many people there are, and one number more."""
    form = bind(request, BaseForm)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if attempt(form, lambda: actions.set_base(by=actor, **given)).done:
            messages.success(request, _("The number is kept. Figures rest on it from the next count on."))
            return redirect("figures:bases")
    return render(request, "figures/bases.html", say(form=form, rows=queries.bases(actor)))
