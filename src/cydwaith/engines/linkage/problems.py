# SPDX-License-Identifier: AGPL-3.0-or-later
"""Why records cannot be linked: a code, a place and what was found."""

from __future__ import annotations

from typing import Any

from cydwaith.engines.linkage.words import PROBLEMS


class LinkProblem(Exception):
    """Input that cannot be linked. The only exception that the package raises for what it is given.

    code: a key of `words.PROBLEMS`. place: the file, table or row, "" where there is none. value: what was found
    there. params: for the sentence.
    """

    def __init__(self, code: str, *, place: str = "", value: str = "", **params: Any) -> None:
        self.code, self.place, self.value, self.params = code, place, value, params
        super().__init__(self.english())

    def at(self, place: str) -> LinkProblem:
        """The same problem with its place, where it had none."""
        return LinkProblem(self.code, place=self.place or place, value=self.value, **self.params)

    def english(self) -> str:
        """Place, message and value in English: for logs and the command line."""
        message = PROBLEMS[self.code].format(**self.params)
        value = f" ({self.value})" if self.value else ""
        return f"{self.place}: {message}{value}" if self.place else f"{message}{value}"
