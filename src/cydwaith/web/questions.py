# SPDX-License-Identifier: AGPL-3.0-or-later
"""One question a page: a few questions in a row, gone back over, skipped, left and come back to, then checked.

Answers are kept in the session, as they were typed, until they are sent or the session ends; signing out forgets
them. What may follow depends on what was answered, so every answer is read anew by its form each time.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse

from cydwaith.web.forms.base import Form, Look
from cydwaith.web.forms.drafts import bind, refill

KEPT_SECONDS = 24 * 60 * 60
_KEY = "cydwaith.questions"

Given = Mapping[str, Any]
"""What the page's view found out, and what was answered so far: cleaned answers by field name."""


class QuestionForm(Form):
    """A form of one question, fitted to what was answered before."""

    def __init__(self, *args: Any, given: Given | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.prepare(given or {})

    def prepare(self, given: Given) -> None:
        """Fit fields to what is known: choices, labels."""

    def dress(self, **looks: Look) -> None:
        """Looks of this form alone, where they depend on what is known."""
        self.__dict__["looks"] = {**self.looks, **looks}


MakeForm = Callable[..., QuestionForm]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One page with one question.

    `when`: whether the question is asked, by what was answered before. `prefill`: what stands there at first.
    `optional`: it may be skipped. `template`: another than the plain question page.
    """

    key: str
    form: MakeForm
    reason: Any = ""
    seen_by: Any = ""
    optional: bool = False
    when: Callable[[Given], bool] = lambda _given: True
    template: str = ""
    prefill: Callable[[Given], dict[str, Any]] = lambda _given: {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """Questions in a row. Routes are named `<route>_<key>`, the page before sending `<route>_check`.

    `template`: of each question; it gets `form`, `back`, `skip`, `later`, `number`, `of` and what `extra` gives.
    `start`: route to go back to from the first question; `later`: where to "come back later" from.
    """

    name: str
    route: str
    questions: tuple[Question, ...]
    template: str
    start: str
    later: str = ""
    counted: bool = True  # whether it can be said beforehand how many there are

    def address(self, key: str) -> str:
        """The page of one question, or of the check."""
        return reverse(f"{self.route}_{key}")


@dataclass(slots=True)
class Asked:
    """Where somebody is among some questions.

    `owner`: whose answers they are; another owner finds none. `known`: what stands in `given` from the start.
    """

    request: HttpRequest
    questions: Questions
    owner: str
    known: dict[str, Any] = field(default_factory=dict)

    def _all(self) -> dict[str, Any]:
        found: dict[str, Any] = self.request.session.get(_KEY, {})
        return found

    @property
    def kept(self) -> dict[str, Any]:
        """What is kept in the session: `answers` (key -> what was typed), `seen` keys, `token`, `since`."""
        kept = self._all().get(self.questions.name)
        if kept is None or kept["owner"] != self.owner or time.time() - kept["at"] > KEPT_SECONDS:
            return {"answers": {}, "seen": [], "token": "", "since": time.time()}
        return dict(kept)

    def _keep(self, **changes: Any) -> None:
        kept = {**self.kept, **changes, "owner": self.owner, "at": int(time.time())}
        kept["token"] = kept["token"] or str(uuid.uuid4())
        self.request.session[_KEY] = {**self._all(), self.questions.name: kept}

    def begun(self) -> bool:
        """Whether anything was answered that was not sent yet."""
        return bool(self.kept["answers"])

    def forget(self) -> None:
        """Drop every answer: they were sent, or are not wanted."""
        left = {name: kept for name, kept in self._all().items() if name != self.questions.name}
        self.request.session[_KEY] = left

    def answer(self, key: str, data: Mapping[str, Any]) -> None:
        """Put an answer as though it had been typed (a choice made by the link one came by)."""
        typed = QueryDict(mutable=True)
        for name, value in data.items():
            typed.setlist(name, [str(value)])
        self._keep(answers={**self.kept["answers"], key: typed.urlencode()}, seen=[*self.kept["seen"], key])

    @property
    def token(self) -> str:
        """For `once`: the same until the answers are sent."""
        if not self.kept["token"]:
            self._keep()
        return str(self.kept["token"])

    def form(self, question: Question, given: Given, **more: Any) -> QuestionForm:
        """A question's form."""
        return question.form(given=given, **more)

    def _walk(self, upto: str = "") -> tuple[dict[str, Any], Question | None]:
        """Cleaned answers in order, as far as the first question that still waits, and that question.

        A question waits where it has no answer (and was not skipped), or one that no longer holds.
        """
        found: dict[str, Any] = dict(self.known)
        kept = self.kept
        for question in self.questions.questions:
            if question.key == upto:
                break
            if not question.when(found):
                continue
            typed = kept["answers"].get(question.key)
            if typed is None:
                if question.optional and question.key in kept["seen"]:
                    continue
                return found, question
            form = self.form(question, found, data=QueryDict(typed))
            if not form.is_valid():
                return found, question
            found.update(form.cleaned_data)
        return found, None

    def given(self, upto: str = "") -> dict[str, Any]:
        """What was answered; before the question `upto` where one is named."""
        return self._walk(upto)[0]

    def missing(self) -> Question | None:
        """The first question that still waits."""
        return self._walk()[1]

    def asked(self) -> list[Question]:
        """The questions that are asked, as far as the answers tell."""
        given = self.given()
        return [question for question in self.questions.questions if question.when(given)]

    def next_address(self) -> str:
        """Where to go on: the first question that waits, else the page before sending."""
        waits = self.missing()
        return self.questions.address(waits.key if waits else "check")

    def _question(self, key: str) -> Question:
        return next(question for question in self.questions.questions if question.key == key)

    def serve(self, key: str, **context: Any) -> HttpResponse:
        """The page of one question: shown, answered, or skipped (`?skip`)."""
        request, question = self.request, self._question(key)
        waits, order = self.missing(), [one.key for one in self.questions.questions]
        if waits is not None and order.index(waits.key) < order.index(key):
            return HttpResponseRedirect(self.questions.address(waits.key))
        given = self.given(upto=key)
        if not question.when(given):
            return HttpResponseRedirect(self.next_address())
        if request.method == "POST":
            form = self.form(question, given, data=request.POST)
            if form.is_valid():
                self._keep(
                    answers={**self.kept["answers"], key: _typed(form)}, seen=[*self.kept["seen"], key]
                )
                return HttpResponseRedirect(self.next_address())
        elif "skip" in request.GET and question.optional:
            left = {name: typed for name, typed in self.kept["answers"].items() if name != key}
            self._keep(answers=left, seen=[*self.kept["seen"], key])
            return HttpResponseRedirect(self.next_address())
        else:
            form = self._shown(question, given)
        return self._page(question, form, context)

    def _shown(self, question: Question, given: Given) -> QuestionForm:
        """The form with the draft of another language, else what was answered, else what is known."""
        initial = question.prefill(given)
        form = bind(self.request, lambda **more: self.form(question, given, **more), initial=initial)
        typed = self.kept["answers"].get(question.key)
        if not form.is_bound and typed:
            refill(form, QueryDict(typed))
            form.is_draft = False  # type: ignore[attr-defined]  # nothing came back by surprise: no word about it
        return form

    def _page(self, question: Question, form: Form, context: Mapping[str, Any]) -> HttpResponse:
        asked = self.asked()
        keys = [one.key for one in asked]
        place = keys.index(question.key) if question.key in keys else 0
        here = self.questions.address(question.key)
        before = self.questions.address(keys[place - 1]) if place else reverse(self.questions.start)
        return render(
            self.request,
            question.template or self.questions.template,
            {
                "form": form,
                "back": before,
                "reason": question.reason,
                "seen_by": question.seen_by,
                "skip": f"{here}?skip" if question.optional else "",
                "later": reverse(self.questions.later) if self.questions.later else "",
                "number": place + 1,
                "of": len(asked) if self.questions.counted else 0,
                **context,
            },
        )


def _typed(form: Form) -> str:
    """What was typed into the fields of a form, as it can be read again; nothing else that was posted."""
    typed = QueryDict(mutable=True)
    data: Any = form.data
    for name in form.fields:
        for key in data:
            if key == name or (key.startswith(f"{name}_") and key[len(name) + 1 :].isdigit()):
                typed.setlist(key, data.getlist(key))
    return typed.urlencode()


def keys(questions: Sequence[Question]) -> tuple[str, ...]:
    """Keys of questions, for their routes."""
    return tuple(question.key for question in questions)
