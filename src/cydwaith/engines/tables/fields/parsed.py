# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a parser gives back: a value, and what there is to say about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date
from typing import Any, Final, Literal, NamedTuple

from cydwaith.engines.tables.problems import NO_PARAMS, Param


class Issue(NamedTuple):
    """A problem without its place: a code of `problems.WORDS` and its parameters."""

    code: str
    params: Mapping[str, Param] = NO_PARAMS


class Parsed(NamedTuple):
    """`value` None: nothing usable. `extra`: fields beside it that the same cell filled (the period of a pay)."""

    value: Any
    issues: tuple[Issue, ...] = ()
    extra: Mapping[str, Any] = {}


NOTHING: Final = Parsed(None)


def failed(code: str, **params: Param) -> Parsed:
    """No value, for the reason that the code says."""
    return Parsed(None, (Issue(code, params or NO_PARAMS),))


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a parser needs to know of its column. `choices`: folded text -> code, decided on the mapping page."""

    today: date
    order: Literal["dmy", "mdy"] = "dmy"
    past: bool = False
    birth: bool = False
    vocabulary: str | None = None
    choices: Mapping[str, str] = dataclass_field(default_factory=dict)
