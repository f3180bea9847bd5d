# SPDX-License-Identifier: AGPL-3.0-or-later
"""Taking up an invitation: to a role at an organisation, to one's own record, or to a supporter's place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from cydwaith.kernel.actor import ANONYMOUS, Actor
from cydwaith.kernel.bilingual import Bilingual
from cydwaith.kernel.errors import Invalid, NotVisible
from cydwaith.kernel.models import User
from cydwaith.kernel.roles import ROLES, Role
from cydwaith.kernel.vocabulary import Purpose
from cydwaith.partnerships import actions, queries
from cydwaith.people import actions as people_actions
from cydwaith.people import queries as people_queries
from cydwaith.web.actors import Audience
from cydwaith.web.forms.drafts import bind
from cydwaith.web.pages import page

from . import parts, sessions
from .forms import InvitationForm


@dataclass(frozen=True, slots=True)
class Offer:
    """What a link offers. `place`: the organisation's neutral public name."""

    place: Bilingual
    email: str
    name: str
    role: Role
    language: str
    has_account: bool

    @property
    def role_words(self) -> Any:
        """The role's name and what it means."""
        return ROLES[self.role]


def _offer(token: str) -> Offer | None:
    """What the token offers to whoever holds it; None where it does not work (any more)."""
    staff = queries.invitation_offer(token)
    if staff is not None:
        return Offer(
            staff.organisation, staff.email, staff.name, staff.role, staff.language, staff.has_account
        )
    own = people_queries.account_invitation(token)
    if own is None:
        return None
    has_account = User.objects.filter(email=own.email.lower()).exists()
    return Offer(own.organisation, own.email.lower(), "", Role(own.kind), own.language, has_account)


def _take_up(offer: Offer, token: str, user_id: int) -> None:
    """Give the account what the token offers. Raises `NotVisible`, `Invalid`."""
    if ROLES[offer.role].staff:
        actions.accept_invitation(by=Actor(offer.role, Purpose.GET_SUPPORT, user_id=user_id), secret=token)
    else:
        people_actions.accept_account(by=Actor(offer.role, Purpose.GET_SUPPORT, user_id=user_id), token=token)


@page(Audience.PUBLIC, Purpose.GET_SUPPORT, methods=("GET", "POST"))
def invitation(request: HttpRequest, _actor: Actor, token: str) -> HttpResponse:
    """What is offered, and a form: a new account, or one click for somebody who is signed in."""
    offer = _offer(token)
    if offer is None:
        return render(request, "account/invitation_over.html", status=404)
    if request.user.is_authenticated:
        return _signed_in(request, offer, token)
    if offer.has_account:
        return render(request, "account/invitation_sign_in.html", {"offer": offer})
    form = bind(
        request,
        InvitationForm,
        email=offer.email,
        initial={"name": offer.name, "language": offer.language or "en"},
    )
    if request.method == "POST" and form.is_valid():
        try:
            user = _open(offer, token, form.cleaned_data)
        except (NotVisible, Invalid):  # taken up, withdrawn or overtaken by another account a moment ago
            return HttpResponseRedirect(request.get_full_path())
        get_adapter(request).login(request, user)
        return HttpResponseRedirect(parts.first_page(request))
    return render(request, "account/invitation.html", {"offer": offer, "form": form})


def _open(offer: Offer, token: str, given: dict[str, Any]) -> User:
    """The new account and its part, or neither."""
    with transaction.atomic():
        user_id = actions.open_account(
            by=ANONYMOUS,
            email=offer.email,
            name=given["name"],
            password_hash=make_password(given["password"]),
            language=given["language"],
        )
        _take_up(offer, token, user_id)
    return User.objects.get(pk=user_id)


def _signed_in(request: HttpRequest, offer: Offer, token: str) -> HttpResponse:
    user: Any = request.user
    fits = user.email.lower() == offer.email
    problem = ""
    if request.method == "POST" and fits:
        try:
            _take_up(offer, token, user.pk)
        except NotVisible:
            return HttpResponseRedirect(request.get_full_path())
        except Invalid as error:
            problem = str(error)
        else:
            request.session[sessions.STAFF] = queries.has_staff_part(user.pk) or user.is_operator
            messages.success(request, _("The invitation is taken up."))
            return HttpResponseRedirect(parts.account_page())
    return render(
        request, "account/invitation_accept.html", {"offer": offer, "fits": fits, "problem": problem}
    )
