# SPDX-License-Identifier: AGPL-3.0-or-later
"""The administrator's pages about partnerships: who takes part, agreements, and which flows are on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Invalid
from cydwaith.kernel.roles import Permission
from cydwaith.kernel.vocabulary import CATEGORY_LABELS, PURPOSE_LABELS, Purpose
from cydwaith.partnerships import actions, queries
from cydwaith.web.actors import Audience
from cydwaith.web.advice.saving import attempt
from cydwaith.web.forms.drafts import bind
from cydwaith.web.pages import page

from .forms import AgreementForm, FlowForm, PartnerForm

AGREEMENT = Permission.MANAGE_AGREEMENT
BOTH = ("GET", "POST")


def _tones() -> dict[str, tuple[str, str]]:
    """State of an agreement -> its word and tone."""
    return {
        "unsigned": (_("Not signed yet"), "plain"),
        "ahead": (_("Signed, not begun"), "info"),
        "in_force": (_("In force"), "done"),
        "review": (_("In force, to be looked at again"), "due"),
        "ended": (_("Ended"), "plain"),
    }


@page(Audience.STAFF, Purpose.FIND_WORK, AGREEMENT)
def partnerships(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The partnerships that the organisation is in."""
    return render(request, "manage/partnerships.html", {"partnerships": queries.partnerships(actor)})


@page(Audience.STAFF, Purpose.FIND_WORK, AGREEMENT)
def partnership(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """One partnership: partners, agreements, flows."""
    found = queries.partnership(actor, code)
    roles = {"lead": _("Lead body"), "partner": _("Partner"), "funder": _("Funder")}
    words = {"tones": _tones(), "roles": roles, "purposes": PURPOSE_LABELS, "categories": CATEGORY_LABELS}
    return render(request, "manage/partnership.html", {"found": found, **words})


def _led(actor: Actor, code: str) -> queries.PartnershipView:
    """The partnership, if the actor's organisation leads it; else there is no such page."""
    found = queries.partnership(actor, code)
    if not found.leads:
        raise Http404
    return found


def _partners(found: queries.PartnershipView) -> list[tuple[int, Any]]:
    return [(one.organisation_id, one.name) for one in found.partners]


@page(Audience.STAFF, Purpose.FIND_WORK, AGREEMENT, methods=BOTH)
def add_partner(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """Let another organisation of the site into the partnership."""
    found = _led(actor, code)
    here = {one.organisation_id for one in found.partners}
    others = [(pk, name) for pk, name in queries.organisation_names(actor) if pk not in here]
    form = bind(request, PartnerForm, organisations=others)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        tried = attempt(
            form,
            lambda: actions.add_partner(
                by=actor,
                partnership_id=found.partnership_id,
                organisation_id=chosen["organisation"],
                role=chosen["role"],
            ),
        )
        if tried.done:
            messages.success(request, _("The organisation is a partner from today."))
            return redirect("manage:partnership", code=code)
    return _form(request, form, found, title=_("Add a partner"), verb=_("Add the partner"))


def _form(
    request: HttpRequest, form: Any, found: queries.PartnershipView, *, title: str, verb: str
) -> HttpResponse:
    return render(
        request, "manage/partnership_form.html", {"form": form, "found": found, "title": title, "verb": verb}
    )


def _ask(
    request: HttpRequest,
    found: queries.PartnershipView,
    act: Callable[[], Any],
    *,
    title: str,
    said: str,
    verb: str,
    done: str,
    subject: Any,
    grave: bool = True,
) -> HttpResponse:
    """A page that asks before something that is not lightly taken back, then does it."""
    problem = ""
    if request.method == "POST":
        try:
            act()
        except Invalid as error:
            problem = str(error)
        else:
            messages.success(request, done)
            return redirect("manage:partnership", code=found.code)
    context = {
        "found": found, "title": title, "said": said, "verb": verb, "problem": problem, "subject": subject,
        "grave": grave,
    }  # fmt: skip
    return render(request, "manage/partnership_ask.html", context)


@page(Audience.STAFF, Purpose.FIND_WORK, AGREEMENT, methods=BOTH)
def end_partner(request: HttpRequest, actor: Actor, code: str, partner_id: int) -> HttpResponse:
    """Ask, then end an organisation's part in the partnership."""
    found = _led(actor, code)
    leaving = next((one for one in found.partners if one.partner_id == partner_id), None)
    if leaving is None:
        raise Http404
    return _ask(
        request,
        found,
        lambda: actions.end_partner(by=actor, partnership_id=found.partnership_id, partner_id=partner_id),
        title=_("End a partner's part"),
        said=_(
            "All flows to and from this organisation are switched off at once. What people chose to share by them"
            " closes, and each person is told."
        ),
        verb=_("End their part today"),
        done=_("Their part in the partnership has ended."),
        subject=leaving.name,
    )


@page(Audience.STAFF, Purpose.FIND_WORK, AGREEMENT, methods=BOTH)
def agreement(request: HttpRequest, actor: Actor, code: str, agreement_id: int | None = None) -> HttpResponse:
    """Write down an agreement, or change one that is not signed."""
    found = _led(actor, code)
    row = next((one for one in found.agreements if one.agreement_id == agreement_id), None)
    if (agreement_id is not None and row is None) or (row is not None and row.signed_at):
        raise Http404
    names = ("reference", "starts_on", "ends_on", "review_on", "summary_en", "summary_cy")
    initial = {name: getattr(row, name) for name in names} if row else {}
    form = bind(request, AgreementForm, initial=initial)
    if request.method == "POST" and form.is_valid():
        tried = attempt(
            form,
            lambda: actions.draft_agreement(
                by=actor, partnership_id=found.partnership_id, agreement_id=agreement_id, **form.cleaned_data
            ),
        )
        if tried.done:
            messages.success(request, _("The agreement is written down. It holds once it is signed."))
            return redirect("manage:partnership", code=code)
    return _form(request, form, found, title=_("An information-sharing agreement"), verb=_("Keep it"))


def _unsigned(found: queries.PartnershipView, agreement_id: int) -> queries.AgreementView:
    row = next(
        (one for one in found.agreements if one.agreement_id == agreement_id and not one.signed_at), None
    )
    if row is None:
        raise Http404
    return row


@page(Audience.STAFF, Purpose.FIND_WORK, AGREEMENT, methods=BOTH)
def sign(request: HttpRequest, actor: Actor, code: str, agreement_id: int) -> HttpResponse:
    """Ask, then say that all partners have signed."""
    found = _led(actor, code)
    row = _unsigned(found, agreement_id)
    return _ask(
        request,
        found,
        lambda: actions.sign_agreement(
            by=actor, partnership_id=found.partnership_id, agreement_id=agreement_id
        ),
        title=_("Say that the agreement is signed"),
        said=_("After this nothing in it is changed any more, and each partner may switch its flows on."),
        verb=_("All partners have signed it"),
        done=_("The agreement is signed."),
        subject=row.reference,
    )


@page(Audience.STAFF, Purpose.FIND_WORK, AGREEMENT, methods=BOTH)
def add_flow(request: HttpRequest, actor: Actor, code: str, agreement_id: int) -> HttpResponse:
    """Write a flow into an unsigned agreement."""
    found = _led(actor, code)
    _unsigned(found, agreement_id)
    form = bind(request, FlowForm, partners=_partners(found))
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        tried = attempt(
            form,
            lambda: actions.add_flow(
                by=actor,
                partnership_id=found.partnership_id,
                agreement_id=agreement_id,
                source_id=chosen["source"],
                recipient_id=chosen["recipient"],
                purpose=chosen["purpose"],
                categories=sum(set(chosen["categories"])),
                lawful_basis=chosen["lawful_basis"],
            ),
        )
        if tried.done:
            messages.success(
                request, _("The flow is in the agreement. It is off until the sender switches it on.")
            )
            return redirect("manage:partnership", code=code)
    return _form(request, form, found, title=_("Add a flow to the agreement"), verb=_("Add the flow"))


@page(Audience.STAFF, Purpose.FIND_WORK, AGREEMENT, methods=BOTH)
def switch_flow(request: HttpRequest, actor: Actor, code: str, flow_id: int) -> HttpResponse:
    """Ask, then switch one of the organisation's own flows on or off."""
    found = queries.partnership(actor, code)
    flow = next((f for one in found.agreements for f in one.flows if f.flow_id == flow_id and f.own), None)
    if flow is None:
        raise Http404
    on = flow.switched_on_at is None
    said = (
        _("People's choices come first: a flow only opens the way for what a person has not closed.")
        if on
        else _(
            "What was sent before stays with the recipient. What people chose to let them see closes at once, and each"
            " person is told. If you switch it on again, they choose anew."
        )
    )
    return _ask(
        request,
        found,
        lambda: actions.switch_flow(by=actor, partnership_id=found.partnership_id, flow_id=flow_id, on=on),
        title=_("Switch a flow on") if on else _("Switch a flow off"),
        said=said,
        verb=_("Switch it on") if on else _("Switch it off"),
        done=_("The flow is on.") if on else _("The flow is off."),
        subject=flow.recipient,
        grave=not on,
    )
