# SPDX-License-Identifier: AGPL-3.0-or-later
"""The class of every stored field. Subject access, retention, erasure and the privacy register derive from it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .vocabulary import Category


class Keep(StrEnum):
    """How long a field is kept."""

    SUPPORT_6Y = "support_6y"  # six years after support ends: limitation of claims in contract
    AUDIT_6Y = "audit_6y"
    ACCOUNT = "account"  # as long as the account lives
    SHORT = "short"  # thirty days: working copies
    ORGANISATION = "organisation"  # as long as the organisation is here; about no one supported


class Erase(StrEnum):
    """What erasure does to a field."""

    ROW = "row"  # the row goes
    BLANK = "blank"  # the field is emptied, the row stays to count
    KEEP = "keep"  # nothing: it names nobody once the person's row is gone


@dataclass(frozen=True, slots=True)
class Privacy:
    """One field's class. `category` None: about no person supported. `special`: Article 9 data."""

    category: Category | None
    special: bool = False
    keep: Keep = Keep.SUPPORT_6Y
    in_copy: bool = True
    erase: Erase = Erase.ROW


Classes = dict[str, Privacy]


def fields(names: str, privacy: Privacy) -> Classes:
    """The same class for several fields, named in one string."""
    return dict.fromkeys(names.split(), privacy)


def personal(category: Category, *, special: bool = False, erase: Erase = Erase.ROW) -> Privacy:
    """Personal data of one category, in the person's copy."""
    return Privacy(category, special=special, erase=erase)


TECHNICAL = Privacy(None, keep=Keep.SUPPORT_6Y, in_copy=False, erase=Erase.KEEP)
ORGANISATIONAL = Privacy(None, keep=Keep.ORGANISATION, in_copy=False, erase=Erase.KEEP)
ACCOUNT = Privacy(None, keep=Keep.ACCOUNT, in_copy=True, erase=Erase.BLANK)
AUDIT = Privacy(None, keep=Keep.AUDIT_6Y, in_copy=True, erase=Erase.KEEP)
