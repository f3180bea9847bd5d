# SPDX-License-Identifier: AGPL-3.0-or-later
"""The features and comparisons of `features` and `comparisons`, for one record and a few others, without a database.

For a few records most of what a database needs is the time to read the question. These functions say the same as
the SQL, level by level; a test holds them to it on thousands of pairs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, Final

from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler
from stdnum.gb import nhs

from cydwaith.engines.linkage.comparisons import COMPARISONS, FAMILY, GIVEN, KINSHIPS, OWN, PLACE, SEX
from cydwaith.engines.linkage.features import BLANKS, DROPPED, birth
from cydwaith.engines.linkage.model import Model
from cydwaith.engines.linkage.taking_apart import (
    FAMILY_COLUMNS,
    FAMILY_FIELDS,
    GIVEN_COLUMNS,
    GIVEN_FIELDS,
    SEPARATOR,
    family_row,
    given_row,
)

Row = Mapping[str, Any]
"""Columns of ``x``, ``given_names`` and ``family_names`` of one record."""

_FIGURE: Final = re.compile(r"[0-9]+")
_HOUSE: Final = re.compile(r"[0-9]+[a-z]? ?")
_NOT_FIGURE: Final = re.compile(r"[^0-9]")
_FOLDING: Final = {ord(sign): " " for sign in BLANKS} | {ord(sign): None for sign in "'’"}
_LEAVING_OUT: Final = {ord(sign): None for sign in DROPPED}
_SEXES: Final = {"f": "f", "m": "m", "b": "f", "g": "m", "w": "f", "1": "m", "2": "f"}


def _folded(text: str | None) -> str | None:
    bare = "".join(
        sign
        for sign in unicodedata.normalize("NFD", (text or "").lower())
        if not unicodedata.category(sign).startswith("M")
    )
    return unicodedata.normalize("NFC", bare).translate(_FOLDING).replace("  ", " ").strip(" ") or None


def _signs(text: str | None) -> str | None:
    return (text or "").translate(_LEAVING_OUT) or None


def _first(pattern: re.Pattern[str], text: str | None) -> str | None:
    found = pattern.search(text or "")
    return found[0] if found else None


def features_of(record: Mapping[str, str]) -> dict[str, Any]:
    """The features of a record: field (`fields.FIELDS`) -> text, what is unknown left out."""
    given = given_row(SEPARATOR.join(record.get(field, "") for field in GIVEN_FIELDS))
    family = family_row(SEPARATOR.join(record.get(field, "") for field in FAMILY_FIELDS))
    row: dict[str, Any] = dict(zip(GIVEN_COLUMNS, given, strict=True))
    row |= dict(zip(FAMILY_COLUMNS, family, strict=True))
    b = birth(record["dob"]) if "dob" in record else None
    street, postcode = _folded(record.get("street")), _signs(record.get("postcode", "").upper())
    phone, number = _signs(record.get("phone")), _signs(record.get("number", "").upper())
    row |= {
        "b": b,
        "bi": int(b) if b else None,
        "bd": int(b[:4]) * 372 + int(b[4:6]) * 31 + int(b[6:]) if b else None,
        "bc": b[:4] + min(b[4:6], b[6:]) + max(b[4:6], b[6:]) if b else None,
        "n": number,
        "nv": number is not None
        and len(number) == 10
        and number.isascii()
        and number.isdecimal()
        and nhs.is_valid(number),
        "ph": phone[-10:] if phone else None,
        "em": record.get("email", "").lower() or None,
        "pc": postcode,
        "po": postcode[:-3] if postcode and len(postcode) >= 5 else postcode,
        "hn": _first(_FIGURE, record.get("house")) or _first(_FIGURE, street),
        "st": _HOUSE.sub("", street, count=1).strip(" ") or None if street else None,
        "tn": _folded(record.get("town")),
        "sx": _SEXES.get(record.get("sex", "")[:1].lower()),
    }
    return row


def _same(l: Row, r: Row, column: str) -> bool:  # noqa: E741  # left and right, as in the SQL
    return l[column] is not None and l[column] == r[column]


def _share(l: Row, r: Row, column: str) -> bool:  # noqa: E741  # left and right, as in the SQL
    return bool(l[column]) and bool(r[column]) and not set(l[column]).isdisjoint(r[column])


def _jw(one: str | None, other: str | None, least: float) -> bool:
    return one is not None and other is not None and JaroWinkler.similarity(one, other) >= least


def _alike(one: str | None, other: str | None, least: float) -> bool:
    return one is not None and other is not None and one[:1] == other[:1] and _jw(one, other, least)


def _slip(one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return False
    lengths = len(one.encode()), len(other.encode())
    if lengths[0] == lengths[1]:
        unlike = sum(a != b for a, b in zip(one.encode(), other.encode(), strict=True))
        return unlike == 1 or (unlike == 2 and DamerauLevenshtein.distance(one, other) == 1)
    near = abs(lengths[0] - lengths[1]) == 1 and (one[:2] == other[:2] or one[-2:] == other[-2:])
    return near and DamerauLevenshtein.distance(one, other) == 1


def _swapped(l: Row, r: Row) -> bool:  # noqa: E741  # left and right, as in the SQL
    if None in (l["g1"], l["f"], r["g1"], r["f"]):
        return False
    if l["gs"] != r["fs"] and r["gs"] != l["fs"]:
        return False
    near = (l["gs"] == r["fs"] and r["gs"] == l["fs"]) or l["g1"] == r["f"] or r["g1"] == l["f"]
    return near and _jw(l["g1"], r["f"], 0.88) and _jw(l["f"], r["g1"], 0.88)


def _given(l: Row, r: Row) -> str:  # noqa: E741  # left and right, as in the SQL
    one, other = l["g1"], r["g1"]
    if l["g"] is None or r["g"] is None:
        return ""
    if l["g"] == r["g"]:
        return "given_same"
    if one == other:
        return "given_first_same"
    if _swapped(l, r):
        return "names_swapped"
    if _share(l, r, "gv"):
        return "given_variant"
    if (_same(l, r, "gs") and len(l["gs"]) > 1) or _jw(one, other, 0.88):
        return "given_spelling"
    if _share(l, r, "gt") or _share(l, r, "gp"):
        return "given_other_name"
    if min(len(one), len(other)) == 1 and one[0] == other[0]:
        return "given_initial"
    return "given_alike" if _same(l, r, "gs") or _jw(one, other, 0.78) else "given_different"


def _family(l: Row, r: Row) -> str:  # noqa: E741  # left and right, as in the SQL
    if l["f"] is None or r["f"] is None:
        return ""
    if l["f"] == r["f"]:
        return "family_same"
    if _share(l, r, "fp"):
        return "family_former" if l["fo"] or r["fo"] else "family_part"
    if _share(l, r, "fv"):
        return "family_variant"
    if _jw(l["f"], r["f"], 0.88) or (_same(l, r, "fs") and len(l["fs"]) > 2):
        return "family_spelling"
    return "family_alike" if _jw(l["f"], r["f"], 0.78) else "family_different"


def _dob(l: Row, r: Row) -> str:  # noqa: E741  # left and right, as in the SQL
    one, other = l["bi"], r["bi"]
    if one is None or other is None:
        return ""
    if one == other:
        return "dob_placeholder" if one % 10000 == 101 else "dob_same"
    if l["bc"] == r["bc"]:
        return "dob_swapped"
    if _slip(l["b"], r["b"]):
        return "dob_slip"
    year = one // 10000 == other // 10000
    if year and 101 in (one % 10000, other % 10000):
        return "dob_year"
    if year + (one // 100 % 100 == other // 100 % 100) + (one % 100 == other % 100) == 2:
        return "dob_part"
    return "dob_near" if abs(l["bd"] - r["bd"]) <= 62 else "dob_different"


def _number(l: Row, r: Row) -> str:  # noqa: E741  # left and right, as in the SQL
    one, other = l["n"], r["n"]
    if one is None or other is None:
        return ""
    if one == other:
        return "number_same"
    if len(one) >= 6 and _slip(one, other):
        return "number_slip"
    return "nhs_different" if l["nv"] and r["nv"] else "number_different"


def _place(l: Row, r: Row) -> str:  # noqa: E741  # left and right, as in the SQL
    if not any(l[column] is not None and r[column] is not None for column in ("pc", "st", "tn")):
        return ""
    one, other = l["st"], r["st"]
    street = one is None or other is None or one[:1] == other[:1] or _jw(one, other, 0.85)
    code = _same(l, r, "pc")
    tests: tuple[tuple[str, Callable[[], bool]], ...] = (
        ("address_same", lambda: code and _same(l, r, "hn") and street),
        ("postcode_same", lambda: code and None in (l["hn"], r["hn"]) and street),
        ("street_same", lambda: _same(l, r, "hn") and _alike(one, other, 0.92)),
        ("postcode_near", lambda: code),
        ("postcode_slip", lambda: _slip(l["pc"], r["pc"])),
        ("street_alike", lambda: _alike(one, other, 0.9)),
        (
            "district_same",
            lambda: _same(l, r, "po") or _same(l, r, "tn") or _alike(l["tn"], r["tn"], 0.9),
        ),
    )
    return next((code for code, holds in tests if holds()), "place_different")


def _phone(l: Row, r: Row) -> str:  # noqa: E741  # left and right, as in the SQL
    if l["ph"] is None or r["ph"] is None:
        return ""
    if l["ph"] == r["ph"]:
        return "phone_same"
    return "phone_slip" if _slip(l["ph"], r["ph"]) else "phone_different"


def _email(l: Row, r: Row) -> str:  # noqa: E741  # left and right, as in the SQL
    one, other = l["em"], r["em"]
    if one is None or other is None:
        return ""
    if one == other:
        return "email_same"
    if _alike(one, other, 0.93) and _NOT_FIGURE.sub("", one) == _NOT_FIGURE.sub("", other):
        return "email_slip"
    return "email_user_same" if one.split("@")[0] == other.split("@")[0] else "email_different"


def _sex(l: Row, r: Row) -> str:  # noqa: E741  # left and right, as in the SQL
    if l["sx"] is None or r["sx"] is None:
        return ""
    return "sex_same" if l["sx"] == r["sx"] else "sex_different"


_COMPARE: Final = {
    "given": _given, "family": _family, "dob": _dob, "number": _number, "place": _place, "phone": _phone,
    "email": _email, "sex": _sex,
}  # fmt: skip
_NUMBERS: Final = {
    each.name: {"": 0} | {level.code: at for at, level in enumerate(each.levels, 1)} for each in COMPARISONS
}
_KIN: Final = {each.code: at for at, each in enumerate(KINSHIPS, 1)}
_NEAR: Final = range(1, PLACE.number("postcode_near") + 1)
_KIN_GIVEN: Final = range(GIVEN.number("given_alike"), GIVEN.number("given_different") + 1)
_SAME_GIVEN: Final = range(GIVEN.number("given_same"), GIVEN.number("given_other_name") + 1)
_SAME_FAMILY: Final = range(FAMILY.number("family_same"), FAMILY.number("family_spelling") + 1)


def _kin(codes: Mapping[str, str], levels: Mapping[str, int]) -> str:
    near = levels["place"] in _NEAR or codes["phone"] == "phone_same"
    if levels["given"] in _KIN_GIVEN:
        if codes["dob"] in ("dob_placeholder", "dob_same"):
            if near:
                return "twins"
            if levels["family"] in _SAME_FAMILY:
                return "twins_apart"
        return "household" if near else ""
    if levels["given"] not in _SAME_GIVEN:
        return ""
    other_number = codes["number"] in ("nhs_different", "number_different")
    if near and (codes["dob"] == "dob_different" or (codes["dob"] == "" and other_number)):
        return "namesakes"
    born = codes["dob"] in ("dob_placeholder", "dob_same", "dob_swapped", "dob_slip")
    if codes["number"] == "nhs_different" and levels["family"] in _SAME_FAMILY and born:
        return "two_numbers_one_home" if near else "two_numbers"
    return ""


def compare(l: Row, r: Row) -> dict[str, Any]:  # noqa: E741  # left and right, as in the SQL
    """Levels by comparison, ``kin``, ``given_rare`` and ``family_rare`` of two records, as the SQL gives them.

    What is rare is told by ``l``, whose names are weighed (``gw``, ``fw``).
    """
    codes = {name: holds(l, r) for name, holds in _COMPARE.items()}
    if codes["given"] == "names_swapped":
        codes["family"] = ""
    levels: dict[str, Any] = {name: _NUMBERS[name][code] for name, code in codes.items()}
    kin = _KIN.get(_kin(codes, levels), 0)
    given_rare = l["gw"] if codes["given"] in ("given_same", "given_first_same") else 0.0
    family_rare = l["fw"] if codes["family"] == "family_same" else 0.0
    return levels | {"kin": kin, "given_rare": given_rare, "family_rare": family_rare}


def weigh(model: Model, pair: Mapping[str, Any]) -> float:
    """The bits of what `compare` answers, as `model.weight_sql` gives them."""
    kin = int(pair["kin"])
    if not kin:
        whole: float = sum(model.weights[each.name][pair[each.name]] for each in COMPARISONS)
        return round(model.start + float(pair["given_rare"]) + float(pair["family_rare"]) + whole, 3)
    bits = model.kin_start(kin)
    if not KINSHIPS[kin - 1].own:
        return bits
    for comparison, codes in OWN.items():
        level = pair[comparison.name]
        if level and comparison.levels[level - 1].code in codes:
            bits += model.weights[comparison.name][level]
    against = SEX.number("sex_different")
    return round(bits + (model.weights["sex"][against] if pair["sex"] == against else 0.0), 3)
