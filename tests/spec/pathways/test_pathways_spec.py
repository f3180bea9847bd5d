# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pathways hold to their tables: steps and what they need, reviews in work, the adviser's list for the day."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from cydwaith.engines import pathways
from cydwaith.engines.pathways import DoneReview, JobFact, JourneyFacts, JourneyToday, PlanStep, Spell
from tests.spec.table import rows

TODAY = date(2026, 6, 1)
_JOB = JobFact(kind="employed", start=date(2026, 3, 2), employer_named=True)
_TRIAL = JobFact(kind="work_trial", start=date(2026, 3, 2), employer_named=True)
_OVER = replace(_TRIAL, end=date(2026, 4, 10))

JOBS = {
    "job": _JOB,
    "job-without-employer": replace(_JOB, employer_named=False),
    "job-without-start": replace(_JOB, start=None),
    "job-next-week": replace(_JOB, start=date(2026, 6, 8)),
    "job-ended": replace(_JOB, end=date(2026, 5, 29)),
    "job-ended-with-reason": replace(_JOB, end=date(2026, 5, 29), end_reason=True),
    "held-job": replace(_JOB, start=date(2015, 1, 5), held_before=True),
    "trial": _TRIAL,
    "trial-over": _OVER,
    "trial-over-person-learned": replace(_OVER, person_lessons=True),
    "trial-over-all-learned": replace(_OVER, person_lessons=True, employer_lessons=True),
}
FACTS: dict[str, dict[str, Any]] = {
    "contact": {"first_contact_on": date(2026, 5, 1), "contacts": 1},
    "language": {"language_asked": True},
    "profile": {"profile_versions": 1},
    "plan-by-adviser": {"plan_agreed_by_adviser_on": date(2026, 5, 2)},
    "plan": {"plan_agreed_by_adviser_on": date(2026, 5, 2), "plan_agreed_by_person_on": date(2026, 5, 3)},
    "review-13": {"reviews_done": frozenset({13})},
    "pause": {"pause_until": date(2026, 7, 1)},
    "off-sick": {"work_at_start": "off_sick"},
    "at-risk": {"work_at_start": "at_risk"},
    "back": {"back_on": date(2026, 5, 18)},
}


def _facts(words: str) -> JourneyFacts:
    facts = JourneyFacts(today=TODAY)
    for word in words.split():
        if word in JOBS:
            facts = replace(facts, jobs=(*facts.jobs, JOBS[word]))
        elif word.startswith("reason-"):
            facts = replace(facts, closing_reason=word.removeprefix("reason-"))
        else:
            facts = replace(facts, **FACTS[word])
    return facts


def _name(row: dict[str, str]) -> str:
    return f"{row['pathway']} {row['from']} to {row['to']}: {row['facts']}"


@pytest.mark.parametrize("row", rows("pathways/steps"), ids=_name)
def test_what_a_step_still_needs(row: dict[str, str]) -> None:
    pathway = pathways.get(row["pathway"])
    found = pathways.missing(pathway, row["from"], row["to"], _facts(row["facts"]))
    assert [gap.code for gap in found] == row["missing"].split()
    assert [gap.message for gap in found] == [pathways.MESSAGES[gap.code] for gap in found]


def _spell(text: str) -> Spell:
    match = re.fullmatch(r"(\w+) (\w+) ([\d?-]+)\.\.([\d-]*)(?: from ([\d-]+))?", text.strip())
    assert match, text
    key, kind, start, end, counts_from = match.groups()
    return Spell(
        key=key,
        kind=kind,
        start=None if start == "?" else date.fromisoformat(start),
        end=date.fromisoformat(end) if end else None,
        counts_from=date.fromisoformat(counts_from) if counts_from else None,
    )


@pytest.mark.parametrize("row", rows("pathways/reviews"), ids=lambda row: row["story"])
def test_reviews_in_work(row: dict[str, str]) -> None:
    done = [
        DoneReview(int(week), date.fromisoformat(day))
        for week, day in re.findall(r"(\d+)@(\S+)", row["done"])
    ]
    jobs = [_spell(text) for text in row["jobs"].split(",")]
    found = pathways.due_reviews(jobs, done, today=date.fromisoformat(row["today"]))
    assert [f"{r.week}@{r.due} {r.urgency} {r.why}" for r in found] == [
        t.strip() for t in row["due"].split(",") if t
    ]
    assert [r.message for r in found] == [pathways.MESSAGES[r.why] for r in found]


def _journey(facts: str) -> JourneyToday:
    said = dict(part.split("=") for part in facts.split())
    day = {word: date.fromisoformat(text) for word, text in said.items() if word != "stage"}
    jobs = [Spell(key="A", kind="employed", start=day["job"])] if "job" in day else []
    return JourneyToday(
        key="journey",
        pathway=pathways.get("ips"),
        stage=said["stage"],
        stage_since=day["since"],
        referred_on=day.get("referred", date(2026, 1, 1)),
        first_contact_on=day.get("first"),
        last_contact_on=day.get("last"),
        next_contact_on=day.get("next"),
        back_on=day.get("back"),
        reviews=pathways.due_reviews(jobs, [], today=TODAY),
        steps=tuple(PlanStep(word, day[word], word == "own") for word in ("own", "their") if word in day),
    )


@pytest.mark.parametrize("row", rows("pathways/today"), ids=lambda row: row["story"])
def test_what_needs_doing_today(row: dict[str, str]) -> None:
    journey = _journey(row["facts"])
    expected = [text.strip() for text in row["rows"].split(",") if text]
    found = pathways.rows_of(journey, TODAY)
    said = [f"{r.urgency} {r.due} {r.why} {r.about or ''}".strip() for r in found]
    assert said == expected
    assert all(r.why_message and r.action_message for r in found)
    shown = pathways.today_rows([journey], TODAY)
    assert [(r.why, r.others) for r in shown] == [(r.why, len(found) - 1) for r in found[:1]]
