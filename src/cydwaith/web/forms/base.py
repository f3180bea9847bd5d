# SPDX-License-Identifier: AGPL-3.0-or-later
"""The form that every page starts from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from django import forms
from django.utils.translation import gettext_lazy as _

from cydwaith.web.forms.fields import DateField

Size = Literal["", "s", "m", "l"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How one field is drawn; everything has a default.

    ``width``: characters a short box should hold (2, 3, 4, 5, 10, 20), 0 for full width.
    ``heading``: the field's label is the page's ``<h1>`` (a page with one question).
    ``whose``: draws the box in heather, since what is written there are the person's words: ``"person"`` when
    staff write them down ("in their own words"), ``"me"`` on the person's own pages ("in your own words").
    ``opens``: answer's value -> names of the fields that it opens (radios and checkboxes).
    ``hints``: answer's value -> help below that answer.
    ``exclusive``: the value of "none of these", parted from the other checkboxes by the word "or".
    """

    width: int = 0
    heading: bool = False
    size: Size = ""
    prefix: Any = ""
    suffix: Any = ""
    whose: Literal["", "person", "me"] = ""
    rows: int = 4
    inline: bool = False
    opens: Mapping[str, tuple[str, ...]] | None = None
    hints: Mapping[str, Any] | None = None
    exclusive: str = ""
    autocomplete: str = ""
    inputmode: str = ""
    type: str = ""
    classes: str = ""
    spellcheck: bool | None = None
    lang: str = ""


PLAIN = Look()

# What we say where a field brings no words of its own: what to do, never what went wrong with the reader.
_REQUIRED: tuple[tuple[type[forms.Field], Any], ...] = (
    (forms.MultipleChoiceField, _("Choose one or more of the answers.")),
    (forms.ChoiceField, _("Choose one of the answers.")),
    (forms.ModelChoiceField, _("Choose one of the answers.")),
    (forms.BooleanField, _("Tick the box to go on.")),
    (forms.FileField, _("Choose a file.")),
    (forms.EmailField, _("Write an email address, such as name@example.org.")),
    (DateField, _("Write the date.")),
    (forms.Field, _("Write an answer.")),
)
_INVALID: tuple[tuple[type[forms.Field], Any], ...] = (
    (forms.EmailField, _("Write an email address, such as name@example.org.")),
    (forms.IntegerField, _("Write a whole number, such as 12.")),
    (forms.DecimalField, _("Write a number, such as 7.5.")),
)


def _first(table: tuple[tuple[type[forms.Field], Any], ...], field: forms.Field) -> Any:
    return next((message for kind, message in table if isinstance(field, kind)), None)


def _speak_plainly(field: forms.Field) -> None:
    """Put our words where a field still has Django's; words given to the field stay."""
    if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
        field.error_messages["required"] = _first(_REQUIRED, field)
    stock = type(field).default_error_messages.get("invalid")
    plain = _first(_INVALID, field)
    if plain and field.error_messages.get("invalid") == stock:
        field.error_messages["invalid"] = plain


class FormMixin:
    """What our forms add to Django's: looks, plain error messages, ids without surprises."""

    looks: ClassVar[Mapping[str, Look]] = {}
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _speak_plainly(field)

    def look(self, name: str) -> Look:
        """How a field is drawn."""
        return self.looks.get(name, PLAIN)


class Form(FormMixin, forms.Form):
    """A plain form with our looks and messages."""


class ModelForm(FormMixin, forms.ModelForm):
    """For tables that hold nothing of a person; guarded ones are written by actions alone."""
