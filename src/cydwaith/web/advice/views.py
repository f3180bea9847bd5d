# SPDX-License-Identifier: AGPL-3.0-or-later
"""Ways of looking at the caseload that one gave a name: kept, opened, renamed, deleted.

A view is the part of the list's address that says filters, columns and order. The search box is left out of it, since
what is typed there is mostly somebody's name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cydwaith.journeys import actions, queries
from cydwaith.kernel.actor import Actor
from cydwaith.web.components.table import Table
from cydwaith.web.forms.base import Form
from cydwaith.web.forms.drafts import bind

from .caseload import COLUMNS, filters_of, scope_of, tabs
from .pages import advice, form_page, send, verb
from .saving import attempt, token

KEPT = ("whose", "stage", "due", "programme", "adviser", "sort", "columns")
"""Parts of the list's address that a view holds."""


class NameForm(Form):
    """What a view is called."""

    name = forms.CharField(
        label=gettext_lazy("What do you call this view?"),
        help_text=gettext_lazy("A few words by which you know it again. Only you see it."),
        max_length=60,
        error_messages={"required": gettext_lazy("Write a name of up to 60 characters.")},
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """A view as it stands in the list of views. `parts`: what it narrows to, in words."""

    id: int
    name: str
    href: str
    parts: tuple[str, ...]


def asked_of(query: QueryDict) -> str:
    """What a view holds of an address, in one order and no longer than it may be."""
    return urlencode([(key, value[:60]) for key in KEPT if (value := query.get(key, ""))])


def list_href(asked: str) -> str:
    """The list as a view asks for it."""
    base = reverse("advice:caseload")
    return f"{base}?{asked}" if asked else base


def in_words(actor: Actor, asked: str, choices: Any) -> tuple[str, ...]:
    """Whose people, which filters, which order: what no longer exists is left out, as the list itself does."""
    parts = dict(parse_qsl(asked))
    scope = scope_of(parts.get("whose", ""), actor)
    words = [str(tab.text) for tab in tabs(actor, "") if tab.key == scope]
    table = Table.of(base="", asked=parts, columns=COLUMNS, filters=filters_of(choices, scope))
    words += [chip.text for chip in table.chips]
    if table.sort:
        label = next(one.label for one in COLUMNS if one.key == table.sort)
        words.append(f"{_('Order')}: {label}{' ↓' if table.descending else ''}")
    return tuple(words)


@advice()
def views(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The actor's own views."""
    found = queries.saved_views(actor)
    choices = queries.caseload_choices(actor) if found else None
    shown = [
        Shown(one.id, one.name, list_href(one.asked), in_words(actor, one.asked, choices)) for one in found
    ]
    return render(request, "advice/views.html", {"views": shown})


@form_page
def keep(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Give the list as one sees it a name."""
    asked = asked_of(request.GET)
    form = bind(request, NameForm)
    if request.method == "POST" and form.is_valid():
        tried = attempt(
            form,
            lambda: actions.keep_view(
                by=actor, name=form.cleaned_data["name"], asked=asked, token=token(request)
            ),
        )
        if tried.done:
            return redirect(list_href(asked))
    context = {
        "form": form,
        "title": _("Save this view"),
        "save": _("Save the view"),
        "back": list_href(asked),
        "parts": in_words(actor, asked, queries.caseload_choices(actor)),
        "hidden": {"token": token(request)},
    }
    return render(request, "advice/view_form.html", context)


@form_page
def rename(request: HttpRequest, actor: Actor, view_id: int) -> HttpResponse:
    """Give a view another name."""
    found = queries.saved_view(actor, view_id)
    form = bind(request, NameForm, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        tried = attempt(
            form, lambda: actions.rename_view(by=actor, view_id=view_id, name=form.cleaned_data["name"])
        )
        if tried.done:
            return redirect("advice:views")
    context = {
        "form": form,
        "title": _("Rename the view"),
        "save": _("Rename"),
        "back": reverse("advice:views"),
        "parts": (),
        "hidden": {},
    }
    return render(request, "advice/view_form.html", context)


@verb
def delete(request: HttpRequest, actor: Actor, view_id: int) -> HttpResponse:
    """Forget a view. Nothing but its name and its filters is gone."""
    return send(
        request,
        lambda: actions.delete_view(by=actor, view_id=view_id),
        done=_("The view is deleted."),
        back=reverse("advice:views"),
    )
