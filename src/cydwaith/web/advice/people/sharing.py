# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who can see what of a person: read, decided in a meeting and written down, withdrawn, and given out as a receipt."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.roles import Permission
from cydwaith.kernel.vocabulary import Purpose
from cydwaith.people import actions, queries
from cydwaith.web.actors import Audience
from cydwaith.web.advice.pages import address, advice, edit, form_page, kept_here, send
from cydwaith.web.advice.saving import token
from cydwaith.web.components import receipts
from cydwaith.web.forms.drafts import bind
from cydwaith.web.pages import page

from .sharing_forms import ExcludeForm, HowForm, ShareForm, recipient_words


@advice()
def sharing(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Work that opens the record, what the person chose, who helps them, who is kept out, and what was before."""
    person = kept_here(actor, reference)
    state = queries.sharing_state(actor, reference)
    words = {
        one.decision_id: recipient_words(one.recipient, one.organisation, one.who) for one in state.history
    }
    context = {
        "person": person,
        "state": state,
        "with_whom": words,
        "may_end_exclusions": actor.may(Permission.MANAGE_TEAM),
        "referrals": queries.referrals_of(actor, reference),
    }
    return render(request, "advice/people/sharing.html", context)


@form_page
def share(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Write down what the person chose to share."""
    person = kept_here(actor, reference)
    form = bind(request, ShareForm, offers=queries.offers(actor, reference))
    made: list[int] = []

    def act() -> int:
        found = actions.decide_sharing(by=actor, reference=reference, token=token(request), **form.choice())
        made.append(found)
        return found

    answer = edit(
        request,
        form,
        act,
        person=person,
        title=_("Write down what the person chose to share"),
        note=_(
            "Only what they told you. They see it on their own pages and can withdraw it there at any time."
        ),
        save=_("Save the decision"),
        done=_("The decision is kept. Give the person the receipt."),
        back=address("person_sharing", person),
    )
    return redirect(address("person_receipt", person, decision_id=made[0])) if made else answer


@form_page
def withdraw(request: HttpRequest, actor: Actor, reference: str, decision_id: int) -> HttpResponse:
    """Write down that the person withdrew something. No reason is asked."""
    person = kept_here(actor, reference)
    found = queries.receipt(actor, reference, decision_id).decision
    form = bind(request, HowForm)
    return edit(
        request,
        form,
        lambda: actions.withdraw(
            by=actor, reference=reference, decision_id=decision_id, how_given=form.cleaned_data["how_given"]
        ),
        person=person,
        title=_("Withdraw what is shared"),
        subject=recipient_words(found.recipient, found.organisation, found.who),
        note=_("It holds at once. The person need not say why."),
        save=_("Withdraw it"),
        done=_("It is withdrawn. Nobody there sees it any more."),
        back=address("person_sharing", person),
    )


@advice()
def receipt(request: HttpRequest, actor: Actor, reference: str, decision_id: int) -> HttpResponse:
    """What the person takes away."""
    person = kept_here(actor, reference)
    found = queries.receipt(actor, reference, decision_id)
    lines = receipts.lines(found)
    context = {"person": person, "receipt": found, "lines": lines, "texts": receipts.texts(found)}
    return render(request, "advice/people/receipt.html", context)


@advice()
def receipt_pdf(_request: HttpRequest, actor: Actor, reference: str, decision_id: int) -> HttpResponse:
    """The same as a file, with a name that tells nothing."""
    found = queries.receipt(actor, reference, decision_id)
    return receipts.pdf_response(found)


@form_page
def exclude(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Write down whom the person wants kept out."""
    person = kept_here(actor, reference)
    people = [(f"u-{one.user_id}", one.name) for one in queries.team(actor)]
    found = {one.organisation_id: str(one.name) for one in queries.refer_to(actor, reference)}
    found |= {
        one.recipient.organisation_id: str(one.organisation)
        for one in queries.offers(actor, reference)
        if one.recipient.organisation_id not in (None, person.holder_id)
    }
    places = [(f"o-{pk}", name) for pk, name in found.items()]
    form = bind(request, ExcludeForm, people=people, places=places)
    return edit(
        request,
        form,
        lambda: actions.exclude(by=actor, reference=reference, **form.who_is_meant()),
        person=person,
        names={"user_id": "who", "organisation_id": "who"},
        title=_("Keep somebody out"),
        note=_(
            "They will see nothing of this record, whatever else would let them in. They are not told. Only the person"
            " and your team's manager see this list."
        ),
        save=_("Keep them out"),
        done=_("They are kept out from now on."),
        back=address("person_sharing", person),
    )


@page(Audience.STAFF, Purpose.FIND_WORK, Permission.MANAGE_TEAM, methods=("POST",))
def end_exclusion(request: HttpRequest, actor: Actor, reference: str, exclusion_id: int) -> HttpResponse:
    """Take somebody off the list, at the person's wish."""
    return send(
        request,
        lambda: actions.end_exclusion(by=actor, reference=reference, exclusion_id=exclusion_id),
        done=_("They are no longer kept out. What was shared with them before stays withdrawn."),
        back=reverse("advice:person_sharing", kwargs={"reference": reference}),
    )
