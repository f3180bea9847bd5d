# SPDX-License-Identifier: AGPL-3.0-or-later
"""One's own account: overview, language, parts, sign out everywhere; roles in words; a demonstration's personas."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from cydwaith.kernel import reads
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.models import User
from cydwaith.kernel.roles import ROLES, Role
from cydwaith.kernel.vocabulary import Purpose
from cydwaith.partnerships import actions
from cydwaith.web.actors import Audience
from cydwaith.web.pages import page

from . import parts, personas, sessions
from .forms import LanguageForm

# Roles that somebody can be given or is, in the order of the public page; a visitor is told what they see by seeing it.
SHOWN_ROLES = tuple(role for role in ROLES if role is not Role.ANONYMOUS)


def _own(request: HttpRequest, wanted: str) -> str:
    """`wanted` if it is an address of this site, else the first page of one's part."""
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe and wanted.startswith("/") else parts.first_page(request)


@page(Audience.ACCOUNT, Purpose.GET_SUPPORT)
def start(request: HttpRequest, _actor: Actor) -> HttpResponse:
    """To the first page of the part that somebody has."""
    return HttpResponseRedirect(parts.first_page(request))


@page(Audience.ACCOUNT, Purpose.GET_SUPPORT)
def home(request: HttpRequest, _actor: Actor) -> HttpResponse:
    """What belongs to the account, and what one can do about it."""
    user: Any = request.user
    found = parts.choices(request)
    context = {
        "account": user,
        "parts": found,
        "current": parts.chosen_keys(request),
        "staff": any(ROLES[part.role].staff for part in found),
        "second_step": is_mfa_enabled(user),
        "demo": sessions.exempt_from_second_step(user),
        "form": LanguageForm(initial={"language": user.language}),
    }
    return render(request, "account/home.html", context)


@page(Audience.ACCOUNT, Purpose.GET_SUPPORT, methods=("POST",))
def language(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Keep the chosen language, and go on in it."""
    form = LanguageForm(data=request.POST)
    if form.is_valid():
        actions.choose_language(by=actor, language=form.cleaned_data["language"])
        request.user.language = form.cleaned_data["language"]  # type: ignore[union-attr]
        messages.success(request, _("Your language is kept."))
    return HttpResponseRedirect(parts.in_own_language(request, parts.account_page()))


@page(Audience.ACCOUNT, Purpose.GET_SUPPORT, methods=("POST",))
def part(request: HttpRequest, _actor: Actor) -> HttpResponse:
    """Act under another part from now on."""
    return HttpResponseRedirect(parts.take_up(request, request.POST.get("part", "")))


@page(Audience.ACCOUNT, Purpose.GET_SUPPORT, methods=("GET", "POST"))
def sign_out_everywhere(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Ask, then end every session of the account, this one too."""
    if request.method != "POST":
        return render(request, "account/sign_out_everywhere.html")
    actions.sign_out_everywhere(by=actor)
    logout(request)
    messages.success(request, _("You are signed out everywhere."))
    return redirect("account_login")


@page(Audience.ACCOUNT, Purpose.GET_SUPPORT)
def second_step_needed(request: HttpRequest, _actor: Actor) -> HttpResponse:
    """Why staff need a second step, and where to set it up; afterwards the way to the page that was asked for.

    An account that has one, and has not proved it in this session, signs in again.
    """
    user: Any = request.user
    wanted = request.GET.get("next", "")
    if sessions.exempt_from_second_step(user) or sessions.proved_second_step(request, user):
        return HttpResponseRedirect(_own(request, wanted))
    if is_mfa_enabled(user):
        logout(request)
        return redirect("account_login")
    return render(request, "account/second_step_needed.html")


@page(Audience.PUBLIC, Purpose.GET_SUPPORT)
def roles(request: HttpRequest, _actor: Actor) -> HttpResponse:
    """Every role in words: what it sees and what it may do."""
    return render(request, "account/roles.html", {"roles": [(role, ROLES[role]) for role in SHOWN_ROLES]})


@page(Audience.PUBLIC, Purpose.GET_SUPPORT)
def how(request: HttpRequest, _actor: Actor) -> HttpResponse:
    """How one comes by an account: by invitation, and whom to ask."""
    return render(request, "account/how.html")


@page(Audience.PUBLIC, Purpose.GET_SUPPORT, methods=("GET", "POST"))
def demonstration(request: HttpRequest, _actor: Actor) -> HttpResponse:
    """Sign in as an invented persona with one click. There is no such page unless the site is a demonstration."""
    if not settings.CYDWAITH_DEMO:
        raise Http404
    if request.method == "POST":
        user = User.objects.filter(email=request.POST.get("email", ""), is_demo=True, is_active=True).first()
        if user is None:
            raise Http404
        if request.user.is_authenticated:
            logout(request)
        get_adapter(request).login(request, user)
        to = _own(request, request.POST.get("next", ""))
        reads.forgotten()  # the newcomer's own parts were looked up: whoever asked for this page saw nothing of them
        return HttpResponseRedirect(to)
    context = {"personas": personas.listed(), "next": request.GET.get("next", "")}
    return render(request, "account/demonstration.html", context)
