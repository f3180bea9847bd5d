# SPDX-License-Identifier: AGPL-3.0-or-later
"""The profile and the plan, written by both: whoever writes a line agrees to it, the other side is asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cydwaith.journeys import rules, upkeep
from cydwaith.journeys.finding import journey_for_change, row_for_change, rows_for_change
from cydwaith.journeys.models import Goal, Journey, PlanAgreement, Profile, Step
from cydwaith.journeys.shapes import NewProfile
from cydwaith.journeys.vocabulary import Side, WhoDoes, WhoseWords
from cydwaith.kernel.actions import action, check_version, nothing_to_write, once, wrote
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Conflict, Invalid, NotVisible
from cydwaith.kernel.roles import Permission, Role
from cydwaith.people.queries import person_for_change

BOTH = (Permission.WORK_CASELOAD, Permission.OWN_RECORD)
LINES: dict[str, Any] = {"goal": Goal, "step": Step}
_PROFILE = (
    "wants",
    "strengths",
    "never",
    "helps",
    "hours_from",
    "hours_to",
    "travel_minutes",
    "travel_by",
    "days",
)


def _side(by: Actor) -> str:
    return Side.PERSON.value if by.role is Role.PERSON else Side.ADVISER.value


def _whose(by: Actor, whose: str | None) -> str:
    """Whose words a text is in: a person writes their own; an adviser may write down the person's."""
    if by.role is Role.PERSON:
        return WhoseWords.PERSON.value
    if whose is not None and whose not in WhoseWords.values:
        raise Invalid.on("whose", _("Choose one of the answers."))
    return whose or WhoseWords.ADVISER.value


@action("journeys.write_profile", permission=BOTH)
def write_profile(
    *,
    by: Actor,
    reference: str | None,
    profile: NewProfile,
    whose: str | None = None,
    seen: int | None = None,
    token: str | None = None,
) -> int:
    """Write a new version of the profile; returns its id. The versions before stay.

    `reference` None: one's own. `seen`: id of the version that was read (0: there was none); raises `Conflict` where
    a newer one is there. Raises `Invalid`.
    """

    def make() -> int:
        person = person_for_change(by, reference)
        errors = rules.profile_problems(profile)
        if errors:
            raise Invalid(errors)
        newest = Profile.objects.visible_to(by).filter(person_id=person.pk).order_by("-pk").first()
        if seen is not None and (newest.pk if newest else 0) != seen:
            raise Conflict({name: getattr(newest, name) for name in _PROFILE}, newest.pk if newest else 0)
        values = {name: getattr(profile, name) for name in _PROFILE}
        values |= {"travel_by": list(profile.travel_by), "days": list(profile.days)}
        row = Profile.objects.create(
            person_id=person.pk, whose=_whose(by, whose), user_id=by.user_id, **values
        )
        wrote(row, changed=values)
        return int(row.pk)

    return int(once(token, make))


def _words(words: str) -> str:
    if not words.strip():
        raise Invalid.on("words", _("Write it in a few words."))
    return words.strip()


def _agreed(by: Actor) -> dict[str, Any]:
    """What writing a line says: this side agrees."""
    return {f"agreed_by_{_side(by)}_at": timezone.now()}


@action("journeys.add_goal", permission=BOTH)
def add_goal(
    *, by: Actor, journey_id: int, words: str, whose: str | None = None, token: str | None = None
) -> int:
    """Write a goal into the plan; returns its id. Raises `Invalid`, `NotVisible`."""

    def make() -> int:
        journey = journey_for_change(by, journey_id)
        row = Goal.objects.create(
            person_id=journey.person_id,
            journey_id=journey.pk,
            words=_words(words),
            whose=_whose(by, whose),
            user_id=by.user_id,
            **_agreed(by),
        )
        wrote(row, changed={"words": row.words}, partnership_id=journey.partnership)
        return int(row.pk)

    return int(once(token, make))


@action("journeys.add_step", permission=BOTH)
def add_step(
    *,
    by: Actor,
    journey_id: int,
    words: str,
    who_does: str = WhoDoes.TOGETHER.value,
    due_on: date | None = None,
    goal_id: int | None = None,
    whose: str | None = None,
    token: str | None = None,
) -> int:
    """Write a step into the plan; returns its id. Raises `Invalid`, `NotVisible`."""

    def make() -> int:
        journey = journey_for_change(by, journey_id)
        if who_does not in WhoDoes.values:
            raise Invalid.on("who_does", _("Choose one of the answers."))
        if goal_id is not None and row_for_change(Goal, by, goal_id).journey_id != journey.pk:
            raise Invalid.on("goal_id", _("Choose one of the answers."))
        row = Step.objects.create(
            person_id=journey.person_id,
            journey_id=journey.pk,
            goal_id=goal_id,
            words=_words(words),
            whose=_whose(by, whose),
            who_does=who_does,
            due_on=due_on,
            user_id=by.user_id,
            **_agreed(by),
        )
        wrote(row, changed={"words": row.words, "due_on": due_on}, partnership_id=journey.partnership)
        upkeep.refresh(by, journey.pk)
        return int(row.pk)

    return int(once(token, make))


@action("journeys.add_steps", permission=Permission.WORK_CASELOAD)
def add_steps(
    *,
    by: Actor,
    journey_ids: Sequence[int],
    words: str,
    due_on: date | None,
    who_does: str = WhoDoes.ADVISER.value,
    token: str | None = None,
) -> int:
    """Write the same step into the plans of several journeys; returns of how many. It is due on a day to come.

    All or none. Raises `NotVisible` where one of them is not an open journey here, `Invalid`.
    """

    def make() -> int:
        wanted = sorted(set(journey_ids))
        found = rows_for_change(Journey, by).filter(
            pk__in=wanted, organisation_id=by.organisation_id, closed_on__isnull=True
        )
        if not wanted or sorted(row.pk for row in found) != wanted:
            raise NotVisible("Journey")
        if due_on is None or due_on < timezone.localdate():
            raise Invalid.on("due_on", _("Choose today or a day to come."))
        for journey_id in wanted:
            add_step(by=by, journey_id=journey_id, words=words, who_does=who_does, due_on=due_on)
        nothing_to_write()  # the verbs inside have written their rows
        return len(wanted)

    return int(once(token, make))


def _line(by: Actor, kind: str, line_id: int) -> Any:
    if kind not in LINES:
        raise Invalid.on("kind", _("Choose one of the answers."))
    return row_for_change(LINES[kind], by, line_id)


@action("journeys.reword", permission=BOTH)
def reword(
    *,
    by: Actor,
    kind: str,
    line_id: int,
    version: int | None,
    words: str,
    who_does: str | None = None,
    due_on: date | None = None,
) -> int:
    """Put a line of the plan differently; returns its new version. The other side has to agree anew.

    `who_does`, `due_on`: of a step; they are set as given (`who_does` None: as it was). Raises `Conflict`, `Invalid`.
    """
    row = _line(by, kind, line_id)
    check_version(row, version, shown=("words", "whose", "done_on"))
    row.words, row.user_id = _words(words), by.user_id
    if by.role is Role.PERSON:
        row.whose = WhoseWords.PERSON.value
    row.agreed_by_person_at = row.agreed_by_adviser_at = None
    setattr(row, *next(iter(_agreed(by).items())))
    if kind == "step":
        if who_does is not None and who_does not in WhoDoes.values:
            raise Invalid.on("who_does", _("Choose one of the answers."))
        row.who_does, row.due_on = who_does or row.who_does, due_on
    row.save()
    wrote(row, changed={"words": row.words})
    upkeep.refresh(by, row.journey_id)
    return int(row.version)


def _settle_line(by: Actor, kind: str, line_id: int, **values: Any) -> None:
    row = _line(by, kind, line_id)
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*values, "version"])
    wrote(row, changed=values)
    if kind == "step":
        upkeep.refresh(by, row.journey_id)


@action("journeys.finish_line", permission=BOTH)
def finish_line(*, by: Actor, kind: str, line_id: int, on: date | None = None) -> None:
    """Say that a goal was reached or a step done. Raises `Invalid` for a day that is yet to come."""
    day = on or timezone.localdate()
    if day > timezone.localdate():
        raise Invalid.on("on", _("This day is yet to come."))
    _settle_line(by, kind, line_id, done_on=day, dropped_on=None)


@action("journeys.drop_line", permission=BOTH)
def drop_line(*, by: Actor, kind: str, line_id: int) -> None:
    """Take a goal or a step out of the plan; it stays readable as dropped."""
    _settle_line(by, kind, line_id, done_on=None, dropped_on=timezone.localdate())


@action("journeys.take_up_again", permission=BOTH)
def take_up_again(*, by: Actor, kind: str, line_id: int) -> None:
    """Undo "done" or "dropped"."""
    _settle_line(by, kind, line_id, done_on=None, dropped_on=None)


@action("journeys.agree_plan", permission=BOTH)
def agree_plan(*, by: Actor, journey_id: int, how_given: str = "screen", for_person: bool = False) -> int:
    """Agree to the plan as it stands; returns the agreement's id.

    By the person: their own. By an adviser: the adviser's, or with `for_person` the person's as given in a meeting,
    by phone or on paper (never "screen": on screen people agree by themselves). Raises `Invalid`.
    """
    journey = journey_for_change(by, journey_id)
    side = Side.PERSON.value if for_person else _side(by)
    on_screen = how_given == "screen"
    if how_given not in ("screen", "meeting", "phone", "paper") or on_screen != (side == _side(by)):
        raise Invalid.on("how_given", _("Say how the person agreed: in a meeting, by phone or on paper."))
    column, now = f"agreed_by_{side}_at", timezone.now()
    lines: list[list[Any]] = []
    for kind, model in LINES.items():
        rows = model.objects.visible_to(by).filter(journey_id=journey.pk, dropped_on__isnull=True)
        lines += [
            [kind, row["pk"], row["version"]]
            for row in rows.order_by("pk").values("person_id", "pk", "version")
        ]
        rows.filter(**{f"{column}__isnull": True}).update(**{column: now})
    if not lines:
        raise Invalid.on("", _("There is nothing in the plan yet."))
    row = PlanAgreement.objects.create(
        person_id=journey.person_id,
        journey_id=journey.pk,
        side=side,
        how_given=how_given,
        lines=lines,
        user_id=by.user_id,
        at=now,
    )
    wrote(row, changed={"side": side, "lines": lines}, partnership_id=journey.partnership)
    return int(row.pk)
