# SPDX-License-Identifier: AGPL-3.0-or-later
"""Opening a journey, moving along its pathway, ending it, taking it up again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cydwaith.engines import pathways
from cydwaith.journeys import evidence, rules, upkeep
from cydwaith.journeys.finding import journey_for_change
from cydwaith.journeys.models import Journey, StageChange
from cydwaith.journeys.vocabulary import WorkAtStart
from cydwaith.kernel.actions import action, check_version, nothing_to_write, once, wrote
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Invalid
from cydwaith.kernel.roles import Permission, Role
from cydwaith.partnerships.queries import deliverable_programme
from cydwaith.people import actions as people_actions
from cydwaith.people.queries import own_organisation, person_for_change

ONE_OPEN = {
    "journey_one_open": (
        "programme_id",
        gettext_lazy("This person already has an open journey on this programme."),
    ),
    # SQLite names the columns of the broken index, not the index
    "journeys_journey.person_id, journeys_journey.programme_id": (
        "programme_id",
        gettext_lazy("This person already has an open journey on this programme."),
    ),
}


@action("journeys.open_journey", permission=Permission.WORK_CASELOAD, messages=ONE_OPEN)
def open_journey(
    *,
    by: Actor,
    reference: str,
    programme_id: int,
    opened_on: date | None = None,
    referred_on: date | None = None,
    adviser_id: int | None = None,
    work_at_start: str = "",
    token: str | None = None,
) -> int:
    """Begin a person's journey on a programme that the organisation delivers. Returns its id.

    `adviser_id`: who holds it; the actor where that is an adviser; None from a manager: nobody yet, and it stands on
    the manager's list. `referred_on`: the day from which the first contact is due. Raises `Invalid`, `NotVisible`.
    """

    def make() -> int:
        person = person_for_change(by, reference)
        programme = deliverable_programme(by.organisation_id, programme_id)
        begins, referred = _begin_days(opened_on, referred_on)
        if work_at_start not in WorkAtStart.values:
            raise Invalid.on("work_at_start", _("Choose one of the answers."))
        holder = by.user_id if adviser_id is None and by.role is Role.ADVISER else adviser_id
        if holder is not None and holder != by.user_id:
            people_actions.assign(by=by, reference=reference, user_id=holder)
        pathway = pathways.get(programme.pathway)
        journey = Journey(
            person_id=person.pk,
            programme_id=programme.id,
            organisation_id=own_organisation(by),
            pathway=pathway.code,
            pathway_version=pathway.version,
            adviser_id=holder,
            referred_on=referred,
            opened_on=begins,
            work_at_start=work_at_start,
            stage=pathway.first.code,
            stage_since=begins,
            sort_key=person.sort_key,
        )
        found = rules.next_due(journey, rules.OpenLine())
        if found:
            journey.next_due_on, journey.next_due_code = found
        journey.save()
        _note_change(by, journey, "", begins)
        wrote(
            journey,
            changed={"programme": programme.id, "opened_on": begins, "adviser": holder},
            partnership_id=programme.partnership_id,
        )
        return journey.pk

    return int(once(token, make))


def _begin_days(opened_on: date | None, referred_on: date | None) -> tuple[date, date]:
    today = timezone.localdate()
    begins = opened_on or today
    referred = referred_on or begins
    errors: rules.Errors = {}
    if begins > today:
        errors["opened_on"] = [_("A journey begins today or on a day that has been.")]
    if referred > begins:
        errors["referred_on"] = [_("The referral comes before the journey begins.")]
    if errors:
        raise Invalid(errors)
    return begins, referred


def _note_change(
    by: Actor, journey: Any, frm: str, on: date, *, reason: str = "", evidence: tuple[str, ...] = ()
) -> None:
    StageChange.objects.create(
        person_id=journey.person_id,
        journey_id=journey.pk,
        frm=frm,
        to=journey.stage,
        on=on,
        reason=reason,
        evidence=list(evidence),
        user_id=by.user_id,
    )


SHOWN = ("stage", "stage_since", "pause_until", "closed_on", "close_reason")


@action("journeys.move_stage", permission=Permission.WORK_CASELOAD)
def move_stage(
    *,
    by: Actor,
    journey_id: int,
    to: str,
    on: date | None = None,
    pause_until: date | None = None,
    version: int | None = None,
) -> int:
    """Take the step to another stage; returns the journey's new version.

    `on`: the day it was taken, today unless given. `pause_until`: for a break, when to be in touch again. Raises
    `Invalid` on "" with every thing that the step still lacks, in words, and `Conflict`.
    """
    journey = journey_for_change(by, journey_id)
    return _step(by, journey, to, on=on, pause_until=pause_until, version=version)


def _step(
    by: Actor,
    journey: Any,
    to: str,
    *,
    on: date | None,
    pause_until: date | None = None,
    reason: str = "",
    version: int | None = None,
) -> int:
    pathway = pathways.get(journey.pathway, journey.pathway_version)
    day = _day_of_step(journey, on)
    if to not in {stage.code for stage in pathway.stages}:
        raise Invalid.on("to", _("Choose one of the answers."))
    asked = next(
        (step.needs for step in pathway.transitions if (step.frm, step.to) == (journey.stage, to)), ()
    )
    facts = evidence.journey_facts(by, journey, asked, pause_until=pause_until, closing_reason=reason)
    lacking = pathways.missing(pathway, journey.stage, to, facts)
    if lacking:
        raise Invalid({"": [_(one.message) for one in lacking]})
    check_version(journey, version, shown=SHOWN)
    frm, journey.stage, journey.stage_since = journey.stage, to, day
    journey.pause_until = pause_until if pathway.stage(to).side else None
    if pathway.stage(to).kind is pathways.StageKind.CLOSED:
        journey.closed_on, journey.close_reason = day, reason
    upkeep.settle(journey)
    journey.save(
        update_fields=[
            "stage",
            "stage_since",
            "pause_until",
            "closed_on",
            "close_reason",
            *upkeep.DUE,
            "version",
        ]
    )
    _note_change(by, journey, frm, day, reason=reason, evidence=asked)
    wrote(journey, changed={"stage": to, "on": day, "reason": reason}, partnership_id=journey.partnership)
    return int(journey.version)


def _day_of_step(journey: Any, on: date | None) -> date:
    today = timezone.localdate()
    day = on or today
    if day > today:
        raise Invalid.on("on", _("A step is recorded once it was taken."))
    if day < journey.stage_since:
        raise Invalid.on("on", _("This is before the journey came to the stage where it is now."))
    return day


@action("journeys.close_journey", permission=Permission.WORK_CASELOAD)
def close_journey(
    *, by: Actor, journey_id: int, reason: str, on: date | None = None, version: int | None = None
) -> int:
    """End a journey for one of its pathway's reasons; returns the new version. Jobs and reviews stay as they are.

    Raises `Invalid`, `Conflict`.
    """
    journey = journey_for_change(by, journey_id)
    closed = pathways.get(journey.pathway, journey.pathway_version).closed.code
    return _step(by, journey, closed, on=on, reason=reason, version=version)


@action("journeys.reopen_journey", permission=Permission.WORK_CASELOAD, messages=ONE_OPEN)
def reopen_journey(*, by: Actor, journey_id: int, on: date | None = None) -> int:
    """Take a closed journey up again at the stage it was closed from; returns the new version. Raises `Invalid`."""
    journey = journey_for_change(by, journey_id)
    if journey.closed_on is None:
        raise Invalid.on("", _("This journey is open."))
    day = _day_of_step(journey, on)
    changes = StageChange.objects.visible_to(by).filter(journey_id=journey.pk)
    back = changes.order_by("-pk").values_list("person_id", "frm").first()
    frm, journey.stage, journey.stage_since = journey.stage, (back[1] if back else ""), day
    if not journey.stage:
        journey.stage = pathways.get(journey.pathway, journey.pathway_version).first.code
    journey.closed_on, journey.close_reason = None, ""
    journey.version += 1
    upkeep.settle(journey)
    journey.save(update_fields=["stage", "stage_since", "closed_on", "close_reason", *upkeep.DUE, "version"])
    _note_change(by, journey, frm, day)
    wrote(journey, changed={"stage": journey.stage, "closed_on": None}, partnership_id=journey.partnership)
    return int(journey.version)


CHANGEABLE = ("referred_on", "work_at_start", "back_on", "pause_until")


@action("journeys.change_journey", permission=Permission.WORK_CASELOAD)
def change_journey(*, by: Actor, journey_id: int, version: int | None, values: Mapping[str, Any]) -> int:
    """Change some of `CHANGEABLE`; returns the new version. A first day back at work re-plans the reviews.

    Raises `Conflict`, `Invalid`.
    """
    journey = journey_for_change(by, journey_id)
    errors: rules.Errors = {
        name: [_("This cannot be changed here.")] for name in set(values) - set(CHANGEABLE)
    }
    referred = values.get("referred_on", journey.referred_on)
    if referred is None or referred > journey.opened_on:
        errors["referred_on"] = [_("The referral comes before the journey begins.")]
    if values.get("work_at_start", "") not in WorkAtStart.values:
        errors["work_at_start"] = [_("Choose one of the answers.")]
    if errors:
        raise Invalid(errors)
    changed = {name: value for name, value in values.items() if getattr(journey, name) != value}
    if not changed:
        nothing_to_write()
        return int(journey.version)
    check_version(journey, version, shown=CHANGEABLE)
    for name, value in changed.items():
        setattr(journey, name, value)
    upkeep.settle(journey)
    journey.save(update_fields=[*changed, *upkeep.DUE, "version"])
    if changed.keys() & {"back_on", "work_at_start"}:
        upkeep.replan(by, journey)
    wrote(journey, changed=changed, partnership_id=journey.partnership)
    return int(journey.version)
