# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fidelity, item by item with its evidence beside a reviewer's score; and published figures, brought in from a file."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.roles import Permission
from cydwaith.kernel.vocabulary import Purpose
from cydwaith.outcomes import actions, counting, queries
from cydwaith.web.actors import Audience
from cydwaith.web.advice.saving import attempt
from cydwaith.web.forms.base import Form, Look
from cydwaith.web.forms.drafts import bind
from cydwaith.web.forms.fields import DateField
from cydwaith.web.pages import page

from .overview import say
from .pages import Asked, reading

PREPARE = Permission.PREPARE_RETURN
LARGEST = 20 * 1024 * 1024  # bytes of a file of published figures


@reading
def fidelities(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The programmes that follow a model whose fidelity is reviewed."""
    asked = Asked.of(request)
    if not queries.readable(actor):
        return render(request, "figures/nowhere.html", say())
    at, places, found = queries.fidelity_programmes(actor, asked.place)
    return render(
        request, "figures/fidelities.html", say(at=at, places=places, programmes=found, asked=asked)
    )


def _scale(request: HttpRequest) -> str:
    wanted = request.GET.get("scale", "")
    return wanted if wanted in queries.SCALES else queries.SCALES[0]


@reading
def fidelity(request: HttpRequest, actor: Actor, programme_id: int) -> HttpResponse:
    """Each item: what the records show, its score, what would raise it, and what the reviewer gave."""
    from cydwaith.engines.measures import fidelity_words

    try:
        found = queries.fidelity(actor, programme_id, _scale(request))
    except counting.NotCountedError as error:
        problem = counting.FAILURES[error.code]
        return render(request, "figures/not_counted.html", say(problem=problem), status=503)
    context = say(
        found=found,
        scales=queries.SCALES,
        ITEMS=fidelity_words.ITEMS,
        EVIDENCE=fidelity_words.EVIDENCE,
        WORDS=fidelity_words.WORDS,
        may_score=actor.may(PREPARE),
    )
    return render(request, "figures/fidelity.html", context)


class ReviewForm(Form):
    """Who reviewed when; a score for each item that was scored."""

    reviewer = forms.CharField(label=gettext_lazy("Who reviewed it"), max_length=120)
    reviewed_on = DateField(label=gettext_lazy("Reviewed on"), not_after="today")
    note = forms.CharField(
        label=gettext_lazy("Note on the team's way of working"),
        help_text=gettext_lazy("Never about a person."),
        max_length=500,
        required=False,
        widget=forms.Textarea,
    )
    looks: ClassVar = {}

    def __init__(self, *args: Any, items: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, words in items.items():
            self.fields[f"item-{code}"] = forms.TypedChoiceField(
                label=_(words),
                required=False,
                coerce=int,
                empty_value=None,
                choices=[("", _("Not scored")), *((n, str(n)) for n in range(1, 6))],
            )

    @property
    def scores(self) -> dict[str, int | None]:
        """Item -> score."""
        return {
            name.removeprefix("item-"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("item-")
        }


@page(Audience.STAFF, Purpose.COUNT_RESULTS, PREPARE, methods=("GET", "POST"))
def review(request: HttpRequest, actor: Actor, programme_id: int) -> HttpResponse:
    """Enter what a reviewer gave each item."""
    from cydwaith.engines.measures import fidelity_words

    scale = _scale(request)
    at, _places, every = queries.fidelity_programmes(actor)
    programme = next((one for one in every if one.id == programme_id), None)
    if programme is None:
        from django.http import Http404

        raise Http404
    form = bind(
        request, ReviewForm, items=fidelity_words.ITEMS, initial={"reviewed_on": timezone.localdate()}
    )
    here = f"{reverse('figures:fidelity_of', kwargs={'programme_id': programme_id})}?scale={scale}"
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        tried = attempt(
            form,
            lambda: actions.score_fidelity(
                by=actor,
                programme_id=programme_id,
                scale=scale,
                scores=form.scores,
                reviewed_on=given["reviewed_on"],
                reviewer=given["reviewer"],
                note=given["note"],
            ),
        )
        if tried.done:
            messages.success(request, _("The scores are kept."))
            return redirect(here)
    return render(request, "figures/review.html", say(form=form, programme=programme, at=at, back=here))


class PublishedForm(Form):
    """A file of published figures, and the year that it is about: the files themselves do not say it."""

    file = forms.FileField(label=gettext_lazy("File of published figures"))
    year = forms.IntegerField(
        label=gettext_lazy("The year it is about begins in"),
        help_text=gettext_lazy("2019 for the financial year 2019-20."),
        min_value=2010,
        max_value=2099,
    )
    source = forms.CharField(label=gettext_lazy("Who published it"), max_length=200)
    looks: ClassVar = {"year": Look(width=4)}


@page(Audience.STAFF, Purpose.COUNT_RESULTS, PREPARE, methods=("GET", "POST"))
def bring(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Bring in what others published, in the official layout; every problem is said with its place."""
    form = bind(request, PublishedForm)
    told: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        told = _brought(actor, form)
    return render(request, "figures/bring.html", say(form=form, **told), status=200)


def _brought(actor: Actor, form: PublishedForm) -> dict[str, Any]:
    from cydwaith.engines.measures.comparators import problems, shapes, years
    from cydwaith.engines.measures.comparators.ascof import read_ascof

    given = form.cleaned_data
    if given["file"].size > LARGEST:
        form.add_error("file", _("The file is larger than a file of published figures can be."))
        return {}
    source = shapes.Source(name=given["source"], dated=timezone.localdate())
    try:
        found = read_ascof(given["file"].read(), year=years.FinancialYear(given["year"]), source=source)
    except problems.Refused as error:
        form.add_error("file", _say_problem(error.problem))
        return {}
    kept = actions.keep_comparators(by=actor, values=found.values)
    return {
        "kept": kept,
        "rows": found.rows,
        "errors": found.errors,
        "problems": [(one.where, _say_problem(one), one.value) for one in found.problems],
    }


def _say_problem(problem: Any) -> str:
    """A problem of the importer in the page's language, with what to do."""
    from cydwaith.engines.measures.comparators.problems import WORDS

    found = WORDS[problem.code]
    said = f"{_(found.message)} {_(found.remedy) if found.remedy else ''}".strip()
    place = f"{problem.where}: " if problem.where else ""
    return place + said.format(**problem.params)
