# SPDX-License-Identifier: AGPL-3.0-or-later
"""Letting somebody see something: who, what for, which kinds, until when, then a look at it all before it holds."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Invalid
from cydwaith.kernel.vocabulary import CATEGORY_LABELS, PURPOSE_LABELS, Category, Purpose, categories_of
from cydwaith.people import actions, queries
from cydwaith.people.queries import Offer
from cydwaith.web.components import words
from cydwaith.web.forms.base import Look
from cydwaith.web.forms.fields import DateField
from cydwaith.web.public.privacy_notice import HOLDS
from cydwaith.web.questions import Asked, Given, Question, QuestionForm, Questions, keys

from .common import form_page, mine, owner, who_is

ONLY_ME = _(
    "You, and whoever keeps your record. Those whom you let in see what you let them see, not the rest."
)
_SPANS: dict[str, int] = {"month": 30, "quarter": 91, "half": 182, "year": 365}
_SPAN_WORDS = {
    "month": _("For one month"),
    "quarter": _("For three months"),
    "half": _("For six months"),
    "year": _("For one year"),
    "day": _("Until a day that I choose"),
}
_OWN_PURPOSES = (Purpose.GET_SUPPORT, Purpose.FIND_WORK)


def _offer(given: Given) -> Offer:
    """Whoever was chosen."""
    offers: list[Offer] = given["offers"]
    return next(one for one in offers if one.key == given["who"])


def _purposes(given: Given) -> list[str]:
    """What one may share for with whoever was chosen."""
    offer = _offer(given)
    wanted = list(offer.purposes)
    if offer.until is None:  # no agreement between organisations bounds it: the two that mean something here
        wanted = [one for one in _OWN_PURPOSES if one in offer.purposes]
    return [one.value for one in Purpose if one in wanted]


def _purpose(given: Given) -> str:
    return str(given.get("purpose") or _purposes(given)[0])


def _choices(given: Given) -> list[Category]:
    """The kinds to choose from. Name and contact are no choice: without them nobody knows whose share it is."""
    allowed = categories_of(_offer(given).purposes[_purpose(given)])
    return [one for one in allowed if one is not Category.IDENTITY] or allowed


def _mask(given: Given) -> int:
    """What will be shared: the kinds that were ticked, and the name."""
    ticked = sum(int(one) for one in given["kinds"])
    return ticked | (_offer(given).purposes[_purpose(given)] & Category.IDENTITY)


class WhoForm(QuestionForm):
    """With whom."""

    who = forms.ChoiceField(
        label=_("Who may see something of you?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose with whom this is shared.")},
    )
    looks = {"who": Look(heading=True)}

    def prepare(self, given: Given) -> None:
        """Partners, supporters, and the organisation itself."""
        offers: list[Offer] = given["offers"]
        hints = {}
        for one in offers:
            if one.organisation is None:
                hints[one.key] = _now("Somebody who helps you")
            elif one.until is None:
                hints[one.key] = _now("Everybody there who works with people, not only your own adviser")
        self.fields["who"].choices = [(one.key, who_is(one.organisation, one.who)) for one in offers]  # type: ignore[attr-defined]
        self.dress(who=Look(heading=True, hints=hints))


class WhyForm(QuestionForm):
    """What for."""

    purpose = forms.ChoiceField(
        label=_("What may they use it for?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what this is for.")},
    )
    looks = {"purpose": Look(heading=True)}

    def prepare(self, given: Given) -> None:
        """What an agreement allows."""
        self.fields["purpose"].choices = [(one, PURPOSE_LABELS[Purpose(one)]) for one in _purposes(given)]  # type: ignore[attr-defined]


class KindsForm(QuestionForm):
    """Which kinds of information."""

    kinds = forms.MultipleChoiceField(
        label=_("What may they see?"),
        help_text=_("Your name and how to reach you are always part of it."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what may be seen.")},
    )
    looks = {"kinds": Look(heading=True)}

    def prepare(self, given: Given) -> None:
        """The kinds that may be shared for this, each with what it holds."""
        allowed = _choices(given)
        self.fields["kinds"].choices = [(str(int(one)), CATEGORY_LABELS[one]) for one in allowed]  # type: ignore[attr-defined]
        self.dress(kinds=Look(heading=True, hints={str(int(one)): HOLDS[one] for one in allowed}))


class UntilForm(QuestionForm):
    """Until when: always until some day."""

    span = forms.ChoiceField(
        label=_("For how long?"),
        widget=forms.RadioSelect,
        choices=list(_SPAN_WORDS.items()),
        error_messages={"required": _("Choose for how long.")},
    )
    ends_on = DateField(label=_("Until which day?"), help_text=_("For example 30 6 2027"), required=False)
    looks = {"span": Look(heading=True, opens={"day": ("ends_on",)})}

    last: date | None = None

    def prepare(self, given: Given) -> None:
        """An agreement between the organisations may end sooner."""
        self.last = _offer(given).until
        today = timezone.localdate()
        if self.last is not None:
            left = (self.last - today).days
            choices = [(code, text) for code, text in _SPAN_WORDS.items() if _SPANS.get(code, 0) <= left]
            self.fields["span"].choices = choices  # type: ignore[attr-defined]
            day = words.day(self.last, words.language_of(get_language()), weekday=False)
            self.fields["ends_on"].help_text = f"{_now('At the latest')}: {day}"

    def clean(self) -> dict[str, Any]:
        """The day on which it ends."""
        data: dict[str, Any] = super().clean() or {}
        today = timezone.localdate()
        if data.get("span") == "day":
            day = data.get("ends_on")
            if day is None and "ends_on" not in self.errors:
                self.add_error("ends_on", _("Write the day on which this ends."))
            elif day is not None and day <= today:
                self.add_error("ends_on", _("Choose a day after today."))
            elif day is not None and day > (self.last or today + timedelta(days=731)):
                self.add_error("ends_on", _("Choose an earlier day."))
            data["day"] = day
        elif data.get("span"):
            data["day"] = today + timedelta(days=_SPANS[data["span"]])
        return data


QUESTIONS: tuple[Question, ...] = (
    Question(
        key="who",
        form=WhoForm,
        reason=_(
            "Nobody sees anything by your choice before the last page, where you look at it all once more."
        ),
        seen_by=ONLY_ME,
    ),
    Question(
        key="purpose",
        form=WhyForm,
        when=lambda given: "who" not in given or len(_purposes(given)) > 1,
        reason=_("They may use it for this and for nothing else."),
        seen_by=ONLY_ME,
    ),
    Question(
        key="kinds",
        form=KindsForm,
        reason=_(
            "They see the kinds that you tick, and no others. Fewer is fine: you can add more another day."
        ),
        seen_by=ONLY_ME,
    ),
    Question(
        key="until",
        form=UntilForm,
        reason=_("It ends by itself on that day. You can take it back before, whenever you like."),
        seen_by=ONLY_ME,
    ),
)
GIVING = Questions(
    name="giving",
    route="me:give",
    questions=QUESTIONS,
    template="me/ask.html",
    start="me:sharing",
    later="me:sharing",
)
KEYS = keys(QUESTIONS)


def _asked(request: HttpRequest, actor: Actor) -> Asked:
    return Asked(request, GIVING, owner=owner(actor), known={"offers": queries.offers(actor)})


@mine()
def start(request: HttpRequest, actor: Actor) -> HttpResponse:
    """To the first question; `?who=` answers it (somebody who helps me, say)."""
    asked = _asked(request, actor)
    who = request.GET.get("who", "")
    if any(one.key == who for one in asked.known["offers"]):
        asked.forget()
        asked.answer("who", {"who": who})
        return HttpResponseRedirect(asked.next_address())
    return HttpResponseRedirect(GIVING.address("who"))


@form_page
def question(request: HttpRequest, actor: Actor, *, key: str) -> HttpResponse:
    """One question."""
    asked = _asked(request, actor)
    if not asked.known["offers"]:
        return render(request, "me/give_nobody.html")
    return asked.serve(key)


@form_page
def check(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Everything that was chosen, and the one button by which it holds."""
    asked = _asked(request, actor)
    if asked.missing() is not None:
        return HttpResponseRedirect(asked.next_address())
    given = asked.given()
    problems: list[str] = []
    if request.method == "POST":
        try:
            made = actions.decide_sharing(
                by=actor,
                reference=None,
                recipient=_offer(given).recipient,
                purpose=_purpose(given),
                categories=_mask(given),
                ends_on=given["day"],
                token=asked.token,
            )
        except Invalid as error:
            problems = [message for messages in error.errors.values() for message in messages]
        else:
            asked.forget()
            return HttpResponseRedirect(f"{reverse('me:receipt', kwargs={'sharing_decision_id': made})}?new")
    return render(
        request,
        "me/give_check.html",
        {"rows": _rows(given), "problems": problems, "back": GIVING.address("until")},
    )


def _rows(given: Given) -> list[dict[str, Any]]:
    offer = _offer(given)
    labels = [str(CATEGORY_LABELS[one]) for one in categories_of(_mask(given))]
    day = words.day(given["day"], words.language_of(get_language()), today=timezone.localdate())
    return [
        {
            "key": _now("Who"),
            "value": who_is(offer.organisation, offer.who),
            "href": GIVING.address("who"),
        },
        {
            "key": _now("What for"),
            "value": PURPOSE_LABELS[Purpose(_purpose(given))],
            "href": GIVING.address("purpose") if len(_purposes(given)) > 1 else "",
        },
        {"key": _now("What they may see"), "value": ", ".join(labels), "href": GIVING.address("kinds")},
        {"key": _now("It ends on"), "value": day, "href": GIVING.address("until")},
    ]
