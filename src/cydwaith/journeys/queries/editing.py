# SPDX-License-Identifier: AGPL-3.0-or-later
"""One row as a form begins with it: its values as they stand, and the version that the form is made from.

Every function takes the id of the person whose page the form stands on: a row of somebody else is `NotVisible` there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Any, TypeVar

from cydwaith.engines import pathways
from cydwaith.journeys import models
from cydwaith.journeys.vocabulary import LearningKind
from cydwaith.kernel import bilingual
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.bilingual import Bilingual

_Shape = TypeVar("_Shape")


@dataclass(frozen=True, slots=True)
class ContactValues:
    """A contact. Codes of `vocabulary`."""

    id: int
    version: int
    journey_id: int | None
    with_whom: str
    how: str
    on: date
    at_time: time | None
    minutes: int | None
    place: str
    outcome: str
    summary: str
    employer_name: str
    next_on: date | None


@dataclass(frozen=True, slots=True)
class JobValues:
    """A job. Codes of `vocabulary`."""

    id: int
    version: int
    kind: str
    employer_name: str
    title: str
    soc: str
    starts_on: date | None
    ends_on: date | None
    end_reason: str
    found_through_support: bool | None
    evidence: str
    person_learned: str
    employer_learned: str


@dataclass(frozen=True, slots=True)
class TermsValues:
    """Hours and pay from a day on."""

    id: int
    from_on: date
    hours_minutes_week: int | None
    pay_pence: int | None
    pay_period: str


@dataclass(frozen=True, slots=True)
class LineValues:
    """A goal, or a step (`who_does`, `due_on`)."""

    id: int
    version: int
    journey_id: int
    words: str
    whose: str
    done_on: date | None
    dropped_on: date | None
    who_does: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class JourneyValues:
    """A journey: where it stands, and the days that can be put right."""

    id: int
    version: int
    pathway: str
    pathway_version: int
    stage: str
    stage_since: date
    opened_on: date
    referred_on: date
    work_at_start: str
    back_on: date | None
    pause_until: date | None
    closed_on: date | None

    @property
    def its_pathway(self) -> pathways.Pathway:
        """The version of the pathway that this journey follows."""
        return pathways.get(self.pathway, self.pathway_version)


@dataclass(frozen=True, slots=True)
class OpenJourney:
    """A journey that goes on, by its programme."""

    id: int
    programme: Bilingual


@dataclass(frozen=True, slots=True)
class ReviewValues:
    """A review in work."""

    id: int
    week: int
    due_on: date
    done_on: date | None
    in_work: bool | None
    note: str


@dataclass(frozen=True, slots=True)
class LearningValues:
    """A spell of learning."""

    id: int
    version: int
    kind: str
    title: str
    starts_on: date
    ends_on: date | None

    @property
    def kind_label(self) -> str:
        """The kind in words."""
        return str(LearningKind(self.kind).label)


@dataclass(frozen=True, slots=True)
class AdjustmentValues:
    """Something that needs to be in place at work, or is."""

    id: int
    version: int
    what: str
    in_place_on: date | None
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class ProfileValues:
    """The newest version of a profile; `id` 0 and everything empty where there is none."""

    id: int = 0
    whose: str = "person"
    wants: str = ""
    strengths: str = ""
    never: str = ""
    helps: str = ""
    hours_from: int | None = None
    hours_to: int | None = None
    travel_minutes: int | None = None
    travel_by: tuple[str, ...] = ()
    days: tuple[str, ...] = ()


def _shaped(shape: type[_Shape], row: dict[str, Any]) -> _Shape:
    names = shape.__slots__  # type: ignore[attr-defined]
    return shape(**{name: row["pk" if name == "id" else name] for name in names})


def _columns(shape: type[Any]) -> list[str]:
    return ["person_id", *("pk" if name == "id" else name for name in shape.__slots__)]


def _one(model: Any, shape: type[_Shape], actor: Actor, person_id: int, pk: int) -> _Shape:
    rows = model.objects.visible_to(actor).filter(person_id=person_id, pk=pk)
    return _shaped(shape, rows.values(*_columns(shape)).one())


def contact(actor: Actor, person_id: int, contact_id: int) -> ContactValues:
    """Raises `NotVisible`."""
    return _one(models.Contact, ContactValues, actor, person_id, contact_id)


def contacts_on(actor: Actor, person_id: int, day: date) -> tuple[ContactValues, ...]:
    """The contacts of a day, the one recorded last first; five at most."""
    rows = models.Contact.objects.visible_to(actor).filter(person_id=person_id, on=day)
    return tuple(
        _shaped(ContactValues, row) for row in rows.order_by("-pk").values(*_columns(ContactValues))[:5]
    )


def job(actor: Actor, person_id: int, job_id: int) -> JobValues:
    """Raises `NotVisible`."""
    return _one(models.JobSpell, JobValues, actor, person_id, job_id)


def terms(actor: Actor, person_id: int, job_id: int) -> tuple[TermsValues, ...]:
    """Hours and pay of a job, oldest first."""
    rows = models.JobTerms.objects.visible_to(actor).filter(person_id=person_id, job_id=job_id)
    found = rows.order_by("from_on").values(*_columns(TermsValues))
    return tuple(_shaped(TermsValues, row) for row in found)


def jobs_that_go_on(actor: Actor, person_id: int) -> tuple[JobValues, ...]:
    """Jobs without a last day, the newest first."""
    rows = models.JobSpell.objects.visible_to(actor).filter(person_id=person_id, ends_on__isnull=True)
    return tuple(
        _shaped(JobValues, row) for row in rows.order_by("-starts_on", "pk").values(*_columns(JobValues))
    )


def journey(actor: Actor, person_id: int, journey_id: int) -> JourneyValues:
    """Raises `NotVisible`."""
    return _one(models.Journey, JourneyValues, actor, person_id, journey_id)


def open_journeys(actor: Actor, person_id: int) -> tuple[OpenJourney, ...]:
    """Journeys of the actor's organisation that go on, the first begun first."""
    rows = models.Journey.objects.visible_to(actor).filter(
        person_id=person_id, organisation_id=actor.organisation_id or 0, closed_on__isnull=True
    )
    names = ("person_id", "pk", "programme__name_en", "programme__name_cy")
    return tuple(
        OpenJourney(row["pk"], bilingual.of(row, "programme__name"))
        for row in rows.order_by("opened_on", "pk").values(*names)
    )


def review(actor: Actor, person_id: int, review_id: int) -> ReviewValues:
    """Raises `NotVisible`."""
    return _one(models.Review, ReviewValues, actor, person_id, review_id)


def learning(actor: Actor, person_id: int, learning_id: int) -> LearningValues:
    """Raises `NotVisible`."""
    return _one(models.LearningSpell, LearningValues, actor, person_id, learning_id)


def adjustment(actor: Actor, person_id: int, adjustment_id: int) -> AdjustmentValues:
    """Raises `NotVisible`."""
    return _one(models.Adjustment, AdjustmentValues, actor, person_id, adjustment_id)


def line(actor: Actor, person_id: int, kind: str, line_id: int) -> LineValues:
    """A goal or a step. Raises `NotVisible`."""
    model: Any = models.Step if kind == "step" else models.Goal
    names = [name for name in _columns(LineValues) if kind == "step" or name not in ("who_does", "due_on")]
    row = model.objects.visible_to(actor).filter(person_id=person_id, pk=line_id).values(*names).one()
    return _shaped(LineValues, {"who_does": "", "due_on": None, **row})


def open_goals(actor: Actor, person_id: int, journey_id: int) -> tuple[LineValues, ...]:
    """Goals of a journey that are neither reached nor dropped, in the order in which they were written."""
    rows = models.Goal.objects.visible_to(actor).filter(
        person_id=person_id, journey_id=journey_id, done_on__isnull=True, dropped_on__isnull=True
    )
    names = [name for name in _columns(LineValues) if name not in ("who_does", "due_on")]
    found = rows.order_by("pk").values(*names)
    return tuple(_shaped(LineValues, {"who_does": "", "due_on": None, **row}) for row in found)


def profile(actor: Actor, person_id: int) -> ProfileValues:
    """The newest version; an empty one where there is none that the actor may see."""
    rows = models.Profile.objects.visible_to(actor).filter(person_id=person_id).order_by("-pk")
    row = rows.values(*_columns(ProfileValues)).first()
    if row is None:
        return ProfileValues()
    row |= {"travel_by": tuple(row["travel_by"]), "days": tuple(row["days"])}
    return _shaped(ProfileValues, row)
