# SPDX-License-Identifier: AGPL-3.0-or-later
"""Contracts, what they ask for in each quarter, and what the partnership means to reach by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cydwaith.kernel.actions import action, nothing_to_write, once, wrote
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Invalid, NotVisible
from cydwaith.kernel.roles import Permission
from cydwaith.outcomes import counting, policy, rules
from cydwaith.outcomes.models import Contract, LocalTarget, ProfileRow
from cydwaith.partnerships.queries.figures import programmes_of

PROFILED = ("starts", "into_work", "sustained_13", "sustained_26", "sustained_52")
"""Measures of the contract's rulebook that a profile may ask for."""
MOST = 100_000
_SAID = ("reference", gettext_lazy("There is a contract with this reference already."))
_TAKEN = {"contract_once": _SAID, "outcomes_contract.reference": _SAID}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewContract:
    """A contract as it is entered. `ends_on`: the first day that it does not cover any more; None: no end agreed."""

    reference: str
    contract_starts_on: date
    delivery_starts_on: date
    ends_on: date | None = None
    funder_id: int | None = None


def _faults(contract: NewContract) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    if not contract.reference.strip() or len(contract.reference) > 80:
        errors["reference"] = [_("Write a reference of up to 80 characters.")]
    if contract.delivery_starts_on < contract.contract_starts_on:
        errors["delivery_starts_on"] = [_("Delivery cannot start before the contract.")]
    if contract.ends_on is not None and contract.ends_on <= contract.delivery_starts_on:
        errors["ends_on"] = [_("The last day must come after the first.")]
    return errors


@action("outcomes.enter_contract", permission=Permission.PREPARE_RETURN, messages=_TAKEN)
def enter_contract(
    *, by: Actor, partnership_id: int, programme_id: int, contract: NewContract, token: str | None = None
) -> int:
    """Enter a contract on a programme of a partnership for which the actor's organisation answers; returns its id.

    Raises `Invalid`, `NotVisible`.
    """

    def make() -> int:
        policy.answered_place(by, partnership_id)
        if programme_id not in {one.id for one in programmes_of(partnership_id)}:
            raise NotVisible("programme")
        errors = _faults(contract)
        if errors:
            raise Invalid(errors)
        made = Contract.objects.create(
            programme_id=programme_id,
            funder_id=contract.funder_id,
            reference=contract.reference.strip(),
            contract_starts_on=contract.contract_starts_on,
            delivery_starts_on=contract.delivery_starts_on,
            ends_on=contract.ends_on,
            made_by=by.user_id,
        )
        wrote(made, changed={"reference": made.reference}, partnership_id=partnership_id)
        return int(made.pk)

    return int(once(token, make))


def own_contract(by: Actor, contract_id: int) -> tuple[Contract, int]:
    """A contract on which the actor may write, with the partnership's id. Raises `NotVisible`."""
    found = Contract.objects.select_related("programme").filter(pk=contract_id).first()
    if found is None:
        raise NotVisible("contract")
    partnership_id = found.programme.partnership_id
    policy.answered_place(by, partnership_id)
    return found, partnership_id


@action("outcomes.set_profile", permission=Permission.PREPARE_RETURN)
def set_profile(*, by: Actor, contract_id: int, numbers: Mapping[tuple[str, date, str], int | None]) -> int:
    """Set what a contract asks for: (measure, first day of the quarter, area or "") -> number, None takes it away.

    What is not named stays. Returns how many numbers were altered. Raises `Invalid`, `NotVisible`.
    """
    contract, partnership_id = own_contract(by, contract_id)
    wrong = _wrong(contract, numbers)
    if wrong:
        raise Invalid({"": wrong})
    rows = ProfileRow.objects.filter(contract=contract)
    before = {(one.measure, one.quarter_starts_on, one.area): one for one in rows}
    changed: dict[str, Any] = {}
    for key, number in numbers.items():
        row = before.get(key)
        if (row.number if row else None) == number:
            continue
        changed[" ".join(map(str, key))] = number
        measure, quarter, area = key
        if number is None and row is not None:
            row.delete()
        elif number is not None:
            ProfileRow.objects.update_or_create(
                contract=contract,
                measure=measure,
                quarter_starts_on=quarter,
                area=area,
                defaults={"number": number},
            )
    if not changed:
        nothing_to_write()
    else:
        wrote(contract, changed=changed, partnership_id=partnership_id)
    return len(changed)


def _wrong(contract: Contract, numbers: Mapping[tuple[str, date, str], int | None]) -> list[str]:
    found = []
    for measure, quarter, _area in numbers:
        if measure not in PROFILED:
            found.append(f"{_('There is no such measure')}: {measure}")
        elif quarter != rules.quarter_of(quarter):
            found.append(f"{_('A quarter begins in January, April, July or October')}: {quarter}")
        elif not _covers(contract, quarter):
            found.append(f"{_('The contract does not cover this quarter')}: {quarter}")
    if any(number is not None and not 0 <= number <= MOST for number in numbers.values()):
        found.append(_("Write a number, 0 or more."))
    return list(dict.fromkeys(found))


def _covers(contract: Contract, quarter: date) -> bool:
    begun = rules.last_of(quarter) >= contract.contract_starts_on
    return begun and (contract.ends_on is None or quarter < contract.ends_on)


@action("outcomes.set_target", permission=Permission.PREPARE_RETURN)
def set_target(
    *,
    by: Actor,
    partnership_id: int,
    rulebook: str,
    measure: str,
    starts_on: date,
    ends_on: date,
    value: Decimal,
) -> int:
    """Set what a partnership means to reach of a measure; again for the same first day, it replaces. Returns its id.

    `ends_on`: the first day after it. Raises `Invalid`, `NotVisible`.
    """
    policy.answered_place(by, partnership_id)
    errors: dict[str, list[str]] = {}
    book = counting.rulebooks().get(rulebook)
    if book is None or measure not in {one.code for one in book.measures}:
        errors["measure"] = [_("Choose one of the answers.")]
    if ends_on <= starts_on:
        errors["ends_on"] = [_("The last day must come after the first.")]
    if not 0 <= value < 10_000_000:
        errors["value"] = [_("Write a number, 0 or more.")]
    if errors:
        raise Invalid(errors)
    made, _created = LocalTarget.objects.update_or_create(
        partnership_id=partnership_id,
        rulebook=rulebook,
        measure=measure,
        starts_on=starts_on,
        defaults={"ends_on": ends_on, "value": value, "made_by": by.user_id},
    )
    wrote(made, changed={"measure": measure, "value": value}, partnership_id=partnership_id)
    return int(made.pk)
