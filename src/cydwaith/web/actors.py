# SPDX-License-Identifier: AGPL-3.0-or-later
"""From a request to an actor: which membership, own record or supported record somebody acts under."""

from __future__ import annotations

from enum import StrEnum

from django.http import HttpRequest
from django.utils.translation import get_language

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.roles import Role
from cydwaith.kernel.vocabulary import Purpose
from cydwaith.partnerships.queries.members import parts
from cydwaith.people.identity import own_records, supported_records

MEMBERSHIP = "membership"  # session key: the membership somebody works under
OWN_RECORD = "own_record"  # session key: the record somebody looks at as their own


class Audience(StrEnum):
    """For whom a page is made, which decides from what the actor is taken."""

    PUBLIC = "public"
    ACCOUNT = "account"  # whoever is signed in, on their own account
    ME = "me"
    SUPPORTER = "supporter"
    STAFF = "staff"
    OPERATOR = "operator"
    EMPLOYER = "employer"


def actor_for(
    request: HttpRequest, audience: Audience, purpose: Purpose, reference: str | None = None
) -> Actor | None:
    """The actor of this request on a page for `audience`, or None where the account has no such part.

    `reference`: on a supporter's page, the person whom they want to help now.
    """
    language = (get_language() or "en")[:2]
    user_id = request.user.pk
    if audience is Audience.EMPLOYER:
        return Actor(role=Role.EMPLOYER, purpose=purpose, user_id=user_id, language=language)
    if audience in (Audience.PUBLIC, Audience.ACCOUNT) or user_id is None:
        return Actor(role=Role.ANONYMOUS, purpose=purpose, user_id=user_id, language=language)
    if audience is Audience.OPERATOR:
        if not getattr(request.user, "is_operator", False):
            return None
        return Actor(role=Role.OPERATOR, purpose=purpose, user_id=user_id, language=language)
    if audience is Audience.STAFF:
        return _staff(request, user_id, purpose, language)
    records = own_records(user_id) if audience is Audience.ME else supported_records(user_id)
    wanted = reference or request.session.get(OWN_RECORD)
    found = next((r for r in records if r.reference == wanted), None)
    if found is None and (not records or reference is not None):
        return None
    chosen = found or records[0]
    role = Role.PERSON if audience is Audience.ME else Role.SUPPORTER
    return Actor(role=role, purpose=purpose, user_id=user_id, person_id=chosen.person_id, language=language)


def _staff(request: HttpRequest, user_id: int, purpose: Purpose, language: str) -> Actor | None:
    found = getattr(request.user, "parts_in_force", None)
    if found is None:
        found = parts(user_id)
    wanted = request.session.get(MEMBERSHIP)
    chosen = next((part for part in found if part.membership_id == wanted), found[0] if found else None)
    if chosen is None:
        return None
    request.part = chosen  # type: ignore[attr-defined]  # the page's head names the organisation in its colours
    return Actor(
        role=chosen.role,
        purpose=purpose,
        user_id=user_id,
        organisation_id=chosen.organisation_id,
        membership_id=chosen.membership_id,
        language=language,
    )
