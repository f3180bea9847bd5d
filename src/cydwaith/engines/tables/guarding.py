# SPDX-License-Identifier: AGPL-3.0-or-later
"""Text that no spreadsheet will run: the rule for text files, and its exact inverse.

A spreadsheet that opens a text file takes a cell for a formula when it begins with = + - or @ (or their
full-width twins), and some look behind a tab, a carriage return or a bar. It may also split cells at another
separator than ours, so what follows a separator, a quote or a line break inside a cell can become the beginning
of a cell.

The rule: wherever such a beginning stands (optionally behind apostrophes and spaces) at the start of the
text or right after a separator, one apostrophe is put before it. `unguard` takes exactly that one away, so
`unguard(guard(text)) == text` for every text; text typed with an apostrophe of its own ("'s-Gravenhage") is left
as it is by both. XLSX needs none of this: there a string is stored as a string.
"""

from __future__ import annotations

import re
from typing import Final

_RUN: Final = r"=+\-@＝＋－＠"
_SPACE: Final = r" \xa0\ufeff\u200b"
_AFTER: Final = r",;\t|\r\n\""
_DANGER: Final = rf"(?:\A('*[{_SPACE}]*[{_RUN}\t\r\n|%])|(?<=[{_AFTER}])('*[{_SPACE}]*[{_RUN}]))"
_GUARD = re.compile(_DANGER)
_UNGUARD = re.compile(rf"(?:\A'('*[{_SPACE}]*[{_RUN}\t\r\n|%])|(?<=[{_AFTER}])'('*[{_SPACE}]*[{_RUN}]))")
#: Nothing to do for a text without any of these: the common case, decided quickly.
_PLAIN = re.compile(rf"[^{_RUN}\t\r\n|%]*\Z")


def is_risky(text: str) -> bool:
    """Whether a spreadsheet might take part of the text for a formula."""
    return not _PLAIN.match(text) and _GUARD.search(text) is not None


def guard(text: str) -> str:
    """The text with an apostrophe before everything that a spreadsheet might run."""
    if _PLAIN.match(text):
        return text
    return _GUARD.sub(lambda found: "'" + found[0], text)


def unguard(text: str) -> str:
    """The text that `guard` was given."""
    if "'" not in text:
        return text
    return _UNGUARD.sub(lambda found: found[1] or found[2], text)
