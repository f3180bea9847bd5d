# SPDX-License-Identifier: AGPL-3.0-or-later
"""The contracts of the demonstration with what they ask for in each quarter, invented bases, and the first count."""

from __future__ import annotations

from datetime import date, timedelta

from cydwaith.kernel.actor import Actor
from cydwaith.outcomes import actions, rules
from cydwaith.outcomes.actions import NewContract

from .bodies import COUNCILS, PROGRAMMES, Bodies
from .cohorts import COHORTS

ANALYSTS = {"welsh": "analyst", "english": "analyst@irwenford"}
"""Partnership -> who enters its contracts."""


def enter(bodies: Bodies, staff: dict[str, Actor]) -> None:
    """A contract for each programme, over the time that the source documents speak of, with an even profile; and ask
    for the first count of each partnership, which the worker makes."""
    for number, work in enumerate(PROGRAMMES):
        cohorts = [cohort for cohort in COHORTS if cohort.programme == work.code]
        by = staff[ANALYSTS[work.partnership]]
        partnership = bodies.partnerships[work.partnership]
        last = max(cohort.last for cohort in cohorts)
        contract = actions.enter_contract(
            by=by,
            partnership_id=partnership,
            programme_id=bodies.programmes[work.code],
            contract=NewContract(
                reference=f"C-{number + 1:02}",
                contract_starts_on=work.contract,
                delivery_starts_on=work.delivery,
                ends_on=last + timedelta(days=1),
            ),
        )
        wanted = {
            "starts": sum(cohort.people for cohort in cohorts),
            "into_work": sum(cohort.into_work for cohort in cohorts if cohort.kind == "Employed"),
        }
        _profile(by, contract, wanted, work.delivery, last)
    for number, council in enumerate(COUNCILS):
        actions.set_base(
            by=staff["analyst"],
            area=f"DEMO-{council.key}",
            kind="wants_work",
            year=2019,
            people=900 + 137 * (number * 5 % 9),
            source="Invented for this demonstration",
        )
    for code, key in ANALYSTS.items():
        actions.ask_count(by=staff[key], partnership_id=bodies.partnerships[code])


def _profile(by: Actor, contract: int, wanted: dict[str, int], first: date, last: date) -> None:
    """The same number in each quarter, what is left over in the first ones."""
    quarters = [day for day in rules.quarters(rules.quarter_of(first), last) if day <= last]
    numbers: dict[tuple[str, date, str], int | None] = {
        (measure, day, ""): total // len(quarters) + (place < total % len(quarters))
        for measure, total in wanted.items()
        for place, day in enumerate(quarters)
        if total
    }
    actions.set_profile(by=by, contract_id=contract, numbers=numbers)
