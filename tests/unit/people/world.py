# SPDX-License-Identifier: AGPL-3.0-or-later
"""Makers for the tests of people: organisations with members, partners with a flow, somebody's own account."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.roles import Role
from cydwaith.kernel.system import system
from cydwaith.kernel.vocabulary import ALL_CATEGORIES, Purpose
from cydwaith.partnerships.models import Agreement, Flow, Membership, Organisation, Partner, Partnership
from cydwaith.people import actions
from cydwaith.people.models import AccountInvitation, Person
from tests import factories

organisation = factories.organisation


def member(at: Organisation, role: Role = Role.ADVISER, purpose: Purpose = Purpose.FIND_WORK) -> Actor:
    """An actor with an account and a membership that holds."""
    user = factories.user()
    made = Membership.objects.create(
        user=user, organisation=at, role=role.value, starts_on=timezone.localdate() - timedelta(days=400)
    )
    return Actor(role=role, purpose=purpose, user_id=user.pk, organisation_id=at.pk, membership_id=made.pk)


def flow(
    source: Organisation,
    recipient: Organisation,
    *,
    purpose: Purpose = Purpose.FIND_WORK,
    categories: int = int(ALL_CATEGORIES),
    on: bool = True,
    days: int = 365,
    signed: bool = True,
) -> Flow:
    """A flow between two organisations, under an agreement from a year ago for `days` more."""
    today = timezone.localdate()
    year_ago = today - timedelta(days=365)
    partnership = Partnership.objects.create(code=f"p{Partnership.objects.count()}", name_en="Together")
    for place in (source, recipient):
        Partner.objects.create(partnership=partnership, organisation=place, starts_on=year_ago)
    agreement = Agreement.objects.create(
        partnership=partnership, reference="ISA", starts_on=year_ago, ends_on=today + timedelta(days=days),
        review_on=today, signed_at=datetime.now(UTC) if signed else None,
    )  # fmt: skip
    return Flow.objects.create(
        agreement=agreement, source=source, recipient=recipient, purpose=purpose.value, categories=categories,
        lawful_basis="public task", switched_on_at=datetime.now(UTC) if on else None,
    )  # fmt: skip


def person_row(reference: str) -> Person:
    """The row of a person, read past the guard."""
    with system("test"):
        return Person.objects.get(reference=reference)


def themself(_adviser: Actor, reference: str, user: Any = None) -> Actor:
    """The person as an actor, with an account of their own."""
    account = user or factories.user()
    with system("test"):
        row = Person.objects.get(reference=reference)
        row.user = account
        row.save(update_fields=["user"])
    return Actor(role=Role.PERSON, purpose=Purpose.GET_SUPPORT, user_id=account.pk, person_id=row.pk)


def account(role: Role) -> Actor:
    """Somebody who has just signed up: an account and nothing else."""
    return Actor(role=role, purpose=Purpose.GET_SUPPORT, user_id=factories.user().pk)


def invited(*, by: Actor, **given: Any) -> str:
    """The token of an invitation that staff wrote and a colleague, made for it, confirmed."""
    if by.role is Role.PERSON:
        return actions.invite_account(by=by, **given)
    colleague = member(Organisation.objects.get(pk=by.organisation_id), Role.MANAGER)
    assert actions.invite_account(by=by, **given) == ""
    with system("test"):
        waiting = AccountInvitation.objects.filter(waits=True).latest("pk").pk
    return actions.confirm_invitation(by=colleague, invitation_id=waiting)
