# SPDX-License-Identifier: AGPL-3.0-or-later
"""A small good snapshot, and what is asked of folders made of it."""

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from cydwaith.engines.measures import manifest
from cydwaith.engines.measures.duck import DuckEngine
from cydwaith.engines.measures.facts import BY_NAME, day_of
from cydwaith.engines.measures.periods import Period
from cydwaith.engines.measures.problems import withholding
from cydwaith.engines.measures.reading import Snapshot
from cydwaith.engines.measures.rulebooks.programme_contract import PROGRAMME_CONTRACT
from cydwaith.engines.measures.run import run
from cydwaith.engines.measures.schema import arrow_schema

AS_OF = date(2019, 6, 30)
DAY = day_of(date(2018, 5, 1))
ROWS: dict[str, list[dict[str, Any]]] = {
    "area": [{"area": "W1"}],
    "partner": [{"partner": "north", "kind": "council", "area": "W1"}],
    "programme": [
        {"programme": "p1", "pathway": "ips", "lead": "north", "contract_day": DAY, "delivery_day": DAY}
    ],
    "person": [
        {"person_id": number, "partner": "north", "area": "W1", "born_month": 23_880} for number in (1, 2)
    ],
    "person_link": [
        {"person_id": number, "group_id": number, "group_low": number, "group_high": number}
        for number in (1, 2)
    ],
    "journey": [
        {
            "journey_id": number,
            "person_id": number,
            "programme": "p1",
            "pathway": "ips",
            "partner": "north",
            "start_day": DAY,
            "end_day": DAY + 100,
        }
        for number in (1, 2)
    ],
    "job": [
        {
            "job_id": 1,
            "person_id": 1,
            "journey_id": 1,
            "kind": "employed",
            "start_day": DAY + 10,
            "end_day": DAY + 20,
            "through_support": True,
        }
    ],
    "job_terms": [
        {
            "terms_id": 1,
            "job_id": 1,
            "person_id": 1,
            "from_day": DAY + 10,
            "minutes_week": 600,
            "pay_pence": 1000,
            "pay_period": "hour",
        }
    ],
}
YEAR = [Period(date(2018, 4, 1), date(2019, 3, 31))]


def tables(**other: list[dict[str, Any]]) -> dict[str, pa.Table]:
    """The rows above as Arrow tables, some of them others."""
    whole = {**ROWS, **other}
    return {
        name: pa.Table.from_pylist(rows, schema=arrow_schema(BY_NAME[name])) for name, rows in whole.items()
    }


def figures(duck: DuckEngine, found: Snapshot) -> list[int] | None:
    """Starts and people into work; None: withheld."""
    if withholding(found.problems, PROGRAMME_CONTRACT):
        return None
    made = run(duck, PROGRAMME_CONTRACT, YEAR, as_of=found.as_of or AS_OF, measures=["starts", "into_work"])
    return [one.numerator for one in made]


def unsealed(folder: Path) -> None:
    (folder / manifest.NAME).unlink()
