# SPDX-License-Identifier: AGPL-3.0-or-later
"""How to communicate with somebody: the formats that the site knows by a code; the rest is in their own words.

The five questions behind the list are those of NHS England's Accessible Information Standard (DCB1605): how to
contact, in which format, with which professional, with which support.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

FORMATS: dict[str, Promise] = {
    "easy_read": _("Easy Read"),
    "large_print": _("Large print"),
    "braille": _("Braille"),
    "audio": _("Audio"),
    "bsl": _("A British Sign Language interpreter"),
    "lip_reading": _("Face them, they lip-read"),
    "text_relay": _("Relay UK for calls"),
    "phone_only": _("Phone, not letters"),
    "text_only": _("Texts, not calls"),
    "email_only": _("Email, not calls"),
    "more_time": _("More time to answer"),
    "supporter": _("Somebody with them"),
}


def words(formats: Iterable[str], communication: str = "", access: str = "") -> tuple[str, ...]:
    """Needs as they stand in a header: the formats' names, then what was written."""
    return tuple(
        [str(FORMATS[code]) for code in formats if code in FORMATS]
        + [text for text in (communication.strip(), access.strip()) if text]
    )


def problems(formats: Iterable[str]) -> dict[str, list[str]]:
    """Field -> what is wrong, in words; empty when nothing is."""
    unknown = sorted(set(formats) - set(FORMATS))
    return {"formats": [_now("Choose from the list.") + f" ({', '.join(unknown)})"]} if unknown else {}
