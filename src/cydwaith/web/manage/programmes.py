# SPDX-License-Identifier: AGPL-3.0-or-later
"""The administrator's pages about programmes: which pathway they follow, who delivers them, from when."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
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

from .forms import DeliveryForm, EndDeliveryForm, ProgrammeForm, ProgrammeNamesForm

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
    form = bind(request, ProgrammeForm, language=actor.language, partners=_partners(actor, code))
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        funders = values.pop("funders")
        tried = attempt(
            form,
            lambda: actions.open_programme(
                by=actor,
                partnership_id=found.partnership_id,
                programme=actions.NewProgramme(**values),
                funder_ids=funders,
            ),
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
    partners = _partners(actor, _code(actor, found)) if leads else []
    form = bind(request, DeliveryForm, partners=partners)
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
        request,
        "manage/programme.html",
        {
            "form": form,
            "found": found,
            "leads": leads,
            "pathway": pathway,
            "running": {one.id for one in found.deliveries if _runs(one)},
        },
    )


@page(Audience.STAFF, Purpose.FIND_WORK, AGREEMENT, methods=BOTH)
def change(request: HttpRequest, actor: Actor, programme_id: int) -> HttpResponse:
    """Change the names of a programme, who pays for it and when it ends. The lead body's alone."""
    found = _led(actor, programme_id)
    one = found.programme
    paying = dict(zip(found.funder_ids, found.funders, strict=True))
    choices = paying | dict(_partners(actor, _code(actor, found)))
    names = {"name": one.name, "public_name": one.public_name}
    form = bind(
        request,
        ProgrammeNamesForm,
        partners=list(choices.items()),
        initial={f"{key}_{lang}": getattr(name, lang) for key, name in names.items() for lang in ("en", "cy")}
        | {"ends_on": one.ends_on, "funders": list(found.funder_ids)},
    )
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        funders = values.pop("funders")
        tried = attempt(
            form,
            lambda: actions.change_programme(
                by=actor, programme_id=programme_id, values=values, funder_ids=funders
            ),
        )
        if tried.done:
            messages.success(request, _("The programme is changed."))
            return redirect("manage:programme", programme_id=programme_id)
    return render(request, "manage/programme_change.html", {"form": form, "found": found})


@page(Audience.STAFF, Purpose.FIND_WORK, AGREEMENT, methods=BOTH)
def end_delivery(request: HttpRequest, actor: Actor, programme_id: int, delivery_id: int) -> HttpResponse:
    """Ask on which day, then end an organisation's part in a programme."""
    found = _led(actor, programme_id)
    ending = next((one for one in found.deliveries if one.id == delivery_id and _runs(one)), None)
    if ending is None:
        raise Http404
    form = bind(request, EndDeliveryForm)
    if request.method == "POST" and form.is_valid():
        tried = attempt(
            form,
            lambda: actions.end_delivery(
                by=actor, delivery_id=delivery_id, ends_on=form.cleaned_data["ends_on"]
            ),
        )
        if tried.done:
            messages.success(
                request, _("The day is written down. Journeys under way go on to their own end.")
            )
            return redirect("manage:programme", programme_id=programme_id)
    return render(
        request, "manage/programme_end_delivery.html", {"form": form, "found": found, "ending": ending}
    )


def _runs(delivery: queries.DeliveryView) -> bool:
    return delivery.ends_on is None or delivery.ends_on > timezone.localdate()


def _led(actor: Actor, programme_id: int) -> queries.ProgrammeView:
    """The programme, if the actor's organisation leads it; else there is no such page."""
    found = queries.programme(actor, programme_id)
    if found.lead_id != actor.organisation_id:
        raise Http404
    return found


def _code(actor: Actor, found: queries.ProgrammeView) -> str:
    """The code of the programme's partnership; empty where the organisation is in it no more."""
    own = queries.partnerships(actor)
    return next((one.code for one in own if one.partnership_id == found.programme.partnership_id), "")


def _partners(actor: Actor, code: str) -> list[tuple[int, Any]]:
    partners = queries.partnership(actor, code).partners if code else ()
    return [(one.organisation_id, one.name) for one in partners]
