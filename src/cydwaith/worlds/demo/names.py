# SPDX-License-Identifier: AGPL-3.0-or-later
"""Names for invented people, Welsh and English, drawn in a fixed order."""

from __future__ import annotations

import random
import tomllib
import unicodedata
from pathlib import Path

_LISTS = {
    key: [name.replace("_", " ") for name in names.split()]
    for key, names in tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8")).items()
}


def full_name(draw: random.Random, *, welsh: bool) -> str:
    """One invented full name. A patronymic goes with the given name: *ferch* a daughter, *ap* or *ab* a son."""
    if not welsh:
        return f"{draw.choice(_LISTS['english_given'])} {draw.choice(_LISTS['english_family'])}"
    given, patronymic = draw.choice((("welsh_women", "welsh_daughters"), ("welsh_men", "welsh_sons")))
    family = patronymic if draw.random() < 0.06 else "welsh_family"
    return f"{draw.choice(_LISTS[given])} {draw.choice(_LISTS[family])}"


def gender_of(name: str) -> str:
    """What a Welsh first name tells; "" where nothing can be said."""
    first = name.split(maxsplit=1)[0]
    women, men = first in _LISTS["welsh_women"], first in _LISTS["welsh_men"]
    return "" if women == men else "Female" if women else "Male"


def without_accents(name: str) -> str:
    """A name as a keyboard without circumflexes writes it."""
    plain = unicodedata.normalize("NFD", name)
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def synthetic_nhs_number(serial: int) -> str:
    """A valid number of the 999 range, which is kept for invented people. `serial`: 0 to 999,999.

    Some serials have no valid check digit (it would be 10); the next that has one is taken, ten apart so that two
    serials never meet.
    """
    for last in range(10):
        digits = f"999{serial * 10 % 1_000_000 + last:06d}"
        check = 11 - sum(int(d) * w for d, w in zip(digits, range(10, 1, -1), strict=True)) % 11
        if check != 10:
            return digits + str(0 if check == 11 else check)
    raise ValueError(serial)
