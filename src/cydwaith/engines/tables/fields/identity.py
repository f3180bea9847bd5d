# SPDX-License-Identifier: AGPL-3.0-or-later
"""Names, references, numbers and addresses by which a person is known and reached."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from stdnum.exceptions import ValidationError
from stdnum.gb import nhs

from cydwaith.engines.tables.cells import Value, show
from cydwaith.engines.tables.fields.fold import fold, tidy
from cydwaith.engines.tables.fields.parsed import NOTHING, Context, Issue, Parsed, failed
from cydwaith.engines.tables.fields.vocabulary import says_nothing

#: "Na" is a name; these are not.
_NO_NAME: Final = frozenset(
    ("n a", "tbc", "unknown", "not known", "-", "--", "?", "anhysbys", "none given", ".", "null")
)
_MOJIBAKE = re.compile(r"[ÃÂÅ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€|\ufffd")
_LOST_LETTER = re.compile(r"(?<=[^\W\d_])\?(?=[^\W\d_])|^\?(?=[^\W\d_])|(?<=[^\W\d_])\?$")
_EMAIL = re.compile(r"[^@\s<>,;:\"()\[\]\\]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,62})\.)+[a-z]{2,24}\Z", re.I)
_EMAIL_INSIDE = re.compile(r"<([^<>]+)>|mailto:(\S+)", re.I)
_POSTCODE = re.compile(
    r"(GIR\s?0AA|[A-PR-UWYZ](?:\d{1,2}|[A-HK-Y]\d{1,2}|\d[A-HJKPSTUW]|[A-HK-Y]\d[ABEHMNPRVWXY]))\s*(\d[ABD-HJLNP-UW-Z]{2})\Z"
)
_SPLIT_PHONES = re.compile(r"\s*(?:/|;|,|\bor\b|\bneu\b|\band\b|&|\n)\s*", re.I)
_PHONE_NOTE = re.compile(
    r"\([a-z ]+\)|\b(?:mob(?:ile)?|tel|home|work|ext\.?\s*\d+|h|w|m|t|ffon|cartref)\b[.:]?", re.I
)
_SCIENCE = re.compile(r"\d[.,]?\d*E\+?\d+\Z", re.I)
#: Characters beyond which nothing is a name, or a number or an address of one person.
_LONGEST_NAME: Final = 200
_LONGEST: Final = 320
_PARTICLES: Final = frozenset(
    ("jr", "jnr", "sr", "snr", "ii", "iii", "mr", "mrs", "ms", "miss", "mx", "dr", "phd", "mbe")
)


def _text_of(value: Value) -> str:
    """The cell as one tidy line; a whole number without a decimal point."""
    if isinstance(value, str):
        return tidy(value)
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return str(int(value))
    return show(value, chars=32_767)


def _letters(text: str) -> tuple[Issue, ...]:
    if _MOJIBAKE.search(text):
        return (Issue("letters-garbled"),)
    if "?" in text and _LOST_LETTER.search(text):
        return (Issue("letters-lost"),)
    return ()


def parse_name(value: Value, _context: Context) -> Parsed:
    """One part of a name as typed, spaces tidied. Warns `letters-garbled`, `letters-lost`; `name-has-digits`."""
    text = _text_of(value)
    if not text or (len(text) < 12 and (text.casefold() in _NO_NAME or fold(text) in _NO_NAME)):
        return NOTHING
    if len(text) > _LONGEST_NAME or not any(letter.isalpha() for letter in text):
        return failed("name-not-understood")
    issues = _letters(text)
    if any(letter.isdecimal() for letter in text):
        issues = (*issues, Issue("name-has-digits"))
    return Parsed(text, issues)


def parse_full_name(value: Value, context: Context) -> Parsed:
    """A full name in the order it is spoken: "Pugh, Siân" gives "Siân Pugh" with the note `name-turned`."""
    parsed = parse_name(value, context)
    if parsed.value is None or "," not in parsed.value:
        return parsed
    last, _, first = (part.strip() for part in parsed.value.partition(","))
    if not last or not first or "," in first or fold(first) in _PARTICLES:
        return parsed
    return Parsed(f"{first} {last}", (*parsed.issues, Issue("name-turned")))


def parse_reference(value: Value, _context: Context) -> Parsed:
    """A reference as text, spaces tidied; numbers lose their decimal point. Fails with `number-lost-digits`."""
    text = _text_of(value)
    if isinstance(value, str):
        if _SCIENCE.match(text):
            return failed("number-lost-digits")
        if re.fullmatch(r"\d+\.0+", text):
            text = text.partition(".")[0]
    if not text or text.casefold() in ("-", "n/a", "tbc", "?"):
        return NOTHING
    if len(text) > 100:
        return failed("reference-too-long")
    return Parsed(text)


def same_reference(text: str) -> str:
    """What is the same for all ways to write a reference: case, spaces and leading noughts do not matter."""
    plain = "".join(text.split()).casefold()
    return plain.lstrip("0") or plain


def parse_nhs_number(value: Value, _context: Context) -> Parsed:
    """Ten digits whose check digit is right (modulus 11). Fails with `nhs-number-wrong`, `number-lost-digits`;
    notes `nhs-number-synthetic` for the 999 range, which is never given to a living person."""
    text = _text_of(value)
    if says_nothing(text):
        return NOTHING
    if len(text) > _LONGEST:
        return failed("nhs-number-wrong")
    if _SCIENCE.match(text):
        return failed("number-lost-digits")
    digits = re.sub(r"[\s\-.]", "", text.removesuffix(".0"))
    try:
        number = str(nhs.validate(digits))
    except ValidationError:
        return failed("nhs-number-wrong")
    return Parsed(number, (Issue("nhs-number-synthetic"),) if number.startswith("999") else ())


def parse_email(value: Value, _context: Context) -> Parsed:
    """One address, lower case behind the @. Fails with `email-not-understood`."""
    text = _text_of(value)
    if says_nothing(text):
        return NOTHING
    if len(text) > _LONGEST:
        return failed("email-not-understood")
    if inside := _EMAIL_INSIDE.search(text):
        text = inside[1] or inside[2]
    text = text.strip(" .;,")
    if not _EMAIL.match(text) or ".." in text:
        return failed("email-not-understood")
    local, _, domain = text.rpartition("@")
    return Parsed(f"{local}@{domain.lower()}")


def parse_phone(value: Value, _context: Context) -> Parsed:
    """A number as dialled in the United Kingdom ("07700 900123"), or "+" and digits for other countries.

    A leading nought that the spreadsheet dropped is put back. Of several numbers the first is taken
    (`phones-several`). Fails with `phone-not-understood`, `number-lost-digits`.
    """
    text = _text_of(value)
    if says_nothing(text):
        return NOTHING
    if len(text) > _LONGEST:
        return failed("phone-not-understood")
    if _SCIENCE.match(text):
        return failed("number-lost-digits")
    parts = [part for part in _SPLIT_PHONES.split(text) if sum(map(str.isdecimal, part)) >= 7]
    issues = (Issue("phones-several"),) if len(parts) > 1 else ()
    plain = _PHONE_NOTE.sub("", (parts[0] if parts else text).replace("(0)", ""))
    if re.search(r"[^\d+\s().\-]", plain):
        return failed("phone-not-understood")
    digits = re.sub(r"[^\d+]", "", plain)
    digits = "+" + digits[2:] if digits.startswith("00") else digits
    if digits.startswith("+44"):
        digits = "0" + digits[3:].lstrip("0")
    elif digits.startswith("44") and len(digits) == 12:
        digits = "0" + digits[2:]
    elif len(digits) == 10 and digits[0] in "123789":
        digits = "0" + digits
    if digits.startswith("+"):
        return (
            Parsed(digits, issues)
            if 8 <= len(digits) <= 16 and "+" not in digits[1:]
            else failed("phone-not-understood")
        )
    if not digits.isdecimal() or not digits.startswith("0") or not 10 <= len(digits) <= 11:
        return failed("phone-not-understood")
    head = 3 if digits[1] == "2" else 5
    return Parsed(f"{digits[:head]} {digits[head:]}", issues)


def parse_postcode(value: Value, _context: Context) -> Parsed:
    """A postcode in capitals with its space. Fails with `postcode-not-understood`."""
    text = _text_of(value)
    if says_nothing(text):
        return NOTHING
    if len(text) > _LONGEST:
        return failed("postcode-not-understood")
    plain = re.sub(r"[\s.\-]+", "", text.upper())
    match = _POSTCODE.match(plain)
    if not match and len(plain) >= 5:
        # letters O and I where only digits can stand, as people type them
        plain = (
            re.sub(r"(?<=\d)O", "0", plain[:-3]) + plain[-3].replace("O", "0").replace("I", "1") + plain[-2:]
        )
        match = _POSTCODE.match(plain)
    return Parsed(f"{match[1]} {match[2]}") if match else failed("postcode-not-understood")


def parse_text(value: Value, _context: Context) -> Parsed:
    """One line of text. Warns `letters-garbled`; `text-cut` beyond 200 characters."""
    text = _text_of(value)
    if not text or text in ("-", "--", "n/a", "N/A", "tbc", "TBC"):
        return NOTHING
    issues = _letters(text) if _MOJIBAKE.search(text) else ()
    if len(text) > 200:
        return Parsed(text[:199] + "…", (*issues, Issue("text-cut", {"limit": 200})))
    return Parsed(text, issues)


def parse_long_text(value: Value, context: Context) -> Parsed:
    """Text with its line breaks."""
    if not isinstance(value, str):
        return parse_text(value, context)
    text = re.sub(r"[^\S\n]+", " ", value.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if not text or text in ("-", "--"):
        return NOTHING
    return Parsed(text, (Issue("letters-garbled"),) if _MOJIBAKE.search(text) else ())
