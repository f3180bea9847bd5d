# SPDX-License-Identifier: AGPL-3.0-or-later
"""The desk: is this one person or two? Which organisations keep the records is not said, and nothing leads to them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from cydwaith.engines.linkage.words import REASONS
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Invalid, NotVisible
from cydwaith.kernel.roles import Permission
from cydwaith.kernel.vocabulary import Purpose
from cydwaith.people import actions, queries
from cydwaith.people.queries import LinkCase
from cydwaith.web.actors import Audience
from cydwaith.web.advice.saving import attempt
from cydwaith.web.components import words
from cydwaith.web.components.table import Column, Table
from cydwaith.web.forms.base import Form
from cydwaith.web.pages import View, page

COMPARED: dict[str, Any] = {
    "name": _lazy("Name"),
    "called": _lazy("Likes to be called"),
    "date_of_birth": _lazy("Date of birth"),
    "gender": _lazy("Gender"),
    "postcode": _lazy("Postcode"),
    "address": _lazy("Address"),
    "phone": _lazy("Phone"),
    "email": _lazy("Email address"),
    "nhs_number": _lazy("NHS number, last three figures"),
}
"""What is compared of two records, in the order in which it is shown."""


def reviewer(*methods: str) -> Callable[[View], View]:
    """Declare a page of the linkage reviewer: to count results."""
    return page(Audience.STAFF, Purpose.COUNT_RESULTS, Permission.REVIEW_LINKS, methods=methods or ("GET",))


@reviewer()
def home(request: HttpRequest, actor: Actor) -> HttpResponse:
    """How many wait, and the way to the first."""
    context = {"counts": queries.links_waiting(actor), "first": queries.next_link(actor)}
    return render(request, "manage/links/home.html", context)


def _rows(case: LinkCase, language: str) -> list[dict[str, Any]]:
    rows = []
    for key, label in COMPARED.items():
        left, right = (_value(key, side.get(key, ""), language) for side in (case.first, case.second))
        if left or right:
            rows.append({"key": label, "left": left, "right": right, "differs": left != right})
    return rows


def _value(key: str, value: str, language: str) -> str:
    if key != "date_of_birth" or not value:
        return value
    return words.day(date.fromisoformat(value), language, weekday=False)


@reviewer("GET", "POST")
def case(request: HttpRequest, actor: Actor, link_id: int) -> HttpResponse:
    """Two records side by side, why the machine thinks of them, and the decision; then the next."""
    found = queries.link_case(actor, link_id)
    if found is None:
        raise NotVisible("Link")
    problem = ""
    if request.method == "POST":
        if request.POST.get("same") in ("yes", "no"):
            following = queries.next_link(actor, after=link_id)
            try:
                actions.decide_link(by=actor, link_id=link_id, same=request.POST["same"] == "yes")
            except Invalid as error:
                problem = " ".join(text for texts in error.errors.values() for text in texts)
            else:
                messages.success(request, _("Your decision is kept."))
                return redirect("manage:link", link_id=following) if following else redirect("manage:links")
        else:
            problem = _("Choose one of the answers.")
    context = {
        "one": found,
        "rows": _rows(found, actor.language),
        "reasons": [_(REASONS[code]) for code in found.reasons if code in REASONS],
        "following": queries.next_link(actor, after=link_id),
        "problem": problem,
    }
    return render(request, "manage/links/case.html", context)


@reviewer()
def decided(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What was decided, the newest first."""
    columns = [Column(key="at", label=_("When")), Column(key="what", label=_("What was decided"))]
    table = Table.of(base=request.path, asked=request.GET, columns=columns, per_page=25)
    counts = queries.links_waiting(actor)
    table.total = counts.linked + counts.apart
    rows = queries.links_decided(actor, offset=table.offset, limit=table.per_page)
    return render(request, "manage/links/decided.html", {"rows": rows, "table": table})


@reviewer("GET", "POST")
def again(request: HttpRequest, actor: Actor, link_id: int) -> HttpResponse:
    """Take a decision back."""
    if queries.link_case(actor, link_id) is None:
        raise NotVisible("Link")
    if request.method == "POST":
        actions.reopen_link(by=actor, link_id=link_id)
        messages.success(
            request, _("The decision is taken back. The two stand here again after the next count.")
        )
        return redirect("manage:links_decided")
    return render(request, "manage/links/again.html", {"link_id": link_id})


class RuleForm(Form):
    """The three thresholds, in per cent."""

    review_from = forms.DecimalField(
        label=_lazy("Look at links from"),
        help_text=_lazy("Per cent likely. Below it two records count as two people."),
        min_value=1, max_value=Decimal("99.99"), max_digits=4, decimal_places=2,
    )  # fmt: skip
    link_from = forms.DecimalField(
        label=_lazy("Count as one person from"),
        help_text=_lazy("Per cent likely. It holds until somebody decides otherwise."),
        min_value=1, max_value=Decimal("99.99"), max_digits=4, decimal_places=2,
    )  # fmt: skip
    sure_from = forms.DecimalField(
        label=_lazy("Sure from"),
        help_text=_lazy("Per cent likely. Nobody is asked to look."),
        min_value=1, max_value=Decimal("99.99"), max_digits=4, decimal_places=2,
    )  # fmt: skip


@reviewer()
def rules(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The thresholds of each partnership that the organisation leads."""
    return render(request, "manage/links/rules.html", {"rows": queries.link_rules(actor)})


@reviewer("GET", "POST")
def rule(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """Change those of one."""
    found = next((one for one in queries.link_rules(actor) if one.code == code), None)
    if found is None:
        raise NotVisible("LinkRule")
    now = {name: getattr(found, name) / 10_000 for name in ("review_from", "link_from", "sure_from")}
    form = RuleForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        given = {name: int(form.cleaned_data[name] * 10_000) for name in now}
        if attempt(
            form, lambda: actions.set_link_rule(by=actor, partnership_id=found.partnership_id, **given)
        ).done:
            messages.success(request, _("The thresholds are kept. They hold from the next count on."))
            return redirect("manage:link_rules")
    return render(request, "manage/links/rule.html", {"form": form, "one": found})
