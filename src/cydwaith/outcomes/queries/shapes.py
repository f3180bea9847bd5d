# SPDX-License-Identifier: AGPL-3.0-or-later
"""What pages read: figures as they were counted, with the run that they came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from cydwaith.outcomes import counting
from cydwaith.outcomes.models import FigureRow, Run
from cydwaith.outcomes.vocabulary import RunState


@dataclass(frozen=True, slots=True)
class RunView:
    """One run: what was counted, when, over which facts. `failure`: a code of `counting.FAILURES`, "" for none."""

    id: int
    rulebook: str
    version: str
    step: str
    first_day: date
    last_day: date
    state: str
    failure: str
    failure_at: str
    made_at: datetime
    snapshot_id: int
    as_of: date
    manifest: str
    partnership_id: int

    @property
    def failed(self) -> bool:
        """Whether it came to nothing."""
        return self.state == RunState.FAILED


@dataclass(frozen=True, slots=True)
class FigureView:
    """One figure, exact. See `models.FigureRow` for what the numbers mean; `lines`: (line code, how many)."""

    id: int
    run_id: int
    rulebook: str
    measure: str
    first_day: date
    last_day: date
    programme: str
    partner: str
    area: str
    stratum: str
    numerator: int
    denominator: int
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    why: str
    benchmark: Decimal | None
    parts: int
    incomplete: int
    lines: tuple[tuple[str, int], ...]
    unit: str
    good: str

    @property
    def certain(self) -> bool:
        """Whether links between records leave no doubt."""
        return self.low == self.value == self.high

    @property
    def rate(self) -> bool:
        """Whether the value is a share and not a count."""
        return self.unit == "per_cent" or self.unit.startswith("per_")


_RUN = (
    "pk", "rulebook", "version", "step", "first_day", "last_day", "state", "failure", "failure_at", "made_at",
    "snapshot_id", "snapshot__as_of", "snapshot__manifest_sha256", "partnership_id",
)  # fmt: skip
_FIGURE = (
    "pk", "run_id", "run__rulebook", "measure", "first_day", "last_day", "programme", "partner", "area", "stratum",
    "numerator", "denominator", "value", "low", "high", "why", "benchmark", "parts", "incomplete", "lines", "unit",
    "good",
)  # fmt: skip


def runs_of(rows: Any) -> tuple[RunView, ...]:
    """Runs of a query of `Run`. One statement."""
    return tuple(RunView(*row) for row in rows.values_list(*_RUN))


def figures_of(rows: Any) -> tuple[FigureView, ...]:
    """Figures of a query of `FigureRow`, by measure, group, stratum and period. One statement."""
    ordered = rows.order_by(
        "run__rulebook", "measure", "programme", "partner", "area", "stratum", "first_day"
    )
    return tuple(_figure(row) for row in ordered.values_list(*_FIGURE))


def _figure(row: tuple[Any, ...]) -> FigureView:
    values: dict[str, Any] = {
        name.removeprefix("run__"): _tidy(value) for name, value in zip(_FIGURE, row, strict=True)
    }
    values["id"] = values.pop("pk")
    values["lines"] = tuple((code, number) for code, number in values["lines"])
    places = _places(values["rulebook"], values["measure"])
    if values["unit"] == "per_cent" and places is not None:
        for name in ("value", "low", "high"):
            if values[name] is not None:
                values[name] = values[name].quantize(Decimal(1).scaleb(-places))
    return FigureView(**values)


def _places(rulebook: str, measure: str) -> int | None:
    """Decimals that a measure is published with: 25.0 per cent says more than 25. None: the site holds no such rule."""
    book = counting.rulebooks().get(rulebook)
    found = next((one for one in book.measures if one.code == measure), None) if book else None
    return None if found is None else 0 if found.cut else found.decimals


def _tidy(value: Any) -> Any:
    """A number without the zeros that the column fills it up with: 64.4000 -> 64.4, 40.0000 -> 40."""
    if not isinstance(value, Decimal):
        return value
    plain = value.normalize()
    return plain.quantize(Decimal(1)) if plain == plain.to_integral_value() else plain


def current_figures(partnership_id: int, step: str) -> Any:
    """A query of the figures that pages show now."""
    return FigureRow.objects.filter(run__current=True, run__partnership_id=partnership_id, run__step=step)


def newest_runs(partnership_id: int) -> Any:
    """A query of what pages show now, and of what has failed since."""
    return Run.objects.filter(partnership_id=partnership_id).order_by("-pk")
