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
from cydwaith.web.advice.pages import address, edit, form_page, kept_here
from cydwaith.web.forms.base import Form
from cydwaith.web.forms.drafts import bind

from .sharing_forms import HowForm, InviteForm, InviteSupporterForm, SupporterForm, mask_of

DAYS = 14


def send_link(request: HttpRequest, token: str, *, email: str, language: str) -> None:
    """Put an invitation's token into a letter; it is written nowhere else."""
    offer = queries.account_invitation(token)
    if offer is None:
        raise NotVisible("AccountInvitation")
    link = request.build_absolute_uri(reverse("account:invitation", kwargs={"token": token}))
    letters.send(letters.invitation(link, place=offer.organisation, days=DAYS), to=email, language=language)


@form_page
def invite_person(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Send the person a link to an account of their own."""
    person = kept_here(actor, reference)
    form = bind(request, InviteForm, initial={"email": person.email})

    def act() -> None:
        email = form.cleaned_data["email"]
        token = actions.invite_account(by=actor, reference=reference, email=email)
        _onward(request, actor, token, person=person, email=email, language=person.written_language)

    return edit(
        request,
        form,
        act,
        person=person,
        title=_("Invite this person to sign in"),
        note=_("They see their own record, write in it, decide who else sees it, and see who has looked."),
        save=_("Send the link"),
        done=_("The invitation is written."),
        back=address("person_record", person, "account"),
    )


def _onward(
    request: HttpRequest, actor: Actor, token: str, *, person: Header, email: str, language: str
) -> None:
    """Send the link; where a colleague checks the address first, tell those who can."""
    if token:
        send_link(request, token, email=email, language=language)
        return
    page = request.build_absolute_uri(address("person_record", person, "account"))
    for one in queries.who_may_confirm(actor, person.reference):
        letters.send(letters.address_to_check(page), to=one.email, language=one.language)


@form_page
def confirm(request: HttpRequest, actor: Actor, reference: str, account_invitation_id: int) -> HttpResponse:
    """A colleague has checked that the address is the one that was given: the link goes out."""
    person = kept_here(actor, reference)
    waiting = queries.waiting_invitations(actor, reference)
    found = next((one for one in waiting if one.invitation_id == account_invitation_id), None)
    if found is None:
        raise NotVisible("AccountInvitation")
    form = bind(request, Form)

    def act() -> None:
        token = actions.confirm_invitation(by=actor, invitation_id=account_invitation_id)
        send_link(
            request, token, email=found.email, language="" if found.supporter else person.written_language
        )

    return edit(
        request,
        form,
        act,
        person=person,
        title=_("Check an address before the link goes out"),
        subject=", ".join(one for one in (found.supporter, found.email) if one),
        note=_(
            "Whoever has the link reads the record from then on. Ask the person, in a meeting or on a number that you"
            " know, whether this is the right address. Do not ask whoever wrote the invitation."
        ),
        save=_("It is the right address: send the link"),
        done=_("The link is sent."),
        back=address("person_record", person, "account"),
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
            how_given=given["how_given"],
        )
        _onward(request, actor, token, person=person, email=given["email"], language="")

    return edit(
        request,
        form,
        act,
        person=person,
        title=_("Invite a supporter to sign in"),
        subject=found.name,
        save=_("Send the link"),
        done=_("The invitation is written."),
        back=address("person_record", person, "account"),
    )


@form_page
def end_supporter(request: HttpRequest, actor: Actor, reference: str, supporter_id: int) -> HttpResponse:
    """The help has ended, or the person wants it to."""
    person = kept_here(actor, reference)
    state = queries.sharing_state(actor, reference)
    found = next((one for one in state.supporters if one.supporter_id == supporter_id), None)
    if found is None:
        raise NotVisible("Supporter")
    form = bind(request, HowForm)
    return edit(
        request,
        form,
        lambda: actions.end_supporter(
            by=actor,
            reference=reference,
            supporter_id=supporter_id,
            how_given=form.cleaned_data["how_given"],
        ),
        person=person,
        title=_("End their help"),
        subject=found.name,
        note=_("What was shared with them is withdrawn at once."),
        save=_("End their help"),
        done=_("Their help has ended. They see nothing any more."),
        back=address("person_sharing", person, "supporters"),
    )
