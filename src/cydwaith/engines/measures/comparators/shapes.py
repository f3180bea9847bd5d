# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a comparator is: a published value, or the reason why there is none; its year, area, source and date.

A missing value is never a number: nothing here can turn one into nought.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from cydwaith.engines.measures.comparators.years import FinancialYear


class Missing(StrEnum):
    """Why there is no value; words in `words.COMPARATOR_WORDS` under "missing-…"."""

    SUPPRESSED = "suppressed"  # published as c or [c]: hidden to protect people
    NOT_AVAILABLE = "not-available"  # published as x, [x] or a colon
    NOT_APPLICABLE = "not-applicable"  # published as z or [z]
    BLANK = "blank"  # the cell is empty: the file does not say why
    NOT_PUBLISHED = "not-published"  # no such figure in what was read


class Breakdown(StrEnum):
    """Whom a figure is about: everybody, or one age group or gender."""

    TOTAL = "total"
    AGED_18_64 = "1864"
    AGED_65_OVER = "65OV"
    AGED_64_UNDER = "64U"
    AGED_65_74 = "6574"
    AGED_65_84 = "6584"
    AGED_75_84 = "7584"
    AGED_85_OVER = "85OV"
    MALE = "M"
    FEMALE = "F"


class Part(StrEnum):
    """Which number of a measure: the outcome itself, or what it was made from."""

    OUTCOME = "outcome"
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"
    BASE = "base"
    MARGIN = "margin"


class Level(StrEnum):
    """What kind of area a figure is for."""

    ENGLAND = "england"
    REGION = "region"
    COUNCIL_TYPE = "council-type"
    COUNCIL = "council"


class Origin(StrEnum):
    """PUBLISHED: shipped with the product, as published. IMPORTED: read from a file. SYNTHETIC: invented for a
    demonstration, and to be labelled so wherever it is shown."""

    PUBLISHED = "published"
    IMPORTED = "imported"
    SYNTHETIC = "synthetic"


class GoodDirection(StrEnum):
    """Which way is better. NEITHER: no rank and no judgement."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where figures come from. ``dated``: the day on which it was published or, where that is not known, read;
    ``secondary``: somebody else's account of what the official body published."""

    name: str
    dated: date
    origin: Origin = Origin.IMPORTED
    secondary: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparator:
    """One published figure.

    measure: code as published ("1E"), without its breakdown. area: ONS code; in a council type's row it may be
    empty. area_name: as published. value: exact as published, in the measure's unit; or why it is missing.
    mark: what stood in the place of a missing value ("[c]"). decimals: places after the point as published.
    """

    measure: str
    year: FinancialYear
    area: str
    value: Decimal | Missing
    source: Source
    area_name: str = ""
    level: Level = Level.COUNCIL
    part: Part = Part.OUTCOME
    breakdown: Breakdown = Breakdown.TOTAL
    mark: str = ""

    @property
    def amount(self) -> Decimal | None:
        """The value, None if it is missing."""
        return self.value if isinstance(self.value, Decimal) else None

    @property
    def missing(self) -> Missing | None:
        """Why there is no value, None if there is one."""
        return self.value if isinstance(self.value, Missing) else None

    @property
    def decimals(self) -> int:
        """Places after the point as published; 0 for whole numbers and missing values."""
        if not isinstance(self.value, Decimal):
            return 0
        exponent = self.value.as_tuple().exponent
        return max(0, -exponent) if isinstance(exponent, int) else 0
