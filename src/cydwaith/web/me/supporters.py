# SPDX-License-Identifier: AGPL-3.0-or-later
"""People who help me: asked in by me, who see what I allow until the day I set; and people whom I keep out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Invalid
from cydwaith.kernel.vocabulary import CATEGORY_LABELS, Category, categories_of
from cydwaith.people import actions, queries
from cydwaith.web.accounts import letters
from cydwaith.web.components import words
from cydwaith.web.forms.base import Look
from cydwaith.web.public.privacy_notice import HOLDS
from cydwaith.web.questions import Asked, Given, Question, QuestionForm, Questions, keys

from .common import form_page, owner, send, verb

LETTER_DAYS = 14
_SPANS = {"month": 30, "half": 182, "year": 365}
_OFFERED = (
    Category.GOALS,
    Category.JOBS,
    Category.NEEDS,
    Category.SKILLS,
    Category.ADJUSTMENTS,
)
"""What a supporter is usually asked to help with; more can be shared later, kind by kind."""


class NameForm(QuestionForm):
    """Who helps."""

    name = forms.CharField(
        label=_("What is their name?"), max_length=200, error_messages={"required": _("Write their name.")}
    )
    relation = forms.CharField(
        label=_("Who are they to you?"),
        help_text=_("Such as my sister, my friend, my advocate."),
        max_length=60,
        error_messages={"required": _("Write who they are to you.")},
    )
    looks = {"name": Look(width=20), "relation": Look(width=20)}


class EmailForm(QuestionForm):
    """Where the invitation goes."""

    email = forms.EmailField(
        label=_("What is their email address?"), help_text=_("We send them one letter with a link.")
    )
    looks = {"email": Look(heading=True, spellcheck=False)}


class KindsForm(QuestionForm):
    """What they may see."""

    kinds = forms.MultipleChoiceField(
        label=_("What may they see?"),
        help_text=_("Your name and how to reach you are always part of it."),
        widget=forms.CheckboxSelectMultiple,
        choices=[(str(int(one)), CATEGORY_LABELS[one]) for one in _OFFERED],
        error_messages={"required": _("Choose what may be seen.")},
    )
    looks = {"kinds": Look(heading=True, hints={str(int(one)): HOLDS[one] for one in _OFFERED})}


class UntilForm(QuestionForm):
    """Until when."""

    span = forms.ChoiceField(
        label=_("For how long?"),
        widget=forms.RadioSelect,
        choices=[("month", _("For one month")), ("half", _("For six months")), ("year", _("For one year"))],
        error_messages={"required": _("Choose for how long.")},
    )
    looks = {"span": Look(heading=True)}


_SEEN = _("You, and the people who work with you where your record is kept.")
QUESTIONS: tuple[Question, ...] = (
    Question(
        key="name",
        form=NameForm,
        template="me/ask_supporter.html",
        reason=_("So that you and the people who work with you know who it is."),
        seen_by=_SEEN,
    ),
    Question(
        key="email",
        form=EmailForm,
        reason=_("The letter does not say your name, nor what this is about."),
        seen_by=_SEEN,
    ),
    Question(
        key="kinds",
        form=KindsForm,
        reason=_(
            "They see the kinds that you tick, and no others. With your goals they can also mark steps as done."
        ),
        seen_by=_SEEN,
    ),
    Question(
        key="until",
        form=UntilForm,
        reason=_("It ends by itself on that day. You can end it before, whenever you like."),
        seen_by=_SEEN,
    ),
)
INVITING = Questions(
    name="supporter",
    route="me:supporter",
    questions=QUESTIONS,
    template="me/ask.html",
    start="me:sharing",
    later="me:sharing",
)
KEYS = keys(QUESTIONS)


def _asked(request: HttpRequest, actor: Actor) -> Asked:
    return Asked(request, INVITING, owner=owner(actor))


@form_page
def question(request: HttpRequest, actor: Actor, *, key: str) -> HttpResponse:
    """One question."""
    return _asked(request, actor).serve(key)


@form_page
def check(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Everything together, and the button that sends the letter."""
    asked = _asked(request, actor)
    if asked.missing() is not None:
        return HttpResponseRedirect(asked.next_address())
    given = asked.given()
    problems: list[str] = []
    if request.method == "POST":
        try:
            _invite(request, actor, given)
        except Invalid as error:
            problems = [message for found in error.errors.values() for message in found]
        else:
            asked.forget()
            messages.success(
                request, _now("The letter is on its way. They see something only once they have signed in.")
            )
            return HttpResponseRedirect(f"{reverse('me:sharing')}#helpers")
    return render(
        request,
        "me/supporter_check.html",
        {"rows": _rows(given), "problems": problems, "back": INVITING.address("until")},
    )


def _until(given: Given) -> Any:
    return timezone.localdate() + timedelta(days=_SPANS[given["span"]])


def _mask(given: Given) -> int:
    return sum(int(one) for one in given["kinds"]) | int(Category.IDENTITY)


def _invite(request: HttpRequest, actor: Actor, given: Given) -> None:
    """Write the supporter down (once, however often this is sent), and send the letter."""
    before = queries.sharing_state(actor).supporters
    known = next((one for one in before if one.name == given["name"] and one.email == given["email"]), None)
    supporter_id = (
        known.supporter_id
        if known
        else actions.add_supporter(
            by=actor, reference=None, name=given["name"], relation=given["relation"], email=given["email"]
        )
    )
    token = actions.invite_account(
        by=actor,
        reference=None,
        supporter_id=supporter_id,
        email=given["email"],
        categories=_mask(given),
        ends_on=_until(given),
    )
    offer = queries.account_invitation(token)
    if offer is not None:
        link = request.build_absolute_uri(reverse("account:invitation", kwargs={"token": token}))
        letter = letters.invitation(link, place=offer.organisation, days=LETTER_DAYS)
        letters.send(letter, to=given["email"], language="")


def _rows(given: Given) -> list[dict[str, Any]]:
    day = words.day(_until(given), words.language_of(get_language()), today=timezone.localdate())
    kinds = ", ".join(str(CATEGORY_LABELS[one]) for one in categories_of(_mask(given)))
    return [
        {"key": _now("Name"), "value": given["name"], "href": INVITING.address("name")},
        {
            "key": _now("Who they are to you"),
            "value": given["relation"],
            "own": True,
            "href": INVITING.address("name"),
        },
        {"key": _now("Email address"), "value": given["email"], "href": INVITING.address("email")},
        {"key": _now("What they may see"), "value": kinds, "href": INVITING.address("kinds")},
        {"key": _now("It ends on"), "value": day, "href": INVITING.address("until")},
    ]


@verb
def end(request: HttpRequest, actor: Actor, supporter_id: int) -> HttpResponse:
    """End somebody's help now."""
    return send(
        request,
        lambda: actions.end_supporter(by=actor, reference=None, supporter_id=supporter_id),
        back=f"{reverse('me:sharing')}#helpers",
        done=_now("Their help has ended. They see nothing any more."),
    )
