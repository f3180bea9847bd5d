# SPDX-License-Identifier: AGPL-3.0-or-later
"""What I want, what I am good at, what I never want, what helps me: one question a page, in my own words."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cydwaith.journeys import actions, queries
from cydwaith.journeys.queries import MyProfile
from cydwaith.journeys.shapes import NewProfile
from cydwaith.kernel.actor import Actor
from cydwaith.web.advice.saving import token, version
from cydwaith.web.forms.base import Form, Look
from cydwaith.web.forms.drafts import bind
from cydwaith.web.forms.fields import DurationField

from .common import ask, form_page
from .plan import SEEN_BY
from .words_for import DAYS, TRAVEL


def _words(name: str, label: Any, help_text: Any) -> type[Form]:
    """A form of one text in one's own words."""
    field = forms.CharField(
        label=label, help_text=help_text, widget=forms.Textarea, required=False, max_length=5_000
    )
    looks = {name: Look(heading=True, whose="me", rows=5)}
    return type(f"{name.title()}Form", (Form,), {name: field, "looks": looks})


class HoursForm(Form):
    """How much, and on which days."""

    hours_from = forms.IntegerField(label=_("At least"), required=False, min_value=0, max_value=168)
    hours_to = forms.IntegerField(label=_("At most"), required=False, min_value=0, max_value=168)
    days = forms.MultipleChoiceField(
        label=_("On which days could you work?"),
        widget=forms.CheckboxSelectMultiple,
        choices=list(DAYS.items()),
        required=False,
    )
    looks = {"hours_from": Look(width=3, suffix=_("hours")), "hours_to": Look(width=3, suffix=_("hours"))}


class TravelForm(Form):
    """How, and how far."""

    travel_by = forms.MultipleChoiceField(
        label=_("How would you get there?"),
        widget=forms.CheckboxSelectMultiple,
        choices=list(TRAVEL.items()),
        required=False,
    )
    travel_minutes = DurationField(
        label=_("How long may the way take, at most?"),
        help_text=_("Such as 30 minutes."),
        required=False,
        maximum=600,
    )
    looks = {"travel_minutes": Look(width=10)}


PARTS: dict[str, tuple[type[Form], Any]] = {
    "wants": (
        _words(
            "wants",
            _("What do you want from work?"),
            _("The work, the place, the people. There is no wrong answer."),
        ),
        "",
    ),
    "strengths": (
        _words(
            "strengths",
            _("What are you good at?"),
            _("Things you have done, know, or like doing. At home counts too."),
        ),
        "",
    ),
    "never": (
        _words(
            "never",
            _("What do you not want?"),
            _("Work or places that are out of the question. You need not say why."),
        ),
        "",
    ),
    "helps": (
        _words(
            "helps", _("What helps you on a good day?"), _("A list, a quiet place, a lift, a certain time.")
        ),
        "",
    ),
    "hours": (HoursForm, _("How many hours a week would suit you?")),
    "travel": (TravelForm, _("Getting to work")),
}
"""Part of the profile -> its form, and the page's heading ("" where the question is the heading)."""


def as_new(profile: MyProfile | None) -> NewProfile:
    """The newest version as the next one begins."""
    if profile is None:
        return NewProfile()
    return NewProfile(**{one.name: getattr(profile, one.name) for one in fields(NewProfile)})


@form_page
def change(request: HttpRequest, actor: Actor, *, part: str) -> HttpResponse:
    """Write one part anew. The versions before stay."""
    form_class, heading = PARTS[part]
    newest = queries.my_plan(actor).profile
    now = as_new(newest)
    form = bind(request, form_class, initial={one.name: getattr(now, one.name) for one in fields(NewProfile)})

    def act() -> int:
        given: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in form.cleaned_data.items()
        }
        return actions.write_profile(
            by=actor,
            reference=None,
            profile=replace(now, **given),
            seen=version(request),
            token=token(request),
        )

    return ask(
        request,
        form,
        act,
        back=f"{reverse('me:plan')}#about",
        done=_now("It is kept.") if heading else _now("Your words are kept."),
        row_version=newest.id if newest else 0,
        title=heading,
        reason=_now("So that we look for what suits you, and you need not tell it again."),
        seen_by=SEEN_BY,
        action_text=_now("Save") if heading else _now("Save my words"),
    )
