# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rows as `arms` fetched them, made into what a page shows: labels, what is due, whose words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from cydwaith.engines import pathways
from cydwaith.journeys import rules
from cydwaith.journeys import vocabulary as words
from cydwaith.journeys.models import NOTHING_DUE
from cydwaith.journeys.shapes import NewTerms
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.bilingual import Bilingual
from cydwaith.kernel.vocabulary import CATEGORY_LABELS, Category

from . import record_shapes as shapes
from .arms import Row

PER: dict[str, Promise] = {
    "hour": gettext_lazy("an hour"),
    "day": gettext_lazy("a day"),
    "week": gettext_lazy("a week"),
    "fortnight": gettext_lazy("every two weeks"),
    "four_weeks": gettext_lazy("every four weeks"),
    "month": gettext_lazy("a month"),
    "year": gettext_lazy("a year"),
}
"""What an amount is paid for, as it is said after the amount."""


def label(choices: Any, code: str) -> str:
    """The words of a code; the code itself where nobody knows it any more, "" for none."""
    return _label(choices, code, get_language() or "") if code else code


@lru_cache(maxsize=1_024)
def _label(choices: Any, code: str, _language: str) -> str:
    return str(choices(code).label) if code in choices.values else code


def stones(row: Row, changes: Sequence[Row], language: str) -> tuple[shapes.StoneView, ...]:
    """The path of a journey, from its stage changes in the order in which they were written."""
    pathway = pathways.get(row["pathway"], row["pathway_version"])
    history = [(change["to"], change["on"]) for change in changes if change["journey_id"] == row["pk"]]
    return tuple(
        shapes.StoneView(stone.stage.staff.in_(language), stone.state.value, stone.entered_on)
        for stone in pathways.draw(pathway, history or [(row["stage"], row["stage_since"])])
    )


def journey(row: Row, changes: Sequence[Row], today: date, actor: Actor) -> shapes.JourneyView:
    """A journey with its path and what falls due next.

    What is due would tell of contacts, plan and reviews: only the journey's own organisation reads it.
    """
    language = actor.language
    own = row["organisation_id"] == actor.organisation_id
    pathway = pathways.get(row["pathway"], row["pathway_version"])
    due = row["next_due_on"] if own and not row["closed_on"] and row["next_due_on"] != NOTHING_DUE else None
    closed = row["close_reason"]
    return shapes.JourneyView(
        id=row["pk"],
        version=row["version"],
        programme=Bilingual(row["programme_en"], row["programme_cy"]),
        stage_code=row["stage"],
        stage=pathway.stage(row["stage"]).staff.in_(language),
        stage_since=row["stage_since"],
        referred_on=row["referred_on"],
        opened_on=row["opened_on"],
        closed_on=row["closed_on"],
        close_reason=words.closing_label(pathway, closed, language) if closed else "",
        adviser=row["adviser_name"] or "",
        action=_(pathways.MESSAGES[row["next_due_code"]]) if due and row["next_due_code"] else "",
        due=due,
        urgency=pathways.urgency(due, today),
        pause_until=row["pause_until"],
        stones=stones(row, changes, language),
    )


def journeys(
    rows: Sequence[Row], changes: Sequence[Row], today: date, actor: Actor
) -> tuple[shapes.JourneyView, ...]:
    """Open journeys first, then the ended ones; the newest first among each."""
    found = [journey(row, changes, today, actor) for row in rows]
    return tuple(sorted(found, key=lambda one: (not one.open, -one.opened_on.toordinal(), -one.id)))


def profile(row: Row) -> shapes.ProfileView:
    """One version of the profile."""
    same = ("wants", "strengths", "never", "helps", "hours_from", "hours_to", "travel_minutes", "written_at")
    return shapes.ProfileView(
        id=row["pk"],
        mine=row["whose"] == words.WhoseWords.PERSON,
        travel_by=tuple(row["travel_by"]),
        days=tuple(row["days"]),
        by=row["by"] or "",
        **{name: row[name] for name in same},
    )


def line(row: Row, today: date) -> shapes.LineView:
    """A goal or a step."""
    due = row.get("due_on")
    who = row.get("who_does", "")
    over = row["done_on"] is not None or row["dropped_on"] is not None
    return shapes.LineView(
        id=row["pk"],
        version=row["version"],
        journey_id=row["journey_id"],
        words=row["words"],
        own=row["whose"] == words.WhoseWords.PERSON,
        by=row["by"] or "",
        person_agreed=row["agreed_by_person_at"],
        adviser_agreed=row["agreed_by_adviser_at"],
        done_on=row["done_on"],
        dropped_on=row["dropped_on"],
        who_does=label(words.WhoDoes, who),
        due_on=due,
        urgency=pathways.Urgency.NONE if over else pathways.urgency(due, today),
        goal_id=row.get("goal_id"),
    )


def jobs(rows: Iterable[Row], terms: Iterable[Row], born: date | None) -> tuple[shapes.JobView, ...]:
    """Jobs that go on first, then the ended ones, newest first; each with its terms held against the wage floor."""
    of_job: dict[int, list[Row]] = defaultdict(list)
    for one in terms:
        of_job[one["job_id"]].append(one)
    found = [_job(row, of_job[row["pk"]], born) for row in rows]
    return tuple(sorted(found, key=lambda job: (job.ends_on is not None, -_day(job.starts_on), -job.id)))


def _day(day: date | None) -> int:
    return day.toordinal() if day else date.max.toordinal()


def _job(row: Row, terms: Sequence[Row], born: date | None) -> shapes.JobView:
    return shapes.JobView(
        id=row["pk"],
        version=row["version"],
        kind_code=row["kind"],
        kind=label(words.JobKind, row["kind"]),
        employer_name=row["employer_name"],
        title=row["title"],
        soc=row["soc"],
        starts_on=row["starts_on"],
        ends_on=row["ends_on"],
        end_reason=label(words.JobEnd, row["end_reason"]),
        found=row["found_through_support"],
        evidence=label(words.JobEvidence, row["evidence"]),
        person_learned=row["person_learned"],
        employer_learned=row["employer_learned"],
        terms=tuple(_terms(row, one, born) for one in sorted(terms, key=lambda one: one["from_on"])),
    )


def _terms(job: Row, row: Row, born: date | None) -> shapes.TermsView:
    new = NewTerms(row["from_on"], row["hours_minutes_week"], row["pay_pence"], row["pay_period"])
    paid = row["pay_pence"] is not None
    return shapes.TermsView(
        from_on=new.from_on,
        hours_minutes_week=new.hours_minutes_week,
        pay_pence=new.pay_pence,
        period=str(PER.get(new.pay_period, "")),
        finding=rules.pay_finding(job["kind"], new, job["starts_on"], born) if paid else None,
    )


def review(row: Row, today: date) -> shapes.ReviewView:
    """A review, held or to be held."""
    return shapes.ReviewView(
        id=row["pk"],
        week=row["week"],
        due_on=row["due_on"],
        urgency=pathways.Urgency.NONE if row["done_on"] else pathways.urgency(row["due_on"], today),
        done_on=row["done_on"],
        in_work=row["in_work"],
        note=row["note"],
        by=row["by"] or "",
    )


def status(row: Row) -> shapes.StatusView:
    """An observation of the employment status."""
    what = label(words.EmploymentStatus, row["status"])
    return shapes.StatusView(row["pk"], row["on"], what, row["hours_minutes_week"], row["by"] or "")


def learning(row: Row) -> shapes.LearningView:
    """A spell of learning."""
    return shapes.LearningView(
        id=row["pk"],
        kind=label(words.LearningKind, row["kind"]),
        title=row["title"],
        provider=row["provider"],
        level=row["level"],
        starts_on=row["starts_on"],
        ends_on=row["ends_on"],
        result=label(words.LearningResult, row["result"]),
    )


def adjustment(row: Row, employers: dict[int, str]) -> shapes.AdjustmentView:
    """An adjustment; `employers`: the names behind the jobs that the reader may see."""
    return shapes.AdjustmentView(
        id=row["pk"],
        what=row["what"],
        own=row["whose"] == words.WhoseWords.PERSON,
        provider=label(words.Provider, row["provider"]),
        employer_name=employers.get(row["job_id"], ""),
        asked_on=row["asked_on"],
        in_place_on=row["in_place_on"],
        ended_on=row["ended_on"],
    )


def told(row: Row) -> shapes.ToldLine:
    """How much an employer was told."""
    level = label(words.TellLevel, row["level"])
    return shapes.ToldLine(row["pk"], row["employer_name"], level, row["made_at"])


def contact(row: Row, notes: Sequence[Row] = ()) -> shapes.ContactView:
    """A contact with its notes."""
    return shapes.ContactView(
        id=row["pk"],
        on=row["on"],
        at_time=row["at_time"],
        with_whom=label(words.WithWhom, row["with_whom"]),
        with_person=row["with_whom"] == words.WithWhom.PERSON,
        how=label(words.How, row["how"]),
        minutes=row["minutes"],
        place=label(words.Place, row["place"]),
        outcome=label(words.ContactOutcome, row["outcome"]),
        met=row["outcome"] == words.ContactOutcome.MET,
        summary=row["summary"],
        employer_name=row["employer_name"],
        next_on=row["next_on"],
        by=row["by"] or "",
        notes=tuple(_note(one) for one in notes if one["contact_id"] == row["pk"]),
    )


def _note(row: Row) -> shapes.NoteView:
    kept = str(CATEGORY_LABELS[Category(row["kept_under"])])
    return shapes.NoteView(row["text"], kept, row["by"] or "", row["written_at"])
