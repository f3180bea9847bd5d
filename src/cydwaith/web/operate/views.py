# SPDX-License-Identifier: AGPL-3.0-or-later
"""The operator's pages."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.bilingual import Bilingual
from cydwaith.kernel.roles import Permission, Role
from cydwaith.kernel.vocabulary import Purpose
from cydwaith.partnerships import actions, queries
from cydwaith.web.actors import Audience
from cydwaith.web.advice.saving import attempt
from cydwaith.web.forms.drafts import bind
from cydwaith.web.manage.forms import KINDS, AdministratorForm, NewOrganisationForm, NewPartnershipForm
from cydwaith.web.manage.members import send_invitation
from cydwaith.web.pages import page

from . import queries as site

OPERATOR = Permission.OPERATE_SITE
BOTH = ("GET", "POST")
_ADMINISTRATOR = ("administrator", "language")


@page(Audience.OPERATOR, Purpose.CHECK_QUALITY, OPERATOR)
def home(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Organisations and partnerships of the site."""
    context = {
        "organisations": queries.organisations_on_site(actor),
        "partnerships": queries.partnerships_on_site(actor),
        "kinds": dict(KINDS),
    }
    return render(request, "operate/home.html", context)


@page(Audience.OPERATOR, Purpose.CHECK_QUALITY, OPERATOR)
def health(request: HttpRequest, _actor: Actor) -> HttpResponse:
    """Whether the site does its work, and its jobs by state."""
    states = {
        "READY": (_("Waiting"), "info"),
        "RUNNING": (_("Under way"), "active"),
        "SUCCESSFUL": (_("Done"), "done"),
        "FAILED": (_("Failed"), "problem"),
    }
    return render(request, "operate/health.html", {"health": site.health(), "states": states})


@page(Audience.OPERATOR, Purpose.CHECK_QUALITY, OPERATOR, methods=BOTH)
def new_organisation(request: HttpRequest, actor: Actor) -> HttpResponse:
    """An organisation that is new on the site; its first administrator is invited at once."""
    form = bind(request, NewOrganisationForm)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        details = {name: value for name, value in chosen.items() if name not in (*_ADMINISTRATOR, "kind")}
        tried = attempt(
            form, lambda: actions.open_organisation(by=actor, kind=chosen["kind"], values=details)
        )
        if tried.done:
            place = Bilingual(chosen["public_name_en"], chosen["public_name_cy"])
            _invite(request, actor, tried.result, place, chosen["administrator"], chosen["language"])
            return redirect("operate:home")
    title, verb = _("A new organisation"), _("Open it and send the invitation")
    return render(request, "operate/form.html", {"form": form, "title": title, "verb": verb})


def _invite(
    request: HttpRequest, actor: Actor, organisation_id: int, place: Bilingual, email: str, language: str
) -> None:
    issued = actions.invite(
        by=actor,
        email=email,
        role=Role.ADMINISTRATOR.value,
        language=language,
        organisation_id=organisation_id,
    )
    send_invitation(request, issued, place=place, email=email, language=language)
    messages.success(request, _("The invitation is sent."))


@page(Audience.OPERATOR, Purpose.CHECK_QUALITY, OPERATOR, methods=BOTH)
def organisation(request: HttpRequest, actor: Actor, organisation_id: int) -> HttpResponse:
    """One organisation: its names, its open invitations, and a form to invite an administrator."""
    found = queries.organisation(actor, organisation_id)
    form = bind(request, AdministratorForm)
    if request.method == "POST" and form.is_valid():
        chosen: dict[str, Any] = form.cleaned_data
        place = Bilingual(found.public_name_en, found.public_name_cy)
        tried = attempt(
            form,
            lambda: _invite(request, actor, organisation_id, place, chosen["email"], chosen["language"]),
        )
        if tried.done:
            return redirect("operate:organisation", organisation_id=organisation_id)
    context = {
        "found": found,
        "form": form,
        "kind": dict(KINDS)[found.kind],
        "invitations": [one for one in queries.invitations(actor, organisation_id) if one.state == "open"],
    }
    return render(request, "operate/organisation.html", context)


@page(Audience.OPERATOR, Purpose.CHECK_QUALITY, OPERATOR, methods=BOTH)
def new_partnership(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A partnership that is new on the site, led by one of its organisations."""
    form = bind(request, NewPartnershipForm, organisations=queries.organisation_names(actor))
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        tried = attempt(
            form,
            lambda: actions.open_partnership(
                by=actor, name_en=chosen["name_en"], name_cy=chosen["name_cy"], lead_id=chosen["lead"]
            ),
        )
        if tried.done:
            messages.success(request, _("The partnership is open. Its lead body lets others in."))
            return redirect("operate:home")
    title, verb = _("A new partnership"), _("Open the partnership")
    return render(request, "operate/form.html", {"form": form, "title": title, "verb": verb})
