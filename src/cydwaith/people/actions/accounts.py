# SPDX-License-Identifier: AGPL-3.0-or-later
"""Accounts of people and of their supporters: invited by a link that works once, never made for somebody.

A link that staff write could go to an address of their own, and whoever holds it is the person from then on. So a
colleague checks the address before there is a link (docs/adr/0020).
"""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cydwaith.kernel.actions import action, wrote
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Invalid, NotAllowed, NotVisible
from cydwaith.kernel.roles import Permission, Role
from cydwaith.kernel.vocabulary import Purpose
from cydwaith.people import identity, sharing, visibility
from cydwaith.people.deciding import Choice, decide, how_it_came
from cydwaith.people.models import AccountInvitation, HowGiven, Person, Supporter
from cydwaith.people.queries.lookup import person_by_id_for_change, person_for_change
from cydwaith.people.rules import details
from cydwaith.people.rules.sharing import choice_problems
from cydwaith.people.shapes import Recipient

from .supporters import end_links

INVITATION_DAYS = 14
_BOTH = (Permission.WORK_CASELOAD, Permission.OWN_RECORD)


@action("people.invite_account", permission=_BOTH)
def invite_account(
    *,
    by: Actor,
    reference: str | None,
    email: str,
    supporter_id: int | None = None,
    categories: int = 0,
    ends_on: date | None = None,
    how_given: str = "screen",
) -> str:
    """Invite the person, or a supporter of theirs, to sign in; returns the token, which is kept nowhere.

    The token is "" where staff invite: a colleague confirms the address first (`confirm_invitation`), unless there is
    none. `categories` and `ends_on`: what the person chose to share with the supporter, in force once they accept;
    `how_given`: where staff were told so. Earlier invitations that still stood open no longer work. Raises `Invalid`.
    """
    person = person_for_change(by, reference)
    kept, errors = details.checked({"email": email}, today=timezone.localdate())
    if not kept["email"]:
        errors["email"] = [_now("Write an email address, such as name@example.org.")]
    supporter = _supporter(by, person, supporter_id) if supporter_id is not None else None
    if supporter is None and person.user_id is not None:
        errors[""] = [_now("They have an account already.")]
    if supporter is not None and categories:
        errors |= choice_problems(categories, ends_on, today=timezone.localdate())
    if errors:
        raise Invalid(errors)
    chosen = categories if supporter is not None else 0
    how = how_it_came(by, how_given) if chosen else HowGiven.SCREEN.value
    waits = by.role is not Role.PERSON and bool(identity.who_may_confirm(by, person.pk))
    now = timezone.now()
    end_links(by, person, supporter_id, now)
    token, digest = identity.new_token()
    made = AccountInvitation.objects.create(
        person_id=person.pk,
        supporter=supporter,
        email=kept["email"].lower(),
        token_digest=digest,
        invited_by=by.user_id,
        invited_at=now,
        expires_at=now + timedelta(days=INVITATION_DAYS),
        categories=chosen,
        share_ends_on=ends_on if chosen else None,
        how_given=how,
        waits=waits,
    )
    wrote(
        made,
        changed={
            "email": made.email,
            "expires_at": made.expires_at,
            "categories": made.categories,
            "how_given": how,
            "waits": waits,
        },
    )
    return "" if waits else token


@action("people.confirm_invitation", permission=Permission.WORK_CASELOAD)
def confirm_invitation(*, by: Actor, invitation_id: int) -> str:
    """Say that the address of a colleague's invitation is the one that the person gave; returns the token, once.

    Raises `NotVisible`, and `Invalid` for whoever wrote the invitation.
    """
    row = (
        AccountInvitation.objects.visible_to(by)
        .filter(
            pk=invitation_id,
            accepted_at__isnull=True,
            withdrawn_at__isnull=True,
            waits=True,
            expires_at__gt=timezone.now(),
        )
        .one()
    )
    person_by_id_for_change(by, row.person_id)
    if row.invited_by == by.user_id:
        raise Invalid.on("", _now("A colleague checks the address, not whoever wrote the invitation."))
    token, row.token_digest = identity.new_token()
    row.waits, row.confirmed_by, row.confirmed_at = False, by.user_id, timezone.now()
    row.expires_at = row.confirmed_at + timedelta(days=INVITATION_DAYS)
    row.save(update_fields=["token_digest", "waits", "confirmed_by", "confirmed_at", "expires_at"])
    wrote(row, changed={"confirmed_by": by.user_id, "expires_at": row.expires_at})
    return token


def _supporter(by: Actor, person: Person, supporter_id: int) -> Supporter:
    rows = Supporter.objects.visible_to(by).filter(pk=supporter_id, person_id=person.pk)
    row: Supporter = rows.one()
    if row.ends_at is not None and row.ends_at <= timezone.now():
        raise NotVisible("Supporter")
    if row.user_id is not None:
        raise Invalid.on("", _now("They have an account already."))
    return row


@action(
    "people.accept_account",
    permission=None,
    messages={
        "person_user_once": ("", _("This account has a record there already.")),
        "people_person.user_id, people_person.organisation_id": (
            "",
            _("This account has a record there already."),
        ),
    },
)
def accept_account(*, by: Actor, token: str) -> str:
    """Tie the signed-in account to the record, or to the supporter, that the link was made for.

    Returns the person's reference. Raises `NotVisible` where the link is unknown, used, withdrawn or too old.
    """
    if by.user_id is None:
        raise NotAllowed("people.accept_account")
    invitation, person, supporter = identity.invited(token)
    own = by.user_id in (invitation.invited_by, invitation.confirmed_by)
    if own or sharing.kept_out([person.pk], user_id=by.user_id):
        # Nobody becomes the person, or who helps them, by a link of their own making; nor who is kept out.
        raise NotVisible("AccountInvitation")
    now = timezone.now()
    invitation.accepted_at = now
    invitation.save(update_fields=["accepted_at"])
    wrote(invitation, changed={"accepted_at": now})
    if supporter is None:
        if person.user_id is not None:
            raise NotVisible("AccountInvitation")
        person.user_id = by.user_id
        person.save(update_fields=["user"])
        wrote(person, changed={"user": by.user_id})
        return person.reference
    if by.user_id == person.user_id:
        raise Invalid.on("", _now("This is your own record: a supporter is somebody else."))
    supporter.user_id = by.user_id
    supporter.save(update_fields=["user"])
    wrote(supporter, changed={"user": by.user_id})
    if invitation.categories and invitation.share_ends_on:
        choice = Choice(
            Recipient(user_id=by.user_id),
            Purpose.GET_SUPPORT.value,
            invitation.categories,
            invitation.share_ends_on,
        )
        # What the person chose when they invited: theirs, not the supporter's, whose click only starts it.
        decide(
            person.pk,
            choice,
            replaces=None,
            recorded_by=invitation.invited_by,
            how_given=invitation.how_given,
        )
        visibility.reindex([person.pk])
    return person.reference
