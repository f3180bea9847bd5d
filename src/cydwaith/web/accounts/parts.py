# SPDX-License-Identifier: AGPL-3.0-or-later
"""The parts that one account has: roles at organisations, one's own record, people one supports, the site's care.

One part is acted under at a time; which one is in the session (`web.actors`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils.translation import get_language

from cydwaith.kernel.bilingual import Bilingual
from cydwaith.kernel.roles import ROLES, Role
from cydwaith.partnerships import queries
from cydwaith.people.identity import own_records, supported_records
from cydwaith.web.actors import MEMBERSHIP, OWN_RECORD

# The first page of each role: the first of these names that the site has.
HOMES: dict[Role, tuple[str, ...]] = {
    Role.ADVISER: ("advice:today", "advice:home"),
    Role.MANAGER: ("manage:workload", "advice:today", "advice:home"),
    Role.ADMINISTRATOR: ("manage:organisation",),
    Role.GOVERNANCE: ("manage:governance",),
    Role.ANALYST: ("figures:home",),
    Role.LINKAGE: ("manage:links",),
    Role.OPERATOR: ("operate:home",),
    Role.PERSON: ("me:home",),
    Role.SUPPORTER: ("supporting:home",),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One part to act under. `key` is posted by the switcher; `place` is None where no organisation belongs to it."""

    key: str
    role: Role
    place: Bilingual | None

    @property
    def role_name(self) -> Any:
        """The role's name in words."""
        return ROLES[self.role].name


def _first(names: tuple[str, ...], **kwargs: Any) -> str:
    """The address of the first of these names that the site has, else of one's account."""
    for name in names:
        try:
            return reverse(name, kwargs=kwargs or None)
        except NoReverseMatch:
            continue
    return account_page()


def account_page() -> str:
    """The page about one's own account."""
    return reverse("account:home")


def choices(request: HttpRequest) -> list[Choice]:
    """The account's parts: roles at organisations, own records, people supported, the site's care."""
    user: Any = request.user
    staff, own, helped = queries.parts(user.pk), own_records(user.pk), supported_records(user.pk)
    places = queries.public_names({r.organisation_id for r in (*own, *helped)}) if own or helped else {}
    result = [Choice(f"m{part.membership_id}", part.role, part.organisation) for part in staff]
    result += [Choice(f"o{r.reference}", Role.PERSON, places[r.organisation_id]) for r in own]
    result += [Choice(f"s{r.reference}", Role.SUPPORTER, places[r.organisation_id]) for r in helped]
    if user.is_operator:
        result.append(Choice("op", Role.OPERATOR, None))
    return result


def chosen_keys(request: HttpRequest) -> frozenset[str]:
    """Keys of the parts that the session names as the ones acted under."""
    keys = {f"m{request.session[MEMBERSHIP]}"} if MEMBERSHIP in request.session else set()
    keys |= {f"o{request.session[OWN_RECORD]}"} if OWN_RECORD in request.session else set()
    return frozenset(keys)


def take_up(request: HttpRequest, key: str) -> str:
    """Act under the part with this key from now on. Returns the address of its first page; one's account where the
    account has no such part."""
    part = next((one for one in choices(request) if one.key == key), None)
    if part is None:
        return account_page()
    if key.startswith("m"):
        request.session[MEMBERSHIP] = int(key[1:])
    elif part.role is Role.PERSON:
        request.session[OWN_RECORD] = key[1:]
    return home_of(part)


def home_of(part: Choice) -> str:
    """The first page of a part."""
    if part.role is Role.SUPPORTER:
        return _first(HOMES[Role.SUPPORTER], reference=part.key[1:])
    return _first(HOMES[part.role])


def first_page(request: HttpRequest) -> str:
    """Where somebody who has just signed in goes: the first page of the part they act under, in their language.

    Welsh where the account asks for it or the sign-in page was Welsh.
    """
    found, kept = choices(request), chosen_keys(request)
    part = next((one for one in found if one.key in kept), found[0] if found else None)
    return in_own_language(request, home_of(part) if part else account_page())


def in_own_language(request: HttpRequest, address: str) -> str:
    """The twin of an address in the language somebody reads."""
    user: Any = request.user
    welsh = (get_language() or "").startswith("cy") or getattr(user, "language", "") == "cy"
    return translate_url(address, "cy") if welsh else address
