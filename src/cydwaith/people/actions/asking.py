# SPDX-License-Identifier: AGPL-3.0-or-later
"""The person asks, and is answered: about a look at their record, and about something in it that is wrong."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from cydwaith.kernel.actions import action, once, wrote
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Invalid
from cydwaith.kernel.roles import Permission, Role
from cydwaith.people.models import AccessLog, AccessQuestion, Correction, Person
from cydwaith.people.queries.lookup import person_for_change
from cydwaith.people.rules.details import tidy

OUTCOMES = ("changed", "noted", "declined")


def _written(field: str, text: str) -> str:
    """The text, or `Invalid` where nothing was written."""
    if not text.strip():
        raise Invalid.on(field, _("Write an answer."))
    return text.strip().replace("\x00", "")


@action("people.ask_about_look", permission=Permission.OWN_RECORD)
def ask_about_look(*, by: Actor, log_id: int, question: str = "") -> int:
    """Ask why somebody looked; returns the question's id. No words are needed: the question is "why?".

    It goes to the governance lead of the organisation that looked, or of the one that keeps the record where the
    look was nobody's organisation's (a supporter's). Asked twice about one look: the first.
    """
    log = AccessLog.objects.visible_to(by).filter(pk=log_id).one()
    person = Person.objects.visible_to(by).filter(pk=by.person_id or 0).one()

    def make() -> int:
        made = AccessQuestion.objects.create(
            person_id=person.pk,
            log_id=log.pk,
            organisation_id=log.organisation_id or person.organisation_id,
            question=question.strip().replace("\x00", ""),
        )
        wrote(made, changed={"question": made.question})
        return made.pk

    return int(once(f"look-{person.pk}-{log.pk}", make))


@action("people.answer_look_question", permission=Permission.GOVERN)
def answer_look_question(*, by: Actor, question_id: int, answer: str) -> None:
    """Answer a person's question about a look, for the organisation that looked. Once."""
    row = AccessQuestion.objects.visible_to(by).filter(pk=question_id).one()
    if row.answered_at is not None:
        raise Invalid.on("answer", _("This was answered already."))
    row.answer, row.answered_by, row.answered_at = _written("answer", answer), by.user_id, timezone.now()
    row.save(update_fields=["answer", "answered_by", "answered_at"])
    wrote(row, changed={"answer": row.answer})


@action("people.ask_correction", permission=(Permission.OWN_RECORD, Permission.WORK_CASELOAD))
def ask_correction(
    *, by: Actor, reference: str | None, about: str, wanted: str, token: str | None = None
) -> int:
    """Say that something in the record is wrong; returns an id. Staff write it down where they were told."""

    def make() -> int:
        person = person_for_change(by, reference)
        errors: dict[str, list[str]] = {}
        if not tidy(about):
            errors["about"] = [_("Say what this is about.")]
        if not wanted.strip():
            errors["wanted"] = [_("Say what is wrong, and what is right.")]
        if len(tidy(about)) > 120:
            errors["about"] = [_("Write this in fewer words.")]
        if errors:
            raise Invalid(errors)
        made = Correction.objects.create(
            person_id=person.pk, about=tidy(about), wanted=_written("wanted", wanted), asked_by=by.user_id
        )
        wrote(made, changed={"about": made.about, "wanted": made.wanted})
        return made.pk

    return int(once(token, make))


@action("people.answer_correction", permission=(Permission.WORK_CASELOAD, Permission.GOVERN))
def answer_correction(*, by: Actor, correction_id: int, outcome: str, answer: str) -> None:
    """Answer what a person asked to have corrected: changed, noted beside it, or declined and why. Once.

    Only the organisation that keeps the record answers; changing the record itself is an action of its own.
    """
    row = Correction.objects.visible_to(by).filter(pk=correction_id).one()
    if by.role is not Role.GOVERNANCE:
        person_for_change(by, Person.objects.visible_to(by).filter(pk=row.person_id).one().reference)
    if outcome not in OUTCOMES:
        raise Invalid.on("outcome", _("Choose one of the answers."))
    if row.answered_at is not None:
        raise Invalid.on("answer", _("This was answered already."))
    row.outcome, row.answer = outcome, _written("answer", answer)
    row.answered_by, row.answered_at = by.user_id, timezone.now()
    row.save(update_fields=["outcome", "answer", "answered_by", "answered_at"])
    wrote(row, changed={"outcome": outcome, "answer": row.answer})
