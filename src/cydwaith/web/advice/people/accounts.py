# SPDX-License-Identifier: AGPL-3.0-or-later
"""Supporters, and invitations to sign in for a person or a supporter of theirs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import NotVisible
from cydwaith.people import actions, queries
from cydwaith.people.queries import Header
from cydwaith.web.accounts import letters
from cydwaith.web.advice.pages import address, edit, form_page, kept_here, send, verb
from cydwaith.web.forms.drafts import bind

from .sharing_forms import InviteForm, InviteSupporterForm, SupporterForm, mask_of

DAYS = 14


def send_link(request: HttpRequest, token: str, *, person: Header | None, email: str) -> None:
    """Put an invitation's token into a letter; it is written nowhere else."""
    offer = queries.account_invitation(token)
    if offer is None:
        raise NotVisible("AccountInvitation")
    link = request.build_absolute_uri(reverse("account:invitation", kwargs={"token": token}))
    language = person.written_language if person is not None else ""
    letters.send(letters.invitation(link, place=offer.organisation, days=DAYS), to=email, language=language)


@form_page
def invite_person(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Send the person a link to an account of their own."""
    person = kept_here(actor, reference)
    form = bind(request, InviteForm, initial={"email": person.email})

    def act() -> None:
        email = form.cleaned_data["email"]
        token = actions.invite_account(by=actor, reference=reference, email=email)
        send_link(request, token, person=person, email=email)

    return edit(
        request,
        form,
        act,
        person=person,
        title=_("Invite this person to sign in"),
        note=_("They see their own record, write in it, decide who else sees it, and see who has looked."),
        save=_("Send the link"),
        done=_("The link is sent."),
        back=address("person_record", person),
    )


@form_page
def add_supporter(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Write down somebody who helps the person."""
    person = kept_here(actor, reference)
    form = bind(request, SupporterForm)
    return edit(
        request,
        form,
        lambda: actions.add_supporter(by=actor, reference=reference, **form.cleaned_data),
        person=person,
        title=_("Add a supporter"),
        note=_("By this alone they see nothing. What they may see is the person's choice."),
        save=_("Add this supporter"),
        done=_("The supporter is added."),
        back=address("person_sharing", person, "supporters"),
    )


@form_page
def invite_supporter(request: HttpRequest, actor: Actor, reference: str, supporter_id: int) -> HttpResponse:
    """Send a supporter a link, with what the person chose to let them see."""
    person = kept_here(actor, reference)
    state = queries.sharing_state(actor, reference)
    found = next((one for one in state.supporters if one.supporter_id == supporter_id), None)
    if found is None:
        raise NotVisible("Supporter")
    form = bind(request, InviteSupporterForm, initial={"email": found.email})

    def act() -> None:
        given = form.cleaned_data
        token = actions.invite_account(
            by=actor,
            reference=reference,
            supporter_id=supporter_id,
            email=given["email"],
            categories=mask_of(given["categories"]),
            ends_on=given["ends_on"],
        )
        send_link(request, token, person=None, email=given["email"])

    return edit(
        request,
        form,
        act,
        person=person,
        title=_("Invite a supporter to sign in"),
        subject=found.name,
        save=_("Send the link"),
        done=_("The link is sent."),
        back=address("person_sharing", person, "supporters"),
    )


@verb
def end_supporter(request: HttpRequest, actor: Actor, reference: str, supporter_id: int) -> HttpResponse:
    """The help has ended, or the person wants it to."""
    return send(
        request,
        lambda: actions.end_supporter(by=actor, reference=reference, supporter_id=supporter_id),
        done=_("Their help has ended. They see nothing any more."),
        back=reverse("advice:person_sharing", kwargs={"reference": reference}),
    )
