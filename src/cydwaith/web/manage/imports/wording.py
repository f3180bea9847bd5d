# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the words in columns with a fixed set of answers stand for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from cydwaith.engines import tables as t
from cydwaith.intake import actions, preview, queries
from cydwaith.intake.lookup import OrganisationLookup
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Invalid
from cydwaith.kernel.roles import Permission
from cydwaith.kernel.vocabulary import Purpose
from cydwaith.web.actors import Audience
from cydwaith.web.forms.drafts import take
from cydwaith.web.pages import page

from . import common

WORDS_SHOWN = 600  # selects on one page: below the limit of fields in one form


@dataclass(frozen=True, slots=True)
class Words:
    """A field with the words found in its columns."""

    field_id: str
    label: str
    choices: list[tuple[str, str]]
    values: list[tuple[str, t.SurveyedValue, str]]  # name of the select, what was found, what is chosen
    known: int
    more: bool


@page(Audience.STAFF, Purpose.FIND_WORK, Permission.IMPORT, methods=("GET", "POST"))
@common.matching(common.STEP_WORDS)
def values(request: HttpRequest, actor: Actor, found: queries.BatchView) -> HttpResponse:
    """The words that stand in columns with a fixed set of answers, the unknown ones first."""
    surveyed = preview.survey(found, OrganisationLookup(found.organisation_id))
    mapping = preview.mapping_of(found)
    if request.method == "POST":
        try:
            actions.match(
                by=actor,
                batch_id=found.batch_id,
                version=None,
                mapping=_with_words(request.POST, mapping, surveyed),
            )
        except Invalid:
            return common.to_page_of(queries.batch(actor, found.batch_id))
        return redirect("manage:import_check", batch_id=found.batch_id)
    words = list(_words(surveyed, take(request) or {}))
    return common.show(
        request, "values.html", actor, common.STEP_WORDS, found=found, words=words,
        last_sheet=common.last_sheet(mapping),
        unknown=sum(1 for each in words for _name, value, chosen in each.values if value.code is None),
    )  # fmt: skip


def _words(surveyed: tuple[t.SurveyedField, ...], draft: Mapping[str, Any]) -> Iterator[Words]:
    left = WORDS_SHOWN
    for number, each in enumerate(surveyed):
        lookup = each.field.kind is t.Kind.LOOKUP
        choices = [(code, label if lookup else _(label)) for code, label in each.choices]
        ordered = sorted(enumerate(each.values), key=lambda pair: (pair[1].code is not None, -pair[1].count))
        part = ordered[:left]
        left -= len(part)
        yield Words(
            field_id=each.field.id,
            label=common.field_label(each.field.id),
            choices=choices,
            values=[
                (name := f"word-{number}-{at}", value, draft.get(name) or _now(value)) for at, value in part
            ],
            known=sum(value.code is not None for value in each.values),
            more=each.more or len(part) < len(ordered),
        )


def _now(value: t.SurveyedValue) -> str:
    """What the select stands on: a code, "-" for left empty, "" for not decided."""
    return "" if value.code is None else value.code or "-"


def _with_words(posted: Any, mapping: t.Mapping, surveyed: tuple[t.SurveyedField, ...]) -> t.Mapping:
    """The mapping with what was chosen for each word; what was guessed and left as it is needs no decision."""
    for number, each in enumerate(surveyed):
        codes = {code for code, _label in each.choices}
        chosen: dict[str, str] = {}
        for at, value in enumerate(each.values):
            answer = posted.get(f"word-{number}-{at}", "")
            if answer == "-":
                chosen[value.folded] = t.LEAVE_EMPTY
            elif answer in codes:
                chosen[value.folded] = answer
        chosen = {
            word: code
            for word, code in chosen.items()
            if word not in _guessed(each) or _guessed(each)[word] != code
        }
        if chosen:
            mapping = mapping.with_values(each.field.id, chosen)
    return mapping


def _guessed(each: t.SurveyedField) -> dict[str, str]:
    return {value.folded: value.code for value in each.values if value.code is not None and not value.decided}
