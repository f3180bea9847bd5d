# SPDX-License-Identifier: AGPL-3.0-or-later
"""The minimum that a referral carries, and the record that its recipient makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol

from cydwaith.people.shapes import NewPerson

KEYS = (
    "name", "called", "date_of_birth", "email", "phone", "spoken_language", "written_language", "other_language",
    "formats", "communication", "access", "why",
)  # fmt: skip
"""What a minimum may hold, in the order in which it is shown. Nothing else is ever sent."""

_IDENTITY = KEYS[:8]


class _Needs(Protocol):
    formats: Any
    communication: Any
    access: Any


def minimum(person: Any, needs: _Needs | None, why: str) -> dict[str, Any]:
    """What is sent about a person: identity and contact, needs where they may be sent, and why. Empty ones left out."""
    born: date | None = person.date_of_birth
    found: dict[str, Any] = {name: getattr(person, name) for name in _IDENTITY}
    found["date_of_birth"] = born.isoformat() if born else ""
    if needs is not None:
        found |= {
            "formats": list(needs.formats),
            "communication": needs.communication,
            "access": needs.access,
        }
    found["why"] = why.strip().replace("\x00", "")
    return {name: value for name, value in found.items() if value}


def own_words(kept: Mapping[str, Any], communication: str, why: str) -> dict[str, Any]:
    """What somebody wrote who asks by themself. Empty ones left out."""
    texts = {"communication": communication, "why": why}
    found = {**kept, **{name: text.strip().replace("\x00", "") for name, text in texts.items()}}
    return {name: found[name] for name in KEYS if found.get(name)}


def as_person(found: Mapping[str, Any], adviser_id: int | None) -> NewPerson:
    """The recipient's own record of who was referred: what was sent, and nothing that was not."""
    born = found.get("date_of_birth")
    return NewPerson(
        name=found["name"],
        called=found.get("called", ""),
        date_of_birth=date.fromisoformat(born) if born else None,
        email=found.get("email", ""),
        phone=found.get("phone", ""),
        spoken_language=found.get("spoken_language", ""),
        written_language=found.get("written_language", ""),
        other_language=found.get("other_language", ""),
        formats=tuple(found.get("formats", ())),
        communication=found.get("communication", ""),
        access=found.get("access", ""),
        adviser_id=adviser_id,
    )
