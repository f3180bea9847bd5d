# SPDX-License-Identifier: AGPL-3.0-or-later
"""Areas and who belongs to which, by date: our own small table, or one read by `geo`.

A region has the councils that were there on a day: the North West 24 since April 2023, 23 before. Only councils
that answer for adult social care are in it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from importlib import resources
from typing import Any, Final

ENGLAND: Final = "E92000001"
WALES: Final = "W92000004"
NORTH_WEST: Final = "E12000002"
GREATER_MANCHESTER: Final = "E47000001"
HELD_FROM: Final = date(2009, 4, 1)
"""Before this day our own table says nothing: counties were being divided."""


class AreaKind(StrEnum):
    """What kind of area it is. COUNCIL: one that answers for adult social care."""

    NATION = "nation"
    REGION = "region"
    CITY_REGION = "city-region"
    COUNCIL = "council"


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """One area. code: ONS; en, cy: its names (where there is no Welsh one, both are the same); within: codes of the
    areas that it is part of; from ``start`` until the day before ``until``, None: open."""

    code: str
    kind: AreaKind
    en: str
    cy: str
    within: tuple[str, ...] = ()
    start: date | None = None
    until: date | None = None

    def name(self, language: str) -> str:
        """Its name in "en" or "cy"."""
        return self.cy if language == "cy" else self.en

    def is_there(self, day: date) -> bool:
        """Whether it exists on a day."""
        return (self.start is None or self.start <= day) and (self.until is None or day < self.until)


class NotHeld(LookupError):
    """The table says nothing about this area or day: guessing who belongs to whom would be worse."""


class Areas:
    """A table of areas. ``since``: the first day for which membership is right, None if it always is. ``whole``: codes
    of the areas all of whose councils are in the table, None if that is so of every one.

    ``changes``: (day, code before, code after) where one area took another's place.
    """

    def __init__(
        self,
        areas: Iterable[Area],
        *,
        since: date | None = None,
        whole: Iterable[str] | None = None,
        changes: Iterable[tuple[date, str, str]] = (),
    ) -> None:
        self.all: tuple[Area, ...] = tuple(areas)
        self.since = since
        self.whole: frozenset[str] | None = None if whole is None else frozenset(whole)
        self.changes: tuple[tuple[date, str, str], ...] = tuple(changes)
        self._by_code: Mapping[str, Area] = {area.code: area for area in self.all}

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def area(self, code: str) -> Area:
        """The area of a code. `NotHeld` if the table has none."""
        try:
            return self._by_code[code]
        except KeyError:
            raise NotHeld(f"No area {code} is in the table") from None

    def holds(self, code: str, on: date) -> bool:
        """Whether the table knows every council of an area on a day: `members` then answers."""
        return (
            code in self
            and (self.whole is None or code in self.whole)
            and (self.since is None or on >= self.since)
        )

    def members(self, code: str, on: date) -> tuple[Area, ...]:
        """The councils of a nation, region or city region on a day, by name.

        `NotHeld` for an unknown area, for one that the table has only a part of, and for days before it begins.
        """
        whole = self.area(code)
        if self.whole is not None and code not in self.whole:
            raise NotHeld(f"Not every council of {whole.en} is in the table")
        if self.since is not None and on < self.since:
            raise NotHeld(f"Who belonged to {whole.en} is held from {self.since} on")
        inside = {code} | {
            one.code for one in self.all if code in one.within and one.kind is not AreaKind.COUNCIL
        }
        found = [
            one
            for one in self.all
            if one.kind is AreaKind.COUNCIL and one.is_there(on) and inside.intersection(one.within)
        ]
        return tuple(sorted(found, key=lambda one: one.en))

    def groups(self, code: str, on: date) -> tuple[Area, ...]:
        """What a council is part of on a day: its region and, if it has one, its city region."""
        return tuple(
            self._by_code[one]
            for one in self.area(code).within
            if one in self._by_code and self._by_code[one].is_there(on)
        )

    def changed(self, code: str, after: date, upto: date) -> bool:
        """Whether the area began, ended or took another's place after one day and up to another."""
        own = self._by_code.get(code)
        days = {day for day, *codes in self.changes if code in codes}
        days |= {day for day in (own.start, own.until) if day is not None} if own else set()
        return any(after < day <= upto for day in days)


@lru_cache(maxsize=1)
def own_areas() -> Areas:
    """Our own table: England's regions, the North West, Greater Manchester and Wales, in English and Welsh."""
    text = resources.files(__package__).joinpath("data/areas.toml").read_text(encoding="utf-8")
    table: dict[str, Any] = tomllib.loads(text)
    return Areas(
        (
            Area(
                code=row["code"],
                kind=AreaKind(row["kind"]),
                en=row["en"],
                cy=row["cy"] or row["en"],
                within=tuple(row["within"]),
                start=row.get("from"),
                until=row.get("until"),
            )
            for row in table["areas"]
        ),
        since=HELD_FROM,
        whole=(NORTH_WEST, GREATER_MANCHESTER, WALES),
        changes=((row["on"], row["before"], row["after"]) for row in table["changes"]),
    )
