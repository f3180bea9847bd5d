# SPDX-License-Identifier: AGPL-3.0-or-later
"""My details: how to call me, how to reach me, my languages, what I need. A few a page, each in a form of its own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cydwaith.kernel.actor import Actor
from cydwaith.people import actions, queries
from cydwaith.people.rules.details import LENGTHS
from cydwaith.people.rules.languages import LANGUAGES
from cydwaith.people.rules.languages import words as language_words
from cydwaith.people.rules.needs import FORMATS
from cydwaith.web.advice.saving import version
from cydwaith.web.forms.base import Form, Look
from cydwaith.web.forms.drafts import bind

from .common import ask, form_page, mine

_FORMATS: dict[str, Any] = {
    **FORMATS,
    "lip_reading": _("Face me, I lip-read"),
    "phone_only": _("Ring me, no letters"),
    "text_only": _("Text me, no calls"),
    "email_only": _("Email me, no calls"),
    "more_time": _("Give me more time to answer"),
    "supporter": _("Somebody with me"),
}
"""The formats as the person says them; the rest read the same from both sides."""
_LANGUAGE_CHOICES = [(code, label) for code, label in LANGUAGES.items() if code]


def _text(name: str, label: Any, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=LENGTHS[name], required=False, **more)


class CalledForm(Form):
    """How somebody likes to be called."""

    called = _text("called", _("What do you like to be called?"))
    looks = {"called": Look(heading=True, width=20, autocomplete="nickname")}


class ReachForm(Form):
    """How to reach somebody."""

    phone = _text("phone", _("Phone number"))
    email = forms.EmailField(label=_("Email address"), required=False)
    looks = {
        "phone": Look(type="tel", autocomplete="tel", width=20),
        "email": Look(autocomplete="email", spellcheck=False),
    }


class AddressForm(Form):
    """Where somebody lives."""

    address = _text("address", _("Address"), widget=forms.Textarea)
    postcode = _text("postcode", _("Postcode"))
    looks = {
        "address": Look(rows=3, autocomplete="street-address"),
        "postcode": Look(width=10, autocomplete="postal-code"),
    }


class LanguagesForm(Form):
    """The languages that are used with somebody."""

    spoken_language = forms.ChoiceField(
        label=_("In which language shall we speak with you?"), choices=_LANGUAGE_CHOICES
    )
    written_language = forms.ChoiceField(
        label=_("In which language shall we write to you?"), choices=_LANGUAGE_CHOICES
    )
    other_language = _text(
        "other_language",
        _("Its name"),
        help_text=_("Only if it is not in the list and you chose “another language”."),
    )
    looks = {"other_language": Look(width=20)}


class NeedsForm(Form):
    """What makes it easier."""

    formats = forms.MultipleChoiceField(
        label=_("What helps when we write or talk?"),
        widget=forms.CheckboxSelectMultiple,
        choices=list(_FORMATS.items()),
        required=False,
    )
    communication = forms.CharField(
        label=_("Anything else about writing and talking"),
        widget=forms.Textarea,
        required=False,
        max_length=2_000,
    )
    access = forms.CharField(
        label=_("What do you need when you come to us?"),
        help_text=_("A ramp, a quiet room, the same chair each time."),
        widget=forms.Textarea,
        required=False,
        max_length=2_000,
    )
    looks = {"communication": Look(whose="me", rows=3), "access": Look(whose="me", rows=3)}


PARTS: dict[str, tuple[type[Form], Any, Any]] = {
    "called": (CalledForm, "", _("So that everybody calls you what you like.")),
    "reach": (ReachForm, _("How can we reach you?"), _("So that we can ring or write to you.")),
    "address": (
        AddressForm,
        _("Where do you live?"),
        _("So that letters arrive, and to look for work near you."),
    ),
    "languages": (
        LanguagesForm,
        _("Your languages"),
        _("So that we use your language without being asked again."),
    ),
    "needs": (
        NeedsForm,
        _("What helps you"),
        _("It stands at the top of your record, where nobody can miss it."),
    ),
}
"""Part of the details -> its form, the page's heading ("" where the question is the heading), and why we ask."""
SEEN_BY = _("The people who work with you, and those whom you let see your name and contact details.")
NEEDS_SEEN_BY = _("The people who work with you, and those whom you let see what you need.")


@mine()
def details(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Everything about who I am, and the way to change it or have it changed."""
    found = queries.editable(actor)
    identity = found.identity
    languages = {
        name: language_words(identity[name], identity["other_language"]) if identity[name] else ""
        for name in ("spoken_language", "written_language")
    }
    needs = [str(_FORMATS[code]) for code in found.needs.formats if code in _FORMATS]
    needs += [text for text in (found.needs.communication, found.needs.access) if text]
    context = {"identity": identity, "languages": languages, "needs": needs}
    return render(request, "me/details.html", context)


@form_page
def change(request: HttpRequest, actor: Actor, *, part: str) -> HttpResponse:
    """Change one part."""
    form_class, heading, reason = PARTS[part]
    found = queries.editable(actor)
    needs = {
        "formats": list(found.needs.formats),
        "communication": found.needs.communication,
        "access": found.needs.access,
    }
    form = bind(request, form_class, initial=needs if part == "needs" else found.identity)

    def act() -> int:
        if part == "needs":
            return actions.change_needs(
                by=actor, reference=None, version=version(request), **form.cleaned_data
            )
        return actions.change_identity(
            by=actor, reference=None, version=version(request), values=form.cleaned_data
        )

    return ask(
        request,
        form,
        act,
        back=reverse("me:details"),
        done=_now("Your change is saved."),
        row_version=found.needs.version if part == "needs" else found.version,
        title=heading,
        reason=reason,
        seen_by=NEEDS_SEEN_BY if part == "needs" else SEEN_BY,
        action_text=_now("Save"),
    )
