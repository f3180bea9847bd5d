# SPDX-License-Identifier: AGPL-3.0-or-later
"""The person's own view, in plain words: my plan, my next step, my jobs. A supporter sees what the person allowed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, DateField, IntegerField, Value
from django.utils import timezone

from cydwaith.engines import pathways
from cydwaith.engines.pathways import Stone
from cydwaith.journeys import rules
from cydwaith.journeys.models import Goal, JobSpell, JobTerms, Journey, Profile, Review, StageChange, Step
from cydwaith.journeys.shapes import NewTerms, PayFinding
from cydwaith.journeys.vocabulary import JobEnd, JobKind, PayPeriod
from cydwaith.kernel import bilingual
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.bilingual import Bilingual
from cydwaith.kernel.errors import NotVisible


@dataclass(frozen=True, slots=True)
class MyStone:
    """One stone of the path: its name for the person, "done", "current", "next", "ahead" or "passed", since when."""

    label: str
    state: str
    entered_on: date | None


@dataclass(frozen=True, slots=True)
class MyLine:
    """A goal or a step. `mine`: in the person's own words. `who_does`: "person", "adviser" or "together" (a step)."""

    kind: str
    id: int
    version: int
    words: str
    mine: bool
    who_does: str
    due_on: date | None
    goal_id: int | None
    agreed_by_me: bool
    agreed_by_adviser: bool
    done_on: date | None


@dataclass(frozen=True, slots=True)
class MyJourney:
    """A journey: the programme by its neutral name, where I am, what comes next, who works with me.

    `next_step`: the first open step that is mine to do, or ours. `to_agree`: lines that wait for my agreement.
    """

    id: int
    programme: Bilingual
    organisation: Bilingual
    stage: str
    what_next: str
    since: date
    adviser: str
    next_contact_on: date | None
    closed_on: date | None
    closed_because: str
    stones: tuple[MyStone, ...]
    goals: tuple[MyLine, ...]
    steps: tuple[MyLine, ...]
    done: tuple[MyLine, ...]
    next_step: MyLine | None
    to_agree: int


@dataclass(frozen=True, slots=True)
class MyProfile:
    """What I want from work and bring to it: the newest version. `mine`: written by me."""

    id: int
    mine: bool
    wants: str
    strengths: str
    never: str
    helps: str
    hours_from: int | None
    hours_to: int | None
    travel_minutes: int | None
    travel_by: tuple[str, ...]
    days: tuple[str, ...]
    written_at: datetime


@dataclass(frozen=True, slots=True)
class MyPlan:
    """Everything of the plan, open journeys first."""

    journeys: tuple[MyJourney, ...]
    profile: MyProfile | None


def _whose(actor: Actor) -> int:
    """Whose record this is. Raises `NotVisible` for an actor who is, and helps, nobody in particular."""
    if actor.person_id is None:
        raise NotVisible("Person")
    return actor.person_id


def my_plan(actor: Actor) -> MyPlan:
    """The person's plan as they (or, as far as they allowed it, a supporter) see it. Four statements."""
    journeys: list[Any] = list(
        Journey.objects.visible_to(actor)
        .filter(person_id=_whose(actor))
        .order_by("-closed_on", "-opened_on", "pk")
        .values(
            "pk", "person_id", "programme__public_name_en", "programme__public_name_cy", "organisation__public_name_en",
            "organisation__public_name_cy", "pathway", "pathway_version", "stage", "stage_since", "adviser__name",
            "next_contact_on", "closed_on", "close_reason",
        )
    )  # fmt: skip
    journeys.sort(key=lambda row: (row["closed_on"] is not None, -row["stage_since"].toordinal()))
    history: dict[int, list[tuple[str, date]]] = defaultdict(list)
    changes = StageChange.objects.visible_to(actor).filter(person_id=_whose(actor)).order_by("pk")
    for _person, journey_id, to, on in changes.values_list("person_id", "journey_id", "to", "on"):
        history[journey_id].append((to, on))
    lines = _lines(actor)
    return MyPlan(
        journeys=tuple(_journey(actor, row, history[row["pk"]], lines[row["pk"]]) for row in journeys),
        profile=_profile(actor),
    )


def _lines(actor: Actor) -> dict[int, list[MyLine]]:
    """Journey id -> goals and steps that were not dropped, in the order in which they were written."""
    columns = (
        "person_id", "journey_id", "pk", "version", "words", "whose", "agreed_by_person_at", "agreed_by_adviser_at",
        "done_on",
    )  # fmt: skip
    mine = {"person_id": _whose(actor), "dropped_on__isnull": True}
    goals = (
        Goal.objects.visible_to(actor)
        .filter(**mine)
        .values_list(
            *columns,
            Value("", output_field=CharField()),
            Value(None, output_field=DateField()),
            Value(None, output_field=IntegerField()),
            Value("goal", output_field=CharField()),
        )
    )
    steps = (
        Step.objects.visible_to(actor)
        .filter(**mine)
        .values_list(*columns, "who_does", "due_on", "goal_id", Value("step", output_field=CharField()))
    )
    found: dict[int, list[MyLine]] = defaultdict(list)
    for row in sorted((*goals, *steps), key=lambda row: row[2]):
        (
            _person,
            journey_id,
            pk,
            version,
            words,
            whose,
            person_at,
            adviser_at,
            done_on,
            who,
            due_on,
            goal,
            kind,
        ) = row
        line = MyLine(
            kind=kind,
            id=pk,
            version=version,
            words=words,
            mine=whose == "person",
            who_does=who,
            due_on=due_on,
            goal_id=goal,
            agreed_by_me=person_at is not None,
            agreed_by_adviser=adviser_at is not None,
            done_on=done_on,
        )
        found[journey_id].append(line)
    return found


def _journey(
    actor: Actor, row: dict[str, Any], history: list[tuple[str, date]], lines: list[MyLine]
) -> MyJourney:
    pathway = pathways.get(row["pathway"], row["pathway_version"])
    stage, language = pathway.stage(row["stage"]), actor.language
    to_do = sorted(
        (line for line in lines if line.kind == "step" and line.done_on is None),
        key=lambda line: (line.due_on is None, line.due_on or date.max, line.id),
    )
    reason = next((one for one in pathway.closing_reasons if one.code == row["close_reason"]), None)
    return MyJourney(
        id=row["pk"],
        programme=bilingual.of(row, "programme__public_name"),
        organisation=bilingual.of(row, "organisation__public_name"),
        stage=stage.person.in_(language),
        what_next=stage.next_step.in_(language),
        since=row["stage_since"],
        adviser=row["adviser__name"] or "",
        next_contact_on=row["next_contact_on"],
        closed_on=row["closed_on"],
        closed_because=reason.person.in_(language) if reason and reason.person else "",
        stones=tuple(_stone(stone, language) for stone in pathways.draw(pathway, history)),
        goals=tuple(line for line in lines if line.kind == "goal" and line.done_on is None),
        steps=tuple(to_do),
        done=tuple(line for line in lines if line.done_on is not None),
        next_step=next((line for line in to_do if line.who_does != "adviser"), None),
        to_agree=sum(1 for line in lines if line.done_on is None and not line.agreed_by_me),
    )


def _stone(stone: Stone, language: str) -> MyStone:
    return MyStone(stone.stage.person.in_(language), stone.state.value, stone.entered_on)


def _profile(actor: Actor) -> MyProfile | None:
    rows: Any = Profile.objects.visible_to(actor).filter(person_id=_whose(actor)).order_by("-pk")
    row = rows.values(
        "pk", "person_id", "whose", "wants", "strengths", "never", "helps", "hours_from", "hours_to", "travel_minutes",
        "travel_by", "days", "written_at",
    ).first()  # fmt: skip
    if row is None:
        return None
    return MyProfile(
        id=row["pk"],
        mine=row["whose"] == "person",
        travel_by=tuple(row["travel_by"]),
        days=tuple(row["days"]),
        **{
            name: row[name]
            for name in (
                "wants", "strengths", "never", "helps", "hours_from", "hours_to", "travel_minutes", "written_at",
            )
        },
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class MyTerms:
    """Hours and pay from a day on. `pay_for`: what the pay is for, in words. `finding`: only where it is too low."""

    from_on: date
    hours_minutes_week: int | None
    pay_pence: int | None
    pay_for: str
    finding: PayFinding | None


@dataclass(frozen=True, slots=True)
class MyJob:
    """One job. `now`: it goes on today. `terms`: newest first. `next_review_on`: when we look back together next."""

    id: int
    employer_name: str
    title: str
    kind: str
    starts_on: date | None
    ends_on: date | None
    end_reason: str
    now: bool
    terms: tuple[MyTerms, ...]
    next_review_on: date | None


def my_jobs(actor: Actor, today: date | None = None) -> tuple[MyJob, ...]:
    """The person's jobs, those that go on first, then the newest. Three statements."""
    day = today or timezone.localdate()
    jobs: list[Any] = list(
        JobSpell.objects.visible_to(actor, "person")
        .filter(person_id=_whose(actor))
        .values(
            "pk", "person_id", "employer_name", "title", "kind", "starts_on", "ends_on", "end_reason",
            "person__date_of_birth",
        )
    )  # fmt: skip
    terms: dict[int, list[NewTerms]] = defaultdict(list)
    rows: Any = JobTerms.objects.visible_to(actor).filter(person_id=_whose(actor)).order_by("-from_on")
    for _person, job_id, *values in rows.values_list(
        "person_id", "job_id", "from_on", "hours_minutes_week", "pay_pence", "pay_period"
    ):
        terms[job_id].append(NewTerms(*values))
    to_hold = Review.objects.visible_to(actor).filter(person_id=_whose(actor), done_on__isnull=True)
    next_review: dict[int, date] = {}
    for _person, job_id, due_on in to_hold.order_by("-due_on").values_list("person_id", "job_id", "due_on"):
        next_review[job_id] = due_on
    found = [_job(row, terms[row["pk"]], next_review.get(row["pk"]), day) for row in jobs]
    found.sort(key=lambda job: (not job.now, -(job.starts_on or date.min).toordinal(), job.id))
    return tuple(found)


def _job(row: dict[str, Any], terms: list[NewTerms], review: date | None, day: date) -> MyJob:
    starts, ends = row["starts_on"], row["ends_on"]
    return MyJob(
        id=row["pk"],
        employer_name=row["employer_name"],
        title=row["title"],
        kind=str(JobKind(row["kind"]).label),
        starts_on=starts,
        ends_on=ends,
        end_reason=str(JobEnd(row["end_reason"]).label) if row["end_reason"] else "",
        now=(starts is None or starts <= day) and (ends is None or ends >= day),
        terms=tuple(_terms(row, one) for one in terms),
        next_review_on=review if ends is None else None,
    )


def _terms(job: dict[str, Any], terms: NewTerms) -> MyTerms:
    finding = rules.pay_finding(job["kind"], terms, job["starts_on"], job["person__date_of_birth"])
    return MyTerms(
        from_on=terms.from_on,
        hours_minutes_week=terms.hours_minutes_week,
        pay_pence=terms.pay_pence,
        pay_for=str(PayPeriod(terms.pay_period).label) if terms.pay_period else "",
        finding=finding if finding.below else None,
    )
