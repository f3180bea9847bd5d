# SPDX-License-Identifier: AGPL-3.0-or-later
"""The invented people of a demonstration, to sign in as."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

from cydwaith.kernel.bilingual import Bilingual
from cydwaith.kernel.models import User


@dataclass(frozen=True, slots=True)
class Persona:
    """Whom one may sign in as; `story` in a sentence, empty where the world tells none."""

    email: str
    name: str
    role: str
    story: str


def _told() -> dict[str, Any]:
    """The demonstration world's personas by address; empty where no world is installed."""
    try:
        world = import_module("cydwaith.worlds.demo")
    except ModuleNotFoundError:
        return {}
    return {one.email: one for one in world.PERSONAS}


def _words(value: Any) -> str:
    return str(Bilingual(*value)) if isinstance(value, tuple) else str(value or "")


def listed() -> list[Persona]:
    """The accounts marked as personas: in the world's order with its stories, then the others by name."""
    told = _told()
    order = {email: number for number, email in enumerate(told)}
    rows = User.objects.filter(is_demo=True, is_active=True).values_list("email", "name")
    found = [
        Persona(
            email,
            name,
            _words(getattr(told.get(email), "role", "")),
            _words(getattr(told.get(email), "story", "")),
        )
        for email, name in rows
    ]
    return sorted(found, key=lambda one: (order.get(one.email, len(order)), one.name))
