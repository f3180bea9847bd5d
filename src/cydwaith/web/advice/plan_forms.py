# SPDX-License-Identifier: AGPL-3.0-or-later
"""Forms of the profile and of the plan. What is the person's is asked in their words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cydwaith.journeys.shapes import NewProfile
from cydwaith.journeys.vocabulary import WhoDoes, WhoseWords
from cydwaith.web.forms.base import Form, Look
from cydwaith.web.forms.fields import DateField, DurationField

TRAVEL: tuple[tuple[str, Promise], ...] = (
    ("walk", _("On foot")),
    ("bicycle", _("By bicycle")),
    ("bus", _("By bus")),
    ("train", _("By train")),
    ("car", _("By car")),
    ("lift", _("With a lift from someone")),
)
DAYS: tuple[tuple[str, Promise], ...] = (
    ("mon", _("Monday")),
    ("tue", _("Tuesday")),
    ("wed", _("Wednesday")),
    ("thu", _("Thursday")),
    ("fri", _("Friday")),
    ("sat", _("Saturday")),
    ("sun", _("Sunday")),
)
TRAVEL_LABELS, DAY_LABELS = dict(TRAVEL), dict(DAYS)

_WHOSE = [
    (WhoseWords.PERSON.value, _("The person's, as they said it")),
    (WhoseWords.ADVISER.value, _("Mine")),
]


def _text(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, widget=forms.Textarea, required=False, max_length=5_000
    )


class ProfileForm(Form):
    """What the person wants from work and brings to it."""

    wants = _text(_("What they want"), _("The work, the place, the people, and why."))
    strengths = _text(_("What they are good at"), _("What they have done, know and like doing."))
    never = _text(_("What they do not want"), _("Work or places that are out of the question."))
    helps = _text(_("What helps them at work"), _("What a good day needs."))
    hours_from = forms.IntegerField(label=_("Hours a week, at least"), required=False)
    hours_to = forms.IntegerField(label=_("Hours a week, at most"), required=False)
    days = forms.MultipleChoiceField(
        label=_("Days they can work"), widget=forms.CheckboxSelectMultiple, choices=DAYS, required=False
    )
    travel_minutes = DurationField(
        label=_("How long they would travel, one way"), required=False, maximum=600
    )
    travel_by = forms.MultipleChoiceField(
        label=_("How they travel"), widget=forms.CheckboxSelectMultiple, choices=TRAVEL, required=False
    )
    whose = forms.ChoiceField(
        label=_("Whose words are these?"),
        widget=forms.RadioSelect,
        choices=_WHOSE,
        initial=WhoseWords.PERSON.value,
    )

    looks = {
        "wants": Look(whose="person", rows=4),
        "strengths": Look(whose="person", rows=4),
        "never": Look(whose="person", rows=3),
        "helps": Look(whose="person", rows=3),
        "hours_from": Look(width=3),
        "hours_to": Look(width=3),
        "travel_minutes": Look(width=5),
        "days": Look(classes="wrapped"),
        "travel_by": Look(classes="wrapped"),
    }

    def profile(self) -> NewProfile:
        """The answers as the action takes them."""
        data: dict[str, Any] = {name: value for name, value in self.cleaned_data.items() if name != "whose"}
        data["days"], data["travel_by"] = tuple(data["days"]), tuple(data["travel_by"])
        return NewProfile(**data)


class GoalForm(Form):
    """What the person is after."""

    words = forms.CharField(
        label=_("What is the goal?"),
        help_text=_("As the person says it, if you can."),
        widget=forms.Textarea,
        max_length=2_000,
        error_messages={"required": _("Write it in a few words.")},
    )
    whose = forms.ChoiceField(
        label=_("Whose words are these?"),
        widget=forms.RadioSelect,
        choices=_WHOSE,
        initial=WhoseWords.PERSON.value,
    )
    looks = {"words": Look(rows=3)}


class StepForm(Form):
    """One step of the plan."""

    words = forms.CharField(
        label=_("What is the step?"),
        widget=forms.Textarea,
        max_length=2_000,
        error_messages={"required": _("Write it in a few words.")},
    )
    who_does = forms.ChoiceField(
        label=_("Who does it?"),
        widget=forms.RadioSelect,
        choices=WhoDoes.choices,
        initial=WhoDoes.TOGETHER.value,
    )
    due_on = DateField(label=_("By when?"), required=False)
    goal_id = forms.ChoiceField(label=_("Towards which goal?"), required=False)
    whose = forms.ChoiceField(
        label=_("Whose words are these?"),
        widget=forms.RadioSelect,
        choices=_WHOSE,
        initial=WhoseWords.ADVISER.value,
    )
    looks = {"words": Look(rows=2), "who_does": Look(inline=True)}

    def __init__(self, *args: Any, goals: list[tuple[str, str]], **kwargs: Any) -> None:
        """`goals`: open goals of the journey; without any the question is left out."""
        super().__init__(*args, **kwargs)
        if goals:
            self.fields["goal_id"].choices = [("", "---"), *goals]  # type: ignore[attr-defined]
        else:
            del self.fields["goal_id"]


class RewordGoalForm(Form):
    """A goal put differently."""

    words = GoalForm.base_fields["words"]
    looks = {"words": Look(rows=3)}


class RewordStepForm(Form):
    """A step put differently."""

    words = StepForm.base_fields["words"]
    who_does = StepForm.base_fields["who_does"]
    due_on = StepForm.base_fields["due_on"]
    looks = {"words": Look(rows=2), "who_does": Look(inline=True)}


class AgreedForm(Form):
    """That the person agreed, and how they said so."""

    how_given = forms.ChoiceField(
        label=_("How did the person agree?"),
        widget=forms.RadioSelect,
        choices=[
            ("meeting", _("When we met")),
            ("phone", _("By phone")),
            ("paper", _("On paper")),
        ],
        error_messages={"required": _("Say how the person agreed: in a meeting, by phone or on paper.")},
    )
