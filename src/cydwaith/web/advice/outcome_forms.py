# SPDX-License-Identifier: AGPL-3.0-or-later
"""Forms of what is looked back on: employment status, reviews in work, learning, adjustments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cydwaith.journeys.shapes import NewLearning
from cydwaith.journeys.vocabulary import EmploymentStatus, LearningKind, LearningResult, Provider
from cydwaith.web.forms.base import Form, Look
from cydwaith.web.forms.fields import DateField, DurationField


class _Dated(Form):
    """A form whose day is today unless another is written."""

    day = "on"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {self.day: timezone.localdate(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)


class StatusForm(_Dated):
    """The employment status as it is on a day."""

    status = forms.ChoiceField(
        label=_("What is the person doing?"),
        widget=forms.RadioSelect,
        choices=EmploymentStatus.choices,
        error_messages={"required": _("Choose the status.")},
    )
    hours = DurationField(label=_("Hours a week"), unit="hours", maximum=168 * 60, required=False)
    on = DateField(label=_("On which day?"), not_after="today")
    looks = {"hours": Look(width=5)}


class ReviewForm(_Dated):
    """A review that was held."""

    in_work = forms.ChoiceField(
        label=_("Is the person in work?"),
        widget=forms.RadioSelect,
        choices=[("yes", _("Yes")), ("no", _("No"))],
        error_messages={"required": _("Say whether the person is in work.")},
    )
    note = forms.CharField(
        label=_("How is it going?"),
        help_text=_("The person can read what you write here."),
        widget=forms.Textarea,
        required=False,
        max_length=5_000,
    )
    on = DateField(label=_("When did you look back?"), not_after="today")
    looks = {"in_work": Look(inline=True)}


class LearningForm(_Dated):
    """Learning that began."""

    day = "starts_on"
    kind = forms.ChoiceField(label=_("What kind of learning"), choices=LearningKind.choices)
    title = forms.CharField(
        label=_("What is it called?"),
        max_length=200,
        error_messages={"required": _("Write what it is called.")},
    )
    provider = forms.CharField(label=_("With whom"), required=False, max_length=200)
    level = forms.CharField(label=_("Level"), required=False, max_length=8)
    starts_on = DateField(label=_("First day"))
    looks = {"level": Look(width=5)}

    def learning(self) -> NewLearning:
        """The answers as the action takes them."""
        return NewLearning(**self.cleaned_data)


class EndLearningForm(_Dated):
    """Learning that ended."""

    day = "ends_on"
    ends_on = DateField(label=_("Last day"))
    result = forms.ChoiceField(
        label=_("How did it end?"),
        widget=forms.RadioSelect,
        choices=[choice for choice in LearningResult.choices if choice[0]],
        error_messages={"required": _("Choose how it ended.")},
    )


class AdjustmentForm(Form):
    """Something that needs to be in place at work."""

    what = forms.CharField(
        label=_("What needs to be in place?"),
        widget=forms.Textarea,
        max_length=2_000,
        error_messages={"required": _("Write what needs to be in place.")},
    )
    provider = forms.ChoiceField(label=_("Who puts it in place?"), choices=Provider.choices)
    job_id = forms.ChoiceField(label=_("For which job?"), required=False)
    asked_on = DateField(label=_("Asked for on"), required=False, not_after="today")
    in_place_on = DateField(label=_("In place since"), required=False)
    looks = {"what": Look(rows=3)}

    def __init__(self, *args: Any, jobs: list[tuple[str, str]], **kwargs: Any) -> None:
        """`jobs`: those that go on; without any the question is left out."""
        super().__init__(*args, **kwargs)
        if jobs:
            self.fields["job_id"].choices = [("", "---"), *jobs]  # type: ignore[attr-defined]
        else:
            del self.fields["job_id"]


class SettleForm(Form):
    """An adjustment came to be in place, or is there no more."""

    in_place_on = DateField(label=_("In place since"), required=False)
    ended_on = DateField(label=_("No longer in place since"), required=False)
