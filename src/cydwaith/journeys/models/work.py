# SPDX-License-Identifier: AGPL-3.0-or-later
"""Work and learning: job spells with dated hours and pay, reviews, observations, learning, adjustments."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from cydwaith.journeys.vocabulary import (
    EmploymentStatus,
    JobEnd,
    JobEvidence,
    JobKind,
    LearningKind,
    LearningResult,
    PayPeriod,
    Provider,
    WhoseWords,
)
from cydwaith.kernel.guard import Guarded
from cydwaith.kernel.periods import valid_period
from cydwaith.kernel.privacy import TECHNICAL, Classes, fields, personal
from cydwaith.kernel.vocabulary import Category
from cydwaith.people.models import Person

from .journey import Journey

MINUTES_A_WEEK = 168 * 60
_JOBS = personal(Category.JOBS)


class JobSpell(Guarded):
    """One spell of work: the spine of a working life. Several may run at once.

    `ends_on` is the last day worked (it counts as worked). `starts_on` None: not known, the record is incomplete.
    `found_through_support` None: not known. What was learned is written down after a trial.
    """

    category = Category.JOBS
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    journey = models.ForeignKey(Journey, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    employer_name = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=200, blank=True)
    soc = models.CharField(max_length=4, blank=True)  # SOC 2020 unit group
    kind = models.CharField(max_length=24, choices=JobKind.choices)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=16, choices=JobEnd.choices, blank=True)
    found_through_support = models.BooleanField(null=True)
    evidence = models.CharField(max_length=12, choices=JobEvidence.choices, blank=True)
    person_learned = models.TextField(blank=True)
    employer_learned = models.TextField(blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[Classes] = {
        **fields(
            "employer_name title soc kind starts_on ends_on end_reason found_through_support evidence person_learned"
            " employer_learned",
            _JOBS,
        ),
        **fields("person journey recorded_at version", TECHNICAL),
    }

    class Meta:
        constraints: ClassVar = [
            valid_period("job_period"),
            models.CheckConstraint(
                condition=Q(end_reason="") | Q(ends_on__isnull=False), name="job_end_reason_with_end"
            ),
            models.CheckConstraint(condition=Q(soc="") | Q(soc__gte="1000", soc__lte="9999"), name="job_soc"),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "starts_on"], name="job_person_start")]


class JobTerms(Guarded):
    """Hours and pay of a job from a day on, until the next row. Minutes a week; pence for a `pay_period`."""

    category = Category.JOBS
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    job = models.ForeignKey(JobSpell, on_delete=models.CASCADE, related_name="+", db_index=False)
    from_on = models.DateField()
    hours_minutes_week = models.PositiveSmallIntegerField(null=True, blank=True)
    pay_pence = models.PositiveIntegerField(null=True, blank=True)
    pay_period = models.CharField(max_length=12, choices=PayPeriod.choices, blank=True)

    privacy: ClassVar[Classes] = {
        **fields("from_on hours_minutes_week pay_pence pay_period", _JOBS),
        **fields("person job", TECHNICAL),
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["job", "from_on"], name="terms_once_a_day"),
            models.CheckConstraint(
                condition=Q(hours_minutes_week__isnull=True)
                | Q(hours_minutes_week__gte=0, hours_minutes_week__lte=MINUTES_A_WEEK),
                name="terms_hours",
            ),
            models.CheckConstraint(
                condition=Q(pay_pence__isnull=True, pay_period="")
                | (Q(pay_pence__gte=0) & ~Q(pay_period="")),
                name="terms_pay_for_a_period",
            ),
        ]


class Review(Guarded):
    """A look back after so many weeks in work: planned by the rules from the job history, then held.

    `work_from`: the start of the spell of work it belongs to. Undone rows are re-planned whenever a job changes.
    """

    category = Category.OUTCOMES
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="+", db_index=False)
    job = models.ForeignKey(JobSpell, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    week = models.PositiveSmallIntegerField()
    work_from = models.DateField()
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    in_work = models.BooleanField(null=True)
    note = models.TextField(blank=True)
    user_id = models.BigIntegerField(null=True)

    privacy: ClassVar[Classes] = {
        **fields("week work_from due_on done_on in_work note", personal(Category.OUTCOMES)),
        **fields("person journey job user_id", TECHNICAL),
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["journey", "work_from", "week"], name="review_once"),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True, in_work__isnull=True)
                | Q(done_on__isnull=False, in_work__isnull=False),
                name="review_done_says_whether_in_work",
            ),
        ]


class StatusObservation(Guarded):
    """The employment status as somebody observed it on a day."""

    category = Category.OUTCOMES
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    on = models.DateField()
    status = models.CharField(max_length=16, choices=EmploymentStatus.choices)
    hours_minutes_week = models.PositiveSmallIntegerField(null=True, blank=True)
    user_id = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField(default=timezone.now)

    privacy: ClassVar[Classes] = {
        **fields("on status hours_minutes_week", personal(Category.OUTCOMES)),
        **fields("person user_id recorded_at", TECHNICAL),
    }

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(hours_minutes_week__isnull=True) | Q(hours_minutes_week__lte=MINUTES_A_WEEK),
                name="observation_hours",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "on"], name="observation_person_on")]


class LearningSpell(Guarded):
    """A spell of learning: with whom, what, towards which qualification, and how it ended."""

    category = Category.SKILLS
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=16, choices=LearningKind.choices)
    title = models.CharField(max_length=200)
    provider = models.CharField(max_length=200, blank=True)
    level = models.CharField(max_length=8, blank=True)  # as the qualification's own framework says it
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    result = models.CharField(max_length=12, choices=LearningResult.choices, blank=True)
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[Classes] = {
        **fields("kind title provider level starts_on ends_on result", personal(Category.SKILLS)),
        **fields("person version", TECHNICAL),
    }

    class Meta:
        constraints: ClassVar = [
            valid_period("learning_period"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True, result="") | (Q(ends_on__isnull=False) & ~Q(result="")),
                name="learning_ended_with_result",
            ),
        ]


class Adjustment(Guarded):
    """Something that needs to be in place at work, or is."""

    category = Category.ADJUSTMENTS
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    job = models.ForeignKey(JobSpell, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    what = models.TextField()
    whose = models.CharField(max_length=8, choices=WhoseWords.choices)
    provider = models.CharField(max_length=16, choices=Provider.choices, default=Provider.EMPLOYER)
    asked_on = models.DateField(null=True, blank=True)
    in_place_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    user_id = models.BigIntegerField(null=True)
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[Classes] = {
        **fields(
            "what whose provider asked_on in_place_on ended_on", personal(Category.ADJUSTMENTS, special=True)
        ),
        **fields("person job user_id version", TECHNICAL),
    }

    class Meta:
        constraints: ClassVar = [
            valid_period("adjustment_period", start="in_place_on", end="ended_on"),
        ]
