# SPDX-License-Identifier: AGPL-3.0-or-later
"""A programme against its contracts: actual and profile by quarter and by area, and what is to be expected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.bilingual import Bilingual
from cydwaith.kernel.errors import NotVisible
from cydwaith.outcomes import counting, policy, rules
from cydwaith.outcomes.models import Contract, ProfileRow, Run
from cydwaith.partnerships.queries.figures import Place, ProgrammeOf, area_names, funders_of, programmes_of

from .shapes import FigureView, RunView, current_figures, figures_of, runs_of

BOOK = "programme-contract"
PROFILED = ("starts", "into_work", "sustained_13", "sustained_26", "sustained_52")


@dataclass(frozen=True, slots=True)
class ContractView:
    """A contract. `profile`: (measure, first day of a quarter, area or "") -> number. `ends_on`: the day after it."""

    id: int
    reference: str
    funder: Bilingual | None
    contract_starts_on: date
    delivery_starts_on: date
    ends_on: date | None
    profile: Mapping[tuple[str, date, str], int]

    def quarters(self, until: date) -> tuple[date, ...]:
        """First days of the quarters it covers: up to its end, or those before `until` where no end was agreed."""
        end = self.ends_on or until
        return tuple(rules.quarters(self.contract_starts_on, end - timedelta(days=1)))


@dataclass(frozen=True, slots=True)
class Quarter:
    """Actual and profile of one measure in one quarter, and both since the contract began."""

    first_day: date
    last_day: date
    actual: int | None
    profile: int | None
    actual_so_far: int
    profile_so_far: int | None
    over: bool
    figure_id: int | None


@dataclass(frozen=True, slots=True)
class ByArea:
    """Actual and profile of one measure in one area, over the quarters shown."""

    area: str
    actual: int
    profile: int | None


@dataclass(frozen=True, slots=True)
class Followed:
    """One measure of a contract. `expected`: at its end (expected, lowest, highest); None: it cannot be said."""

    measure: str
    title: str
    quarters: tuple[Quarter, ...]
    areas: tuple[ByArea, ...]
    forecast: rules.Forecast | None
    expected: tuple[int, int | None, int | None] | None
    asked: int | None

    @property
    def now(self) -> Quarter | None:
        """The newest quarter that is over."""
        over = [one for one in self.quarters if one.over]
        return over[-1] if over else None


@dataclass(frozen=True, slots=True)
class ProgrammeFigures:
    """All of one programme."""

    place: Place
    programme: ProgrammeOf
    contracts: tuple[ContractView, ...]
    run: RunView | None
    book: Any
    followed: tuple[Followed, ...]
    areas: dict[str, Bilingual]
    funders: dict[int, Bilingual]
    wholes: tuple[Whole, ...]


@dataclass(frozen=True, slots=True)
class Whole:
    """What was reached over a whole contract, from the first day of work to its last or to today. `figures`: each with
    the titles of its rulebook and its measure."""

    contract: ContractView
    last_day: date
    figures: tuple[tuple[str, str, FigureView], ...]


def _wholes(at: Place, code: str, found: Sequence[ContractView]) -> tuple[Whole, ...]:
    """Contracts with their figures, where they were counted since. One statement."""
    rows = figures_of(
        current_figures(at.partnership_id, counting.CONTRACT).filter(programme=code, stratum="")
    )
    as_of = max((row.last_day for row in rows), default=date.min)
    wholes = []
    for contract in found:
        last = counting.contract_end(contract.ends_on, as_of)
        own = tuple(
            (book.title, book.measure(row.measure).title, row)
            for row in rows
            if (row.first_day, row.last_day) == (contract.delivery_starts_on, last) and row.denominator
            for book in [counting.rulebooks()[row.rulebook]]
        )
        if own:
            wholes.append(Whole(contract, last, own))
    return tuple(wholes)


def programmes(actor: Actor, code: str = "") -> tuple[Place, tuple[Place, ...], tuple[ProgrammeOf, ...]]:
    """The programmes whose figures the actor reads: of a partnership for which they answer, else those they lead.

    Raises `NotVisible`, `NotAllowed`.
    """
    places = policy.readable(actor)
    at = policy.place(actor, code)
    return at, places, tuple(one for one in programmes_of(at.partnership_id) if _reads(actor, at, one))


def _reads(actor: Actor, at: Place, programme: ProgrammeOf) -> bool:
    return at.whole or programme.lead_id == actor.organisation_id


def _found(actor: Actor, programme_id: int) -> tuple[Place, ProgrammeOf]:
    for at in policy.readable(actor):
        for one in programmes_of(at.partnership_id):
            if one.id == programme_id and _reads(actor, at, one):
                return at, one
    raise NotVisible("programme")


def contracts(programme_id: int, funders: Mapping[int, Bilingual]) -> tuple[ContractView, ...]:
    """Contracts of a programme with their profiles, the newest first. Two statements."""
    profiles: dict[int, dict[tuple[str, date, str], int]] = {}
    rows = ProfileRow.objects.filter(contract__programme_id=programme_id)
    for contract_id, measure, quarter, area, number in rows.values_list(
        "contract_id", "measure", "quarter_starts_on", "area", "number"
    ):
        profiles.setdefault(contract_id, {})[(measure, quarter, area)] = number
    return tuple(
        ContractView(
            one.pk,
            one.reference,
            funders.get(one.funder_id) if one.funder_id else None,
            one.contract_starts_on,
            one.delivery_starts_on,
            one.ends_on,
            profiles.get(one.pk, {}),
        )
        for one in Contract.objects.filter(programme_id=programme_id).order_by("-contract_starts_on", "-pk")
    )


def programme(actor: Actor, programme_id: int) -> ProgrammeFigures:
    """A programme against its contracts. The same statements however much there is. Raises `NotVisible`."""
    at, one = _found(actor, programme_id)
    funders = funders_of(at.partnership_id)
    found = contracts(one.id, funders)
    runs = runs_of(
        Run.objects.filter(partnership_id=at.partnership_id, rulebook=BOOK, step="quarter", current=True)
    )
    rows = figures_of(
        current_figures(at.partnership_id, "quarter").filter(
            run__rulebook=BOOK, programme=one.code, partner="", stratum="", measure__in=PROFILED
        )
    )
    book = counting.rulebooks().get(BOOK)
    wholes = _wholes(at, one.code, found)
    followed: tuple[Followed, ...] = ()
    if book is not None and runs:
        newest = found[0] if found else None
        titles = {shape.code: shape.title for shape in book.measures}
        followed = tuple(
            _followed(code, titles[code], [row for row in rows if row.measure == code], newest, runs[0].as_of)
            for code in PROFILED
            if code in titles
        )
    return ProgrammeFigures(
        at, one, found, runs[0] if runs else None, book, followed, area_names(), funders, wholes
    )


def _asked(contract: ContractView | None, measure: str, quarter: date) -> int | None:
    """What a contract asks for in a quarter: in all areas together, else the sum of its areas."""
    if contract is None:
        return None
    whole = contract.profile.get((measure, quarter, ""))
    if whole is not None:
        return whole
    parts = [n for (code, day, _area), n in contract.profile.items() if (code, day) == (measure, quarter)]
    return sum(parts) if parts else None


def _followed(
    measure: str, title: str, rows: list[FigureView], contract: ContractView | None, as_of: date
) -> Followed:
    whole = {row.first_day: row for row in rows if row.area == ""}
    start = contract.contract_starts_on if contract else min(whole, default=as_of)
    first = max(rules.quarter_of(start), min(whole, default=rules.quarter_of(start)))
    end = contract.ends_on if contract and contract.ends_on else None
    asked = [day for (code, day, _area) in contract.profile if code == measure] if contract else []
    last = max([*whole, *asked], default=first)
    if end is not None:  # what came after the contract is not the contract's
        last = min(last, rules.quarter_of(end - timedelta(days=1)))
    quarters: list[Quarter] = []
    actual = profile = 0
    any_profile = False
    for day in rules.quarters(first, last):
        row, wanted = whole.get(day), _asked(contract, measure, day)
        actual += row.numerator if row else 0
        profile += wanted or 0
        any_profile = any_profile or wanted is not None
        begun = day <= as_of
        quarters.append(
            Quarter(
                day,
                rules.last_of(day),
                row.numerator if row and begun else None,
                wanted,
                actual,
                profile if any_profile else None,
                rules.last_of(day) <= as_of,
                row.id if row else None,
            )
        )
    history = [one.actual or 0 for one in quarters if one.over]
    made = rules.forecast(history)
    left = [one for one in quarters if not one.over and (end is None or one.first_day < end)]
    total_asked = sum(one.profile or 0 for one in quarters) if any_profile else None
    expected = made.total(sum(history), len(left)) if made and left and any_profile else None
    return Followed(
        measure, title, tuple(quarters), _areas(measure, rows, contract, as_of), made, expected, total_asked
    )


def _areas(
    measure: str, rows: Iterable[FigureView], contract: ContractView | None, as_of: date
) -> tuple[ByArea, ...]:
    """By area, over the quarters that have begun."""
    actual: dict[str, int] = {}
    wanted: dict[str, int] = {}
    first = contract.contract_starts_on if contract else date.min
    for row in rows:
        if row.area and row.last_day >= first:
            actual[row.area] = actual.get(row.area, 0) + row.numerator
    for (code, day, area), number in contract.profile.items() if contract else ():
        if code == measure and area and day <= as_of:
            wanted[area] = wanted.get(area, 0) + number
    return tuple(ByArea(area, actual.get(area, 0), wanted.get(area)) for area in sorted({*actual, *wanted}))


def shown(value: int | None) -> Decimal | None:
    """A count as charts take it."""
    return None if value is None else Decimal(value)
