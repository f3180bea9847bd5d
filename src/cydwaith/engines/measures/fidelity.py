# SPDX-License-Identifier: AGPL-3.0-or-later
"""IPS fidelity from the records: each item that they can show, with its number, its score and what would raise it.

Numbers are made of the same rows that the rulebook `ips-fidelity` judges; a scale (`scales/*.toml`) turns them into
scores. Nothing is scored that the records cannot show: then `score` is None and `reason` says why. A reviewer's scores
stand beside (`beside`); only a total over all items of the scale has a band.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from importlib import resources
from typing import Any, TypeAlias

from .arithmetic import rounded

LOWEST, HIGHEST = 1, 5


class ScaleError(ValueError):
    """A scale that cannot be used: the message names the file, the item and what is wrong."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a scale. `cuts`: (score, limit), best first; a number over all limits scores 1, unless the cuts are
    not `complete`: then it has no score. `part`: the records show a part of the item alone."""

    code: str
    better: str  # "low" or "high"
    cuts: tuple[tuple[int, Fraction], ...]
    confirmed: bool
    source: str
    part: bool
    complete: bool

    def score(self, number: Fraction) -> int | None:
        """The score of a number, from 1 to 5; None where its cut-off is not known."""
        for score, limit in self.cuts:
            if number <= limit if self.better == "low" else number >= limit:
                return score
        return LOWEST if self.complete else None

    def next_limit(self, score: int | None) -> Fraction | None:
        """The limit of the next better score; None at the best."""
        better = [limit for each, limit in self.cuts if each > (score or 0)]
        return better[-1] if better else None


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale of a version. `bands`: (code, lowest total, confirmed), highest first."""

    code: str
    version: str
    count: int
    highest: int
    bands: tuple[tuple[str, int, bool], ...]
    items: tuple[Item, ...]

    def band(self, total: int) -> tuple[str, bool]:
        """The band of a total over all items, and whether its limit is confirmed. Raises `ValueError` outside."""
        if not LOWEST * self.count <= total <= self.highest:
            raise ValueError(f"a total lies between {LOWEST * self.count} and {self.highest}, not at {total}")
        return next((code, sure) for code, lowest, sure in self.bands if total >= lowest)


@dataclass(frozen=True, slots=True)
class Raise:
    """What would raise a score by one step: a code of `fidelity_words.WORDS` and how many."""

    code: str
    number: int


@dataclass(frozen=True, slots=True)
class Result:
    """One item of one programme. `number`: to one decimal, None with `reason`. `evidence`: names and counts."""

    item: str
    number: Decimal | None
    score: int | None
    reason: str
    evidence: tuple[tuple[str, int], ...]
    raises: Raise | None
    confirmed: bool
    part: bool


@dataclass(frozen=True, slots=True)
class Beside:
    """A machine's score and a reviewer's of the same item; `apart` where both are known and differ."""

    item: str
    machine: int | None
    reviewer: int | None

    @property
    def apart(self) -> bool:
        """Whether the two differ."""
        return None not in (self.machine, self.reviewer) and self.machine != self.reviewer


@dataclass(frozen=True, slots=True)
class Total:
    """Scores together. `band`: only where every item of the scale has a score, else '' and `lacking` says how many."""

    score: int
    scored: int
    lacking: int
    band: str
    band_confirmed: bool


def read_scale(text: str, name: str) -> Scale:
    """A scale of its TOML. Raises `ScaleError`."""
    try:
        data = tomllib.loads(text)
        items = tuple(_item(row) for row in data["item"])
        bands = tuple((row["code"], int(row["lowest"]), bool(row["confirmed"])) for row in data["bands"])
        made = Scale(
            data["code"], str(data["version"]), int(data["items"]), int(data["highest"]), bands, items
        )
    except KeyError as error:
        raise ScaleError(f"{name}: {error.args[0]} is missing") from error
    except (tomllib.TOMLDecodeError, TypeError, ValueError) as error:
        raise ScaleError(f"{name}: {error}") from error
    if [lowest for _, lowest, _ in bands] != sorted({lowest for _, lowest, _ in bands}, reverse=True):
        raise ScaleError(f"{name}: bands stand from the highest down")
    if len({item.code for item in items}) != len(items):
        raise ScaleError(f"{name}: an item stands twice")
    return made


def _item(row: Mapping[str, Any]) -> Item:
    cuts = tuple((int(cut["score"]), Fraction(str(cut["limit"]))) for cut in row["cuts"])
    item = Item(
        row["code"],
        row["better"],
        cuts,
        bool(row["confirmed"]),
        row["source"],
        bool(row.get("part", False)),
        bool(row.get("complete", True)),
    )
    scores, limits = [score for score, _ in cuts], [limit for _, limit in cuts]
    if item.better not in ("low", "high"):
        raise ValueError(f"{item.code}: better is low or high, not {item.better!r}")
    if (
        not cuts
        or scores != sorted(set(scores), reverse=True)
        or not set(scores) <= set(range(2, HIGHEST + 1))
    ):
        raise ValueError(f"{item.code}: cuts stand from score 5 down, each once, to score 2 at the lowest")
    if limits != sorted(set(limits), reverse=item.better == "high"):
        raise ValueError(f"{item.code}: limits must grow worse from cut to cut")
    return item


@lru_cache(maxsize=8)
def scale(code: str) -> Scale:
    """A scale of the package: `ips-25-uk` or `ips-25-us`. Raises `KeyError` for another."""
    file = resources.files("cydwaith.engines.measures.scales").joinpath(f"{code}.toml")
    if not file.is_file():
        raise KeyError(code)
    return read_scale(file.read_text(encoding="utf-8"), f"{code}.toml")


def results(counts: Mapping[str, int], days: Sequence[int | None], chosen: Scale) -> tuple[Result, ...]:
    """Each computable item of a scale. `counts`: as `fidelity_counts.count` makes them for a programme and period;
    `days`: of each journey that began, the days until an employer was met, None: not yet."""
    found = dict(_numbers(counts, days))
    return tuple(_result(item, *found[item.code], counts) for item in chosen.items)


_Number: TypeAlias = tuple[Fraction | None, str, tuple[str, ...]]


def _numbers(counts: Mapping[str, int], days: Sequence[int | None]) -> list[tuple[str, _Number]]:
    """Item -> its number (None), the reason where there is none, and the names of the counts that it rests on."""
    share, weeks = counts["hours_share"], Fraction(counts["days"], 7)
    lacks = "hours_not_known" if counts["staff_without_hours"] else "no_staff" if not share else ""
    people = Fraction(100 * counts["held"], share) if not lacks else None
    weekly = Fraction(100 * counts["employers_met"], share) / weeks if weeks and not lacks else None
    middle, why = _median(days)
    staff = ("staff", "hours_share", "staff_without_hours")
    return [
        ("caseload", (people, lacks, ("held", *staff))),
        ("rapid_job_search", (middle, why, ("begun", "waiting"))),
        (
            "employer_contact",
            (weekly, lacks or ("" if weeks else "nothing_to_count"), ("employers_met", "days", *staff)),
        ),
        ("job_types", _share(counts, "types", "jobs_with_type")),
        ("employers", _share(counts, "employers", "jobs_with_employer")),
        ("competitive_jobs", _share(counts, "ordinary", "work")),
        ("community_contact", _share(counts, "community_minutes", "minutes")),
        ("follow_along", _share(counts, "followed", "in_work")),
        ("outreach", _share(counts, "tried_again", "missed")),
    ]


def _share(counts: Mapping[str, int], top: str, bottom: str) -> _Number:
    if not counts[bottom]:
        return None, "nothing_to_count", (top, bottom)
    return Fraction(100 * counts[top], counts[bottom]), "", (top, bottom)


def _median(days: Sequence[int | None]) -> tuple[Fraction | None, str]:
    """The middle of the days; who waits still stands after all others, so that the middle may not be known yet."""
    if not days:
        return None, "nothing_to_count"
    known = sorted(each for each in days if each is not None)
    middles = {(len(days) - 1) // 2, len(days) // 2}
    if max(middles) >= len(known):
        return None, "half_still_wait"
    return Fraction(sum(known[place] for place in middles), len(middles)), ""


def _result(
    item: Item, number: Fraction | None, reason: str, names: Sequence[str], counts: Mapping[str, int]
) -> Result:
    evidence = tuple((name, counts[name]) for name in names)
    if number is None:
        return Result(item.code, None, None, reason, evidence, None, item.confirmed, item.part)
    score = item.score(number)
    return Result(
        item.code,
        rounded(number, 1),
        score,
        "" if score is not None else "cut_off_not_known",
        evidence,
        _raise(item, score, counts),
        item.confirmed,
        item.part,
    )


def _up(value: Fraction) -> int:
    return -(-value.numerator // value.denominator)


def _raise(item: Item, score: int | None, counts: Mapping[str, int]) -> Raise | None:
    """What is lacking for the next better score, in whole people, contacts, jobs, minutes or days."""
    limit = item.next_limit(score)
    if limit is None:
        return None
    if item.code == "rapid_job_search":
        return Raise("meet_employers_within", int(limit))
    if item.code == "caseload":
        return Raise("fewer_people", counts["held"] - int(limit * counts["hours_share"] / 100))
    if item.code == "employer_contact":
        needed = limit * Fraction(counts["hours_share"], 100) * Fraction(counts["days"], 7)
        return Raise("more_employer_contacts", _up(needed) - counts["employers_met"])
    code, top, bottom, grows = _RAISES[item.code]
    part = limit / 100
    if not grows:
        return Raise(code, _up(part * counts[bottom]) - counts[top])
    if part == 1:
        return None
    return Raise(code, _up((part * counts[bottom] - counts[top]) / (1 - part)))


_RAISES = {
    "job_types": ("more_new_types", "types", "jobs_with_type", True),
    "employers": ("more_new_employers", "employers", "jobs_with_employer", True),
    "competitive_jobs": ("more_ordinary_jobs", "ordinary", "work", True),
    "community_contact": ("more_minutes_outside", "community_minutes", "minutes", True),
    "follow_along": ("meet_more_people", "followed", "in_work", False),
    "outreach": ("try_again_more", "tried_again", "missed", False),
}
"""Item -> code, the counts it is the share of, and whether what is added adds to both."""


def beside(machine: Sequence[Result], reviewer: Mapping[str, int]) -> tuple[Beside, ...]:
    """Every item that either has scored, the machine's first. `reviewer`: item to score."""
    own = {result.item: result.score for result in machine}
    return tuple(Beside(code, own.get(code), reviewer.get(code)) for code in dict.fromkeys([*own, *reviewer]))


def total(scores: Mapping[str, int], chosen: Scale) -> Total:
    """Scores together, the machine's or a reviewer's. Raises `ValueError` for a score outside 1 to 5 or too many."""
    if any(not LOWEST <= score <= HIGHEST for score in scores.values()) or len(scores) > chosen.count:
        raise ValueError(f"{chosen.count} items have a score from {LOWEST} to {HIGHEST} each")
    lacking = chosen.count - len(scores)
    whole = sum(scores.values())
    band, sure = ("", False) if lacking else chosen.band(whole)
    return Total(whole, len(scores), lacking, band, sure)
