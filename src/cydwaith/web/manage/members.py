# SPDX-License-Identifier: AGPL-3.0-or-later
"""The administrator's pages about who works here: members, roles, invitations."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.bilingual import Bilingual
from cydwaith.kernel.errors import Invalid
from cydwaith.kernel.roles import ROLES, Permission, Role
from cydwaith.kernel.vocabulary import Purpose
from cydwaith.partnerships import actions, queries
from cydwaith.partnerships.rules import INVITATION_DAYS, READS_PEOPLE
from cydwaith.web.accounts import letters
from cydwaith.web.actors import Audience
from cydwaith.web.advice.saving import attempt
from cydwaith.web.forms.drafts import bind
from cydwaith.web.pages import page

from .forms import InviteForm, MemberForm

ADMINISTRATOR = Permission.MANAGE_ORGANISATION
BOTH = ("GET", "POST")


def send_invitation(
    request: HttpRequest, issued: actions.Issued, *, place: Bilingual, email: str, language: str
) -> None:
    """Put an invitation's secret into a letter; it is written nowhere else."""
    address = reverse("account:invitation", kwargs={"token": issued.secret})
    letter = letters.invitation(request.build_absolute_uri(address), place=place, days=INVITATION_DAYS)
    letters.send(letter, to=email, language=language)


def _tell(request: HttpRequest, actor: Actor, role: str) -> None:
    """Tell the others who look after roles that the actor gave one which opens people's records."""
    if Role(role) not in READS_PEOPLE:
        return
    own = queries.organisation(actor)
    place = Bilingual(own.public_name_en, own.public_name_cy)
    told = queries.watchers(actor)
    link = request.build_absolute_uri(reverse("operate:home" if told.operators else "manage:home"))
    for one in told.who:
        letters.send(letters.role_given(link, place=place), to=one.email, language=one.language)


@page(Audience.STAFF, Purpose.FIND_WORK, ADMINISTRATOR)
def members(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Everybody with a role here."""
    found = [(one, ROLES[one.role].name) for one in queries.members(actor)]
    return render(request, "manage/members.html", {"members": found, "own": actor.membership_id})


@page(Audience.STAFF, Purpose.FIND_WORK, ADMINISTRATOR, methods=BOTH)
def member(request: HttpRequest, actor: Actor, membership_id: int) -> HttpResponse:
    """One member's role, title and hours."""
    found = queries.member(actor, membership_id)
    form = bind(
        request,
        MemberForm,
        initial={"role": found.role.value, "title": found.title, "hours_share": found.hours_share},
    )
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        tried = attempt(form, lambda: actions.change_member(by=actor, membership_id=membership_id, **chosen))
        if tried.done:
            if chosen["role"] != found.role.value:
                _tell(request, actor, chosen["role"])
            messages.success(request, _("The change is kept."))
            return redirect("manage:members")
    return render(
        request,
        "manage/member.html",
        {
            "form": form,
            "found": found,
            "role": ROLES[found.role].name,
            "told": queries.watchers(actor),
        },
    )


@page(Audience.STAFF, Purpose.FIND_WORK, ADMINISTRATOR, methods=BOTH)
def end_member(request: HttpRequest, actor: Actor, membership_id: int) -> HttpResponse:
    """Ask, then end somebody's part here."""
    found = queries.member(actor, membership_id)
    problem = ""
    if request.method == "POST":
        try:
            actions.end_membership(by=actor, membership_id=membership_id)
        except Invalid as error:
            problem = str(error)
        else:
            messages.success(request, _("Their part here has ended."))
            return redirect("account:start" if membership_id == actor.membership_id else "manage:members")
    context = {"found": found, "role": ROLES[found.role].name, "problem": problem}
    return render(request, "manage/end_member.html", context)


@page(Audience.STAFF, Purpose.FIND_WORK, ADMINISTRATOR, methods=BOTH)
def reset_second_step(request: HttpRequest, actor: Actor, membership_id: int) -> HttpResponse:
    """Ask, then take the second step off somebody who has lost phone and codes. They are told by email."""
    found = queries.member(actor, membership_id)
    problem = ""
    if request.method == "POST":
        try:
            actions.reset_second_step(by=actor, membership_id=membership_id)
        except Invalid as error:
            problem = str(error)
        else:
            letters.send(letters.second_step_off(), to=found.email, language=found.language)
            messages.success(request, _("The second step is off. They set a new one up when they sign in."))
            return redirect("manage:member", membership_id=membership_id)
    return render(request, "manage/reset_second_step.html", {"found": found, "problem": problem})


@page(Audience.STAFF, Purpose.FIND_WORK, ADMINISTRATOR)
def invitations(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Invitations that were sent, the newest first."""
    found = [(one, ROLES[one.role].name) for one in queries.invitations(actor)]
    return render(request, "manage/invitations.html", {"invitations": found})


@page(Audience.STAFF, Purpose.FIND_WORK, ADMINISTRATOR, methods=BOTH)
def invite(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Whom to invite, as what."""
    form = bind(request, InviteForm)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        tried = attempt(form, lambda: actions.invite(by=actor, **chosen))
        if tried.done:
            _send(request, actor, tried.result, chosen["email"], chosen["language"])
            _tell(request, actor, chosen["role"])
            return redirect("manage:invitations")
    return render(request, "manage/invite.html", {"form": form, "told": queries.watchers(actor)})


def _send(request: HttpRequest, actor: Actor, issued: actions.Issued, email: str, language: str) -> None:
    own = queries.organisation(actor)
    place = Bilingual(own.public_name_en, own.public_name_cy)
    send_invitation(request, issued, place=place, email=email, language=language)
    messages.success(request, _("The invitation is sent."))


@page(Audience.STAFF, Purpose.FIND_WORK, ADMINISTRATOR, methods=("POST",))
def invite_again(request: HttpRequest, actor: Actor, invitation_id: int) -> HttpResponse:
    """Send an invitation again, with a new link; the old one stops working."""
    issued = actions.invite_again(by=actor, invitation_id=invitation_id)
    found = next(one for one in queries.invitations(actor) if one.invitation_id == invitation_id)
    _send(request, actor, issued, found.email, found.language)
    return redirect("manage:invitations")


@page(Audience.STAFF, Purpose.FIND_WORK, ADMINISTRATOR, methods=("POST",))
def withdraw_invitation(request: HttpRequest, actor: Actor, invitation_id: int) -> HttpResponse:
    """Take an invitation back. Another one can be sent at any time, so nothing is asked first."""
    actions.withdraw_invitation(by=actor, invitation_id=invitation_id)
    messages.success(request, _("The invitation is taken back. Its link does not work any more."))
    return redirect("manage:invitations")
