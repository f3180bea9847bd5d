# SPDX-License-Identifier: AGPL-3.0-or-later
"""Comparators: what others published, read from the files in which they published it, and our figure beside it.

Promises: a figure is taken exactly as published or not at all, with the row and column of what is wrong; a missing
value stays missing, with its reason, and is never ranked; no council's figure is shipped or made up (those of the
demonstration are `Origin.SYNTHETIC` and labelled so). It answers with codes; `words` holds their English.
"""

from __future__ import annotations

from cydwaith.engines.measures.comparators.areas import (
    ENGLAND,
    GREATER_MANCHESTER,
    NORTH_WEST,
    WALES,
    Area,
    AreaKind,
    Areas,
    NotHeld,
    own_areas,
)
from cydwaith.engines.measures.comparators.ascof import read_ascof
from cydwaith.engines.measures.comparators.compare import (
    Against,
    Change,
    NotRanked,
    Rank,
    Side,
    Standing,
    Yardstick,
    against,
    against_target,
    change,
    rank,
    standing,
)
from cydwaith.engines.measures.comparators.england import published
from cydwaith.engines.measures.comparators.explain import Why, explain
from cydwaith.engines.measures.comparators.geo import Councils, Link, read_councils, read_lookup
from cydwaith.engines.measures.comparators.measures import MEASURES, Measure, Unit, measure_of
from cydwaith.engines.measures.comparators.oflog import Neighbours, read_neighbours, read_oflog
from cydwaith.engines.measures.comparators.overview import Finding, Overview, overview
from cydwaith.engines.measures.comparators.problems import WORDS, Problem, Refused
from cydwaith.engines.measures.comparators.reading import Reading, find
from cydwaith.engines.measures.comparators.shapes import (
    Breakdown,
    Comparator,
    GoodDirection,
    Level,
    Missing,
    Origin,
    Part,
    Source,
)
from cydwaith.engines.measures.comparators.words import COMPARATOR_WORDS
from cydwaith.engines.measures.comparators.years import FinancialYear, year_in_name

__all__ = [
    "COMPARATOR_WORDS",
    "ENGLAND",
    "GREATER_MANCHESTER",
    "MEASURES",
    "NORTH_WEST",
    "WALES",
    "WORDS",
    "Against",
    "Area",
    "AreaKind",
    "Areas",
    "Breakdown",
    "Change",
    "Comparator",
    "Councils",
    "FinancialYear",
    "Finding",
    "GoodDirection",
    "Level",
    "Link",
    "Measure",
    "Missing",
    "Neighbours",
    "NotHeld",
    "NotRanked",
    "Origin",
    "Overview",
    "Part",
    "Problem",
    "Rank",
    "Reading",
    "Refused",
    "Side",
    "Source",
    "Standing",
    "Unit",
    "Why",
    "Yardstick",
    "against",
    "against_target",
    "change",
    "explain",
    "find",
    "measure_of",
    "overview",
    "own_areas",
    "published",
    "rank",
    "read_ascof",
    "read_councils",
    "read_lookup",
    "read_neighbours",
    "read_oflog",
    "standing",
    "year_in_name",
]
