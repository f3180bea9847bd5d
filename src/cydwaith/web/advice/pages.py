# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the pages about one person have in common: whose record it is, and the way of a form from being drawn to
being saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import NotVisible
from cydwaith.kernel.roles import Permission
from cydwaith.kernel.vocabulary import Purpose
from cydwaith.people import queries as people
from cydwaith.people.queries import Header
from cydwaith.web.actors import Audience
from cydwaith.web.forms.base import Form
from cydwaith.web.pages import View, page

from .saving import Attempt, attempt, token


def advice(*methods: str) -> Callable[[View], View]:
    """Declare a page of this audience: to find work, for who works with people."""
    return page(Audience.STAFF, Purpose.FIND_WORK, Permission.WORK_CASELOAD, methods=methods or ("GET",))


def form_page(view: View) -> View:
    """A page with a form: read and sent."""
    return advice("GET", "POST")(view)


def verb(view: View) -> View:
    """An address that is only sent to: a button of another page."""
    return advice("POST")(view)


def kept_here(actor: Actor, reference: str) -> Header:
    """The head of a page that changes a record: of the own organisation, or it is not there (`NotVisible`)."""
    person = people.header(actor, reference)
    if not person.own:
        raise NotVisible("Person")
    return person


def address(name: str, person: Header, anchor: str = "", **kwargs: Any) -> str:
    """The address of a page about a person."""
    found = reverse(f"advice:{name}", kwargs={"reference": person.reference, **kwargs})
    return f"{found}#{anchor}" if anchor else found


def edit(
    request: HttpRequest,
    form: Form,
    act: Callable[[], Any],
    *,
    person: Header,
    title: Any,
    save: Any,
    done: Any,
    back: str,
    version: int | None = None,
    names: Mapping[str, str] | None = None,
    after: Callable[[Any], None] | None = None,
    template: str = "advice/form.html",
    **context: Any,
) -> HttpResponse:
    """Draw a form, or send it to an action and go `back`.

    `save`: the words on the button; `done`: what is said once it is saved. `version`: of the row when the form was
    drawn, None where there is none to hold on to. `names`: see `saving.attempt`. `after`: called with the action's
    answer before going back, for more messages.
    """
    tried = Attempt()
    if request.method == "POST" and form.is_valid():
        tried = attempt(form, act, names)
        if tried.done:
            messages.success(request, done)
            if after is not None:
                after(tried.result)
            return redirect(back)
    return draw(
        request,
        form,
        tried,
        person=person,
        title=title,
        save=save,
        back=back,
        version=version,
        template=template,
        **context,
    )


def draw(
    request: HttpRequest,
    form: Form,
    tried: Attempt,
    *,
    version: int | None = None,
    template: str = "advice/form.html",
    **context: Any,
) -> HttpResponse:
    """Draw a form as it is: new, with something to mend, or beside what somebody else saved meanwhile."""
    hidden = {"token": token(request)}
    if version is not None:
        hidden["version"] = str(tried.clash.version if tried.clash else request.POST.get("version", version))
    return render(request, template, {"form": form, "clash": tried.clash, "hidden": hidden, **context})


def send(request: HttpRequest, act: Callable[[], Any], *, done: Any, back: str) -> HttpResponse:
    """Run a button's action and go `back`; what the action finds wrong is said there."""
    form = Form(data={})
    tried = attempt(form, act)
    if tried.done:
        messages.success(request, done)
    for words in form.non_field_errors():
        messages.error(request, str(words))
    return redirect(back)
