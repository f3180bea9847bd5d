# SPDX-License-Identifier: AGPL-3.0-or-later
"""Emergency access: asked for by naming exactly one record and a reason, then read for four hours and not changed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.roles import Permission
from cydwaith.kernel.vocabulary import CATEGORY_LABELS, Purpose
from cydwaith.people import actions, queries
from cydwaith.web.actors import Audience
from cydwaith.web.advice.saving import attempt
from cydwaith.web.forms.drafts import bind
from cydwaith.web.pages import page

from .sharing_forms import EmergencyForm


@page(Audience.STAFF, Purpose.SAFEGUARD, Permission.BREAK_GLASS, methods=("GET", "POST"))
def ask(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Say whom it is about and what has happened."""
    form = bind(request, EmergencyForm)
    if request.method == "POST" and form.is_valid():
        tried = attempt(form, lambda: actions.break_glass(by=actor, **form.cleaned_data))
        if tried.done:
            return redirect("advice:emergency_record", reference=tried.result)
    open_now = [one for one in queries.emergencies(actor) if one.open_now]
    return render(request, "advice/people/emergency.html", {"form": form, "open_now": open_now})


@page(Audience.STAFF, Purpose.SAFEGUARD, Permission.BREAK_GLASS)
def record(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """The record, to be read while the access is open. Nothing here changes anything."""
    person = queries.header(actor, reference)
    found = queries.record(actor, reference)
    mine = next(
        (one for one in queries.emergencies(actor) if one.open_now and one.reference == reference), None
    )
    today = timezone.localdate()
    context = {
        "person": person,
        "record": found,
        "access": mine,
        "groups": [
            (CATEGORY_LABELS[category], [one for one in rows if one.holds(today)])
            for category, rows in found.facts.items()
        ],
    }
    return render(request, "advice/people/emergency_record.html", context)
