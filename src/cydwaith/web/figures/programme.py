# SPDX-License-Identifier: AGPL-3.0-or-later
"""A programme against its contracts; entering a contract, and what it asks for quarter by quarter."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Invalid
from cydwaith.kernel.roles import Permission
from cydwaith.kernel.vocabulary import Purpose
from cydwaith.outcomes import actions, queries
from cydwaith.outcomes.queries.programme import shown
from cydwaith.web.actors import Audience
from cydwaith.web.advice.saving import attempt, token
from cydwaith.web.forms.base import Form, Look
from cydwaith.web.forms.drafts import bind
from cydwaith.web.forms.fields import DateField
from cydwaith.web.pages import page

from . import charts, wording
from .overview import say
from .pages import Asked, reading

PREPARE = Permission.PREPARE_RETURN
AHEAD = 12
"""So many quarters from the contract's first day a profile may be entered for where no end was agreed."""


@reading
def programmes(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The programmes whose figures one may read."""
    asked = Asked.of(request)
    if not queries.readable(actor):
        return render(request, "figures/nowhere.html", say())
    place, places, found = queries.programmes(actor, asked.place)
    context = say(at=place, places=places, programmes=found, asked=asked)
    return render(request, "figures/programmes.html", context)


@reading
def programme(request: HttpRequest, actor: Actor, programme_id: int) -> HttpResponse:
    """Profile against actual by quarter and by area, and what is to be expected."""
    found = queries.programme(actor, programme_id)
    drawn: dict[str, Any] = {}
    for one in found.followed:
        begun = [q for q in one.quarters if q.actual is not None or q.profile is not None][-12:]
        if not any(q.actual or q.profile for q in begun):
            continue
        drawn[one.measure] = charts.against(
            [
                charts.Pair(wording.short_period(q.first_day, q.last_day), shown(q.actual), shown(q.profile))
                for q in begun
            ],
            name=f"quarters-{one.measure.replace('_', '-')}",
            title=progress(one),
        )
    may = actor.may(PREPARE) and found.place.whole
    context = say(found=found, drawn=drawn, progress=progress, may_enter=may)
    return render(request, "figures/programme.html", context)


def progress(one: queries.Followed) -> str:
    """How a measure stands against its profile at the end of the newest quarter that is over, as a sentence."""
    now = one.now
    if now is None:
        return _("No quarter is over yet")
    against = {"actual": now.actual_so_far, "profile": now.profile_so_far}
    if now.profile_so_far is None:
        return _("%(actual)s so far; nothing was asked for yet") % against
    if now.actual_so_far >= now.profile_so_far:
        return _("%(actual)s so far: as many as asked for (%(profile)s), or more") % against
    return _("%(actual)s so far: fewer than asked for (%(profile)s)") % against


class ContractForm(Form):
    """A contract's dates: what was agreed and when work began are two days."""

    reference = forms.CharField(
        label=gettext_lazy("Reference of the contract"),
        max_length=80,
        error_messages={"required": gettext_lazy("Write a reference of up to 80 characters.")},
    )
    funder = forms.TypedChoiceField(
        label=gettext_lazy("Who pays"), coerce=int, required=False, empty_value=None
    )
    contract_starts_on = DateField(label=gettext_lazy("The contract starts on"))
    delivery_starts_on = DateField(label=gettext_lazy("The work starts on"))
    ends_on = DateField(
        label=gettext_lazy("First day after the contract"),
        required=False,
        help_text=gettext_lazy("Leave it empty if no end was agreed."),
    )
    looks = {"reference": Look(width=20)}

    def __init__(self, *args: Any, funders: dict[int, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Not said")), *((pk, str(name)) for pk, name in funders.items())]
        self.fields["funder"].choices = choices  # type: ignore[attr-defined]


@page(Audience.STAFF, Purpose.COUNT_RESULTS, PREPARE, methods=("GET", "POST"))
def contract(request: HttpRequest, actor: Actor, programme_id: int) -> HttpResponse:
    """Enter a contract on a programme."""
    found = _of_own(actor, programme_id)
    start = {
        "contract_starts_on": found.programme.contract_starts_on,
        "delivery_starts_on": found.programme.delivery_starts_on,
        "ends_on": found.programme.ends_on,
    }
    form = bind(request, ContractForm, funders=found.funders, initial=start)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        made = actions.NewContract(funder_id=given.pop("funder"), **given)
        tried = attempt(
            form,
            lambda: actions.enter_contract(
                by=actor,
                partnership_id=found.place.partnership_id,
                programme_id=programme_id,
                contract=made,
                token=token(request),
            ),
        )
        if tried.done:
            messages.success(request, _("The contract is entered. Now its profile."))
            return redirect("figures:profile", programme_id=programme_id, contract_id=tried.result)
    context = say(found=found, form=form, hidden={"token": token(request)})
    return render(request, "figures/contract.html", context)


def _of_own(actor: Actor, programme_id: int) -> queries.ProgrammeFigures:
    found = queries.programme(actor, programme_id)
    if not found.place.whole:
        raise Http404
    return found


@page(Audience.STAFF, Purpose.COUNT_RESULTS, PREPARE, methods=("GET", "POST"))
def profile(request: HttpRequest, actor: Actor, programme_id: int, contract_id: int) -> HttpResponse:
    """What a contract asks for: a row a quarter, a column a measure, for all areas together or for one."""
    found = _of_own(actor, programme_id)
    one = next((each for each in found.contracts if each.id == contract_id), None)
    if one is None:
        raise Http404
    area = request.GET.get("area", "")
    if area not in found.areas:
        area = ""
    quarters = one.quarters(_until(one))
    problems: list[str] = []
    typed: dict[str, str] = {}
    if request.method == "POST":
        typed = {name: value.strip() for name, value in request.POST.items() if name.startswith("n-")}  # type: ignore[union-attr]
        brought = request.FILES.get("file")
        numbers, problems = _from_file(brought) if brought else _numbers(typed, quarters, area)
        if not problems:
            try:
                actions.set_profile(by=actor, contract_id=contract_id, numbers=numbers)
            except Invalid as error:
                problems = [message for found_ in error.errors.values() for message in found_]
            else:
                messages.success(request, _("The profile is saved."))
                return redirect(reverse("figures:programme", kwargs={"programme_id": programme_id}))
    titles = {shape.code: shape.title for shape in found.book.measures} if found.book else {}
    context = say(
        found=found,
        contract=one,
        area=area,
        quarters=quarters,
        measures=[(code, titles.get(code, code)) for code in actions.PROFILED],
        typed=typed,
        problems=problems,
        action=f"{request.path}?area={area}" if area else request.path,
    )
    return render(request, "figures/profile.html", context, status=200)


def _until(one: queries.ContractView) -> date:
    """The last day for which a profile may be entered where no end was agreed."""
    months = one.contract_starts_on.year * 12 + one.contract_starts_on.month - 1 + 3 * AHEAD
    return date(months // 12, months % 12 + 1, 1)


def _numbers(
    typed: dict[str, str], quarters: tuple[date, ...], area: str
) -> tuple[dict[tuple[str, date, str], int | None], list[str]]:
    """What was typed as numbers, and what is none: with its quarter, so that it can be found."""
    numbers: dict[tuple[str, date, str], int | None] = {}
    problems = []
    for quarter in quarters:
        for measure in actions.PROFILED:
            text = typed.get(f"n-{measure}-{quarter}", "").replace(",", "").replace(" ", "")
            if text == "":
                numbers[(measure, quarter, area)] = None
            elif text.isascii() and text.isdigit() and len(text) < 7:
                numbers[(measure, quarter, area)] = int(text)
            else:
                said = wording.short_period(quarter, quarter)
                problems.append(f"{said}: {_('Write a whole number, such as 12.')}")
    return numbers, list(dict.fromkeys(problems))


COLUMNS = ("measure", "quarter", "area", "number")
LARGEST = 1024 * 1024  # bytes of a file with a profile


def _from_file(file: Any) -> tuple[dict[tuple[str, date, str], int | None], list[str]]:
    """A profile of a CSV file: a row for each measure, quarter (its first day) and area; every problem with its row."""
    wrong = f"{_('The file must be CSV in UTF-8 with these columns')}: {', '.join(COLUMNS)}"
    if file.size > LARGEST:
        return {}, [wrong]
    try:
        rows = list(csv.DictReader(io.StringIO(file.read().decode("utf-8-sig"))))
    except (UnicodeDecodeError, csv.Error):
        return {}, [wrong]
    if not rows or not set(COLUMNS) <= set(rows[0]):
        return {}, [wrong]
    numbers: dict[tuple[str, date, str], int | None] = {}
    problems: list[str] = []
    for place, row in enumerate(rows, 2):
        told = {name: (row[name] or "").strip() for name in COLUMNS}
        try:
            quarter, number = date.fromisoformat(told["quarter"]), int(told["number"])
        except ValueError:
            problems.append(
                f"{_('Row')} {place}: {_('A quarter is a day such as 2024-04-01, a number is whole.')}"
            )
            continue
        numbers[(told["measure"], quarter, told["area"])] = number
    return numbers, problems[:20]
