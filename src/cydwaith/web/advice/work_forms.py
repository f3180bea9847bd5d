# SPDX-License-Identifier: AGPL-3.0-or-later
"""Forms of jobs with their dated hours and pay."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cydwaith.journeys.shapes import NewJob, NewTerms
from cydwaith.journeys.vocabulary import JobEnd, JobEvidence, JobKind, PayPeriod
from cydwaith.web.forms.base import Form, Look
from cydwaith.web.forms.fields import DateField, DurationField, MoneyField

from .choosing import OfJourney

_PERIODS = [("", "---"), *PayPeriod.choices]
_FOUND = [("yes", _("Yes")), ("no", _("No")), ("unknown", _("Not known"))]
_FOUND_VALUES: dict[str, bool | None] = {"yes": True, "no": False, "unknown": None}


def _employer() -> forms.CharField:
    return forms.CharField(
        label=_("Employer"),
        help_text=_("For self-employed work, the name of the business."),
        max_length=200,
        error_messages={
            "required": _("Write who the work is for. For self-employed work, the name of the business.")
        },
    )


def _hours() -> DurationField:
    return DurationField(
        label=_("Hours a week"),
        help_text=_("For example 16, or 7:30."),
        unit="hours",
        maximum=168 * 60,
        required=False,
        error_messages={
            "invalid": _("Write the hours of a week in figures, such as 16 or 7:30."),
            "max_value": _("A week has 168 hours: write a number from 0 to 168."),
        },
    )


class JobForm(OfJourney):
    """A job, with its first hours and pay."""

    kind = forms.ChoiceField(label=_("What kind of work"), choices=JobKind.choices, initial=JobKind.EMPLOYED)
    employer_name = _employer()
    title = forms.CharField(label=_("Job title"), required=False, max_length=200)
    soc = forms.CharField(
        label=_("Occupation code"), help_text=_("Four figures, if you know it."), required=False
    )
    starts_on = DateField(label=_("First day at work"), required=False)
    hours = _hours()
    pay = MoneyField(label=_("Pay before tax"), required=False)
    pay_period = forms.ChoiceField(label=_("Paid for"), choices=_PERIODS, required=False)
    found = forms.ChoiceField(
        label=_("Was the job found through your support?"),
        widget=forms.RadioSelect,
        choices=_FOUND,
        initial="unknown",
    )
    evidence = forms.ChoiceField(
        label=_("What shows that the job is there?"), choices=JobEvidence.choices, required=False
    )

    looks = {
        "soc": Look(width=5, inputmode="numeric"),
        "hours": Look(width=5),
        "pay": Look(width=10, prefix="£"),
        "found": Look(inline=True),
    }

    def job(self) -> NewJob:
        """The answers as the action takes them. Terms run from the first day, today where that is not known."""
        data = self.cleaned_data
        terms = NewTerms(
            data["starts_on"] or timezone.localdate(), data["hours"], data["pay"], data["pay_period"]
        )
        said = data["hours"] is not None or data["pay"] is not None or data["pay_period"]
        return NewJob(
            **{name: data[name] for name in ("kind", "soc", "starts_on", "evidence")},
            employer_name=data["employer_name"].strip(),
            title=data["title"].strip(),
            found_through_support=_FOUND_VALUES[data["found"]],
            terms=(terms,) if said else (),
        )


JOB_NAMES = {
    "terms.0.hours": "hours",
    "terms.0.pay": "pay",
    "terms.0.pay_period": "pay_period",
    "terms.0.from_on": "starts_on",
}
"""Fields of the actions that have another name on the forms of jobs."""


class CorrectJobForm(Form):
    """A job put right. Its end too, for an end that was recorded wrongly."""

    kind = forms.ChoiceField(label=_("What kind of work"), choices=JobKind.choices)
    employer_name = _employer()
    title = forms.CharField(label=_("Job title"), required=False, max_length=200)
    soc = forms.CharField(
        label=_("Occupation code"), help_text=_("Four figures, if you know it."), required=False
    )
    starts_on = DateField(label=_("First day at work"), required=False)
    ends_on = DateField(label=_("Last day worked"), required=False)
    end_reason = forms.ChoiceField(
        label=_("Why did it end?"), choices=[("", "---"), *JobEnd.choices], required=False
    )
    found_through_support = forms.TypedChoiceField(
        label=_("Was the job found through your support?"),
        widget=forms.RadioSelect,
        choices=_FOUND,
        coerce=_FOUND_VALUES.__getitem__,
        empty_value=None,
    )
    evidence = forms.ChoiceField(
        label=_("What shows that the job is there?"), choices=JobEvidence.choices, required=False
    )
    looks = {"soc": Look(width=5, inputmode="numeric"), "found_through_support": Look(inline=True)}

    @staticmethod
    def found(value: bool | None) -> str:
        """The answer's code for what stands in the record."""
        return next(code for code, meant in _FOUND_VALUES.items() if meant is value)


class TermsForm(Form):
    """Hours and pay from a day on."""

    from_on = DateField(label=_("From which day?"))
    hours = _hours()
    pay = MoneyField(label=_("Pay before tax"), required=False)
    pay_period = forms.ChoiceField(label=_("Paid for"), choices=_PERIODS, required=False)
    looks = {"hours": Look(width=5), "pay": Look(width=10, prefix="£")}

    def terms(self) -> NewTerms:
        """The answers as the action takes them."""
        data: dict[str, Any] = self.cleaned_data
        return NewTerms(data["from_on"], data["hours"], data["pay"], data["pay_period"])


class EndForm(Form):
    """A job ended."""

    ends_on = DateField(
        label=_("Last day worked"), error_messages={"required": _("Write the last day worked.")}
    )
    end_reason = forms.ChoiceField(
        label=_("Why did it end?"), choices=[("", "---"), *JobEnd.choices], required=False
    )


class LessonsForm(Form):
    """What was learned, after a trial above all."""

    person_learned = forms.CharField(
        label=_("What the person and their family learned"),
        widget=forms.Textarea,
        required=False,
        max_length=5_000,
    )
    employer_learned = forms.CharField(
        label=_("What the employer learned"), widget=forms.Textarea, required=False, max_length=5_000
    )
    looks = {"person_learned": Look(whose="person")}
