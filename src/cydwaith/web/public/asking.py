# SPDX-License-Identifier: AGPL-3.0-or-later
"""Asking for help by oneself: the language first, then a few questions, all but two of which may be skipped."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse, translate_url
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Invalid
from cydwaith.kernel.vocabulary import Purpose
from cydwaith.people import actions
from cydwaith.people.queries import Place, places_for_self_referral
from cydwaith.people.rules.languages import COMMON, LANGUAGES
from cydwaith.people.rules.languages import words as language_words
from cydwaith.people.shapes import SelfReferral
from cydwaith.web.actors import Audience
from cydwaith.web.forms.base import Form, Look
from cydwaith.web.pages import page
from cydwaith.web.questions import Asked, Given, Question, QuestionForm, Questions

from . import limits

_LATER = "other"
_REST = [(code, label) for code, label in LANGUAGES.items() if code not in (*COMMON, "")]
ONLY_THEM = _("Only the people who work at the place that you ask, until you say otherwise.")


class LanguageForm(QuestionForm):
    """The language comes first: everything after it is in that language where we have it."""

    spoken_language = forms.ChoiceField(
        label=_("Which language do you want to use with us?"),
        widget=forms.RadioSelect,
        choices=[(code, LANGUAGES[code]) for code in COMMON],
        error_messages={"required": _("Choose a language.")},
    )
    another = forms.ChoiceField(label=_("Which one?"), required=False, choices=[("", "---"), *_REST])

    def prepare(self, _given: Given) -> None:
        """Each of the two languages is named in itself, where the page is in the other."""
        own = "cy" if (get_language() or "en").startswith("cy") else "en"
        hints = {code: name for code, name in (("en", "English"), ("cy", "Cymraeg")) if code != own}
        self.dress(spoken_language=Look(heading=True, opens={_LATER: ("another",)}, hints=hints))

    def clean(self) -> dict[str, Any]:
        """A language from the longer list takes the place of "another language"."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("spoken_language") == _LATER:
            if not data.get("another"):
                self.add_error("another", _("Choose a language."))
            data["language"] = data.get("another")
        else:
            data["language"] = data.get("spoken_language")
        return data


class PlaceForm(QuestionForm):
    """Whom to ask. Left out where there is only one."""

    place = forms.ChoiceField(
        label=_("Whom do you want to ask?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the places.")},
    )
    looks = {"place": Look(heading=True)}

    def prepare(self, given: Given) -> None:
        """The places that are open to everybody."""
        places = given["places"]
        self.fields["place"].choices = [(str(one.organisation_id), str(one.name)) for one in places]  # type: ignore[attr-defined]
        hints = {str(one.organisation_id): str(one.area) for one in places if one.area}
        self.dress(place=Look(heading=True, hints=hints))


class NameForm(QuestionForm):
    """What to call somebody."""

    name = forms.CharField(
        label=_("What is your name?"), max_length=200, error_messages={"required": _("Write your name.")}
    )
    called = forms.CharField(
        label=_("What do you like to be called?"),
        help_text=_("If it is not the same."),
        max_length=100,
        required=False,
    )
    looks = {"name": Look(autocomplete="name", size="l"), "called": Look(width=20, autocomplete="nickname")}


class ReachForm(QuestionForm):
    """How to answer. One way is enough."""

    phone = forms.CharField(label=_("Phone number"), required=False, max_length=40)
    email = forms.EmailField(label=_("Email address"), required=False)
    looks = {
        "phone": Look(type="tel", autocomplete="tel", width=20),
        "email": Look(autocomplete="email", spellcheck=False),
    }

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and not data.get("phone") and not data.get("email"):
            self.add_error("phone", _("Write a phone number or an email address, so that we can answer."))
        return data


class HowForm(QuestionForm):
    """What makes it easier."""

    communication = forms.CharField(
        label=_("What makes it easier for us to talk?"),
        help_text=_(
            "Texts and no calls. Large print. A sign-language interpreter. More time. Somebody with you."
        ),
        widget=forms.Textarea,
        required=False,
        max_length=2_000,
    )
    looks = {"communication": Look(heading=True, whose="me", rows=3)}


class WhyForm(QuestionForm):
    """What somebody wants, in their own words."""

    why = forms.CharField(
        label=_("What would you like help with?"),
        help_text=_("A few words are enough. You need not tell anything about your health."),
        widget=forms.Textarea,
        required=False,
        max_length=2_000,
    )
    looks = {"why": Look(heading=True, whose="me", rows=4)}


class SendForm(Form):
    """The last page. `website` is drawn out of sight: people leave it empty."""

    website = forms.CharField(label=_("Leave this empty"), required=False)


QUESTIONS: tuple[Question, ...] = (
    Question(
        key="language",
        form=LanguageForm,
        reason=_("So that we speak and write to you in your language from the first word."),
        seen_by=ONLY_THEM,
    ),
    Question(
        key="place",
        form=PlaceForm,
        when=lambda given: len(given["places"]) > 1,
        reason=_("Your message goes to them and to nobody else."),
        seen_by=ONLY_THEM,
    ),
    Question(
        key="name",
        form=NameForm,
        reason=_("So that we know whom to ask for."),
        seen_by=ONLY_THEM,
        template="public/ask_name.html",
    ),
    Question(
        key="reach",
        form=ReachForm,
        reason=_("So that we can answer you. One of the two is enough."),
        seen_by=ONLY_THEM,
        template="public/ask_reach.html",
    ),
    Question(
        key="how",
        form=HowForm,
        reason=_("So that the first talk suits you already."),
        seen_by=ONLY_THEM,
        optional=True,
    ),
    Question(
        key="why",
        form=WhyForm,
        reason=_("So that the right person answers. You can leave it for when we talk."),
        seen_by=ONLY_THEM,
        optional=True,
    ),
)
HELP = Questions(
    name="help", route="public:help", questions=QUESTIONS, template="public/ask.html", start="public:help"
)
SENT = "cydwaith.help_sent"


def _asked(request: HttpRequest) -> Asked:
    return Asked(request, HELP, owner="", known={"places": places_for_self_referral()})


@page(Audience.PUBLIC, Purpose.GET_SUPPORT)
def start(request: HttpRequest, _actor: Actor) -> HttpResponse:
    """What asking is like, before it begins; where there is nowhere to ask, how to reach us instead."""
    return render(
        request,
        "public/help.html",
        {
            "places": places_for_self_referral(),
            "begun": _asked(request).begun(),
            "first": HELP.address("language"),
        },
    )


@page(Audience.PUBLIC, Purpose.GET_SUPPORT, methods=("GET", "POST"))
def question(request: HttpRequest, _actor: Actor, *, key: str) -> HttpResponse:
    """One question. Once a language is chosen, all that follows is in it, where the site speaks it."""
    asked = _asked(request)
    if not asked.known["places"]:
        return HttpResponseRedirect(reverse("public:help"))
    answer = asked.serve(key)
    if key == "language" and answer.status_code == 302 and request.method == "POST":
        chosen = asked.given().get("language")
        if chosen in ("en", "cy"):
            return HttpResponseRedirect(translate_url(answer["Location"], chosen))
    return answer


@page(Audience.PUBLIC, Purpose.GET_SUPPORT, methods=("GET", "POST"))
def check(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Everything that will be sent, to whom, and the one button that sends it."""
    asked = _asked(request)
    if not asked.known["places"]:
        return HttpResponseRedirect(reverse("public:help"))
    if asked.missing() is not None:
        return HttpResponseRedirect(asked.next_address())
    form = SendForm(data=request.POST or None)
    problems: list[str] = []
    if request.method == "POST":
        form.is_valid()
        if limits.is_robot(trap=request.POST.get("website", ""), since=asked.kept["since"]):
            asked.forget()  # it reads like success, so that a robot learns nothing
            return HttpResponseRedirect(reverse("public:help_sent"))
        if limits.too_many(request):
            problems = [_now("Many messages came from here in a short time. Wait an hour, or ring us.")]
        else:
            try:
                return _send(request, actor, asked)
            except Invalid as error:
                problems = [message for messages in error.errors.values() for message in messages]
    answer = render(
        request,
        "public/help_check.html",
        {"rows": _rows(asked), "form": form, "problems": problems, "to": _place(asked).name},
    )
    answer["Cache-Control"] = "no-store"  # a library's computer: the next visitor presses "back"
    return answer


def _place(asked: Asked) -> Place:
    """The place that was chosen, or the only one there is."""
    places: list[Place] = asked.known["places"]
    wanted = asked.given().get("place")
    return next((one for one in places if str(one.organisation_id) == wanted), places[0])


def _rows(asked: Asked) -> list[dict[str, Any]]:
    given = asked.given()
    rows = [
        ("language", _now("Language"), language_words(given["language"]), False),
        ("place", _now("Whom you ask"), _place(asked).name, False),
        ("name", _now("Name"), given["name"], False),
        ("name", _now("What you like to be called"), given.get("called", ""), False),
        ("reach", _now("Phone number"), given.get("phone", ""), False),
        ("reach", _now("Email address"), given.get("email", ""), False),
        ("how", _now("What makes it easier to talk"), given.get("communication", ""), True),
        ("why", _now("What you would like help with"), given.get("why", ""), True),
    ]
    only = len(asked.known["places"]) == 1
    return [
        {
            "key": label,
            "value": value,
            "own": own,
            "href": "" if key == "place" and only else HELP.address(key),
        }
        for key, label, value, own in rows
    ]


def _send(request: HttpRequest, actor: Actor, asked: Asked) -> HttpResponse:
    given = asked.given()
    written = given["language"] if given["language"] in ("en", "cy") else (get_language() or "en")[:2]
    actions.self_refer(
        by=actor,
        recipient_id=_place(asked).organisation_id,
        asked=SelfReferral(
            name=given["name"],
            called=given.get("called", ""),
            phone=given.get("phone", ""),
            email=given.get("email", ""),
            spoken_language=given["language"],
            written_language=written,
            communication=given.get("communication", ""),
            why=given.get("why", ""),
        ),
        token=asked.token,
    )
    to = _place(asked).name
    request.session[SENT] = {"en": to.en, "cy": to.cy}
    asked.forget()
    return HttpResponseRedirect(reverse("public:help_sent"))


@page(Audience.PUBLIC, Purpose.GET_SUPPORT)
def sent(request: HttpRequest, _actor: Actor) -> HttpResponse:
    """That it arrived, in words that a passer-by may read."""
    to = request.session.get(SENT, {})
    return render(
        request, "public/help_sent.html", {"to": to.get((get_language() or "en")[:2]) or to.get("en")}
    )
