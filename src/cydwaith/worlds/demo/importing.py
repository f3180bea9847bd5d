# SPDX-License-Identifier: AGPL-3.0-or-later
"""Bring the cohorts in, each as its organisation's own spreadsheet, through the same importer as everybody's."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from cydwaith.intake import cli
from cydwaith.partnerships.queries.bringing_in import organisation_id_of

from . import caseloads, today
from .bodies import Bodies
from .cast import WORKERS
from .cohorts import COHORTS


def bring_in(folder: Path, bodies: Bodies, day: date) -> None:
    """All cohorts, then this year's caseloads of the two services that have personas."""
    codes = _codes(bodies)
    for number, cohort in enumerate(COHORTS):
        # Partners' programs write what they write: every other one separates by semicolons.
        path = caseloads.write(
            folder / f"{cohort.body}-{cohort.programme}.csv", cohort, delimiter=";" if number % 2 else ","
        )
        _import(path, codes[cohort.body])
    for body, programme, welsh, serial in (
        ("glannau", "ips-glannau", True, 7_000),
        ("stepwise", "irwen-ips", False, 8_000),
    ):
        path = today.write(folder / f"{body}.xlsx", day, WORKERS[body], programme, welsh=welsh, serial=serial)
        _import(path, codes[body])


def _codes(bodies: Bodies) -> dict[str, str]:
    from cydwaith.partnerships.models import Organisation

    by_id = dict(Organisation.objects.values_list("pk", "code"))
    codes = {key: by_id[pk] for key, pk in bodies.organisations.items()}
    assert all(organisation_id_of(code) for code in codes.values())  # noqa: S101  # the importer's own way to find them
    return codes


def _import(path: Path, organisation: str) -> None:
    said: list[str] = []
    code = cli.run(cli.Asked(file=path, organisation=organisation, as_json=True), say=said.append)
    if code != cli.DONE:
        told = json.loads(said[-1]) if said else {}
        raise RuntimeError(f"{path.name} was not taken: {json.dumps(told, ensure_ascii=False)[:2000]}")
