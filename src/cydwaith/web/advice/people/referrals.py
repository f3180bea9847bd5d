# SPDX-License-Identifier: AGPL-3.0-or-later
"""Referrals: sent to a partner, come in, asked about, accepted, declined. No page says whether anybody is known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import NotVisible
from cydwaith.kernel.roles import Permission
from cydwaith.kernel.vocabulary import Purpose
from cydwaith.people import actions, queries
from cydwaith.people.queries import ReferralView
from cydwaith.web.actors import Audience
from cydwaith.web.advice.pages import address, advice, edit, form_page, kept_here, send, verb
from cydwaith.web.advice.saving import attempt, token
from cydwaith.web.forms.drafts import bind
from cydwaith.web.pages import page

from .sharing_forms import AcceptForm, ReferForm, WordsForm


@page(Audience.STAFF, Purpose.FIND_WORK, Permission.REFER, methods=("GET", "POST"))
def refer(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Send the minimum about a person to a partner; what is sent stands beside the form, word for word."""
    person = kept_here(actor, reference)
    to = queries.refer_to(actor, reference)
    form = bind(request, ReferForm, to=to)

    def act() -> int:
        recipient, purpose = form.chosen()
        why = form.cleaned_data["why"]
        return actions.refer(
            by=actor,
            reference=reference,
            recipient_id=recipient,
            purpose=purpose,
            why=why,
            token=token(request),
        )

    return edit(
        request,
        form,
        act,
        person=person,
        title=_("Refer to a partner"),
        save=_("Send the referral"),
        done=_("The referral is sent."),
        back=address("person_sharing", person),
        template="advice/people/refer.html",
        to=to,
        sent=queries.minimum_preview(actor, reference),
    )


@advice()
def referrals(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What came in and waits, and what was sent and where it stands."""
    context = {"inbox": queries.inbox(actor), "outbox": queries.outbox(actor)}
    return render(request, "advice/people/referrals.html", context)


@advice()
def referral(request: HttpRequest, actor: Actor, referral_id: int) -> HttpResponse:
    """One referral, with what its reader may do."""
    found = queries.referral(actor, referral_id)
    return render(request, "advice/people/referral.html", {"one": found, "verbs": _verbs(actor, found)})


def _verbs(actor: Actor, found: ReferralView) -> list[tuple[str, str, str]]:
    """What the reader may do: route, words, kind of button. The first is the main verb."""
    if not found.open:
        return []
    if found.came_in:
        verbs = [("referral_accept", _("Accept"), "")]
        if found.source is not None and found.state == "sent":
            verbs.append(("referral_ask", _("Ask for more"), "quiet"))
        return [*verbs, ("referral_decline", _("Decline"), "quiet")]
    if not found.person_reference or not actor.may(Permission.REFER):
        return []
    answer = [("referral_answer", _("Answer"), "")] if found.state == "more_asked" else []
    return [*answer, ("referral_withdraw", _("Take it back"), "quiet")]


def _received(actor: Actor, referral_id: int) -> ReferralView:
    found = queries.referral(actor, referral_id)
    if not found.came_in:
        raise NotVisible("Referral")
    return found


@form_page
def accept(request: HttpRequest, actor: Actor, referral_id: int) -> HttpResponse:
    """Take somebody on: under a new record, or one of the own organisation that is the same person."""
    found = _received(actor, referral_id)
    if not found.open:
        return redirect("advice:referral", referral_id=referral_id)
    alike = queries.duplicates(actor, queries.referred(found))
    records = [(one.reference, f"{one.name}, {one.reference}") for one in alike]
    form = bind(request, AcceptForm, records=records, colleagues=_colleagues(actor))
    if request.method == "POST" and form.is_valid():
        tried = attempt(
            form,
            lambda: actions.accept_referral(by=actor, referral_id=referral_id, **form.chosen()),
            {"existing_reference": "record"},
        )
        if tried.done:
            messages.success(request, _("The referral is accepted. This is your organisation's own record."))
            return redirect("advice:person_record", reference=tried.result)
    return render(request, "advice/people/accept.html", {"form": form, "one": found, "alike": alike})


def _colleagues(actor: Actor) -> list[tuple[str, str]]:
    if not actor.may(Permission.MANAGE_TEAM):
        return []
    return [(str(one.user_id), one.name) for one in queries.team(actor)]


def _say(
    request: HttpRequest,
    one: ReferralView,
    act: Callable[[str], Any],
    *,
    label: Any,
    title: Any,
    save: Any,
    done: Any,
    then: str = "",
    hint: Any = "",
) -> HttpResponse:
    """A page with one thing to write about a referral."""
    form = bind(request, WordsForm, label=label, hint=hint)
    if request.method == "POST" and form.is_valid():
        tried = attempt(
            form,
            lambda: act(form.cleaned_data["words"]),
            dict.fromkeys(("question", "answer", "reason"), "words"),
        )
        if tried.done:
            messages.success(request, done)
            return redirect(then or reverse("advice:referral", kwargs={"referral_id": one.referral_id}))
    context = {"form": form, "one": one, "title": title, "save": save}
    return render(request, "advice/people/referral_words.html", context)


@form_page
def ask(request: HttpRequest, actor: Actor, referral_id: int) -> HttpResponse:
    """Ask the sender for more before deciding."""
    return _say(
        request,
        _received(actor, referral_id),
        lambda words: actions.ask_more(by=actor, referral_id=referral_id, question=words),
        label=_("What do you need to know?"),
        title=_("Ask for more"),
        save=_("Send the question"),
        done=_("The question is sent."),
    )


@form_page
def decline(request: HttpRequest, actor: Actor, referral_id: int) -> HttpResponse:
    """Decline, and say why. What was sent can no longer be read here afterwards."""
    return _say(
        request,
        _received(actor, referral_id),
        lambda words: actions.decline_referral(by=actor, referral_id=referral_id, reason=words),
        label=_("Why?"),
        hint=_("The sender and the person read this. Do not say whether you know the person."),
        title=_("Decline a referral"),
        save=_("Decline"),
        done=_("The referral is declined. What was sent can no longer be read here."),
        then=reverse("advice:referrals"),
    )


@form_page
def answer(request: HttpRequest, actor: Actor, referral_id: int) -> HttpResponse:
    """Answer what the recipient asked."""
    found = queries.referral(actor, referral_id)
    if found.came_in or not found.person_reference:
        raise NotVisible("Referral")
    return _say(
        request,
        found,
        lambda words: actions.answer_more(by=actor, referral_id=referral_id, answer=words),
        label=_("Your answer"),
        title=_("Answer a question about a referral"),
        save=_("Send the answer"),
        done=_("The answer is sent."),
    )


@verb
def withdraw(request: HttpRequest, actor: Actor, referral_id: int) -> HttpResponse:
    """Take a referral back: the recipient can no longer read it."""
    return send(
        request,
        lambda: actions.withdraw_referral(by=actor, referral_id=referral_id),
        done=_("The referral is taken back. It can no longer be read there."),
        back=reverse("advice:referrals"),
    )
