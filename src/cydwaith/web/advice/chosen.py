# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is done for several people at once, chosen by their boxes in the list: handed over, a step planned, a file.

Whom it is about stands in the address. Nothing is changed before a page has named everybody and said how many they are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cydwaith.journeys import actions, queries
from cydwaith.journeys.vocabulary import WhoDoes
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.roles import Permission
from cydwaith.partnerships.queries import members
from cydwaith.web.forms.base import Form, Look
from cydwaith.web.forms.drafts import bind
from cydwaith.web.forms.fields import DateField

from .caseload import export
from .pages import form_page
from .saving import attempt, token

MOST = 200
"""So many may be chosen at once: more than a page of the list ever holds."""


class HandOverForm(Form):
    """Who takes them on."""

    to_user_id = forms.ChoiceField(
        label=gettext_lazy("Who works with them from now on?"),
        error_messages={"required": gettext_lazy("Choose a colleague.")},
    )

    def __init__(self, *args: Any, colleagues: list[tuple[str, str]], **kwargs: Any) -> None:
        """`colleagues`: account and name of each who may have people."""
        super().__init__(*args, **kwargs)
        self.fields["to_user_id"].choices = [("", gettext_lazy("Choose")), *colleagues]  # type: ignore[attr-defined]


class StepsForm(Form):
    """One step that is due for everybody who was chosen."""

    words = forms.CharField(
        label=gettext_lazy("What is the step?"),
        help_text=gettext_lazy("Each person reads it in their own plan, and is asked to agree."),
        widget=forms.Textarea,
        max_length=2_000,
        error_messages={"required": gettext_lazy("Write it in a few words.")},
    )
    due_on = DateField(label=gettext_lazy("By when?"))
    who_does = forms.ChoiceField(
        label=gettext_lazy("Who does it?"),
        widget=forms.RadioSelect,
        choices=WhoDoes.choices,
        initial=WhoDoes.ADVISER.value,
    )
    looks = {"words": Look(rows=2), "who_does": Look(inline=True)}


def _ids(request: HttpRequest) -> list[int]:
    """The journeys in the address; what is no number is left out."""
    sent = request.GET.getlist("chosen")[:MOST]
    return [int(one) for one in sent if one.isascii() and one.isdigit() and len(one) < 12]


def _back(request: HttpRequest) -> str:
    """The list as it was left, in the language of the page: `back` is what stood behind the question mark."""
    asked = urlencode(parse_qsl(request.GET.get("back", "")[:500]))
    return reverse("advice:caseload") + (f"?{asked}" if asked else "")


@form_page
def chosen(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What was pressed in the bar below the list, for the people whose boxes were ticked."""
    rows = queries.caseload_of(actor, _ids(request))
    do = request.GET.get("do", "")
    if rows and do in ("csv", "xlsx") and request.method == "GET":
        return export("csv" if do == "csv" else "xlsx", rows)
    if rows and do == "hand_over" and actor.may(Permission.MANAGE_TEAM):
        return _hand_over(request, actor, rows)
    if rows and do == "step":
        return _step(request, actor, rows)
    return render(request, "advice/chosen_none.html", {"back": _back(request)})


def _hand_over(request: HttpRequest, actor: Actor, rows: Sequence[Any]) -> HttpResponse:
    team = [(str(one.user_id), one.name) for one in members(actor, casework=True)]
    form = bind(request, HandOverForm, colleagues=team)
    return _confirm(
        request,
        form,
        rows,
        lambda: actions.hand_over(
            by=actor,
            journey_ids=[row.journey_id for row in rows],
            to_user_id=int(form.cleaned_data["to_user_id"]),
        ),
        title=_("Hand over to a colleague"),
        save=_("Hand over"),
        done=_("Handed over"),
    )


def _step(request: HttpRequest, actor: Actor, rows: Sequence[Any]) -> HttpResponse:
    form = bind(request, StepsForm)
    return _confirm(
        request,
        form,
        rows,
        lambda: actions.add_steps(
            by=actor,
            journey_ids=[row.journey_id for row in rows],
            words=form.cleaned_data["words"],
            due_on=form.cleaned_data["due_on"],
            who_does=form.cleaned_data["who_does"],
            token=token(request),
        ),
        title=_("Plan a step"),
        save=_("Write it into their plans"),
        done=_("The step is in the plan of"),
    )


def _confirm(
    request: HttpRequest,
    form: Form,
    rows: Sequence[Any],
    act: Callable[[], int],
    *,
    done: str,
    **context: Any,
) -> HttpResponse:
    """Name everybody, ask what is still to be said, and do it. `done`: the words before the number."""
    if request.method == "POST" and form.is_valid():
        tried = attempt(form, act)
        if tried.done:
            messages.success(request, f"{done}: {tried.result}")
            return redirect(_back(request))
    return render(
        request,
        "advice/chosen.html",
        {"form": form, "rows": rows, "back": _back(request), "hidden": {"token": token(request)}, **context},
    )
