# SPDX-License-Identifier: AGPL-3.0-or-later
"""The details of a record: who somebody is, what they need, and the dated facts."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.vocabulary import CATEGORY_LABELS, Category
from cydwaith.people import actions, queries
from cydwaith.people.rules import details, facts, languages
from cydwaith.web.advice.pages import address, advice, edit, form_page, kept_here
from cydwaith.web.advice.saving import version
from cydwaith.web.forms.drafts import bind

from .forms import EndFactForm, FactForm, IdentityForm, NeedsForm


@advice()
def record(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Everything that is recorded about who somebody is, as far as the reader may see it."""
    person = queries.header(actor, reference)
    found = queries.record(actor, reference)
    today = timezone.localdate()
    groups = [
        (category, CATEGORY_LABELS[category], [(one, one.holds(today)) for one in rows], _kinds(category))
        for category, rows in found.facts.items()
    ]
    context = {
        "person": person,
        "record": found,
        "identity": found.identity,
        "spoken": languages.words(found.identity["spoken_language"], found.identity["other_language"]),
        "written": languages.words(found.identity["written_language"], found.identity["other_language"]),
        "synthetic": details.is_synthetic_nhs(found.identity["nhs_number"]),
        "groups": [group for group in groups if person.own or group[2]],
        "corrections": queries.corrections(actor, reference=reference) if person.own else [],
        "joins": queries.joins(actor, reference) if person.own else [],
        "waiting": queries.waiting_invitations(actor, reference) if person.own else [],
    }
    return render(request, "advice/people/record.html", context)


def _kinds(category: Category) -> list[tuple[str, str]]:
    return [(code, str(kind.label)) for code, kind in facts.KINDS.items() if kind.category is category]


@form_page
def identity(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Change who somebody is or how to reach them."""
    person = kept_here(actor, reference)
    now = queries.editable(actor, reference)
    form = bind(request, IdentityForm, initial=now.identity)
    return edit(
        request,
        form,
        lambda: actions.change_identity(
            by=actor, reference=reference, version=version(request), values=form.identity()
        ),
        person=person,
        version=now.version,
        title=_("Name and contact details"),
        save=_("Save the changes"),
        done=_("The change is kept."),
        back=address("person_record", person),
    )


@form_page
def needs(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Change how to communicate with somebody and what they need."""
    person = kept_here(actor, reference)
    now = queries.editable(actor, reference).needs
    form = bind(
        request,
        NeedsForm,
        initial={"formats": list(now.formats), "communication": now.communication, "access": now.access},
    )
    return edit(
        request,
        form,
        lambda: actions.change_needs(by=actor, reference=reference, version=version(request), **form.needs()),
        person=person,
        version=now.version,
        title=_("Communication and access needs"),
        note=_("What stands here is in view on every page about this person."),
        save=_("Save the changes"),
        done=_("The change is kept."),
        back=address("person_record", person, "needs"),
    )


@form_page
def fact(request: HttpRequest, actor: Actor, reference: str, kind: str) -> HttpResponse:
    """Record a dated fact of one kind."""
    person = kept_here(actor, reference)
    if kind not in facts.KINDS:
        raise Http404
    form = bind(request, FactForm, kind=kind)
    note = _("A new answer ends the one before on the day it begins.") if facts.KINDS[kind].single else ""
    return edit(
        request,
        form,
        lambda: actions.record_fact(by=actor, reference=reference, fact=form.fact()),
        person=person,
        title=facts.KINDS[kind].label,
        note=note,
        save=_("Save"),
        done=_("The change is kept."),
        back=address("person_record", person, _anchor(kind)),
    )


@form_page
def end_fact(request: HttpRequest, actor: Actor, reference: str, kind: str, fact_id: int) -> HttpResponse:
    """Say on which day a fact stopped being so."""
    person = kept_here(actor, reference)
    rows = queries.record(actor, reference).facts.get(_category(kind), ())
    found = next((one for one in rows if one.fact_id == fact_id and one.kind == kind), None)
    if found is None:
        raise Http404
    form = bind(request, EndFactForm)
    return edit(
        request,
        form,
        lambda: actions.end_fact(
            by=actor, reference=reference, kind=kind, fact_id=fact_id, ends_on=form.cleaned_data["ends_on"]
        ),
        person=person,
        title=found.label,
        subject=found.words,
        save=_("Save"),
        done=_("The change is kept."),
        back=address("person_record", person, _anchor(kind)),
    )


def _category(kind: str) -> Category:
    if kind not in facts.KINDS:
        raise Http404
    return facts.KINDS[kind].category


def _anchor(kind: str) -> str:
    return f"facts-{int(facts.KINDS[kind].category)}"
