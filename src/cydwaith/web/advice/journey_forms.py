# SPDX-License-Identifier: AGPL-3.0-or-later
"""Forms of a journey: begin it, take a step, end it, take it up again, put its dates right."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cydwaith.journeys.vocabulary import WorkAtStart
from cydwaith.web.forms.base import Form, Look
from cydwaith.web.forms.fields import DateField

Choices = list[tuple[str, str]]


class OpenForm(Form):
    """A journey begins."""

    programme_id = forms.ChoiceField(
        label=_("Programme"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the programme.")},
    )
    referred_on = DateField(
        label=_("When did they ask, or when were they referred?"),
        help_text=_("The first contact is due counted from this day."),
        required=False,
        not_after="today",
    )
    opened_on = DateField(label=_("When does the journey begin?"), not_after="today")
    work_at_start = forms.ChoiceField(
        label=_("Is the person in work now?"),
        widget=forms.RadioSelect,
        choices=[choice for choice in WorkAtStart.choices if choice[0]],
        required=False,
    )

    def __init__(self, *args: Any, programmes: Choices, **kwargs: Any) -> None:
        """`programmes`: those on which the organisation may open a journey."""
        kwargs["initial"] = {"opened_on": timezone.localdate(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.fields["programme_id"].choices = programmes  # type: ignore[attr-defined]
        if len(programmes) == 1:
            self.fields["programme_id"].initial = programmes[0][0]


class StepForm(Form):
    """A step along the pathway."""

    to = forms.ChoiceField(
        label=_("To which stage?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the stage.")},
    )
    pause_until = DateField(label=_("When will you be in touch again?"), required=False)
    on = DateField(label=_("On which day?"), not_after="today")

    def __init__(self, *args: Any, stages: Choices, hints: dict[str, Any], pauses: list[str], **kwargs: Any):
        """`stages`: where one may go from here. `hints`: stage -> what is missing. `pauses`: stages of a break."""
        kwargs["initial"] = {"on": timezone.localdate(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = stages  # type: ignore[attr-defined]
        if not pauses:
            del self.fields["pause_until"]
        opens = dict.fromkeys(pauses[:1], ("pause_until",))
        self.looks = {"to": Look(hints=hints, opens=opens)}  # type: ignore[misc]  # this journey's own hints


class CloseForm(Form):
    """A journey ends."""

    reason = forms.ChoiceField(
        label=_("Why does the journey end?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the reason.")},
    )
    on = DateField(label=_("On which day?"), not_after="today")

    def __init__(self, *args: Any, reasons: Choices, **kwargs: Any) -> None:
        """`reasons`: those of the pathway."""
        kwargs["initial"] = {"on": timezone.localdate(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = reasons  # type: ignore[attr-defined]


class DatesForm(Form):
    """Days and facts of a journey that can be put right."""

    referred_on = DateField(label=_("Referred on"), not_after="today")
    work_at_start = forms.ChoiceField(
        label=_("Was the person in work when the journey began?"),
        widget=forms.RadioSelect,
        choices=WorkAtStart.choices[1:],
        required=False,
    )
    back_on = DateField(
        label=_("First day back at work"),
        help_text=_("For somebody who was off sick: reviews are counted from this day."),
        required=False,
    )
    pause_until = DateField(label=_("Break until"), required=False)


class DayForm(Form):
    """A day on which something was."""

    on = DateField(label=_("On which day?"), not_after="today")
