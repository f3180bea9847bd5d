# SPDX-License-Identifier: AGPL-3.0-or-later
"""Two records of one person in the own organisation: found, compared, joined, and parted again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Invalid
from cydwaith.people import actions, queries
from cydwaith.people.queries import Comparison
from cydwaith.web.advice.pages import advice, form_page, kept_here, send, verb
from cydwaith.web.advice.saving import Difference

LABELS = {
    "name": _lazy("Full name"),
    "called": _lazy("Likes to be called"),
    "date_of_birth": _lazy("Date of birth"),
    "nhs_number": _lazy("NHS number"),
    "email": _lazy("Email address"),
    "phone": _lazy("Phone number"),
    "address": _lazy("Address"),
    "postcode": _lazy("Postcode"),
    "spoken_language": _lazy("Language to speak"),
}


@advice()
def duplicates(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Records of the own organisation that may be the same person."""
    person = kept_here(actor, reference)
    context = {"person": person, "alike": queries.duplicates_of(actor, reference)}
    return render(request, "advice/people/duplicates.html", context)


@form_page
def compare(request: HttpRequest, actor: Actor, reference: str, other: str) -> HttpResponse:
    """Two records side by side, and three clear verbs: keep this one, keep the other, or they are two people."""
    person = kept_here(actor, reference)
    found = queries.comparison(actor, reference, other)
    problem = ""
    if request.method == "POST":
        keep = request.POST.get("keep", "")
        if keep not in (reference, other):
            return redirect("advice:person_duplicates", reference=reference)
        gone = other if keep == reference else reference
        try:
            actions.join_duplicates(by=actor, keep=keep, duplicate=gone)
        except Invalid as error:
            problem = str(error)
        else:
            messages.success(request, _("The two records are joined. It can be taken back at any time."))
            return redirect("advice:person_record", reference=keep)
    context = {"person": person, "found": found, "rows": _rows(found), "problem": problem}
    return render(request, "advice/people/compare.html", context)


def _rows(found: Comparison) -> list[Difference]:
    """What either record says. It differs only where both say something: what is missing speaks for nothing."""
    rows: list[Difference] = []
    for name, label in LABELS.items():
        left, right = found.left.values[name], found.right.values[name]
        if left or right:
            differs = bool(left and right) and left != right
            shown = (left or _("Not said"), right or _("Not said"))
            rows.append(Difference(str(label), *shown, differs, _("Not the same")))
    return rows


@advice()
def joins(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Records that were joined, and the way back."""
    return render(request, "advice/people/joins.html", {"joins": queries.joins(actor)})


@verb
def undo(request: HttpRequest, actor: Actor, join_id: int) -> HttpResponse:
    """Part two records again: everything that was moved goes back."""
    return send(
        request,
        lambda: actions.undo_join(by=actor, join_id=join_id),
        done=_("The two records stand by themselves again."),
        back=reverse("advice:joins"),
    )
