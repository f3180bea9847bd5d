# SPDX-License-Identifier: AGPL-3.0-or-later
"""Returns: drawn up, checked, signed by two, given out, counted again, withdrawn or corrected."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Invalid
from cydwaith.kernel.roles import Permission
from cydwaith.kernel.vocabulary import Purpose
from cydwaith.outcomes import actions, counting, queries
from cydwaith.outcomes.releasing import Difference
from cydwaith.partnerships.queries.figures import funders_of, programmes_of
from cydwaith.web.actors import Audience
from cydwaith.web.advice.saving import attempt, token
from cydwaith.web.forms.drafts import bind
from cydwaith.web.pages import page

from . import pack
from .overview import say
from .pages import Asked, reading
from .return_forms import CUTS, NoteForm, ReturnForm

PREPARE, SIGN = Permission.PREPARE_RETURN, Permission.SIGN_RETURN
BOTH = ("GET", "POST")

CHECKS: dict[str, Any] = {
    "undone": gettext_lazy("A hidden number could be worked out"),
    "nothing": gettext_lazy("There is no figure in it"),
    "early": gettext_lazy("The facts were taken before the period was over"),
    "review": gettext_lazy("The rulebook is past its review"),
    "unchecked": gettext_lazy("Nobody but its author has checked the rulebook"),
    "to_confirm": gettext_lazy("Points of the rulebook are still to be confirmed"),
    "not_in_force": gettext_lazy("The rulebook was not in force for all of the period"),
    "incomplete": gettext_lazy("Records are incomplete and were not counted"),
}
LEVELS: dict[str, Any] = {
    "stop": (gettext_lazy("Stops the signing"), "problem"),
    "look": (gettext_lazy("Look at this first"), "due"),
    "note": (gettext_lazy("Good to know"), "info"),
}


@reading
def returns(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every return of the partnership, the newest first."""
    asked = Asked.of(request)
    if not queries.readable(actor):
        return render(request, "figures/nowhere.html", say())
    place, places, found = queries.returns(actor, asked.place)
    context = say(at=place, places=places, returns=found, asked=asked)
    return render(request, "figures/returns.html", context)


@page(Audience.STAFF, Purpose.COUNT_RESULTS, PREPARE, methods=BOTH)
def new(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """Draw up a return."""
    place = queries.place(actor, code)
    if not place.whole:
        raise Http404
    form = bind(
        request,
        ReturnForm,
        programmes=programmes_of(place.partnership_id),
        funders=funders_of(place.partnership_id),
        books=counting.rulebooks().values(),
        initial={"step": counting.WHOLE, "protection": "rounded", "threshold": 5, "base": 5},
    )
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        made = actions.NewReturn(
            funder_id=given.pop("funder"),
            rulebooks=tuple(given.pop("rulebooks")),
            grouping=tuple(given.pop("grouping")),
            **given,
        )
        tried = attempt(
            form,
            lambda: actions.draw_up_return(
                by=actor, partnership_id=place.partnership_id, new=made, token=token(request)
            ),
        )
        if tried.done:
            return redirect("figures:return", return_id=tried.result)
    context = say(at=place, form=form, hidden={"token": token(request)})
    return render(request, "figures/return_new.html", context)


@reading
def one(request: HttpRequest, actor: Actor, return_id: int) -> HttpResponse:
    """One return: what was found, its figures as they are given, who signed, what can be done now."""
    found = queries.one_return(actor, return_id)
    signed = queries.signatures(return_id, found.edition)
    place = next(p for p in queries.readable(actor) if p.partnership_id == found.partnership_id)
    context = say(
        found=found,
        at=place,
        figures=queries.frozen(return_id, found.edition),
        signed=signed,
        signed_by_me=any(each.user_id == actor.user_id for each in signed),
        names=queries.names(place),
        books=counting.rulebooks(),
        CHECKS=CHECKS,
        LEVELS=LEVELS,
        CUTS=dict(CUTS),
        may_prepare=actor.may(PREPARE),
        may_sign=actor.may(SIGN),
    )
    return render(request, "figures/return.html", context)


def _button(
    permission: Permission, done: Any, act: Callable[[HttpRequest, Actor, int], Any]
) -> Callable[..., HttpResponseBase]:
    """A button of a return's page: does it, says so, or says what is wrong, and goes back."""

    @page(Audience.STAFF, Purpose.COUNT_RESULTS, permission, methods=("POST",))
    def verb(request: HttpRequest, actor: Actor, return_id: int) -> HttpResponse:
        try:
            act(request, actor, return_id)
        except Invalid as error:
            for found in error.errors.values():
                for words in found:
                    messages.error(request, str(words))
        else:
            messages.success(request, str(done))
        return redirect("figures:return", return_id=return_id)

    return verb


check = _button(
    PREPARE,
    gettext_lazy("It is counted, checked and frozen."),
    lambda _request, actor, pk: actions.check_return(by=actor, return_id=pk),
)
sign = _button(
    SIGN,
    gettext_lazy("You have signed it."),
    lambda request, actor, pk: actions.sign_return(
        by=actor, return_id=pk, digest=request.POST.get("digest", "")
    ),
)
give_out = _button(
    PREPARE,
    gettext_lazy("It is given out."),
    lambda _request, actor, pk: actions.give_out_return(by=actor, return_id=pk),
)


@page(Audience.STAFF, Purpose.COUNT_RESULTS, SIGN, methods=BOTH)
def withdraw(request: HttpRequest, actor: Actor, return_id: int) -> HttpResponse:
    """Withdraw what was given out, with a note for everybody."""

    def act(**note: str) -> int:
        actions.withdraw_return(by=actor, return_id=return_id, **note)
        return return_id

    return _noted(request, actor, return_id, act, _("Withdraw it"), _("It is withdrawn."))


@page(Audience.STAFF, Purpose.COUNT_RESULTS, PREPARE, methods=BOTH)
def correct(request: HttpRequest, actor: Actor, return_id: int) -> HttpResponse:
    """Draw up the one that will take its place, with a note for everybody."""

    def act(**note: str) -> int:
        return actions.correct_return(by=actor, return_id=return_id, **note)

    return _noted(request, actor, return_id, act, _("Correct it"), _("The correction is drawn up."))


def _noted(
    request: HttpRequest, actor: Actor, return_id: int, act: Callable[..., int], title: str, done: str
) -> HttpResponse:
    found = queries.one_return(actor, return_id)
    form = bind(request, NoteForm)
    if request.method == "POST" and form.is_valid():
        tried = attempt(form, lambda: act(**form.cleaned_data))
        if tried.done:
            messages.success(request, done)
            return redirect("figures:return", return_id=tried.result)
    return render(request, "figures/return_note.html", say(found=found, form=form, title=title))


@page(Audience.STAFF, Purpose.COUNT_RESULTS, PREPARE, methods=("POST",))
def again(request: HttpRequest, actor: Actor, return_id: int) -> HttpResponse:
    """Count a frozen return again, over its own facts: whether it comes out the same to the digit."""
    return _compared(request, actor, return_id, changed=False)


@page(Audience.STAFF, Purpose.COUNT_RESULTS, PREPARE, methods=("POST",))
def changed(request: HttpRequest, actor: Actor, return_id: int) -> HttpResponse:
    """What would come out otherwise by the facts as they are known now."""
    return _compared(request, actor, return_id, changed=True)


def _compared(request: HttpRequest, actor: Actor, return_id: int, *, changed: bool) -> HttpResponse:
    found = queries.one_return(actor, return_id)
    place = next(p for p in queries.readable(actor) if p.partnership_id == found.partnership_id)
    as_of, problem = found.as_of, ""
    differences: tuple[Difference, ...] = ()
    try:
        if changed:
            newest, differences = actions.changes(by=actor, return_id=return_id)
            as_of = newest.as_of
        else:
            differences = actions.reproduce(by=actor, return_id=return_id)
    except Invalid as error:
        problem = str(error)
    context = say(
        found=found,
        as_of=as_of,
        changed=changed,
        problem=problem,
        differences=differences,
        books=counting.rulebooks(),
        names=queries.names(place),
    )
    return render(request, "figures/return_again.html", context)


@reading
def pack_file(_request: HttpRequest, actor: Actor, return_id: int, kind: str) -> HttpResponseBase:
    """The return pack as a workbook or as a tagged PDF: what its reader is given, never the exact numbers behind it."""
    found = queries.one_return(actor, return_id)
    if not found.edition or kind not in ("xlsx", "pdf"):
        raise Http404
    place = next(p for p in queries.readable(actor) if p.partnership_id == found.partnership_id)
    made = pack.pack_of(
        found, queries.frozen(return_id, found.edition), queries.signatures(return_id, found.edition), place
    )
    return pack.xlsx_response(made) if kind == "xlsx" else pack.pdf_response(made)
