# SPDX-License-Identifier: AGPL-3.0-or-later
"""The team manager's pages: workload, an adviser's caseload and its hand-over, people with nobody, who is away."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cydwaith.journeys import actions as journeys
from cydwaith.journeys import queries as work
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Invalid
from cydwaith.kernel.roles import Permission
from cydwaith.kernel.vocabulary import Purpose
from cydwaith.partnerships import actions, queries
from cydwaith.people import actions as people_actions
from cydwaith.web.actors import Audience
from cydwaith.web.advice.saving import attempt
from cydwaith.web.components.table import Column, Table
from cydwaith.web.forms.drafts import bind
from cydwaith.web.pages import page

from .forms import AbsenceForm

TEAM = Permission.MANAGE_TEAM
BOTH = ("GET", "POST")


@page(Audience.STAFF, Purpose.CHECK_QUALITY, TEAM)
def workload(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Each adviser's caseload against what their hours allow, and where something is late."""
    return render(request, "manage/workload.html", {"work": work.workload(actor)})


@page(Audience.STAFF, Purpose.CHECK_QUALITY, TEAM)
def overdue(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What should have been done, over the whole organisation, the longest first."""
    table = Table.of(
        base=request.path,
        asked=request.GET,
        columns=[
            Column(key="name", label=_("Name")),
            Column(key="what", label=_("What")),
            Column(key="due", label=_("Was due")),
            Column(key="adviser", label=_("Adviser")),
        ],
        per_page=50,
    )
    found = work.overdue(actor, limit=table.per_page, offset=table.offset)
    table.total = found.total
    return render(request, "manage/overdue.html", {"table": table, "rows": found.rows})


def _numbers(request: HttpRequest, name: str) -> list[int]:
    """The numbers posted under a name; what is no number is left out."""
    return [int(value) for value in request.POST.getlist(name) if value.isascii() and value.isdigit()]


@page(Audience.STAFF, Purpose.CHECK_QUALITY, TEAM, methods=BOTH)
def caseload(request: HttpRequest, actor: Actor, user_id: int) -> HttpResponse:
    """Whom one adviser holds; the chosen ones, or all, are handed over to a colleague."""
    problem = ""
    if request.method == "POST":
        problem = _hand_over(request, actor, user_id)
        if not problem:
            return redirect("manage:adviser", user_id=user_id)
    rows = work.held_by(actor, user_id)
    colleagues = {one.user_id: one.name for one in queries.members(actor, casework=True)}
    if user_id not in colleagues and not rows:
        raise Http404
    context = {
        "rows": rows,
        "name": colleagues.pop(user_id, ""),
        "user_id": user_id,
        "colleagues": colleagues,
        "problem": problem,
        "chosen": set(request.POST.getlist("chosen")),
    }
    return render(request, "manage/caseload.html", context)


def _hand_over(request: HttpRequest, actor: Actor, user_id: int) -> str:
    """Do it, all or nothing. Returns what is wrong, in words; empty where it is done.

    Each chosen value is "j<journey>" or, for somebody without a journey, "p<reference>".
    """
    chosen = request.POST.getlist("chosen")
    to = next(iter(_numbers(request, "to")), None)
    if not chosen:
        return _("Choose whom to hand over.")
    if to is None:
        return _("Choose a colleague.")
    journey_ids = [int(one[1:]) for one in chosen if one[:1] == "j" and one[1:].isdigit()]
    references = [one[1:] for one in chosen if one[:1] == "p"]
    try:
        number = journeys.hand_over_caseload(
            by=actor, journey_ids=journey_ids, references=references, from_user_id=user_id, to_user_id=to
        )
    except Invalid as error:
        return " ".join(message for found in error.errors.values() for message in found)
    messages.success(request, f"{_('Handed over')}: {number}")
    return ""


@page(Audience.STAFF, Purpose.CHECK_QUALITY, TEAM, methods=BOTH)
def unassigned(request: HttpRequest, actor: Actor) -> HttpResponse:
    """People with whom nobody works, the longest first; each is given to a colleague here."""
    problem = ""
    if request.method == "POST":
        to = next(iter(_numbers(request, "to")), 0)
        try:
            people_actions.assign(by=actor, reference=request.POST.get("reference", ""), user_id=to)
        except Invalid as error:
            problem = " ".join(message for found in error.errors.values() for message in found)
        else:
            messages.success(request, _("Somebody works with them now."))
            return redirect("manage:unassigned")
    context = {
        "rows": work.unassigned(actor),
        "colleagues": {one.user_id: one.name for one in queries.members(actor, casework=True)},
        "problem": problem,
    }
    return render(request, "manage/unassigned.html", context)


@page(Audience.STAFF, Purpose.CHECK_QUALITY, TEAM)
def absences(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Who is away or will be, and who covers."""
    return render(request, "manage/absences.html", {"absences": queries.absences(actor)})


@page(Audience.STAFF, Purpose.CHECK_QUALITY, TEAM, methods=BOTH)
def new_absence(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Who will be away, from when to when, and who covers."""
    team = [(one.membership_id, one.name) for one in queries.members(actor, casework=True)]
    form = bind(request, AbsenceForm, members=team)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        tried = attempt(
            form, lambda: _record(actor, chosen), {"membership_id": "member", "cover_id": "cover"}
        )
        if tried.done:
            messages.success(request, _("The absence is written down."))
            return redirect("manage:absences")
    return render(request, "manage/absence.html", {"form": form})


def _record(actor: Actor, chosen: dict[str, object]) -> int:
    """With somebody to cover, they stand in for everybody on the caseload; without, only where nobody is on it."""
    days = {"starts_on": chosen["starts_on"], "ends_on": chosen["ends_on"]}
    member, cover = chosen["member"], chosen["cover"]
    if cover is None:
        return actions.record_absence(by=actor, membership_id=member, cover_id=None, **days)  # type: ignore[arg-type]
    return journeys.arrange_cover(by=actor, membership_id=member, cover_id=cover, **days)  # type: ignore[arg-type]


@page(Audience.STAFF, Purpose.CHECK_QUALITY, TEAM, methods=("POST",))
def end_absence(request: HttpRequest, actor: Actor, absence_id: int) -> HttpResponse:
    """Somebody is back: the absence and its cover end today."""
    journeys.end_cover(by=actor, absence_id=absence_id)
    messages.success(request, _("The absence has ended."))
    return redirect("manage:absences")
