# SPDX-License-Identifier: AGPL-3.0-or-later
"""What makes name, birth, numbers and addresses acceptable, and the one form in which each is kept."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from stdnum.gb import nhs  # NHS numbers: modulus 11, weights 10 to 2 (NHS data dictionary)

from .languages import LANGUAGES

EARLIEST_BIRTH = date(1900, 1, 1)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_POSTCODE = re.compile(r"(GIR ?0AA|[A-Z]{1,2}[0-9][A-Z0-9]?) ?([0-9][A-Z]{2})")
_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
_FIGURES = "23456789"
_REFERENCE = re.compile(f"[{_LETTERS}][{_FIGURES}][{_LETTERS}{_FIGURES}]{{8}}")

LENGTHS: dict[str, int] = {
    "name": 200,
    "called": 100,
    "email": 254,
    "phone": 40,
    "address": 300,
    "postcode": 10,
    "other_language": 60,
}
"""Longest text of each field, in characters (the columns' lengths)."""


def new_reference() -> str:
    """Ten random signs that tell nothing: a letter, a figure, then letters without vowels and figures.

    Made of 20 x 8 x 28^8 possibilities (6e13); spells no word, and has no sign that is read as another.
    """
    number = int.from_bytes(
        secrets.token_bytes(16), "big"
    )  # far above the possibilities: no sign is likelier
    signs = []
    for alphabet in (_LETTERS, _FIGURES, *[_LETTERS + _FIGURES] * 8):
        number, at = divmod(number, len(alphabet))
        signs.append(alphabet[at])
    return "".join(signs)


def as_reference(text: str) -> str:
    """The reference that a text is, however it was read out or broken up ("z6xp xjx9-lw"); empty for anything else."""
    signs = re.sub(r"[\s.-]+", "", text).upper()
    return signs if _REFERENCE.fullmatch(signs) else ""


def is_synthetic_nhs(number: str) -> bool:
    """Whether an NHS number is of the 999 range, which is never given to anybody."""
    return number.startswith("999")


def tidy(value: str) -> str:
    """Text without control characters and blanks around it, blanks in it single."""
    if value.isascii() and value.isalnum():
        return value
    return " ".join(_CONTROL.sub(" ", value).split())


def _name(value: str) -> tuple[str, str]:
    return (value, "") if any(sign.isalpha() for sign in value) else (value, _("Write the person's name."))


def _nhs_number(value: str) -> tuple[str, str]:
    if not value:
        return "", ""
    number = re.sub(r"[\s-]", "", value)
    if not re.fullmatch(r"[0-9]{10}", number) or not nhs.is_valid(number):
        return value, _("This is not an NHS number: it has ten figures, and the last one checks the others.")
    return number, ""


def _email(value: str) -> tuple[str, str]:
    fine = not value or _EMAIL.fullmatch(value) is not None
    return value, "" if fine else _("Write an email address, such as name@example.org.")


def _phone(value: str) -> tuple[str, str]:
    figures = sum(sign.isdigit() for sign in value)
    fine = not value or (6 <= figures <= 15 and re.fullmatch(r"[0-9 ()+./x-]+", value) is not None)
    return value, "" if fine else _("Write a phone number in figures, such as 01632 960 001.")


def _postcode(value: str) -> tuple[str, str]:
    if not value:
        return "", ""
    found = _POSTCODE.fullmatch(re.sub(r"\s+", " ", value.upper()))
    return (f"{found[1]} {found[2]}", "") if found else (value, _("Write a full postcode, such as CF10 1AA."))


def _language(value: str) -> tuple[str, str]:
    return value, "" if value in LANGUAGES else _("Choose one of the languages.")


_TEXTS: dict[str, Callable[[str], tuple[str, str]]] = {
    "name": _name,
    "nhs_number": _nhs_number,
    "email": _email,
    "phone": _phone,
    "postcode": _postcode,
    "spoken_language": _language,
    "written_language": _language,
}


def checked(values: Mapping[str, Any], *, today: date) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """The values in the form in which they are kept, and field -> what is wrong, all at once.

    Only the fields given are looked at.
    """
    kept: dict[str, Any] = {}
    errors: dict[str, list[str]] = {}
    for name, value in values.items():
        if name == "date_of_birth":
            kept[name], error = value, _birth_error(value, today)
        elif not value and name != "name":
            kept[name], error = "", ""
        else:
            kept[name], error = _TEXTS.get(name, _any_text)(tidy(value or ""))
            if not error and len(kept[name]) > LENGTHS.get(name, 10):
                error = _("Write this in fewer words.")
        if error:
            errors[name] = [error]
    return kept, errors


def _any_text(value: str) -> tuple[str, str]:
    return value, ""


def _birth_error(value: date | None, today: date) -> str:
    if value is None or EARLIEST_BIRTH <= value <= today:
        return ""
    return _("The date must not be in the future.") if value > today else _("The date is too early.")
