# SPDX-License-Identifier: AGPL-3.0-or-later
"""Forms about who somebody is, what they need and what is so about them."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cydwaith.people.rules import facts
from cydwaith.people.rules.languages import COMMON, LANGUAGES
from cydwaith.people.rules.needs import FORMATS
from cydwaith.people.shapes import IDENTITY_FIELDS, NewFact, NewPerson
from cydwaith.web.forms.base import Form, Look
from cydwaith.web.forms.fields import DateField


def language_choices() -> list[tuple[str, Any]]:
    """Languages to choose from: not asked yet, the usual ones, then the others."""
    rest = [(code, label) for code, label in LANGUAGES.items() if code and code not in COMMON]
    return [("", LANGUAGES[""]), *((code, LANGUAGES[code]) for code in COMMON), *rest]


class IdentityForm(Form):
    """Who somebody is and how to reach them. The fields are those of `people.shapes.IDENTITY_FIELDS`."""

    name = forms.CharField(
        label=_("Full name"), max_length=200, error_messages={"required": _("Write the person's name.")}
    )
    called = forms.CharField(
        label=_("Likes to be called"),
        help_text=_("Leave empty if it is the full name."),
        required=False,
        max_length=100,
    )
    date_of_birth = DateField(label=_("Date of birth"), required=False, not_after="today", birthday=True)
    spoken_language = forms.ChoiceField(
        label=_("Language to speak"),
        help_text=_("Ask this first: it is used from then on."),
        choices=language_choices,
        required=False,
    )
    written_language = forms.ChoiceField(
        label=_("Language to write in"),
        help_text=_("Until it is asked, letters go out in Welsh and English."),
        choices=language_choices,
        required=False,
    )
    other_language = forms.CharField(label=_("Which other language?"), required=False, max_length=60)
    phone = forms.CharField(label=_("Phone number"), required=False, max_length=40)
    email = forms.CharField(label=_("Email address"), required=False, max_length=254)
    address = forms.CharField(label=_("Address"), required=False, max_length=300)
    postcode = forms.CharField(label=_("Postcode"), required=False, max_length=10)
    nhs_number = forms.CharField(
        label=_("NHS number"),
        help_text=_("Ten figures. Only if you work with a clinical team."),
        required=False,
        max_length=14,
    )

    looks: ClassVar[dict[str, Look]] = {
        "phone": Look(width=20, type="tel"),
        "email": Look(type="email", spellcheck=False),
        "postcode": Look(width=10, spellcheck=False),
        "nhs_number": Look(width=20, inputmode="numeric", spellcheck=False),
        "other_language": Look(width=20),
    }

    def identity(self) -> dict[str, Any]:
        """The answers as `change_identity` takes them."""
        return {name: self.cleaned_data[name] for name in IDENTITY_FIELDS if name in self.cleaned_data}


class NeedsForm(Form):
    """How to communicate with somebody, and what they need to take part."""

    formats = forms.MultipleChoiceField(
        label=_("How to communicate"),
        choices=tuple(FORMATS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    communication = forms.CharField(
        label=_("Anything else about how to communicate"), widget=forms.Textarea, required=False
    )
    access = forms.CharField(
        label=_("What they need to get in and take part"), widget=forms.Textarea, required=False
    )

    looks: ClassVar[dict[str, Look]] = {"communication": Look(rows=2), "access": Look(rows=2)}

    def needs(self) -> dict[str, Any]:
        """The answers as `change_needs` takes them."""
        return {name: self.cleaned_data[name] for name in ("formats", "communication", "access")}


class AddForm(IdentityForm, NeedsForm):
    """A new person. A manager may name the adviser; an adviser works with whom they add."""

    looks: ClassVar[dict[str, Look]] = {**IdentityForm.looks, **NeedsForm.looks}

    def __init__(self, *args: Any, colleagues: list[tuple[str, str]], **kwargs: Any) -> None:
        """`colleagues`: who may be named (id and name); none: nothing is asked."""
        super().__init__(*args, **kwargs)
        if colleagues:
            self.fields["adviser_id"] = forms.ChoiceField(
                label=_("Who will work with them?"),
                choices=[("", _now("Nobody yet")), *colleagues],
                required=False,
            )

    def person(self) -> NewPerson:
        """The answers as `add_person` takes them."""
        given = self.cleaned_data
        adviser = given.get("adviser_id")
        return NewPerson(
            **self.identity(),
            formats=tuple(given["formats"]),
            communication=given["communication"],
            access=given["access"],
            adviser_id=int(adviser) if adviser else None,
        )


class FactForm(Form):
    """A dated fact of one kind."""

    starts_on = DateField(
        label=_("From"),
        not_after="today",
        error_messages={"required": _("Write the day from which this holds.")},
    )
    ends_on = DateField(
        label=_("Until"),
        help_text=_("The day on which it stopped. Leave empty if it still holds."),
        required=False,
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        found = facts.KINDS[kind]
        label: Any = found.label
        hint: Any = found.hint
        values = [(code, facts.label_of(kind, code)) for code in found.values]
        field: forms.Field = forms.CharField(label=label, max_length=facts.TEXT_LENGTH, help_text=hint)
        if len(values) > 7:
            field = forms.ChoiceField(label=label, choices=[("", _now("Choose one")), *values])
        elif values:
            field = forms.ChoiceField(label=label, choices=values, widget=forms.RadioSelect)
        field.error_messages["required"] = _now("Choose or write an answer.")
        self.fields = {"value": field, **self.fields}

    def fact(self) -> NewFact:
        """The answers as `record_fact` takes them."""
        given = self.cleaned_data
        return NewFact(
            kind=self.kind, value=given["value"], starts_on=given["starts_on"], ends_on=given["ends_on"]
        )


class EndFactForm(Form):
    """The day on which a fact stopped being so."""

    ends_on = DateField(
        label=_("On which day did this stop?"),
        not_after="today",
        error_messages={"required": _("Write the day on which this ends.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ends_on"].initial = self.today()

    @staticmethod
    def today() -> date:
        """The day that stands there at first."""
        return timezone.localdate()
