# SPDX-License-Identifier: AGPL-3.0-or-later
"""Adding a person. Before anything is saved, records that may be the same person are shown, with the reasons."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.roles import Permission
from cydwaith.kernel.vocabulary import Purpose
from cydwaith.people import actions, queries
from cydwaith.web.actors import Audience
from cydwaith.web.advice.saving import attempt, token
from cydwaith.web.forms.drafts import bind
from cydwaith.web.pages import page

from .forms import AddForm

ELSE = "somebody_else"  # the button by which one says: none of these


@page(Audience.STAFF, Purpose.FIND_WORK, Permission.ADD_PERSON, methods=("GET", "POST"))
def add(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One form; then, where somebody like that is there, compare and decide; then the new record."""
    form = bind(request, AddForm, colleagues=_colleagues(actor))
    alike: list[Any] = []
    if request.method == "POST" and form.is_valid():
        person = form.person()
        if ELSE not in request.POST:
            alike = queries.duplicates(actor, person)
        if not alike:
            tried = attempt(form, lambda: actions.add_person(by=actor, person=person, token=token(request)))
            if tried.done:
                messages.success(request, _("The record is made."))
                return redirect(_after(tried.result))
    context = {"form": form, "alike": alike, "token": token(request), "else": ELSE}
    return render(request, "advice/people/add.html", context)


def _after(reference: str) -> str:
    return reverse("advice:person_record", kwargs={"reference": reference})


def _colleagues(actor: Actor) -> list[tuple[str, str]]:
    """Whom a manager may name. Advisers work with whom they add, so nothing is asked of them."""
    if not actor.may(Permission.MANAGE_TEAM):
        return []
    return [(str(one.user_id), one.name) for one in queries.team(actor)]
