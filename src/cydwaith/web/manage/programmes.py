# SPDX-License-Identifier: AGPL-3.0-or-later
"""The administrator's pages about programmes: which pathway they follow, who delivers them, from when."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cydwaith.engines import pathways
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.roles import Permission
from cydwaith.kernel.vocabulary import Purpose
from cydwaith.partnerships import actions, queries
from cydwaith.web.actors import Audience
from cydwaith.web.advice.saving import attempt
from cydwaith.web.forms.drafts import bind
from cydwaith.web.pages import page

from .forms import DeliveryForm, ProgrammeForm

AGREEMENT = Permission.MANAGE_AGREEMENT
BOTH = ("GET", "POST")


def _pathway_names(language: str) -> dict[str, str]:
    return {one.code: getattr(one.name, language) for one in pathways.all_pathways()}


@page(Audience.STAFF, Purpose.FIND_WORK, AGREEMENT)
def programmes(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The programmes that the organisation leads or delivers."""
    context = {
        "programmes": queries.programmes_led(actor),
        "pathways": _pathway_names(actor.language),
        "led": [one for one in queries.partnerships(actor) if one.leads],
        "own": actor.organisation_id,
    }
    return render(request, "manage/programmes.html", context)


@page(Audience.STAFF, Purpose.FIND_WORK, AGREEMENT, methods=BOTH)
def new(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """Open a programme of a partnership that the organisation leads."""
    found = next((one for one in queries.partnerships(actor) if one.code == code and one.leads), None)
    if found is None:
        raise Http404
    form = bind(request, ProgrammeForm, language=actor.language)
    if request.method == "POST" and form.is_valid():
        given = actions.NewProgramme(**form.cleaned_data)
        tried = attempt(
            form,
            lambda: actions.open_programme(by=actor, partnership_id=found.partnership_id, programme=given),
        )
        if tried.done:
            messages.success(request, _("The programme is open."))
            return redirect("manage:programme", programme_id=tried.result)
    return render(request, "manage/programme_new.html", {"form": form, "found": found})


@page(Audience.STAFF, Purpose.FIND_WORK, AGREEMENT, methods=BOTH)
def programme(request: HttpRequest, actor: Actor, programme_id: int) -> HttpResponse:
    """One programme: who delivers it; the lead body adds a partner."""
    found = queries.programme(actor, programme_id)
    leads = found.lead_id == actor.organisation_id
    if request.method == "POST" and not leads:
        raise Http404
    own = queries.partnerships(actor)
    code = next((one.code for one in own if one.partnership_id == found.programme.partnership_id), "")
    partners = queries.partnership(actor, code).partners if code and leads else ()
    form = bind(request, DeliveryForm, partners=[(one.organisation_id, one.name) for one in partners])
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        tried = attempt(
            form,
            lambda: actions.add_delivery(
                by=actor,
                programme_id=programme_id,
                organisation_id=chosen["organisation"],
                starts_on=chosen["starts_on"],
            ),
        )
        if tried.done:
            messages.success(request, _("The partner delivers the programme."))
            return redirect("manage:programme", programme_id=programme_id)
    pathway = _pathway_names(actor.language).get(found.programme.pathway, found.programme.pathway)
    return render(
        request, "manage/programme.html", {"form": form, "found": found, "leads": leads, "pathway": pathway}
    )
