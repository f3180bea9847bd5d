# SPDX-License-Identifier: AGPL-3.0-or-later
"""Languages, asked at first contact and used from then on. Not asked yet: both Welsh and English are sent.

Codes are ISO 639 (bfi is British Sign Language), "both" for somebody who is as happy in Welsh as in English, and
"other" with its name written beside it.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LANGUAGES: dict[str, Promise] = {
    "": _("Not asked yet"),
    "en": _("English"),
    "cy": _("Welsh"),
    "both": _("Welsh or English"),
    "bfi": _("British Sign Language"),
    "ar": _("Arabic"),
    "bn": _("Bengali"),
    "zh": _("Chinese"),
    "fa": _("Persian"),
    "fr": _("French"),
    "de": _("German"),
    "gu": _("Gujarati"),
    "hi": _("Hindi"),
    "it": _("Italian"),
    "ku": _("Kurdish"),
    "pl": _("Polish"),
    "pt": _("Portuguese"),
    "pa": _("Punjabi"),
    "ro": _("Romanian"),
    "ru": _("Russian"),
    "so": _("Somali"),
    "es": _("Spanish"),
    "ti": _("Tigrinya"),
    "tr": _("Turkish"),
    "uk": _("Ukrainian"),
    "ur": _("Urdu"),
    "other": _("Another language"),
}

COMMON = ("en", "cy", "both", "bfi", "other")
"""What a short question offers; the rest stand behind "another language"."""


def words(code: str, other: str = "") -> str:
    """The name of a language; the written name where the code says only "another"."""
    return other if code == "other" and other else str(LANGUAGES[code])


def to_write_in(written: str, spoken: str = "") -> tuple[str, ...]:
    """The site's languages to write to somebody in: what they asked for; both where nothing is known."""
    for code in (written, spoken):
        if code in ("en", "cy"):
            return (code,)
        if code == "both":
            return ("cy", "en")
    return ("cy", "en") if not written else ("en",)
