# SPDX-License-Identifier: AGPL-3.0-or-later
"""What outcomes give to figures: the population bases that rates are given for."""

from __future__ import annotations

from cydwaith.kernel.facts import Fill, Read

READS = (
    Read(
        "population_bases",
        "SELECT id, area, kind, year, people, source FROM outcomes_populationbase",
        {
            "id": "BIGINT",
            "area": "VARCHAR",
            "kind": "VARCHAR",
            "year": "BIGINT",
            "people": "BIGINT",
            "source": "VARCHAR",
        },
    ),
)

FILLS = (
    Fill(
        "population_base",
        ("population_bases",),
        "SELECT own(id) AS base_id, area, kind, year, people, source FROM population_bases",
    ),
)
