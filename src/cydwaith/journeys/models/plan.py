# SPDX-License-Identifier: AGPL-3.0-or-later
"""The profile and the plan: whose words, and that both agree."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from cydwaith.journeys.vocabulary import Side, WhoDoes, WhoseWords
from cydwaith.kernel.guard import Guarded
from cydwaith.kernel.privacy import TECHNICAL, Classes, Erase, fields, personal
from cydwaith.kernel.vocabulary import Category
from cydwaith.people.models import HowGiven, Person

from .journey import Journey

_GOALS = personal(Category.GOALS)


class Profile(Guarded):
    """One version of what the person wants from work and brings to it. The newest row holds; none is altered.

    Texts in the words of `whose`. Facts: hours a week from and to, minutes of travel at most, how, on which days.
    """

    category = Category.GOALS
    person = models.ForeignKey(Person, on_delete=models.DO_NOTHING, related_name="+")
    whose = models.CharField(max_length=8, choices=WhoseWords.choices)
    wants = models.TextField(blank=True)
    strengths = models.TextField(blank=True)
    never = models.TextField(blank=True)
    helps = models.TextField(blank=True)
    hours_from = models.PositiveSmallIntegerField(null=True, blank=True)
    hours_to = models.PositiveSmallIntegerField(null=True, blank=True)
    travel_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    travel_by = models.JSONField(default=list)  # walk, bicycle, bus, train, car, lift
    days = models.JSONField(default=list)  # mon … sun
    user_id = models.BigIntegerField(null=True)
    written_at = models.DateTimeField(default=timezone.now)

    privacy: ClassVar[Classes] = {
        **fields(
            "whose wants strengths never helps hours_from hours_to travel_minutes travel_by days", _GOALS
        ),
        **fields("person user_id written_at", TECHNICAL),
    }

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(hours_from__isnull=True) | Q(hours_from__lte=168))
                & (Q(hours_to__isnull=True) | Q(hours_to__lte=168))
                & (Q(hours_from__isnull=True) | Q(hours_to__isnull=True) | Q(hours_from__lte=F("hours_to"))),
                name="profile_hours",
            ),
        ]


class Agreed(Guarded):
    """A line of the plan: somebody's words, to which both agree. Reworded, it is agreed anew."""

    category = Category.GOALS
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    words = models.TextField()
    whose = models.CharField(max_length=8, choices=WhoseWords.choices)
    user_id = models.BigIntegerField(null=True)
    written_at = models.DateTimeField(default=timezone.now)
    agreed_by_person_at = models.DateTimeField(null=True, blank=True)
    agreed_by_adviser_at = models.DateTimeField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    dropped_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


_LINE: Classes = {
    **fields("words whose agreed_by_person_at agreed_by_adviser_at done_on dropped_on", _GOALS),
    **fields("person user_id written_at version", TECHNICAL),
}


class Goal(Agreed):
    """What the person is after."""

    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="+")

    privacy: ClassVar[Classes] = {**_LINE, "journey": TECHNICAL}

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | Q(dropped_on__isnull=True), name="goal_done_or_dropped"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["person"], name="goal_person")]


class Step(Agreed):
    """One step of the plan, towards a goal or not: who does it, by when."""

    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="+")
    goal = models.ForeignKey(Goal, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    who_does = models.CharField(max_length=8, choices=WhoDoes.choices, default=WhoDoes.TOGETHER)
    due_on = models.DateField(null=True, blank=True)

    privacy: ClassVar[Classes] = {
        **_LINE,
        **fields("who_does due_on", _GOALS),
        **fields("journey goal", TECHNICAL),
    }

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | Q(dropped_on__isnull=True), name="step_done_or_dropped"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person"], name="step_person"),
            models.Index(
                fields=["journey", "due_on"],
                condition=Q(done_on__isnull=True, dropped_on__isnull=True),
                name="step_to_do",
            ),
        ]


class PlanAgreement(Guarded):
    """One side agreed to the plan as it stood: never altered, gone only together with its journey.

    `lines`: [["goal" or "step", id, version], …]. Where an adviser writes down that the person agreed, `how_given`
    says how and `user_id` who wrote it.
    """

    category = Category.GOALS
    person = models.ForeignKey(Person, on_delete=models.DO_NOTHING, related_name="+")
    journey = models.ForeignKey(Journey, on_delete=models.DO_NOTHING, related_name="+")
    side = models.CharField(max_length=8, choices=Side.choices)
    how_given = models.CharField(max_length=10, choices=HowGiven.choices, default=HowGiven.SCREEN)
    lines = models.JSONField(default=list)
    user_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(default=timezone.now)

    privacy: ClassVar[Classes] = {
        **fields("side how_given lines at", personal(Category.GOALS, erase=Erase.KEEP)),
        **fields("person journey user_id", TECHNICAL),
    }
