# SPDX-License-Identifier: AGPL-3.0-or-later
"""Corrections: written down where the person tells somebody, and answered by the organisation that keeps the record."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import NotVisible
from cydwaith.people import actions, queries
from cydwaith.web.advice.pages import address, advice, edit, form_page, kept_here
from cydwaith.web.advice.saving import attempt, token
from cydwaith.web.forms.drafts import bind

from .sharing_forms import AnswerForm, CorrectionForm


@form_page
def ask_correction(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Write down what the person says is wrong."""
    person = kept_here(actor, reference)
    form = bind(request, CorrectionForm)
    return edit(
        request,
        form,
        lambda: actions.ask_correction(
            by=actor, reference=reference, token=token(request), **form.cleaned_data
        ),
        person=person,
        title=_("The person says that something is wrong"),
        note=_("Write it as they say it. They get an answer on their own page."),
        save=_("Save"),
        done=_("It is written down, and waits for an answer."),
        back=address("person_record", person),
    )


@advice()
def corrections(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What waits for an answer, and what was answered."""
    found = queries.corrections(actor, open_only=False)
    context = {
        "waiting": [one for one in found if one.answered_at is None],
        "answered": [one for one in found if one.answered_at is not None],
    }
    return render(request, "advice/people/corrections.html", context)


@form_page
def correction(request: HttpRequest, actor: Actor, correction_id: int) -> HttpResponse:
    """Answer one."""
    found = queries.corrections(actor, open_only=False, correction_id=correction_id)
    if not found:
        raise NotVisible("Correction")
    form = bind(request, AnswerForm)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        tried = attempt(
            form, lambda: actions.answer_correction(by=actor, correction_id=correction_id, **given)
        )
        if tried.done:
            messages.success(request, _("The answer is sent to the person."))
            return redirect("advice:corrections")
    return render(request, "advice/people/correction.html", {"form": form, "one": found[0]})
