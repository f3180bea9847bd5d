# SPDX-License-Identifier: AGPL-3.0-or-later
"""Accounts of people and of their supporters: invited by a link that works once, never made for somebody."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cydwaith.kernel.actions import action, wrote
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Invalid, NotAllowed, NotVisible
from cydwaith.kernel.roles import Permission
from cydwaith.kernel.vocabulary import Purpose
from cydwaith.people import identity, sharing, visibility
from cydwaith.people.deciding import Choice, current_decisions, decide, withdraw_from
from cydwaith.people.models import AccountInvitation, Person, Supporter
from cydwaith.people.queries.lookup import person_for_change
from cydwaith.people.rules import details
from cydwaith.people.rules.sharing import choice_problems
from cydwaith.people.shapes import Recipient

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
) -> str:
    """Invite the person, or a supporter of theirs, to sign in; returns the token, which is kept nowhere.

    `categories` and `ends_on`: what the person chose to share with the supporter, in force once they accept. Earlier
    invitations that still stood open no longer work. Raises `Invalid`.
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
    now = timezone.now()
    _end_links(by, person, supporter_id, now)
    token, digest = identity.new_token()
    made = AccountInvitation.objects.create(
        person_id=person.pk,
        supporter=supporter,
        email=kept["email"].lower(),
        token_digest=digest,
        invited_by=by.user_id,
        invited_at=now,
        expires_at=now + timedelta(days=INVITATION_DAYS),
        categories=categories if supporter is not None else 0,
        share_ends_on=ends_on if supporter is not None and categories else None,
    )
    wrote(made, changed={"email": made.email, "expires_at": made.expires_at, "categories": made.categories})
    return token


def _end_links(by: Actor, person: Person, supporter_id: int | None, now: datetime) -> None:
    """Links that were made for the person (None) or a supporter, and not used, no longer work."""
    links = AccountInvitation.objects.visible_to(by).filter(
        person_id=person.pk, accepted_at__isnull=True, withdrawn_at__isnull=True
    )
    chosen = Q(supporter__isnull=True) if supporter_id is None else Q(supporter_id=supporter_id)
    links.filter(chosen).update(withdrawn_at=now)


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
    if invitation.invited_by == by.user_id or sharing.kept_out([person.pk], user_id=by.user_id):
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
        decide(person.pk, choice, replaces=None, recorded_by=invitation.invited_by, how_given="screen")
        visibility.reindex([person.pk])
    return person.reference


@action("people.add_supporter", permission=_BOTH)
def add_supporter(*, by: Actor, reference: str | None, name: str, relation: str, email: str = "") -> int:
    """Write down somebody who helps the person; returns the supporter's id. They see nothing by this alone."""
    person = person_for_change(by, reference)
    kept, errors = details.checked({"name": name, "email": email}, today=timezone.localdate())
    relation = details.tidy(relation)
    if not relation or len(relation) > 60:
        errors["relation"] = [_now("Write what they are to the person, such as sister or advocate.")]
    if errors:
        raise Invalid(errors)
    made = Supporter.objects.create(
        person_id=person.pk,
        name=kept["name"],
        email=kept["email"],
        relation=relation,
        starts_at=timezone.now(),
    )
    wrote(made, changed={**kept, "relation": relation})
    return made.pk


@action("people.end_supporter", permission=_BOTH)
def end_supporter(*, by: Actor, reference: str | None, supporter_id: int) -> None:
    """End a supporter's help now: what was shared with them is withdrawn, open invitations no longer work."""
    person = person_for_change(by, reference)
    row = Supporter.objects.visible_to(by).filter(pk=supporter_id, person_id=person.pk).one()
    now = timezone.now()
    row.ends_at = now if row.ends_at is None else min(row.ends_at, now)
    row.ends_at = max(row.ends_at, row.starts_at)
    row.save(update_fields=["ends_at"])
    wrote(row, changed={"ends_at": row.ends_at})
    _end_links(by, person, row.pk, now)
    if row.user_id is not None:
        key = Recipient(user_id=row.user_id).key
        for decision in current_decisions(by, person.pk):
            if decision.recipient == key:
                withdraw_from(decision, by, "screen")
        visibility.reindex([person.pk])
