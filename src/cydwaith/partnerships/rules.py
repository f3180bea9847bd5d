# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rules of who works together, pure: who may be invited to what, when an agreement carries a flow.

What ties somebody to their post (people on their caseload) is known above this context; whoever knows registers it
here, so that no membership ends while somebody would fall between two people.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import NotAllowed
from cydwaith.kernel.roles import ROLES, STAFF_ROLES, Permission, Role

INVITED_ROLES: tuple[Role, ...] = (
    Role.ADVISER,
    Role.MANAGER,
    Role.ADMINISTRATOR,
    Role.GOVERNANCE,
    Role.ANALYST,
    Role.LINKAGE,
)
"""Roles an administrator may invite to. People and supporters are invited by whoever works with them."""

assert set(INVITED_ROLES) <= STAFF_ROLES  # noqa: S101  # a table that must fit another one

_OPENS = frozenset({Permission.WORK_CASELOAD, Permission.GOVERN, Permission.REVIEW_LINKS})

READS_PEOPLE = frozenset(role for role in INVITED_ROLES if ROLES[role].permissions & _OPENS)
"""Roles that open something of people's records: whoever gives one is watched by others (docs/adr/0021)."""

INVITATION_DAYS = 14
"""How long an invitation may be taken up."""


def acting_for(actor: Actor) -> int:
    """The organisation for which somebody acts. Raises `NotAllowed` where they act for none."""
    if actor.organisation_id is None:
        raise NotAllowed("only for an organisation")
    return actor.organisation_id


CASEWORK_ROLES = frozenset({Role.ADVISER, Role.MANAGER})
"""Roles that have people on a caseload."""

Tie = Callable[[int, int], int]
"""(user id, organisation id) -> how many people would lose the one who works with them."""

_ties: list[Tie] = []


def register_tie(tie: Tie) -> None:
    """Say who counts what ties somebody to their post. Contexts above call this when they are ready."""
    if tie not in _ties:
        _ties.append(tie)


def people_tied(user_id: int, organisation_id: int) -> int:
    """How many people must be handed over before this account may leave this organisation."""
    return max((tie(user_id, organisation_id) for tie in _ties), default=0)


FlowEnd = Callable[[Actor, int], None]
"""(who did it, the source's id): flows out of an organisation were switched off. Called inside that action."""

_flow_ends: list[FlowEnd] = []


def register_flow_end(listener: FlowEnd) -> None:
    """Say who closes what rested on a flow. Contexts above call this when they are ready."""
    if listener not in _flow_ends:
        _flow_ends.append(listener)


def flows_ended(by: Actor, source_ids: Iterable[int]) -> None:
    """Tell those above that flows out of these organisations were switched off."""
    for source_id in dict.fromkeys(source_ids):
        for listener in _flow_ends:
            listener(by, source_id)


def expiry(now: datetime) -> datetime:
    """The moment until which an invitation made now may be taken up."""
    return now + timedelta(days=INVITATION_DAYS)


@dataclass(frozen=True, slots=True)
class InvitationTimes:
    """The moments of an invitation that decide what it still is."""

    expires_at: datetime
    accepted_at: datetime | None
    withdrawn_at: datetime | None


def invitation_state(times: InvitationTimes, now: datetime) -> str:
    """ "accepted", "withdrawn", "expired" or "open"."""
    if times.accepted_at is not None:
        return "accepted"
    if times.withdrawn_at is not None:
        return "withdrawn"
    return "expired" if times.expires_at <= now else "open"


def agreement_state(*, starts_on: date, ends_on: date, review_on: date, signed: bool, today: date) -> str:
    """ "unsigned", "ended", "ahead", "review" (in force, and to be looked at again) or "in_force".

    Only the last two carry a flow.
    """
    if not signed:
        return "unsigned"
    if ends_on <= today:
        return "ended"
    if starts_on > today:
        return "ahead"
    return "review" if review_on <= today else "in_force"


CARRIES = frozenset({"in_force", "review"})
"""States of an agreement in which a flow may be switched on."""
