# SPDX-License-Identifier: AGPL-3.0-or-later
"""The administrator's pages about their own organisation: details, neutral names, colours."""

from __future__ import annotations

from dataclasses import asdict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cydwaith.engines import colour
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.roles import Permission
from cydwaith.kernel.vocabulary import Purpose
from cydwaith.partnerships import actions, queries
from cydwaith.web.actors import Audience
from cydwaith.web.advice.saving import attempt, version
from cydwaith.web.forms.drafts import bind
from cydwaith.web.pages import page

from .forms import ColoursForm, OrganisationForm

ADMINISTRATOR = Permission.MANAGE_ORGANISATION

# Where each role begins, by what it may do; the first that fits.
_BEGINNINGS = (
    (Permission.MANAGE_TEAM, "manage:workload"),
    (Permission.MANAGE_ORGANISATION, "manage:organisation"),
    (Permission.GOVERN, "manage:governance"),
)


@page(
    Audience.STAFF,
    Purpose.FIND_WORK,
    (Permission.MANAGE_TEAM, Permission.MANAGE_ORGANISATION, Permission.GOVERN),
)
def home(_request: HttpRequest, actor: Actor) -> HttpResponse:
    """To the page where the actor's role begins."""
    return redirect(next(name for permission, name in _BEGINNINGS if actor.may(permission)))


@page(Audience.STAFF, Purpose.FIND_WORK, ADMINISTRATOR, methods=("GET", "POST"))
def details(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Names, neutral names and how to reach the organisation."""
    found = queries.organisation(actor)
    form = bind(request, OrganisationForm, initial=asdict(found))
    clash, number = None, found.version
    if request.method == "POST" and form.is_valid():
        number = version(request)
        tried = attempt(
            form, lambda: actions.change_organisation(by=actor, version=number, values=form.cleaned_data)
        )
        if tried.done:
            messages.success(request, _("The details are kept."))
            return redirect("manage:organisation")
        clash = tried.clash
        number = clash.version if clash else number
    context = {"form": form, "found": found, "version": number, "clash": clash}
    return render(request, "manage/organisation.html", context)


@page(Audience.STAFF, Purpose.FIND_WORK, ADMINISTRATOR, methods=("GET", "POST"))
def colours(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Two colours, with their contrast; one that could not be read is not taken."""
    found = queries.organisation(actor)
    form = bind(request, ColoursForm, initial={"ink": found.ink, "accent": found.accent})
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        tried = attempt(
            form, lambda: actions.change_colours(by=actor, ink=chosen["ink"], accent=chosen["accent"])
        )
        if tried.done:
            messages.success(request, _("The colours are kept."))
            return redirect("manage:colours")
    contrasts = [
        {"name": name, "colour": value, "contrast": f"{colour.lightest_contrast(value):.1f}"}
        for name, value in ((_("Links and buttons"), found.ink), (_("A person's own words"), found.accent))
        if value
    ]
    context = {"form": form, "found": found, "contrasts": contrasts, "needed": colour.TEXT_CONTRAST}
    return render(request, "manage/colours.html", context)
