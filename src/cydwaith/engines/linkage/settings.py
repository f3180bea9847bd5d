# SPDX-License-Identifier: AGPL-3.0-or-later
"""What may be set of a linkage, and the decisions of people that it honours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Literal

from cydwaith.engines.linkage.problems import LinkProblem

Name = tuple[str, str]
"""A record: its data set and its id."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Probabilities, 0 to 1. link: from here on two records are linked. review, sure: between them a person looks.

    A pair below ``review`` is not kept. Figures are lowest when all pairs to review are one person, and highest
    when only the sure ones are. Raises `LinkProblem` (``threshold-order``).
    """

    review: float = 0.2
    link: float = 0.67
    sure: float = 0.98

    def __post_init__(self) -> None:
        if not 0 < self.review <= self.link <= self.sure < 1:
            raise LinkProblem("threshold-order", value=f"{self.review}, {self.link}, {self.sure}")


@dataclass(frozen=True, slots=True)
class Settings:
    """How to link. Frozen: the same settings and records give the same result, in whatever order they come.

    thresholds: a partnership's own. confirmed, split: pairs of records that somebody decided are, or never are, one
    person. opted_out: records that take no part. one_each: data sets that hold every person once (then a cluster
    has at most one record of each); ``"auto"``: those in which next to no record is linked to another.
    learn: whether `training` looks at the records, or the numbers of `model` are used as they stand. memory: what
    DuckDB may use. progress: told what is being done and how many records or pairs it is done to.
    """

    thresholds: Thresholds = field(default_factory=Thresholds)
    confirmed: tuple[tuple[Name, Name], ...] = ()
    split: tuple[tuple[Name, Name], ...] = ()
    opted_out: frozenset[Name] = frozenset()
    one_each: frozenset[str] | Literal["auto"] = "auto"
    learn: bool = True
    memory: str = "4GB"
    progress: Callable[[str, int], None] | None = None

    def say(self, what: str, count: int) -> None:
        """Tell of progress, where somebody listens."""
        if self.progress is not None:
            self.progress(what, count)


DEFAULT: Final = Settings()
