# SPDX-License-Identifier: AGPL-3.0-or-later
"""Importers of public lists of places: councils with codes, regions and dates; and ONS lookups from area to area.

`read_councils` reads the layout of mySociety's "UK local authority names and codes"; `read_lookup` any ONS lookup
("LAD19CD, LAD19NM, CAUTH19CD, CAUTH19NM"). What is read is used and stored by the site, never shipped with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from cydwaith.engines.measures.comparators.areas import Area, AreaKind, Areas, own_areas
from cydwaith.engines.measures.comparators.problems import Found, Problem, Refused
from cydwaith.engines.measures.comparators.sheet import File, Headings, Layout, is_area, read_table, text_of
from cydwaith.engines.tables.cells import Row, Value
from cydwaith.engines.tables.problems import Place

LAYOUT: Final = Layout(
    {
        "short": ("local-authority-code",),
        "name": ("nice-name",),
        "code": ("gss-code",),
        "start": ("start-date",),
        "end": ("end-date",),
        "replaced": ("replaced-by",),
        "nation": ("nation",),
        "region": ("region",),
        "type": ("local-authority-type",),
        "combined": ("combined-authority",),
    }
)
SOCIAL_CARE: Final = frozenset({"UA", "MD", "CTY", "LBO", "CC", "WPA"})
"""Types of councils that answer for adult social care: unitary, metropolitan, county, London, the City, Welsh."""
_COLUMN: Final = re.compile(r"([A-Z]+)(\d{2})(CD|NM|NMW)")


@dataclass(frozen=True, slots=True)
class Councils:
    """Councils that answer for adult social care, with their regions and city regions, and what was wrong."""

    areas: Areas
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Council:
    code: str
    short: str
    name: str
    nation: str
    region: str
    combined: str
    replaced: tuple[str, ...]
    start: date | None
    end: date | None


def read_councils(file: File) -> Councils:
    """Councils by date. Refused if the file cannot be read; a row with an error is left out and told.

    Source's dates: an end is the last day, except where it is the day on which the successors begin; both are met
    in the published file, and taking either for the other counts a region wrong for a day.
    """
    found = Found()
    councils: list[_Council] = []
    bodies: dict[str, tuple[str, str]] = {}  # combined authorities: short code -> ONS code and name
    for headings, row in read_table(file, LAYOUT):
        cell = {name: text_of(row.at(index)) for name, index in headings.columns.items()}
        if cell["type"] not in {*SOCIAL_CARE, "COMB"}:
            continue
        if not is_area(cell["code"]):
            found.add("wrong-area", headings.place(row.number, "code"), cell["code"])
            continue
        if cell["type"] == "COMB":
            bodies[cell["short"]] = (cell["code"], cell["name"])
            continue
        council = _council(cell, headings, row, found)
        if council is not None:
            councils.append(council)
    return Councils(_areas(councils, bodies), tuple(found.kept))


def _council(cell: dict[str, str], headings: Headings, row: Row, found: Found) -> _Council | None:
    days: dict[str, date | None] = {}
    for name in ("start", "end"):
        value = row.at(headings.columns[name])
        try:
            days[name] = _day(value)
        except ValueError:
            found.add("wrong-date", headings.place(row.number, name), cell[name])
            return None
    if days["start"] and days["end"] and days["end"] < days["start"]:
        found.add("ends-before-start", headings.place(row.number, "end"), cell["end"])
        return None
    return _Council(
        code=cell["code"],
        short=cell["short"],
        name=cell["name"],
        nation=cell["nation"],
        region=cell["region"],
        combined=cell["combined"],
        replaced=tuple(one.strip() for one in cell["replaced"].split(",") if one.strip()),
        start=days["start"],
        end=days["end"],
    )


def _day(value: Value) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = text_of(value)
    return date.fromisoformat(text) if text else None


def _areas(councils: list[_Council], bodies: dict[str, tuple[str, str]]) -> Areas:
    own = own_areas()
    groups = {one.en.casefold(): one for one in own.all if one.kind in {AreaKind.NATION, AreaKind.REGION}}
    starts = {one.short: one.start for one in councils}
    made: dict[str, Area] = {one.code: one for one in groups.values()}
    for code, name in bodies.values():
        known = own.area(code) if code in own else None
        made[code] = known or Area(code=code, kind=AreaKind.CITY_REGION, en=name, cy=name)
    changes: list[tuple[date, str, str]] = []
    codes = {one.short: one.code for one in councils}
    for one in councils:
        within = [
            groups[name.casefold()].code for name in (one.region or one.nation,) if name.casefold() in groups
        ]
        within += [bodies[one.combined][0]] if one.combined in bodies else []
        until = _until(one, starts)
        cy = own.area(one.code).cy if one.code in own else one.name
        made[one.code] = Area(
            code=one.code,
            kind=AreaKind.COUNCIL,
            en=one.name,
            cy=cy,
            within=tuple(within),
            start=one.start,
            until=until,
        )
        if until is not None:
            changes += [(until, one.code, codes[short]) for short in one.replaced if short in codes]
    return Areas(made.values(), changes=changes)


def _until(council: _Council, starts: dict[str, date | None]) -> date | None:
    if council.end is None:
        return None
    begins = {starts.get(short) for short in council.replaced}
    return council.end if council.end in begins else council.end + timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One row of a lookup: the smaller area, the larger one it is in, and the larger one's name in Welsh if given.
    A list of areas that are in nothing has "" for the larger one."""

    code: str
    name: str
    name_cy: str = ""
    whole: str = ""
    whole_name: str = ""


def read_lookup(file: File) -> tuple[Link, ...]:
    """An ONS lookup, from the kind of area named first to the one named second. Refused, with the place, if it is
    none or if a code is wrong: a lookup with holes would leave councils out without a word."""
    links: list[Link] = []
    kinds: list[str] = []
    for headings, row in read_table(file, Layout({})):
        columns = {
            match[0]: index for index, title in enumerate(headings.titles) if (match := _column(title))
        }
        kinds = kinds or _kinds(columns)
        if not kinds:
            raise Refused("no-heading", place=Place(row=headings.row, column="A"), heading="…CD")
        links.append(_link(headings, row, columns, kinds))
    return tuple(links)


def _column(title: str) -> tuple[str, str] | None:
    match = _COLUMN.fullmatch(title.upper())
    return ((match[1] + match[3]), match[2]) if match else None


def _kinds(columns: Iterable[str]) -> list[str]:
    return [name.removesuffix("CD") for name in columns if name.endswith("CD")][:2]


def _link(headings: Headings, row: Row, columns: dict[str, int], kinds: list[str]) -> Link:
    def cell(kind: str, what: str) -> str:
        index = columns.get(kind + what)
        return "" if index is None else text_of(row.at(index))

    for kind in kinds:
        if not is_area(cell(kind, "CD")):
            place = headings.at(row.number, columns[kind + "CD"])
            raise Refused("wrong-area", place=place, value=cell(kind, "CD"))
    small, large = kinds[0], kinds[1] if len(kinds) > 1 else ""
    return Link(
        code=cell(small, "CD"),
        name=cell(small, "NM"),
        name_cy=cell(small, "NMW"),
        whole=cell(large, "CD") if large else "",
        whole_name=cell(large, "NM") if large else "",
    )
