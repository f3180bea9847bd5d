# SPDX-License-Identifier: AGPL-3.0-or-later
"""How it goes: reviews held, status as observed, learning, adjustments."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cydwaith.journeys import rules, upkeep
from cydwaith.journeys.finding import row_for_change
from cydwaith.journeys.models import Adjustment, JobSpell, LearningSpell, Review, StatusObservation
from cydwaith.journeys.shapes import NewLearning
from cydwaith.journeys.vocabulary import EmploymentStatus, LearningKind, LearningResult, Provider, WhoseWords
from cydwaith.kernel.actions import action, check_version, once, wrote
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Invalid
from cydwaith.kernel.roles import Permission, Role
from cydwaith.people.queries import person_for_change

BOTH = (Permission.WORK_CASELOAD, Permission.OWN_RECORD)


def _not_ahead(field: str, on: date) -> None:
    if on > timezone.localdate():
        raise Invalid.on(field, _("This day is yet to come."))


@action("journeys.hold_review", permission=Permission.WORK_CASELOAD)
def hold_review(*, by: Actor, review_id: int, in_work: bool, on: date | None = None, note: str = "") -> None:
    """Write down a review: whether the person was in work then, and what was said. Held again, it is put right.

    Raises `Invalid`, `NotVisible`.
    """
    day = on or timezone.localdate()
    row = row_for_change(Review, by, review_id)
    _not_ahead("on", day)
    if day < row.work_from:
        raise Invalid.on("on", _("This is before the work began."))
    row.done_on, row.in_work, row.note, row.user_id = day, in_work, note.strip(), by.user_id
    row.save(update_fields=["done_on", "in_work", "note", "user_id"])
    wrote(row, changed={"done_on": day, "in_work": in_work, "note": row.note})
    upkeep.refresh(by, row.journey_id)


@action("journeys.observe_status", permission=Permission.WORK_CASELOAD)
def observe_status(
    *, by: Actor, reference: str, status: str, on: date | None = None, hours_minutes_week: int | None = None
) -> int:
    """Write down the employment status as it was on a day; returns the observation's id. Raises `Invalid`."""
    person = person_for_change(by, reference)
    errors: rules.Errors = {}
    day = on or timezone.localdate()
    if status not in EmploymentStatus.values:
        errors["status"] = [_("Choose one of the answers.")]
    if day > timezone.localdate():
        errors["on"] = [_("This day is yet to come.")]
    if hours_minutes_week is not None and not 0 <= hours_minutes_week <= 168 * 60:
        errors["hours"] = [_("A week has 168 hours: write a number from 0 to 168.")]
    if errors:
        raise Invalid(errors)
    row = StatusObservation.objects.create(
        person_id=person.pk, on=day, status=status, hours_minutes_week=hours_minutes_week, user_id=by.user_id
    )
    wrote(row, changed={"on": day, "status": status})
    return int(row.pk)


@action("journeys.start_learning", permission=Permission.WORK_CASELOAD)
def start_learning(*, by: Actor, reference: str, learning: NewLearning, token: str | None = None) -> int:
    """Write down a spell of learning; returns its id. Raises `Invalid` with everything wrong at once."""

    def make() -> int:
        person = person_for_change(by, reference)
        errors: rules.Errors = {}
        if learning.kind not in LearningKind.values:
            errors["kind"] = [_("Choose one of the answers.")]
        if not learning.title.strip():
            errors["title"] = [_("Write what is learned.")]
        errors |= _end_of_learning(learning.starts_on, learning.ends_on, learning.result)
        if errors:
            raise Invalid(errors)
        values = {
            name: getattr(learning, name)
            for name in ("kind", "title", "provider", "level", "starts_on", "ends_on", "result")
        }
        row = LearningSpell.objects.create(person_id=person.pk, **values)
        wrote(row, changed=values)
        return int(row.pk)

    return int(once(token, make))


def _end_of_learning(starts_on: date, ends_on: date | None, result: str) -> rules.Errors:
    errors: rules.Errors = {}
    if result not in LearningResult.values or (ends_on is not None) != bool(result):
        errors["result"] = [_("Say how it ended, once it has ended.")]
    if ends_on is not None and ends_on < starts_on:
        errors["ends_on"] = [_("The last day cannot be before the first.")]
    return errors


@action("journeys.end_learning", permission=Permission.WORK_CASELOAD)
def end_learning(
    *, by: Actor, learning_id: int, ends_on: date, result: str, version: int | None = None
) -> int:
    """Write down how a spell of learning ended; returns its new version. Raises `Conflict`, `Invalid`."""
    row = row_for_change(LearningSpell, by, learning_id)
    errors = _end_of_learning(row.starts_on, ends_on, result)
    if errors:
        raise Invalid(errors)
    check_version(row, version, shown=("ends_on", "result"))
    row.ends_on, row.result = ends_on, result
    row.save(update_fields=["ends_on", "result", "version"])
    wrote(row, changed={"ends_on": ends_on, "result": result})
    return int(row.version)


@action("journeys.ask_adjustment", permission=BOTH)
def ask_adjustment(
    *,
    by: Actor,
    reference: str | None,
    what: str,
    provider: str = Provider.EMPLOYER.value,
    job_id: int | None = None,
    asked_on: date | None = None,
    in_place_on: date | None = None,
    token: str | None = None,
) -> int:
    """Write down what needs to be in place at work; returns its id. `reference` None: one's own. Raises `Invalid`."""

    def make() -> int:
        person = person_for_change(by, reference)
        errors: rules.Errors = {}
        if not what.strip():
            errors["what"] = [_("Write what needs to be in place.")]
        if provider not in Provider.values:
            errors["provider"] = [_("Choose one of the answers.")]
        if job_id is not None and row_for_change(JobSpell, by, job_id).person_id != person.pk:
            errors["job_id"] = [_("Choose one of the answers.")]
        if errors:
            raise Invalid(errors)
        whose = WhoseWords.PERSON if by.role is Role.PERSON else WhoseWords.ADVISER
        row = Adjustment.objects.create(
            person_id=person.pk,
            job_id=job_id,
            what=what.strip(),
            whose=whose.value,
            provider=provider,
            asked_on=asked_on,
            in_place_on=in_place_on,
            user_id=by.user_id,
        )
        wrote(row, changed={"what": row.what, "provider": provider})
        return int(row.pk)

    return int(once(token, make))


@action("journeys.settle_adjustment", permission=BOTH)
def settle_adjustment(
    *, by: Actor, adjustment_id: int, in_place_on: date | None = None, ended_on: date | None = None
) -> int:
    """Say since when an adjustment is in place, and when it ended; returns the new version. Raises `Invalid`."""
    row = row_for_change(Adjustment, by, adjustment_id)
    changed: dict[str, Any] = {
        name: value
        for name, value in (("in_place_on", in_place_on), ("ended_on", ended_on))
        if value is not None
    }
    since, until = changed.get("in_place_on", row.in_place_on), changed.get("ended_on", row.ended_on)
    if not changed:
        raise Invalid.on("in_place_on", _("Write a date."))
    if since is not None and until is not None and until < since:
        raise Invalid.on("ended_on", _("The last day cannot be before the first."))
    for name, value in changed.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*changed, "version"])
    wrote(row, changed=changed)
    return int(row.version)
