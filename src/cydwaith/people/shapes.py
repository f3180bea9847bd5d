# SPDX-License-Identifier: AGPL-3.0-or-later
"""What goes into the actions of this context, as frozen records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from cydwaith.kernel.actor import organisation_key, role_key, user_key
from cydwaith.kernel.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFact:
    """A dated fact (see `rules.facts.KINDS`). The period is half-open: `ends_on` is the day it stops."""

    kind: str
    value: str
    starts_on: date
    ends_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """A person as they are first written down. Empty: not known.

    `adviser_id`: the user who works with them (None: the actor where that is an adviser, else nobody yet).
    `since`: from when the organisation has been involved (None: now).
    """

    name: str
    called: str = ""
    date_of_birth: date | None = None
    nhs_number: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    postcode: str = ""
    spoken_language: str = ""
    written_language: str = ""
    other_language: str = ""
    formats: tuple[str, ...] = ()
    communication: str = ""
    access: str = ""
    facts: tuple[NewFact, ...] = ()
    adviser_id: int | None = None
    since: datetime | None = None


IDENTITY_FIELDS = (
    "name",
    "called",
    "date_of_birth",
    "nhs_number",
    "email",
    "phone",
    "address",
    "postcode",
    "spoken_language",
    "written_language",
    "other_language",
)
"""Fields of `Person` that say who somebody is and how to reach them; the same names in `NewPerson`."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """With whom something is shared: an organisation, one role there, one named user there, or a supporter.

    A supporter is a `user_id` without an organisation.
    """

    organisation_id: int | None = None
    role: str = ""
    user_id: int | None = None

    @property
    def key(self) -> str:
        """The key in the visibility index. Raises `ValueError` where nobody is named, or a role without a place."""
        if self.user_id is not None:
            return user_key(self.user_id, self.organisation_id)
        if self.organisation_id is None:
            raise ValueError("a recipient is an organisation, a role there, or a named user")
        return (
            role_key(self.organisation_id, Role(self.role))
            if self.role
            else organisation_key(self.organisation_id)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfReferral:
    """What somebody writes who asks for help by themself: the minimum, in their own words."""

    name: str
    email: str = ""
    phone: str = ""
    called: str = ""
    spoken_language: str = ""
    written_language: str = ""
    communication: str = ""
    why: str = ""
