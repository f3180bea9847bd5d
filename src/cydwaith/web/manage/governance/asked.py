# SPDX-License-Identifier: AGPL-3.0-or-later
"""What waits for the governance lead: emergency access to review, questions about looks, corrections."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import NotVisible
from cydwaith.kernel.roles import ROLES, Permission
from cydwaith.kernel.vocabulary import Purpose
from cydwaith.partnerships.queries import roles_given
from cydwaith.people import actions, queries
from cydwaith.web.actors import Audience
from cydwaith.web.advice.people.sharing_forms import AnswerForm
from cydwaith.web.advice.saving import attempt
from cydwaith.web.forms.base import Form
from cydwaith.web.forms.drafts import bind
from cydwaith.web.pages import View, page


def governance(*methods: str) -> Callable[[View], View]:
    """Declare a page of the governance lead: to check quality."""
    return page(Audience.STAFF, Purpose.CHECK_QUALITY, Permission.GOVERN, methods=methods or ("GET",))


LATELY = 7  # days for which a try that was refused stands among what waits


class ReviewForm(Form):
    """What was found."""

    review = forms.CharField(
        label=_lazy("What did you find? Was it right to look?"),
        help_text=_lazy("The person reads this."),
        widget=forms.Textarea,
        error_messages={"required": _lazy("Write what you found.")},
    )


class ReplyForm(Form):
    """The answer to a question."""

    answer = forms.CharField(
        label=_lazy("Why did they look?"),
        help_text=_lazy("The person reads this, word for word."),
        widget=forms.Textarea,
        error_messages={"required": _lazy("Write an answer.")},
    )


@governance()
def home(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What waits."""
    context = {
        "emergencies": queries.emergencies(actor, waiting_only=True),
        "questions": queries.look_questions(actor, open_only=True),
        "corrections": queries.corrections(actor),
        "tried": queries.refusals(actor, days=LATELY),
        "given": [(one, ROLES[one.role].name) for one in roles_given(actor)],
    }
    return render(request, "manage/governance/home.html", context)


def _answered(
    request: HttpRequest,
    form: Form,
    act: Callable[[], Any],
    *,
    done: str,
    then: str,
    template: str,
    **context: Any,
) -> HttpResponse:
    if request.method == "POST" and form.is_valid() and attempt(form, act).done:
        messages.success(request, done)
        return redirect(then)
    return render(request, template, {"form": form, **context})


@governance()
def emergencies(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every emergency access of the organisation, those that wait for review first; and what was tried in vain."""
    context = {"rows": queries.emergencies(actor), "tried": queries.refusals(actor)}
    return render(request, "manage/governance/emergencies.html", context)


@governance("GET", "POST")
def emergency(request: HttpRequest, actor: Actor, emergency_id: int) -> HttpResponse:
    """Review one. Nobody reviews their own."""
    found = queries.emergencies(actor, emergency_id=emergency_id)
    if not found:
        raise NotVisible("BreakGlass")
    form = bind(request, ReviewForm)
    return _answered(
        request,
        form,
        lambda: actions.review_break_glass(
            by=actor, emergency_id=emergency_id, review=form.cleaned_data["review"]
        ),
        done=_("The review is kept. The person can read it."),
        then="manage:emergencies",
        template="manage/governance/emergency.html",
        one=found[0],
    )


@governance()
def questions(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Questions that people asked about looks at their record."""
    return render(request, "manage/governance/questions.html", {"rows": queries.look_questions(actor)})


@governance("GET", "POST")
def question(request: HttpRequest, actor: Actor, question_id: int) -> HttpResponse:
    """Answer one."""
    found = next((one for one in queries.look_questions(actor) if one.question_id == question_id), None)
    if found is None:
        raise NotVisible("AccessQuestion")
    form = bind(request, ReplyForm)
    return _answered(
        request,
        form,
        lambda: actions.answer_look_question(
            by=actor, question_id=question_id, answer=form.cleaned_data["answer"]
        ),
        done=_("The answer is sent to the person."),
        then="manage:questions",
        template="manage/governance/question.html",
        one=found,
    )


@governance()
def corrections(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What people want corrected in records of the organisation."""
    rows = queries.corrections(actor, open_only=False)
    return render(request, "manage/governance/corrections.html", {"rows": rows})


@governance("GET", "POST")
def correction(request: HttpRequest, actor: Actor, correction_id: int) -> HttpResponse:
    """Answer one, where whoever works with the person has not."""
    found = queries.corrections(actor, open_only=False, correction_id=correction_id)
    if not found:
        raise NotVisible("Correction")
    form = bind(request, AnswerForm)
    return _answered(
        request,
        form,
        lambda: actions.answer_correction(by=actor, correction_id=correction_id, **form.cleaned_data),
        done=_("The answer is sent to the person."),
        then="manage:corrections",
        template="manage/governance/correction.html",
        one=found[0],
    )
