# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a person's own pages have in common: how they are declared, and the way of a form to an action and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.bilingual import Bilingual
from cydwaith.kernel.roles import Permission
from cydwaith.kernel.vocabulary import Purpose
from cydwaith.web.actors import Audience
from cydwaith.web.advice.saving import attempt, token, version
from cydwaith.web.forms.base import Form
from cydwaith.web.pages import View, page


def mine(*methods: str) -> Callable[[View], View]:
    """Declare a page of this audience: one's own record, to get support."""
    return page(Audience.ME, Purpose.GET_SUPPORT, Permission.OWN_RECORD, methods=methods or ("GET",))


def form_page(view: View) -> View:
    """A page with a form: read and sent."""
    return mine("GET", "POST")(view)


def verb(view: View) -> View:
    """An address that is only sent to: a button of another page."""
    return mine("POST")(view)


def owner(actor: Actor) -> str:
    """Whose answers are kept between two questions: one account may have two records."""
    return f"{actor.user_id}-{actor.person_id}"


def who_is(organisation: Bilingual | None, who: str) -> str:
    """Somebody with their organisation, as one label: "Carys Pugh, Glannau"; either alone where the other is not."""
    return ", ".join(part for part in (who, str(organisation) if organisation else "") if part)


def ask(
    request: HttpRequest,
    form: Form,
    act: Callable[[], Any],
    *,
    back: str,
    done: Any = "",
    names: Mapping[str, str] | None = None,
    row_version: int | None = None,
    onward: Callable[[Any], str] | None = None,
    template: str = "me/question.html",
    **context: Any,
) -> HttpResponse:
    """One question on a page: drawn, or sent to an action and `back`.

    `done`: what is said then. `row_version`: of the row when the form was drawn. `onward`: where to go instead of
    `back`, from the action's answer. `names`: the action's field -> the form's, where they differ.
    """
    tried = None
    if request.method == "POST" and form.is_valid():
        tried = attempt(form, act, names)
        if tried.done:
            if done:
                messages.success(request, done)
            return HttpResponseRedirect(onward(tried.result) if onward else back)
        if tried.clash:
            form.add_error(
                None, _("Somebody changed this at the same time. Look at both, then save yours or go back.")
            )
    hidden = {"token": token(request)}
    if row_version is not None:
        newest = tried.clash.version if tried and tried.clash else None
        hidden["version"] = str(newest or (version(request) if request.method == "POST" else row_version))
    clash = tried.clash if tried else None
    return render(
        request, template, {"form": form, "back": back, "hidden": hidden, "clash": clash, **context}
    )


def send(request: HttpRequest, act: Callable[[], Any], *, back: str, done: Any = "") -> HttpResponse:
    """Run a button's action and go `back`; what the action finds wrong is said there."""
    form = Form(data={})
    form.is_valid()
    tried = attempt(form, act)
    if tried.done:
        if done:
            messages.success(request, done)
    elif tried.clash:
        messages.warning(request, _("Somebody changed this at the same time. Look again."))
    else:
        for error in form.non_field_errors():
            messages.error(request, str(error))
    return HttpResponseRedirect(back)
