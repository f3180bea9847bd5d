# SPDX-License-Identifier: AGPL-3.0-or-later
"""One person's record, in parts. A partner reads what was shared with them and changes nothing; a part of which
nothing is open to the reader is not there at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cydwaith.journeys.queries import record
from cydwaith.journeys.queries.record_shapes import JourneyView, LineView, PersonPlan
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import NotVisible
from cydwaith.kernel.vocabulary import Category
from cydwaith.people import queries as people
from cydwaith.people.queries import Header
from cydwaith.web.components.path import Stone, Walk

from .pages import advice
from .plan_forms import DAY_LABELS, TRAVEL_LABELS

PARTS: dict[str, Category] = {
    "plan": Category.GOALS,
    "work": Category.JOBS | Category.OUTCOMES | Category.SKILLS | Category.ADJUSTMENTS,
    "contacts": Category.NOTES,
}
"""Part of the record -> the categories of which one must be open for it to be there."""

SECTIONS: dict[str, Category] = {
    "jobs": Category.JOBS,
    "outcomes": Category.OUTCOMES,
    "adjustments": Category.ADJUSTMENTS,
    "skills": Category.SKILLS,
}
"""Section of the part about work -> its category."""

_WALKS: dict[str, Walk] = {
    "done": "walked",
    "current": "here",
    "next": "ahead",
    "ahead": "ahead",
    "passed": "skipped",
}


def open_parts(person: Header) -> set[str]:
    """Keys of the parts that this reader finds in the record."""
    found = {"person", "record", *(key for key, needs in PARTS.items() if person.open & needs)}
    return found | {"sharing"} if person.own else found


def path_of(stones: Sequence[Any]) -> list[Stone]:
    """A journey's stones as the path is drawn from them."""
    return [Stone(name=one.label, state=_WALKS[one.state], on=one.entered_on) for one in stones]


def _part(actor: Actor, reference: str, key: str) -> Header:
    person = people.header(actor, reference)
    if key not in open_parts(person):
        raise NotVisible(key)
    return person


def _page(request: HttpRequest, person: Header, template: str, **context: Any) -> HttpResponse:
    return render(
        request,
        template,
        {"person": person, "open": open_parts(person), "write": person.own, "path_of": path_of, **context},
    )


@advice()
def summary(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Where the person is on their path, what comes next, what they want, what happened lately."""
    person = _part(actor, reference, "person")
    found = record.person_summary(actor, person.person_id)
    return _page(request, person, "advice/person.html", found=found)


@advice()
def plan(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """The profile with its earlier versions, and the plan with who agreed to what."""
    person = _part(actor, reference, "plan")
    found = record.person_plan(actor, person.person_id)
    return _page(
        request,
        person,
        "advice/person_plan.html",
        found=found,
        plans=_plans(found),
        days=DAY_LABELS,
        travel=TRAVEL_LABELS,
    )


@dataclass(frozen=True, slots=True)
class Plan:
    """The lines of one journey's plan; `journey` None where the reader may see the plan and not the journey."""

    journey: JourneyView | None
    goals: list[LineView]
    steps: list[LineView]

    @property
    def open(self) -> bool:
        """Whether the journey goes on."""
        return self.journey is not None and self.journey.open


def _plans(found: PersonPlan) -> list[Plan]:
    """Plans of the journeys that go on, and of others that have one."""
    known: dict[int, JourneyView | None] = {one.id: one for one in found.journeys}
    for line in (*found.goals, *found.steps):
        known.setdefault(line.journey_id, None)
    plans = [
        Plan(
            journey,
            [line for line in found.goals if line.journey_id == pk],
            [line for line in found.steps if line.journey_id == pk],
        )
        for pk, journey in known.items()
    ]
    return [plan for plan in plans if plan.open or plan.goals or plan.steps]


@advice()
def work(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Jobs with their dated hours and pay, reviews, status, learning, adjustments."""
    person = _part(actor, reference, "work")
    found = record.person_work(actor, person.person_id)
    can = {key: bool(person.open & category) for key, category in SECTIONS.items()}
    return _page(request, person, "advice/person_work.html", found=found, can=can)


@advice()
def contacts(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Contacts with their notes, the newest first."""
    person = _part(actor, reference, "contacts")
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and 0 < len(asked) < 6 else 1
    found = record.person_contacts(actor, person.person_id, page=max(1, number))
    return _page(request, person, "advice/person_contacts.html", found=found, page=max(1, number))
