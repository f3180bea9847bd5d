# SPDX-License-Identifier: AGPL-3.0-or-later
"""From a form to an action and back: what was typed stays, what is wrong is said beside its field, and where somebody
else was quicker both versions are shown."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cydwaith.kernel.errors import Conflict, Invalid
from cydwaith.web.components import words
from cydwaith.web.forms.base import Form
from cydwaith.web.forms.fields import DurationField, MoneyField


@dataclass(frozen=True, slots=True)
class Difference:
    """One line of a comparison, with the keys that the component reads."""

    key: str
    left: str
    right: str
    differs: bool
    word: str = ""


@dataclass(frozen=True, slots=True)
class Clash:
    """Somebody saved another version meanwhile: both, side by side, and the number under which ours may be saved."""

    version: int
    rows: tuple[Difference, ...]


@dataclass(slots=True)
class Attempt:
    """What became of sending a form to an action. `done`: it was written, and `result` is the action's answer."""

    done: bool = False
    result: Any = None
    clash: Clash | None = None


def attempt(form: Form, act: Callable[[], Any], names: Mapping[str, str] | None = None) -> Attempt:
    """Run an action with a valid form's answers.

    `names`: the action's field -> the form's, where they differ ("" says it of the whole form). What the action finds
    wrong becomes errors of the form; a conflict becomes a `Clash`.
    """
    names = names or {}
    try:
        return Attempt(done=True, result=act())
    except Invalid as error:
        for name, messages in error.errors.items():
            field = names.get(name, name)
            for message in messages:
                form.add_error(field if field in form.fields else None, message)
        return Attempt()
    except Conflict as error:
        return Attempt(clash=_clash(form, error, names))


def _clash(form: Form, error: Conflict, names: Mapping[str, str]) -> Clash:
    rows = []
    for name, theirs in error.current.items():
        field = names.get(name, name)
        if field not in form.fields:
            continue
        left = shown(form.fields[field], theirs)
        right = shown(form.fields[field], form.cleaned_data.get(field))
        rows.append(Difference(str(form.fields[field].label), left, right, left != right, _("Not the same")))
    return Clash(error.version, tuple(rows))


def shown(field: forms.Field, value: Any) -> str:
    """A field's value as it is read: labels for codes, dates and amounts in words."""
    language = words.language_of(get_language())
    if value is None or value == "" or value == []:
        return _("Not said")
    choices = getattr(field, "choices", None)
    if choices is not None:
        labels = {str(code): str(label) for code, label in choices}
        several = value if isinstance(value, list | tuple) else [value]
        return ", ".join(labels.get(str(one), str(one)) for one in several)
    if isinstance(value, date):
        return words.day(value, language, today=timezone.localdate())
    if isinstance(value, time):
        return words.clock(value, language)
    if isinstance(field, MoneyField):
        return words.money(value)
    if isinstance(field, DurationField):
        return words.hours(value, language)
    return str(value)


def token(request: HttpRequest) -> str:
    """The form's token: the one that was sent, so that a second sending is known; a new one for a new form."""
    try:
        return str(uuid.UUID(request.POST.get("token", "")))
    except ValueError:
        return str(uuid.uuid4())


def version(request: HttpRequest) -> int:
    """The version that the form was made from; 0, which no row has, where it says none."""
    sent = request.POST.get("version", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 12 else 0
