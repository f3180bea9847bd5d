# SPDX-License-Identifier: AGPL-3.0-or-later
"""The parts of a pathway, frozen: what a TOML file in ``data`` says, checked and typed."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

Language = Literal["en", "cy"]


class StageKind(StrEnum):
    """What a stage means for lists and counts.

    OPEN: waiting for a first contact. WORKING: preparing and looking. IN_WORK: has the job, with support.
    CLOSED: the journey is over.
    """

    OPEN = "open"
    WORKING = "working"
    IN_WORK = "in-work"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Words:
    """One text in both languages."""

    en: str
    cy: str

    def in_(self, language: str) -> str:
        """The text in a language: Welsh for ``cy`` (and ``cy-gb``), English for any other code."""
        return self.cy if language.lower().startswith("cy") else self.en


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stage of a pathway.

    staff, person: its two labels. next_step: what comes next, said to the person in one sentence.
    clock_days: after how many days in the stage it is time to move on or talk; None = no limit.
    contact_days: at most so many days between contacts in this stage; None = no rhythm.
    side: beside the path (a break), not a stone of it.
    """

    code: str
    kind: StageKind
    staff: Words
    person: Words
    next_step: Words
    clock_days: int | None = None
    contact_days: int | None = None
    side: bool = False


@dataclass(frozen=True, slots=True)
class Transition:
    """A step that the pathway allows. needs: codes of `evidence.EVIDENCE`."""

    frm: str
    to: str
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingReason:
    """Why a journey ends. person is None where nobody is left to read it. in_work: it ended with a job."""

    code: str
    staff: Words
    person: Words | None
    in_work: bool = False


@dataclass(frozen=True, slots=True)
class Caseload:
    """How many people one full-time adviser may support.

    limit: the most people for a full-time adviser. bands: (up to so many people, score 5 to 1), smallest
    first; the scale is versioned with the pathway since countries differ.
    """

    limit: int
    bands: tuple[tuple[int, int], ...] = ()

    def limit_for(self, full_time_share: float) -> float:
        """The limit of an adviser who works a share of full time: 0.5 -> half the limit."""
        return self.limit * full_time_share

    def score(self, people: int, *, full_time_share: float = 1.0) -> int | None:
        """The score of a caseload, 5 best to 1, by people a full-time post; None without bands or hours."""
        if not self.bands or full_time_share <= 0:
            return None
        load = people / full_time_share
        return next((score for up_to, score in self.bands if load <= up_to), 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pathway:
    """One version of a pathway: stages in the order of the path, allowed steps, clocks, words.

    review_weeks: weeks after a job start at which reviews fall due. first_contact_days: target from
    referral to the first contact. in_force_to: last day for new journeys; journeys under way keep their
    version.
    """

    code: str
    version: int
    in_force_from: date
    in_force_to: date | None
    name: Words
    about: Words
    stages: tuple[Stage, ...]
    transitions: tuple[Transition, ...]
    closing_reasons: tuple[ClosingReason, ...]
    caseload: Caseload
    review_weeks: tuple[int, ...]
    first_contact_days: int
    source: str

    @property
    def first(self) -> Stage:
        """Where every journey begins."""
        return self.stages[0]

    @property
    def closed(self) -> Stage:
        """The stage that ends a journey."""
        return next(stage for stage in self.stages if stage.kind is StageKind.CLOSED)

    def stage(self, code: str) -> Stage:
        """The stage of that code. Raises KeyError for any other."""
        for stage in self.stages:
            if stage.code == code:
                return stage
        raise KeyError(f"{self.code} has no stage {code}")

    def closing_reason(self, code: str) -> ClosingReason:
        """The closing reason of that code. Raises KeyError for any other."""
        for reason in self.closing_reasons:
            if reason.code == code:
                return reason
        raise KeyError(f"{self.code} has no closing reason {code}")
