# SPDX-License-Identifier: AGPL-3.0-or-later
"""The published series for England that the product brings along: ASCOF 1E and 1F, and two years of one region.

Every figure is in ``data/england.toml`` with its source. There is no figure of a council in it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from importlib import resources
from typing import Any

from cydwaith.engines.measures.comparators.areas import own_areas
from cydwaith.engines.measures.comparators.shapes import Comparator, Level, Missing, Origin, Part, Source
from cydwaith.engines.measures.comparators.years import FinancialYear


@lru_cache(maxsize=1)
def published() -> tuple[Comparator, ...]:
    """All of them, by measure, area and year. A year missing between two others is there as `NOT_PUBLISHED`."""
    text = resources.files(__package__).joinpath("data/england.toml").read_text(encoding="utf-8")
    table: dict[str, Any] = tomllib.loads(text)
    source = Source(origin=Origin.PUBLISHED, **table["source"])
    return tuple(one for series in table["series"] for one in _series(series, source))


def _series(series: dict[str, Any], source: Source) -> Iterator[Comparator]:
    for name, part in (("values", Part.OUTCOME), ("numerators", Part.NUMERATOR)):
        told = {FinancialYear.parse(year): Decimal(value) for year, value in series.get(name, {}).items()}
        years = (
            range(min(told).start, max(told).start + 1) if part is Part.OUTCOME else [y.start for y in told]
        )
        for year in map(FinancialYear, years):
            yield Comparator(
                measure=series["measure"],
                year=year,
                area=series["area"],
                area_name=own_areas().area(series["area"]).en,
                level=Level(series["level"]),
                value=told.get(year, Missing.NOT_PUBLISHED),
                source=source,
                part=part,
            )
