# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who acts: a user, for an organisation, in a role, for a purpose. Passed, never ambient."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

from .roles import ROLES, Permission, Role
from .vocabulary import Purpose


@dataclass(frozen=True, slots=True)
class Actor:
    """One user in one role for one purpose, for the length of one request or command.

    `person_id` is the actor's own record (role PERSON) or, for a supporter, the person they help.
    `recipients` are the keys under which the visibility index may have opened records to this actor.
    """

    role: Role
    purpose: Purpose
    user_id: int | None = None
    organisation_id: int | None = None
    membership_id: int | None = None
    person_id: int | None = None
    language: str = "en"

    @property
    def permissions(self) -> frozenset[Permission]:
        """What the role may do."""
        return ROLES[self.role].permissions

    def may(self, permission: Permission) -> bool:
        """Whether the role holds `permission` (a verb; rows are the guard's)."""
        return permission in ROLES[self.role].permissions

    def for_purpose(self, purpose: Purpose) -> Self:
        """The same actor, looking for another reason: set by the page that is served."""
        return self if purpose is self.purpose else replace(self, purpose=purpose)

    @property
    def recipients(self) -> tuple[str, ...]:
        """Visibility keys: named user, organisation, role at the organisation, user at the organisation."""
        keys: list[str] = []
        if self.organisation_id is not None:
            if self.role in (Role.ADVISER, Role.MANAGER):
                keys += [organisation_key(self.organisation_id), role_key(self.organisation_id, self.role)]
                if self.user_id is not None:
                    keys.append(user_key(self.user_id, self.organisation_id))
        elif self.role is Role.SUPPORTER and self.user_id is not None:
            keys.append(user_key(self.user_id))
        return tuple(keys)


def user_key(user_id: int, organisation_id: int | None = None) -> str:
    """Key of a named user: at an organisation (staff), or as themself (a supporter)."""
    return f"u{user_id}" if organisation_id is None else f"u{user_id}@{organisation_id}"


def organisation_key(organisation_id: int) -> str:
    """Key of everyone who works with people at an organisation (advisers and managers)."""
    return f"o{organisation_id}"


def role_key(organisation_id: int, role: Role) -> str:
    """Key of everyone in one role at an organisation."""
    return f"o{organisation_id}.{role.value}"


ANONYMOUS = Actor(role=Role.ANONYMOUS, purpose=Purpose.GET_SUPPORT)
