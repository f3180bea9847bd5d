# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which records are somebody's own, and whom they support: what turns an account into an actor on a person."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from django.utils import timezone

from cydwaith.kernel import reads
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.bilingual import Bilingual
from cydwaith.kernel.errors import NotVisible
from cydwaith.kernel.guard import admit
from cydwaith.kernel.periods import in_force
from cydwaith.kernel.roles import Role
from cydwaith.partnerships import partners

from . import sharing
from .models import AccountInvitation, Involvement, Person, Supporter
from .rules.languages import to_write_in


@dataclass(frozen=True, slots=True)
class OwnRecord:
    """A person record that an account may act on, and the organisation that keeps it."""

    person_id: int
    reference: str
    organisation_id: int


def own_records(user_id: int) -> list[OwnRecord]:
    """The records that are this account's own, the newest first."""
    rows = admit(Person.objects.filter(user_id=user_id, joined_into__isnull=True)).order_by("-pk")
    return [OwnRecord(*row) for row in rows.values_list("pk", "reference", "organisation_id")]


def supported_records(user_id: int) -> list[OwnRecord]:
    """The records of people whom this account supports now."""
    now = timezone.now()
    helped = admit(Supporter.objects.filter(in_force(now, start="starts_at", end="ends_at"), user_id=user_id))
    rows = admit(Person.objects.filter(pk__in=helped.values("person_id"), joined_into__isnull=True)).order_by(
        "pk"
    )
    return [OwnRecord(*row) for row in rows.values_list("pk", "reference", "organisation_id")]


def people_held(user_id: int, organisation_id: int) -> int:
    """How many people this account works with at this organisation now, cover for others left out.

    Whoever holds anybody does not leave before a hand-over; the number tells no name.
    """
    now = timezone.now()
    held = admit(
        Involvement.objects.filter(
            in_force(now, start="starts_at", end="ends_at"), user_id=user_id, organisation_id=organisation_id
        ).exclude(role="cover")
    )
    return held.values("person_id").distinct().count()


def who_may_confirm(by: Actor, person_id: int) -> list[partners.Colleague]:
    """Colleagues who see the person's record, and so may check the address of an invitation in the actor's stead:
    managers, and who works with the person too. For staff alone."""
    if by.organisation_id is None:
        return []
    now = timezone.now()
    working = admit(
        Involvement.objects.filter(
            in_force(now, start="starts_at", end="ends_at"),
            person_id=person_id,
            organisation_id=by.organisation_id,
            user_id__isnull=False,
        )
    )
    with reads.muted():
        involved = set(working.values_list("user_id", flat=True))
    found = [
        one
        for one in partners.colleagues(by.organisation_id)
        if one.user_id != by.user_id and (one.role == Role.MANAGER.value or one.user_id in involved)
    ]
    return [one for one in found if not sharing.kept_out([person_id], user_id=one.user_id)]


def new_token() -> tuple[str, str]:
    """A token for a link, and the digest of it that is kept."""
    token = secrets.token_urlsafe(24)
    return token, digest_of(token)


def digest_of(token: str) -> str:
    """What is kept of a token: SHA-256, since the token itself is random enough to need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def invited(token: str) -> tuple[AccountInvitation, Person, Supporter | None]:
    """What an invitation's link leads to: read past the guard, since the token is the proof.

    Raises `NotVisible` where the link is unknown, used, withdrawn or too old, or the help has ended since.
    """
    now = timezone.now()
    row = admit(
        AccountInvitation.objects.filter(
            token_digest=digest_of(token),
            accepted_at__isnull=True,
            withdrawn_at__isnull=True,
            waits=False,
            expires_at__gt=now,
        )
    ).first()
    if row is None:
        raise NotVisible("AccountInvitation")
    person = admit(Person.objects.filter(pk=row.person_id, joined_into__isnull=True)).one()
    if row.supporter_id is None:
        return row, person, None
    supporter = admit(
        Supporter.objects.filter(in_force(now, start="starts_at", end="ends_at"), pk=row.supporter_id)
    ).one()
    return row, person, supporter


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    """What a link's page shows before anybody signed in: never the person's name.

    `kind`: "person" or "supporter". `language`: in which to begin. `organisation`: its neutral public name.
    """

    email: str
    kind: str
    language: str
    organisation: Bilingual


def open_invitation(token: str) -> OpenInvitation | None:
    """What an invitation's link is for, or None where it does not work (any more)."""
    try:
        row, person, supporter = invited(token)
    except NotVisible:
        return None
    place = partners.public_names([person.organisation_id])[person.organisation_id]
    written = to_write_in(person.written_language, person.spoken_language)[0] if supporter is None else "en"
    return OpenInvitation(row.email, "person" if supporter is None else "supporter", written, place)
