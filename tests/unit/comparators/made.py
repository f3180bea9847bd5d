# SPDX-License-Identifier: AGPL-3.0-or-later
"""Small official-looking files, made by hand. EVERY VALUE IN THEM IS INVENTED: none is any council's figure."""

from datetime import date
from decimal import Decimal

from cydwaith.engines.measures.comparators import (
    Comparator,
    FinancialYear,
    Level,
    Missing,
    Origin,
    Part,
    Source,
)

SYNTHETIC = Source(name="Invented for a test", dated=date(2024, 1, 1), origin=Origin.SYNTHETIC)
Y2019 = FinancialYear(2019)
HEAD = (
    "Geographical Code,Geographical Description,Geographical Level,{ons},ASCOF Measure Code,"
    "Disaggregation Level,Measure Type,Measure Value,Measure Group,Measure Group Description"
)
LD = "Proportion of adults with a learning disability in paid employment"
MH = "Proportion of adults in contact with secondary mental health services in paid employment"


def table(*rows: str, ons: str = "ONS Code", head: str = HEAD) -> bytes:
    """A file with these rows."""
    return ("\r\n".join([head.format(ons=ons), *rows]) + "\r\n").encode()


def row(
    value: str,
    *,
    code: str = "1E",
    group: str = "1E",
    said: str = "Total",
    part: str = "Outcome",
    area: str = "E08000003",
    name: str = "Manchester",
    level: str = "Council",
    about: str = LD,
) -> str:
    """One row; the value is invented."""
    return f"306,{name},{level},{area},{code},{said},{part},{value},{group},{about}"


def figure(
    value: str | Missing,
    *,
    area: str = "E08000003",
    year: int = 2019,
    measure: str = "1E",
    part: Part = Part.OUTCOME,
    level: Level = Level.COUNCIL,
) -> Comparator:
    """One invented figure."""
    return Comparator(
        measure=measure,
        year=FinancialYear(year),
        area=area,
        value=value if isinstance(value, Missing) else Decimal(value),
        source=SYNTHETIC,
        level=level,
        part=part,
    )
