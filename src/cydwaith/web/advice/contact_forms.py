# SPDX-License-Identifier: AGPL-3.0-or-later
"""Forms of contacts. The first is made to be quick: every answer but the line has a usual one, and Enter saves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cydwaith.journeys.shapes import NewContact
from cydwaith.journeys.vocabulary import NOTE_CATEGORIES, ContactOutcome, How, MoveReason, Place, WithWhom
from cydwaith.kernel.vocabulary import CATEGORY_LABELS, Category
from cydwaith.web.forms.base import Form, Look
from cydwaith.web.forms.fields import DateField, DurationField

from . import days
from .choosing import OfJourney

_KEPT_UNDER = [(str(int(category)), CATEGORY_LABELS[category]) for category in NOTE_CATEGORIES]
_NO_PLACE = [(code, "---" if code == "" else label) for code, label in Place.choices]


class ContactForm(OfJourney):
    """A contact as it was just had."""

    summary = forms.CharField(
        label=_("What was it about?"),
        help_text=_("A line is enough. Enter saves, and you can add more later."),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"autofocus": True}),
    )
    how = forms.ChoiceField(
        label=_("How"), widget=forms.RadioSelect, choices=How.choices, initial=How.IN_PERSON
    )
    with_whom = forms.ChoiceField(
        label=_("With whom"), widget=forms.RadioSelect, choices=WithWhom.choices, initial=WithWhom.PERSON
    )
    employer_name = forms.CharField(label=_("Which employer"), required=False, max_length=200)
    outcome = forms.ChoiceField(
        label=_("What became of it"),
        widget=forms.RadioSelect,
        choices=ContactOutcome.choices,
        initial=ContactOutcome.MET,
    )
    day = forms.ChoiceField(label=_("When"), widget=forms.RadioSelect, choices=days.PAST, initial="0")
    other = DateField(label=_("On which day"), required=False, not_after="today")
    minutes = DurationField(
        label=_("How long it took"), help_text=_("For example 45, or 1h 30."), required=False
    )
    next = forms.ChoiceField(
        label=_("When will you talk next?"), widget=forms.RadioSelect, choices=days.AHEAD, initial="none"
    )
    next_other = DateField(label=_("On which day will you talk"), required=False, not_before="today")
    note = forms.CharField(
        label=_("Note"),
        help_text=_("The person can read what you write here."),
        widget=forms.Textarea,
        required=False,
        max_length=10_000,
    )
    kept_under = forms.ChoiceField(
        label=_("Keep the note under"),
        help_text=_("Who can read it follows from this."),
        choices=_KEPT_UNDER,
        initial=str(int(Category.NOTES)),
    )
    place = forms.ChoiceField(label=_("Where"), choices=_NO_PLACE, required=False)
    at_time = forms.TimeField(
        label=_("At what time"),
        help_text=_("For example 14:30."),
        required=False,
        error_messages={"invalid": _("Write a time, such as 14:30.")},
    )

    looks = {
        "how": Look(inline=True),
        "with_whom": Look(inline=True, opens={WithWhom.EMPLOYER.value: ("employer_name",)}),
        "employer_name": Look(width=20),
        "outcome": Look(inline=True),
        "day": Look(inline=True, opens={days.OTHER: ("other",)}),
        "minutes": Look(width=5),
        "next": Look(inline=True, opens={days.OTHER: ("next_other",)}),
        "note": Look(rows=4),
        "at_time": Look(width=5),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for choice, typed in (("day", "other"), ("next", "next_other")):
            chosen = self.data.get(self.add_prefix(choice)) if self.is_bound else days.OTHER
            self.fields[typed].required = chosen == days.OTHER

    def contact(self) -> NewContact:
        """The answers as the action takes them."""
        data = self.cleaned_data
        on = days.past(data["day"], data["other"])
        assert on is not None  # noqa: S101 - it is required where another day was chosen
        employer = data["employer_name"].strip() if data["with_whom"] == WithWhom.EMPLOYER else ""
        return NewContact(
            with_whom=data["with_whom"],
            how=data["how"],
            on=on,
            at_time=data["at_time"],
            minutes=data["minutes"],
            place=data["place"],
            outcome=data["outcome"],
            summary=data["summary"].strip(),
            employer_name=employer,
            next_on=days.ahead(data["next"], data["next_other"]),
            note=data["note"],
            kept_under=Category(int(data["kept_under"])),
        )


NAMES = {"on": "other", "next_on": "next_other"}
"""Fields of the action that have another name on the form."""


class CorrectionForm(Form):
    """A contact put right: every field as it stands."""

    on = DateField(label=_("When"), not_after="today")
    at_time = forms.TimeField(
        label=_("At what time"),
        required=False,
        error_messages={"invalid": _("Write a time, such as 14:30.")},
    )
    with_whom = forms.ChoiceField(label=_("With whom"), widget=forms.RadioSelect, choices=WithWhom.choices)
    employer_name = forms.CharField(label=_("Which employer"), required=False, max_length=200)
    how = forms.ChoiceField(label=_("How"), widget=forms.RadioSelect, choices=How.choices)
    outcome = forms.ChoiceField(
        label=_("What became of it"), widget=forms.RadioSelect, choices=ContactOutcome.choices
    )
    minutes = DurationField(label=_("How long it took"), required=False)
    place = forms.ChoiceField(label=_("Where"), choices=_NO_PLACE, required=False)
    summary = forms.CharField(label=_("What was it about?"), required=False, max_length=300)
    next_on = DateField(label=_("When will you talk next?"), required=False)

    looks = {
        "with_whom": Look(inline=True, opens={WithWhom.EMPLOYER.value: ("employer_name",)}),
        "employer_name": Look(width=20),
        "how": Look(inline=True),
        "outcome": Look(inline=True),
        "minutes": Look(width=5),
        "at_time": Look(width=5),
    }


class NoteForm(Form):
    """One more note to a contact."""

    text = forms.CharField(
        label=_("Note"),
        help_text=_("The person can read what you write here."),
        widget=forms.Textarea,
        max_length=10_000,
        error_messages={"required": _("Write the note.")},
    )
    kept_under = forms.ChoiceField(
        label=_("Keep the note under"),
        help_text=_("Who can read it follows from this."),
        choices=_KEPT_UNDER,
        initial=str(int(Category.NOTES)),
    )
    looks = {"text": Look(rows=6)}


class MoveForm(Form):
    """To whose record a contact belongs."""

    to = forms.ChoiceField(
        label=_("Whose contact is it?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the person.")},
    )
    reason = forms.ChoiceField(
        label=_("Why is it moved?"),
        widget=forms.RadioSelect,
        choices=MoveReason.choices,
        initial=MoveReason.WRONG_PERSON,
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        """`people`: reference and name of each whom the search found."""
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = people  # type: ignore[attr-defined]
