# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a story needs again and again: an account for a person, a first plan, days before today."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from cydwaith.journeys import actions as work
from cydwaith.journeys.shapes import NewContact
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.models import User
from cydwaith.kernel.roles import Role
from cydwaith.kernel.vocabulary import Purpose
from cydwaith.partnerships import partners
from cydwaith.partnerships.actions import open_account
from cydwaith.people import actions as people
from cydwaith.people import queries
from cydwaith.people.identity import own_records
from cydwaith.people.shapes import NewPerson

from .bodies import PASSWORD, Bodies


@dataclass(slots=True)
class Stage:
    """Where the stories are told: the bodies, the staff's actors by name, and the day."""

    bodies: Bodies
    staff: dict[str, Actor]
    today: date
    references: dict[str, str] = field(default_factory=dict)

    def ago(self, days: int) -> date:
        """So many days before today."""
        return self.today - timedelta(days=days)

    def ahead(self, days: int) -> date:
        """So many days after today."""
        return self.today + timedelta(days=days)


def account(email: str, name: str, language: str) -> int:
    """An account as an invitation's acceptance makes it, marked as a persona; returns its id."""
    nobody = Actor(role=Role.ANONYMOUS, purpose=Purpose.GET_SUPPORT)
    made = open_account(by=nobody, email=email, name=name, password_hash=PASSWORD, language=language)
    User.objects.filter(pk=made).update(is_demo=True)
    return made


def sign_up(reference: str, by: Actor, *, email: str, name: str, language: str = "en") -> Actor:
    """The adviser invites the person to an account of their own; they take it up. Returns the person's actor."""
    token = checked(people.invite_account(by=by, reference=reference, email=email), reference, by)
    user_id = account(email, name, language)
    people.accept_account(
        by=Actor(role=Role.PERSON, purpose=Purpose.GET_SUPPORT, user_id=user_id, language=language),
        token=token,
    )
    record = own_records(user_id)[0]
    return Actor(
        role=Role.PERSON,
        purpose=Purpose.GET_SUPPORT,
        user_id=user_id,
        person_id=record.person_id,
        language=language,
    )


def checked(token: str, reference: str, by: Actor) -> str:
    """The token of an invitation, after a colleague of its writer has checked the address where one has to."""
    if token:
        return token
    managers = partners.colleagues(by.organisation_id or 0, [Role.MANAGER.value])
    manager = Actor(
        role=Role.MANAGER,
        purpose=Purpose.FIND_WORK,
        user_id=next(one.user_id for one in managers if one.user_id != by.user_id),
        organisation_id=by.organisation_id,
    )
    waiting = queries.waiting_invitations(manager, reference)[0]
    return people.confirm_invitation(by=manager, invitation_id=waiting.invitation_id)


def begin(stage: Stage, by: Actor, person: NewPerson, *, programme: str, days: int) -> tuple[str, int]:
    """Add a person and open their journey so many days ago; returns their reference and the journey's id."""
    reference = people.add_person(by=by, person=person)
    journey = work.open_journey(
        by=by,
        reference=reference,
        programme_id=stage.bodies.programmes[programme],
        referred_on=stage.ago(days + 9),
        opened_on=stage.ago(days),
    )
    return reference, journey


def talk(
    stage: Stage,
    by: Actor,
    reference: str,
    days: int,
    summary: str,
    *,
    next_in: int | None = None,
    how: str = "in_person",
    place: str = "community",
    with_whom: str = "person",
    note: str = "",
    employer: str = "",
    minutes: int = 40,
) -> int:
    """Record a contact so many days ago; `next_in`: the next one is that many days ahead of today."""
    return work.record_contact(
        by=by,
        reference=reference,
        contact=NewContact(
            with_whom=with_whom,
            how=how,
            on=stage.ago(days),
            minutes=minutes,
            place=place if how == "in_person" else "",
            summary=summary,
            note=note,
            employer_name=employer,
            next_on=None if next_in is None else stage.ahead(next_in),
        ),
    )
