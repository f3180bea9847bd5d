# SPDX-License-Identifier: AGPL-3.0-or-later
"""Telling my employer: nothing, what needs to be in place, what helps me, or also my condition in my words.

One question a page, then exactly the page that the employer will read; only then is there a link.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cydwaith.journeys import actions
from cydwaith.journeys import queries as work
from cydwaith.journeys.vocabulary import TellLevel
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Invalid, NotVisible
from cydwaith.people import queries
from cydwaith.web.advice.saving import token
from cydwaith.web.forms.base import Form, Look
from cydwaith.web.forms.drafts import bind
from cydwaith.web.questions import Asked, Given, Question, QuestionForm, Questions, keys

from .common import ask, form_page, mine, owner, send, verb

ELSE = "else"
DAYS = [
    ("7", _("For one week")),
    ("30", _("For one month")),
    ("91", _("For three months")),
    ("182", _("For six months")),
]
LINK = "me.link"  # session key: a link that was just made, shown once


class ReaderForm(QuestionForm):
    """Who will read it, and under which name of mine."""

    job = forms.ChoiceField(
        label=_("Who is it for?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Write who will read this.")},
    )
    employer_name = forms.CharField(label=_("Who will read it?"), required=False, max_length=200)
    looks = {"job": Look(heading=True, opens={ELSE: ("employer_name",)}), "employer_name": Look(width=20)}

    def prepare(self, given: Given) -> None:
        """Where I work now, or somebody else."""
        choices = [(str(job.id), job.employer_name) for job in given["jobs"] if job.employer_name]
        self.fields["job"].choices = [*choices, (ELSE, _now("Somebody else"))]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The name of whoever reads it."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("job") == ELSE and not data.get("employer_name"):
            self.add_error("employer_name", _now("Write who will read this."))
        return data


class LevelForm(QuestionForm):
    """How much."""

    level = forms.ChoiceField(
        label=_("How much do you want to tell?"),
        widget=forms.RadioSelect,
        choices=TellLevel.choices,
        error_messages={"required": _("Choose one of the answers.")},
    )
    looks = {
        "level": Look(
            heading=True,
            hints={
                TellLevel.NOTHING.value: _("That is fine. You can change your mind at any time."),
                TellLevel.ADJUSTMENTS.value: _("What you need at work. Not why."),
                TellLevel.HELPS.value: _("The same, and what makes a good day. Not why."),
                TellLevel.CONDITION.value: _("The same, and as much about yourself as you choose to write."),
            },
        )
    }


def _text(name: str, label: Any, help_text: Any, required: Any = "") -> type[QuestionForm]:
    """A form of one text in one's own words; `required`: what is said where it is empty, "" where it may be."""
    field = forms.CharField(
        label=label,
        help_text=help_text,
        widget=forms.Textarea,
        required=bool(required),
        max_length=4_000,
        error_messages={"required": required} if required else None,
    )
    looks = {name: Look(heading=True, whose="me", rows=5)}
    return type(f"{name.title()}Form", (QuestionForm,), {name: field, "looks": looks})


class NameForm(QuestionForm):
    """Under which name."""

    shown_name = forms.CharField(
        label=_("Which name shall stand on the page?"),
        max_length=200,
        error_messages={"required": _("Write the name that they know you by.")},
    )
    looks = {"shown_name": Look(heading=True, width=20)}


class DaysForm(QuestionForm):
    """For how long the link works."""

    days = forms.ChoiceField(
        label=_("For how long can they read it?"),
        widget=forms.RadioSelect,
        choices=DAYS,
        error_messages={"required": _("Choose for how long.")},
    )
    looks = {"days": Look(heading=True)}


def _tells(*levels: TellLevel) -> Any:
    return lambda given: given.get("level") in {level.value for level in levels}


L = TellLevel
_OWED = _("Write this, or choose to tell less.")
ONLY_THEY = _(
    "Nobody yet. On the last page you see exactly what they will read, and only then there is a link."
)
QUESTIONS: tuple[Question, ...] = (
    Question(
        key="reader", form=ReaderForm, reason=_("Each of them gets a page of their own."), seen_by=ONLY_THEY
    ),
    Question(
        key="level",
        form=LevelForm,
        reason=_("It is yours to decide. Nobody here tells them anything."),
        seen_by=ONLY_THEY,
    ),
    Question(
        key="adjustments",
        form=_text(
            "adjustments",
            _("What needs to be in place for you at work?"),
            _("Such as a written list, a later start, a chair, changes told the day before."),
            _OWED,
        ),
        when=_tells(L.ADJUSTMENTS, L.HELPS),
        seen_by=ONLY_THEY,
    ),
    Question(
        key="also",
        form=_text(
            "adjustments",
            _("What needs to be in place for you at work?"),
            _("Such as a written list, a later start, a chair, changes told the day before."),
        ),
        when=_tells(L.CONDITION),
        optional=True,
        seen_by=ONLY_THEY,
    ),
    Question(
        key="helps",
        form=_text(
            "helps",
            _("What helps you?"),
            _("What others can do, or leave, so that the day goes well."),
            _OWED,
        ),
        when=_tells(L.HELPS),
        prefill=lambda given: {"helps": given["helps_so_far"]},
        seen_by=ONLY_THEY,
    ),
    Question(
        key="support",
        form=_text(
            "helps", _("What helps you?"), _("What others can do, or leave, so that the day goes well.")
        ),
        when=_tells(L.CONDITION),
        prefill=lambda given: {"helps": given["helps_so_far"]},
        optional=True,
        seen_by=ONLY_THEY,
    ),
    Question(
        key="condition",
        form=_text(
            "condition",
            _("What do you want them to know about you?"),
            _("In your words. As much or as little as you like."),
            _OWED,
        ),
        when=_tells(L.CONDITION),
        reason=_("You need not tell this to anybody. Once told, it cannot be made unknown."),
        seen_by=ONLY_THEY,
    ),
    Question(
        key="name",
        form=NameForm,
        when=_tells(L.ADJUSTMENTS, L.HELPS, L.CONDITION),
        prefill=lambda given: {"shown_name": given["known_as"]},
        reason=_("So that they know whom the page is from."),
        seen_by=ONLY_THEY,
    ),
    Question(
        key="days",
        form=DaysForm,
        when=_tells(L.ADJUSTMENTS, L.HELPS, L.CONDITION),
        reason=_("After that the link opens nothing. You can end it sooner with one click."),
        seen_by=ONLY_THEY,
    ),
)
TELLING = Questions(
    name="telling",
    route="me:tell",
    questions=QUESTIONS,
    template="me/ask.html",
    start="me:employer",
    later="me:employer",
    counted=False,
)
KEYS = keys(QUESTIONS)


def _asked(request: HttpRequest, actor: Actor) -> Asked:
    profile = work.my_plan(actor).profile
    known = {
        "jobs": [job for job in work.my_jobs(actor) if job.ends_on is None or job.now],
        "helps_so_far": profile.helps if profile and profile.mine else "",
        "known_as": queries.header(actor).shown_name,
    }
    return Asked(request, TELLING, owner=owner(actor), known=known)


@mine()
def employer(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What I told to whom, the links, and whether they were opened."""
    begun = Asked(request, TELLING, owner=owner(actor)).begun()
    return render(request, "me/employer.html", {"told": work.my_snapshots(actor), "begun": begun})


@mine()
def start(_request: HttpRequest, _actor: Actor) -> HttpResponse:
    """To the first question; what was answered before stands there still."""
    return HttpResponseRedirect(TELLING.address("reader"))


@form_page
def question(request: HttpRequest, actor: Actor, *, key: str) -> HttpResponse:
    """One question."""
    return _asked(request, actor).serve(key)


def _what(given: Given) -> dict[str, Any]:
    """The answers as the action takes them."""
    job = next((one for one in given["jobs"] if str(one.id) == given["job"]), None)
    return {
        "employer_name": job.employer_name if job else given["employer_name"],
        "job_id": job.id if job else None,
        "level": given["level"],
        "adjustments": given.get("adjustments", ""),
        "helps": given.get("helps", ""),
        "condition": given.get("condition", ""),
        "shown_name": given.get("shown_name", ""),
        "days": int(given.get("days", 30)),
    }


@form_page
def check(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Exactly what they will read, and the button that makes the link."""
    asked = _asked(request, actor)
    if asked.missing() is not None:
        return HttpResponseRedirect(asked.next_address())
    what = _what(asked.given())
    problems: list[str] = []
    if request.method == "POST":
        try:
            told = actions.tell_employer(by=actor, token=asked.token, **what)
        except Invalid as error:
            problems = [message for messages in error.errors.values() for message in messages]
        else:
            asked.forget()
            return _made(request, told.snapshot_id, told.link_token)
    nothing = what["level"] == TellLevel.NOTHING
    preview = None if nothing or problems else work.snapshot_preview(actor, **what)
    return render(
        request,
        "me/tell_check.html",
        {
            "letter": preview,
            "what": what,
            "problems": problems,
            "answered": asked.asked(),
            "addresses": {one.key: TELLING.address(one.key) for one in asked.asked()},
            "back": TELLING.address("level" if nothing else "days"),
        },
    )


def _made(request: HttpRequest, snapshot_id: int, link_token: str) -> HttpResponse:
    """To the page that shows the link, once. Sent twice: to the link that the first sending made, if it was not shown
    yet."""
    if not link_token:
        waits = request.session.get(LINK, {}).get("snapshot") == snapshot_id
        return HttpResponseRedirect(reverse("me:link_made" if waits else "me:employer"))
    address = request.build_absolute_uri(reverse("employer:letter", kwargs={"token": link_token}))
    request.session[LINK] = {"snapshot": snapshot_id, "address": address}
    return HttpResponseRedirect(reverse("me:link_made"))


@mine()
def link_made(request: HttpRequest, _actor: Actor) -> HttpResponse:
    """The link, this once. Shown again there is none: a new one is made in its place."""
    made = request.session.pop(LINK, None)
    if made is None:
        return HttpResponseRedirect(reverse("me:employer"))
    return render(request, "me/link_made.html", {"address": made["address"]})


def _told(actor: Actor, snapshot_id: int) -> work.ToldView:
    found = next((one for one in work.my_snapshots(actor) if one.id == snapshot_id), None)
    if found is None:
        raise NotVisible("EmployerSnapshot")
    return found


class NewLinkForm(Form):
    """For how long another link works."""

    days = DaysForm.base_fields["days"]
    looks = DaysForm.looks


@form_page
def new_link(request: HttpRequest, actor: Actor, employer_snapshot_id: int) -> HttpResponse:
    """Another link to the same page. Raises `NotVisible`."""
    told = _told(actor, employer_snapshot_id)
    form = bind(request, NewLinkForm)
    made: list[str] = []

    def act() -> None:
        days = int(form.cleaned_data["days"])
        made.append(actions.new_link(by=actor, snapshot_id=told.id, days=days, token=token(request)))

    answer = ask(
        request,
        form,
        act,
        back=reverse("me:employer"),
        reason=_now("They read the same words as before. Whoever has the link can read them."),
        seen_by=told.employer_name,
        action_text=_now("Make the link"),
    )
    return _made(request, told.id, made[0]) if made else answer


@verb
def revoke(request: HttpRequest, actor: Actor, snapshot_link_id: int) -> HttpResponse:
    """Take a link back: it opens nothing from the next request on."""
    return send(
        request,
        lambda: actions.revoke_link(by=actor, link_id=snapshot_link_id),
        back=reverse("me:employer"),
        done=_now("The link is taken back. It opens nothing any more."),
    )
