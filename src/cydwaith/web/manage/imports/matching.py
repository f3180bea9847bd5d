# SPDX-License-Identifier: AGPL-3.0-or-later
"""Matching: what each column means, what tells people apart, and what the words in the columns stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from markupsafe import Markup

from cydwaith.engines import tables as t
from cydwaith.intake import actions, preview, queries
from cydwaith.intake.lookup import OrganisationLookup
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Conflict, Invalid
from cydwaith.kernel.roles import Permission
from cydwaith.kernel.vocabulary import Purpose
from cydwaith.web.actors import Audience
from cydwaith.web.forms.base import Form, Look
from cydwaith.web.pages import page

from . import common

GROUPS = range(1, 10)
WORDS_SHOWN = 600  # selects on the page of words: below the limit of fields in one form
_REASONS = {"remembered": gettext_lazy("As your organisation chose before.")}


@dataclass(frozen=True, slots=True)
class Line:
    """One column on the page: what was found, what is chosen, and what is wrong with that."""

    column: preview.ColumnPreview
    options: Markup
    field: str
    group: int
    date_order: str
    is_date: bool
    sure: str
    reason: str
    error: str


def _open(actor: Actor, batch_id: int) -> queries.BatchView:
    found = queries.batch(actor, batch_id)
    if not found.has_file:
        raise Http404
    return found


def _may_match(found: queries.BatchView) -> bool:
    return not found.at_work and found.committed_at is None


@page(Audience.STAFF, Purpose.FIND_WORK, Permission.IMPORT, methods=("GET", "POST"))
def columns(request: HttpRequest, actor: Actor, batch_id: int, number: int) -> HttpResponse:
    """One sheet: its columns, a few of their values, and what each means."""
    found = _open(actor, batch_id)
    if not _may_match(found):
        return common.to_page_of(found)
    sheet = preview.sheet(found, number)
    if sheet is None:
        raise Http404
    mapping = preview.mapping_of(found)
    errors: dict[int, str] = {}
    wrong = ""
    if request.method == "POST":
        if request.POST.get("work") == "headings":
            rows = _row_numbers(request.POST.get("heading_rows", ""))
            if rows:
                changed = preview.with_headings(found, number, rows)
                actions.match(by=actor, batch_id=batch_id, version=None, mapping=changed, finished=False)
                return redirect("manage:import_columns", batch_id=batch_id, number=number)
            wrong = _("Write the number of the row, or of two rows that belong together, such as 3 or 3, 4.")
        mapping = _chosen(request.POST, mapping, number)
        errors = _twice(mapping.sheets[number - 1])
        if not errors and not wrong:
            wrong = _store(actor, found, mapping, request.POST.get("version", ""))
            if not wrong:
                return _after(request, found, mapping, number)
    lines = list(_lines(sheet, mapping.sheets[number - 1], errors))
    chosen = mapping.sheets[number - 1]
    used = [(n, each.sheet, each.use) for n, each in enumerate(mapping.sheets, 1)]
    return common.show(
        request, "columns.html", actor, common.STEP_COLUMNS, found=found, sheet=sheet, lines=lines, errors=errors,
        wrong=wrong, groups=GROUPS, use=chosen.use or _is_alone(mapping),
        alone=_is_alone(mapping), fill_down=chosen.fill_down, sheets=used,
        used=sum(use for _number, _name, use in used), left=sum(1 for line in lines if not line.field),
        notes=[common.shown(each) for each in sheet.notes],
    )  # fmt: skip


def _row_numbers(text: str) -> tuple[int, ...]:
    found = sorted({int(part) for part in re.findall(r"[0-9]{1,5}", text)})
    return tuple(found) if 1 <= len(found) <= 2 and found[-1] - found[0] <= 1 and found[0] >= 1 else ()


def _chosen(posted: Any, mapping: t.Mapping, number: int) -> t.Mapping:
    """The mapping with what was chosen on the page; anything unknown counts as left out."""
    sheet = mapping.sheets[number - 1]
    columns = []
    for at, column in enumerate(sheet.columns):
        if f"field-{at}" not in posted:
            columns.append(column)
            continue
        field = posted[f"field-{at}"] if posted[f"field-{at}"] in t.FIELDS else None
        repeats = field is not None and t.TABLES[t.FIELDS[field].table].repeats
        group = (
            int(posted.get(f"group-{at}", "1")) if posted.get(f"group-{at}", "1") in map(str, GROUPS) else 1
        )
        order = posted.get(f"order-{at}", column.date_order)
        changes: dict[str, Any] = {
            "field": field,
            "group": group if repeats else 1,
            "date_order": order if order in ("auto", "dmy", "mdy") else "auto",
        }
        if any(getattr(column, name) != value for name, value in changes.items()):
            column = replace(column, **changes, confidence=1.0, reason="chosen")
        columns.append(column)
    changed = replace(
        sheet,
        columns=tuple(columns),
        use=posted.get("use") == "yes" or _is_alone(mapping),
        fill_down=posted.get("fill_down") == "yes",
    )
    return replace(mapping, sheets=(*mapping.sheets[: number - 1], changed, *mapping.sheets[number:]))


def _is_alone(mapping: t.Mapping) -> bool:
    """Whether the file has one sheet: whoever matches its columns means it, however little of it was recognised."""
    return len(mapping.sheets) == 1


def _twice(sheet: t.SheetMap) -> dict[int, str]:
    """Columns of a sheet that were given the same meaning, each with what to do."""
    first: dict[tuple[str, int], int] = {}
    errors: dict[int, str] = {}
    for at, column in enumerate(sheet.columns):
        if column.field and sheet.use:
            earlier = first.setdefault((column.field, column.group), at)
            if earlier != at:
                errors[at] = _(
                    "An earlier column has this meaning too. Choose another, another number, or leave one out."
                )
    return errors


def _store(actor: Actor, found: queries.BatchView, mapping: t.Mapping, version: str) -> str:
    """Stores; returns what is in the way, empty where nothing is."""
    try:
        actions.match(
            by=actor,
            batch_id=found.batch_id,
            version=int(version) if version.isdigit() else None,
            mapping=mapping,
            finished=False,
        )
    except Conflict:
        return _(
            "Somebody else changed this meanwhile. What you chose still stands below: send it again to keep it."
        )
    except Invalid as error:
        return str(error)
    return ""


def _after(request: HttpRequest, found: queries.BatchView, mapping: t.Mapping, number: int) -> HttpResponse:
    """To the next sheet in use, or on."""
    rest = [n for n in range(number + 1, len(mapping.sheets) + 1) if mapping.sheets[n - 1].use]
    if request.POST.get("work") == "stay":
        return redirect("manage:import_columns", batch_id=found.batch_id, number=number)
    if rest:
        return redirect("manage:import_columns", batch_id=found.batch_id, number=rest[0])
    return redirect("manage:import_whole", batch_id=found.batch_id)


def _lines(sheet: preview.SheetPreview, chosen: t.SheetMap, errors: dict[int, str]) -> Iterator[Line]:
    plain = str(_options())
    for column in sheet.columns:
        now = chosen.columns[column.number]
        field = t.FIELDS.get(now.field or "")
        mark = f'value="{now.field or ""}"'
        options = Markup(plain.replace(mark, f"{mark} selected", 1))  # noqa: S704 - ids of our own fields
        reason = _REASONS.get(now.reason) or _(t.REASONS.get(now.reason, ""))
        sure = "" if not now.field else "sure" if now.confidence >= 0.8 else "unsure"
        yield Line(
            column=column,
            options=options,
            field=now.field or "",
            group=now.group,
            date_order=now.date_order,
            is_date=field is not None and field.kind is t.Kind.DATE,
            sure=sure,
            reason=str(reason),
            error=errors.get(column.number, ""),
        )


def _options() -> Markup:
    """All fields, in groups, as options: made once a page, since a page has many columns."""
    parts = [Markup('<option value="">{}</option>').format(_("Leave this column out"))]
    for table_id in t.TABLES:
        fields = [field for field in t.FIELDS.values() if field.table == table_id]
        inside = Markup("").join(
            Markup('<option value="{}">{}</option>').format(field.id, _(field.label)) for field in fields
        )
        repeats = Markup(" data-repeats") if t.TABLES[table_id].repeats else ""
        group = Markup('<optgroup label="{}"{}>{}</optgroup>')
        parts.append(group.format(common.table_label(table_id), repeats, inside))
    return Markup("").join(parts)


KEY_LABELS = {
    ("person.reference",): gettext_lazy("Their reference"),
    ("person.nhs_number",): gettext_lazy("Their NHS number"),
    ("person.full_name", "person.date_of_birth"): gettext_lazy("Their name and date of birth together"),
    ("person.email",): gettext_lazy("Their email address"),
    ("person.full_name",): gettext_lazy("Their name alone"),
}


class WholeForm(Form):
    """What holds for the whole file: what tells people apart, and the programme of rows that name none."""

    key = forms.ChoiceField(
        label=gettext_lazy("What tells people apart?"),
        help_text=gettext_lazy("Rows with the same answer are about the same person."),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what tells people apart.")},
    )
    programme = forms.ChoiceField(
        label=gettext_lazy("Which programme are these people on?"),
        help_text=gettext_lazy("It holds for rows that name no programme."),
        required=False,
    )
    looks = {
        "key": Look(
            hints={
                "person.full_name": gettext_lazy(
                    "Two people of one name become one. Choose this only if nothing else is there."
                ),
            }
        )
    }


@page(Audience.STAFF, Purpose.FIND_WORK, Permission.IMPORT, methods=("GET", "POST"))
def whole(request: HttpRequest, actor: Actor, batch_id: int) -> HttpResponse:
    """What tells people apart, and the programme."""
    found = _open(actor, batch_id)
    if not _may_match(found):
        return common.to_page_of(found)
    mapping = preview.mapping_of(found)
    lookup = OrganisationLookup(found.organisation_id)
    keys = {"+".join(key): key for key in preview.possible_keys(mapping)}
    programmes = lookup.choices("journey.programme")
    initial = {
        "key": "+".join(mapping.key),
        "programme": mapping.constants.get("journey.programme")
        or (programmes[0][0] if len(programmes) == 1 and preview.needs_programme(mapping) else ""),
    }
    form = WholeForm(data=request.POST if request.method == "POST" else None, initial=initial)
    form.fields["key"].choices = [(code, KEY_LABELS[key]) for code, key in keys.items()]  # type: ignore[attr-defined]
    form.fields["programme"].choices = [("", _("No programme")), *programmes]  # type: ignore[attr-defined]
    if not programmes:
        del form.fields["programme"]
    if request.method == "POST" and form.is_valid():
        changed = replace(mapping, key=keys[form.cleaned_data["key"]])
        changed = actions.with_constant(changed, "journey.programme", form.cleaned_data.get("programme", ""))
        wrong = _store(actor, found, changed, "")
        if not wrong:
            return redirect("manage:import_values", batch_id=batch_id)
        form.add_error(None, wrong)
    return common.show(
        request, "whole.html", actor, common.STEP_COLUMNS, found=found, form=form, no_key=not keys,
        last_sheet=max((n for n, each in enumerate(mapping.sheets, 1) if each.use), default=1),
    )  # fmt: skip


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
def values(request: HttpRequest, actor: Actor, batch_id: int) -> HttpResponse:
    """The words that stand in columns with a fixed set of answers, the unknown ones first."""
    found = _open(actor, batch_id)
    if not _may_match(found):
        return common.to_page_of(found)
    lookup = OrganisationLookup(found.organisation_id)
    try:
        surveyed = preview.survey(found, lookup)
    except t.ReadProblem as error:
        return common.show(
            request,
            "unreadable.html",
            actor,
            common.STEP_WORDS,
            found=found,
            failure=common.shown(error.problem),
        )
    if request.method == "POST":
        mapping = _with_words(request.POST, preview.mapping_of(found), surveyed)
        try:
            actions.match(by=actor, batch_id=batch_id, version=None, mapping=mapping)
        except Invalid:
            return common.to_page_of(queries.batch(actor, batch_id))
        return redirect("manage:import_check", batch_id=batch_id)
    words = list(_words(surveyed))
    last = max((n for n, each in enumerate(preview.mapping_of(found).sheets, 1) if each.use), default=1)
    return common.show(
        request, "values.html", actor, common.STEP_WORDS, found=found, words=words, last_sheet=last,
        unknown=sum(1 for each in words for _name, value, chosen in each.values if value.code is None),
    )  # fmt: skip


def _words(surveyed: tuple[t.SurveyedField, ...]) -> Iterator[Words]:
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
            values=[(f"word-{number}-{at}", value, _now(value)) for at, value in part],
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
