# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who can see what: because it is their work, or because the person chose so. Taken back by one click, and given again
by another, which is a new decision."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cydwaith.kernel.actor import Actor
from cydwaith.people import actions, queries
from cydwaith.people.queries import DecisionView, SharingState
from cydwaith.web.components import receipts

from . import easy
from .common import mine, send, verb, who_is


def _standing_for(state: SharingState, taken: str) -> DecisionView | None:
    """The decision that was just taken back, where nothing stands in its place yet: it can be given again."""
    if not taken.isdigit():
        return None
    asked = next((one for one in state.history if one.decision_id == int(taken)), None)
    if asked is None or asked.state != "replaced" or asked.ends_at <= timezone.now():
        return None
    newest = next(
        one for one in state.history if (one.recipient, one.purpose) == (asked.recipient, asked.purpose)
    )
    return asked if newest.state == "withdrawal" else None


@mine()
def sharing(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Everything on one page: what I chose, whose work it is, who helps me, whom I keep out."""
    state = queries.sharing_state(actor)
    template = easy.template(request, actor, "me/sharing.html", "me/easy/sharing.html")
    return render(
        request,
        template,
        {
            "state": state,
            "who_is": who_is,
            "stopped": queries.stopped(state.history),
            "taken": _standing_for(state, request.GET.get("taken", "")),
            "apart": queries.counted_apart(actor, actor.person_id or 0),
            "sent": [one for one in queries.referrals_of(actor) if one.source is not None],
        },
    )


@mine()
def history(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every decision there ever was, each with its receipt."""
    return render(request, "me/history.html", {"state": queries.sharing_state(actor), "who_is": who_is})


@mine()
def receipt(request: HttpRequest, actor: Actor, sharing_decision_id: int) -> HttpResponse:
    """One decision, to keep."""
    found = queries.receipt(actor, None, sharing_decision_id)
    standing = found.decision.state == "in_force"
    before = found.replaces if found.decision.state == "withdrawal" else None
    shown = before.category_words if before else found.decision.category_words
    return render(
        request,
        "me/receipt.html",
        {
            "receipt": found,
            "lines": receipts.lines(found),
            "texts": receipts.texts(found),
            "what": shown,
            "standing": standing,
            "fresh": "new" in request.GET,
        },
    )


@mine()
def receipt_pdf(_request: HttpRequest, actor: Actor, sharing_decision_id: int) -> HttpResponse:
    """The same as a file, with a name that tells nothing."""
    return receipts.pdf_response(queries.receipt(actor, None, sharing_decision_id))


@verb
def withdraw(_request: HttpRequest, actor: Actor, sharing_decision_id: int) -> HttpResponse:
    """Take something back: one click, no reason, from the next request on."""
    actions.withdraw(by=actor, reference=None, decision_id=sharing_decision_id)
    return HttpResponseRedirect(f"{reverse('me:sharing')}?taken={sharing_decision_id}")


@verb
def again(request: HttpRequest, actor: Actor, sharing_decision_id: int) -> HttpResponse:
    """Undo "taken back": the same once more, as a decision of its own. Raises `NotVisible`."""
    before = queries.receipt(actor, None, sharing_decision_id).decision
    mask = 0
    for category in before.categories:
        mask |= int(category)

    def act() -> Any:
        return actions.decide_sharing(
            by=actor,
            reference=None,
            recipient=before.recipient,
            purpose=before.purpose,
            categories=mask,
            ends_on=timezone.localdate(before.ends_at),
        )

    return send(request, act, back=reverse("me:sharing"), done=_("They can see it again, as before."))


@verb
def withdraw_all(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Take everything back at once."""
    return send(
        request,
        lambda: actions.withdraw_all(by=actor, reference=None),
        back=reverse("me:sharing"),
        done=_("All is taken back. Nobody sees anything by your choice now."),
    )


@verb
def count_apart(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Count my records by themselves, or let them be put together for counting again."""
    apart = request.POST.get("apart") == "yes"
    done = (
        _("Your records are counted by themselves.") if apart else _("Your records may be counted together.")
    )
    return send(
        request,
        lambda: actions.count_apart(by=actor, apart=apart),
        back=f"{reverse('me:sharing')}#counting",
        done=done,
    )
