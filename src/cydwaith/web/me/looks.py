# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who has looked: every look, told in days; and the question "why?", which gets an answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import NotVisible
from cydwaith.people import actions, queries
from cydwaith.people.queries import Look as Looked
from cydwaith.people.queries.looks import log_rows
from cydwaith.web.forms.base import Form, Look
from cydwaith.web.forms.drafts import bind

from .common import ask, form_page, mine, who_is

A_PAGE = 60


@dataclass(frozen=True, slots=True)
class Visit:
    """What one reader looked at on one day, told as one thing. `looks`: newest first."""

    day: date
    who: str
    role: str
    looks: tuple[Looked, ...]

    @property
    def newest(self) -> Looked:
        """The last look of the day: what "ask about this" asks about."""
        return self.looks[0]

    @property
    def purposes(self) -> tuple[str, ...]:
        """What for, each once."""
        return tuple(dict.fromkeys(one.purpose for one in self.looks))

    @property
    def kinds(self) -> tuple[str, ...]:
        """What was on the pages, each once."""
        return tuple(dict.fromkeys(kind for one in self.looks for kind in one.what))

    @property
    def answered(self) -> Looked | None:
        """The look that was asked about, where one was; one with an answer first."""
        asked = [one for one in self.looks if one.asked]
        return next((one for one in asked if one.answer), asked[0] if asked else None)


def visits(looks: Iterable[Looked]) -> list[Visit]:
    """Looks, newest first, put together by day and reader."""
    found: dict[tuple[date, str, str], list[Looked]] = {}
    for one in looks:
        who = who_is(one.organisation, one.who) or _now("Somebody with a link that you made")
        found.setdefault((timezone.localdate(one.at), who, one.role), []).append(one)
    return [Visit(day, who, role, tuple(rows)) for (day, who, role), rows in found.items()]


def _number(text: str) -> int:
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 6 else 1


@mine()
def looks(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Who has looked, the newest first, with what was asked and answered."""
    number = _number(request.GET.get("page", "1"))
    found = queries.who_has_looked(actor, page=number, per_page=A_PAGE)
    questions = queries.look_questions(actor) if number == 1 else []
    emergencies = queries.emergencies(actor) if number == 1 else []
    return render(
        request,
        "me/looks.html",
        {
            "visits": visits(found.rows),
            "emergencies": emergencies,
            "number": number,
            "more": found.more,
            "answers": [one for one in questions if one.answered_at is not None],
            "waiting": [one for one in questions if one.answered_at is None],
            "who_is": who_is,
        },
    )


class AskForm(Form):
    """Why somebody looked. No words are needed."""

    question = forms.CharField(
        label=_("What would you like to know?"),
        help_text=_("You can leave this empty. We then ask them why they looked."),
        widget=forms.Textarea,
        required=False,
        max_length=2_000,
    )
    looks = {"question": Look(whose="me", rows=3)}


@form_page
def ask_about(request: HttpRequest, actor: Actor, access_log_id: int) -> HttpResponse:
    """Ask about one look. Raises `NotVisible` for one at somebody else's record."""
    found = log_rows(actor, [access_log_id])
    if not found:
        raise NotVisible("AccessLog")
    form = bind(request, AskForm)
    return ask(
        request,
        form,
        lambda: actions.ask_about_look(
            by=actor, log_id=access_log_id, question=form.cleaned_data["question"]
        ),
        back=reverse("me:looks"),
        done=_now("Your question is sent. The answer will be on this page."),
        template="me/look_ask.html",
        visit=visits(found)[0],
        reason=_now("You may always ask. It changes nothing in how you are supported."),
        seen_by=_now(
            "The person who watches over information at the organisation that looked. They answer you."
        ),
        action_text=_now("Ask about this"),
    )
