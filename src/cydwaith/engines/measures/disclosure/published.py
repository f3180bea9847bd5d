# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a reader is given: numbers, marks and percentages, and what each says of the true count."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from cydwaith.engines.measures.disclosure.attack import Interval
from cydwaith.engines.measures.disclosure.model import Key, Relation


class Why(StrEnum):
    """Why a number is not shown."""

    SMALL = "small"
    """The count is below the threshold."""
    NOT_APPLICABLE = "not_applicable"
    """Nobody is there to be counted: the denominator is 0."""
    PROTECTS = "protects"
    """With it, a small count could be worked out."""
    NUMERATOR = "numerator"
    """A percentage whose numerator is hidden."""
    DENOMINATOR = "denominator"
    """A percentage whose denominator is hidden."""


@dataclass(frozen=True, slots=True)
class PublishedCell:
    """A count as published.

    text: what stands in the table. number: it, where it is a number. low, high: the counts for which the same
    would stand there (None: no largest). guarded: it is hidden and must stay so. shown: False for what nobody
    prints but a reader could work out. outdated: names of former releases whose number for it no longer holds.
    """

    key: Key
    text: str
    number: int | None
    low: int
    high: int | None
    guarded: bool = False
    shown: bool = True
    outdated: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PublishedShare:
    """A percentage as published; value: None where a mark stands."""

    key: Key
    of: Key
    among: Key
    text: str
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class Published:
    """A release as its readers have it, with what they know of how its counts hang together.

    To be kept for the audit of later releases. protection, smallest_shown: the policy's, since a finding is held
    against them. guard_changes: whether the difference to a former release counts as a count.
    """

    name: str
    cells: tuple[PublishedCell, ...]
    relations: tuple[Relation, ...] = ()
    shares: tuple[PublishedShare, ...] = ()
    protection: int = 1
    smallest_shown: int = 5
    guard_changes: bool = True


@dataclass(frozen=True, slots=True)
class ProtectedCell:
    """A count after disclosure control. why: None where it is shown. interval: what a reader can work out of a
    hidden count, all releases together; None where it is shown."""

    key: Key
    text: str
    number: int | None
    why: Why | None = None
    interval: Interval | None = None

    @property
    def hidden(self) -> bool:
        """Whether a mark stands for the number."""
        return self.number is None

    @property
    def primary(self) -> bool:
        """Whether it is hidden for its own sake."""
        return self.why is Why.SMALL

    @property
    def secondary(self) -> bool:
        """Whether it is hidden for the sake of others."""
        return self.why is Why.PROTECTS


@dataclass(frozen=True, slots=True)
class ProtectedShare:
    """A percentage after disclosure control, computed from the published numbers. why: None where it is shown."""

    key: Key
    text: str
    value: Decimal | None
    why: Why | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """A published number in an equation: ``weight`` times the number that ``release`` shows at ``key``."""

    weight: str
    key: Key
    release: str
    text: str


class Undoing(StrEnum):
    """How a hidden count is undone."""

    EXACTLY = "exactly"
    """One count is left: the equation gives it back."""
    TOO_NEARLY = "too_nearly"
    """Fewer counts are left than the protection asks for."""
    SHOWN_BEFORE = "shown_before"
    """A former release shows it."""
    CHANGE = "change"
    """The difference to a former release is a small count."""
    CONTRADICTION = "contradiction"
    """The published numbers contradict each other: no counts fit them."""
    FORMER_CONTRADICTION = "former_contradiction"
    """The numbers fit, but not together with former releases, which were then left out of the attack."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A hidden count that a reader can come too near to.

    low, high: what is left (high None: no largest). at_most, at_least: the equations that give both ends, as
    published numbers with weights and a constant; empty where only the search through whole numbers shows it.
    """

    undoing: Undoing
    key: Key
    low: int = 0
    high: int | None = None
    at_most: tuple[Term, ...] = ()
    at_most_constant: str = "0"
    at_least: tuple[Term, ...] = ()
    at_least_constant: str = "0"


@dataclass(frozen=True, slots=True)
class Protected:
    """A release after disclosure control.

    findings: empty when the release is safe; otherwise it must not go out as it is. people, hidden: how many people
    and cells are hidden for others' sake. people_bound: no choice hides fewer. steps: of the simplex method.
    cpu_seconds: processor time taken.
    """

    published: Published
    cells: tuple[ProtectedCell, ...]
    shares: tuple[ProtectedShare, ...]
    findings: tuple[Finding, ...]
    people: int
    hidden: int
    people_bound: int
    optimal: bool
    steps: int
    cpu_seconds: float = field(compare=False)

    @property
    def safe(self) -> bool:
        """Whether the audit found nothing."""
        return not self.findings

    @property
    def gap(self) -> Decimal:
        """By how many per cent the people hidden may exceed the fewest possible; one decimal."""
        if not self.people:
            return Decimal("0.0")
        return (Decimal(100 * (self.people - self.people_bound)) / self.people).quantize(Decimal("0.1"))

    def cell(self, key: Key) -> ProtectedCell:
        """The cell of this key; KeyError where there is none."""
        for cell in self.cells:
            if cell.key == key:
                return cell
        raise KeyError(str(key))
