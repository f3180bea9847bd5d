# SPDX-License-Identifier: AGPL-3.0-or-later
"""The performance overview, one measure, and one figure taken apart into the lines of its rule."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.roles import Permission
from cydwaith.kernel.vocabulary import Purpose
from cydwaith.outcomes import actions, counting, queries
from cydwaith.web import exports
from cydwaith.web.actors import Audience
from cydwaith.web.advice.saving import attempt
from cydwaith.web.forms.base import Form, Look
from cydwaith.web.forms.drafts import bind
from cydwaith.web.forms.fields import DateField
from cydwaith.web.pages import page

from . import charts, wording
from .pages import Asked, reading


def say(**more: Any) -> dict[str, Any]:
    """What every template of figures may call."""
    return {"say": wording, "FAILURES": counting.FAILURES, **more}


@reading
def home(request: HttpRequest, actor: Actor) -> HttpResponse:
    """How it goes: each rulebook's measures, newest whole period first."""
    asked = Asked.of(request)
    if not queries.readable(actor):
        return render(request, "figures/nowhere.html", say())
    found = queries.overview(actor, asked.place, asked.step)
    return render(request, "figures/home.html", say(found=found, asked=asked))


@page(Audience.STAFF, Purpose.COUNT_RESULTS, Permission.PREPARE_RETURN, methods=("POST",))
def count(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """Have everything counted anew."""
    place = queries.place(actor, code)
    actions.ask_count(by=actor, partnership_id=place.partnership_id)
    messages.success(request, _("Everything is being counted anew. Look again in a few minutes."))
    return redirect(f"{reverse('figures:home')}?place={place.code}")


@reading
def measure(request: HttpRequest, actor: Actor, rulebook: str, measure: str) -> HttpResponseBase:
    """One measure: its message, its chart with the same numbers as a table, by group, and what it rests on."""
    asked = Asked.of(request)
    found = queries.measure(actor, rulebook, measure, place=asked.place, step=asked.step, period=asked.period)
    kind = exports.asked(request)
    if kind:
        return exports.answer(kind, title=_("Figures"), header=_header(), rows=_rows(found), name="figures")
    chart: Any = ""
    if found.series is not None:
        chart = charts.over_time(
            found.series,
            own=str(found.place.name),
            title=wording.message(found.series),
            others=_others(found) if asked.step == "year" else (),
        )
    return render(
        request, "figures/measure.html", say(found=found, asked=asked, chart=chart, beside=found.published)
    )


class TargetForm(Form):
    """What is to be reached of a measure, from when until when."""

    value = forms.DecimalField(
        label=gettext_lazy("What is to be reached"),
        help_text=gettext_lazy("Per cent for a share, else a number."),
        min_value=0,
        max_digits=9,
        decimal_places=2,
    )
    starts_on = DateField(label=gettext_lazy("From"))
    ends_on = DateField(label=gettext_lazy("First day after it"))
    looks: ClassVar = {"value": Look(width=5)}


@page(Audience.STAFF, Purpose.COUNT_RESULTS, Permission.PREPARE_RETURN, methods=("GET", "POST"))
def target(request: HttpRequest, actor: Actor, code: str, rulebook: str, measure: str) -> HttpResponse:
    """Set what a partnership means to reach of a measure."""
    at = queries.place(actor, code)
    book = counting.rulebooks().get(rulebook)
    found = next((one for one in book.measures if one.code == measure), None) if book else None
    if found is None or not at.whole:
        raise Http404
    form = bind(request, TargetForm)
    back = f"{reverse('figures:measure', kwargs={'rulebook': rulebook, 'measure': measure})}?place={code}"
    if request.method == "POST" and form.is_valid():
        tried = attempt(
            form,
            lambda: actions.set_target(
                by=actor,
                partnership_id=at.partnership_id,
                rulebook=rulebook,
                measure=measure,
                **form.cleaned_data,
            ),
        )
        if tried.done:
            messages.success(request, _("The target is kept."))
            return redirect(back)
    return render(request, "figures/target.html", say(at=at, measure=found, form=form, back=back))


def _others(found: queries.MeasureView) -> list[tuple[str, dict[int, Any]]]:
    """England and the regions, by the first year of a financial year."""
    lines: dict[str, dict[int, Any]] = {}
    for one in found.published:
        if one.level in ("england", "region"):
            lines.setdefault(one.area_name, {})[one.year] = one.value
    return list(lines.items())


def _header() -> list[str]:
    return [
        _("Rulebook"),
        _("Version"),
        _("Measure"),
        _("From"),
        _("Until"),
        _("Programme"),
        _("Organisation"),
        _("Area"),
        _("Part"),
        _("Counted"),
        _("In the cohort"),
        _("Figure"),
        _("Lowest"),
        _("Highest"),
        _("Incomplete records"),
    ]


def _rows(found: queries.MeasureView) -> list[list[Any]]:
    """Every figure that stands on the page, one a row."""
    shown = [one for series in (found.series, *found.strata) if series for one in series.points]
    shown += [one for group in found.groups.values() for one in group]
    return [
        [
            found.book.name,
            found.run.version,
            one.measure,
            one.first_day,
            one.last_day,
            one.programme,
            one.partner,
            one.area,
            one.stratum,
            one.numerator,
            one.denominator,
            one.value,
            one.low,
            one.high,
            one.incomplete,
        ]
        for one in shown
    ]


@reading
def figure(request: HttpRequest, actor: Actor, figure_id: int) -> HttpResponse:
    """One figure taken apart: the lines of its rule and how many stand under each."""
    found = queries.figure(actor, figure_id)
    lists = actor.may(Permission.MANAGE_TEAM)
    return render(request, "figures/figure.html", say(found=found, lists=lists))
