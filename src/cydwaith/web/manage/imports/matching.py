# SPDX-License-Identifier: AGPL-3.0-or-later
"""Matching columns: what each column of each sheet means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from markupsafe import Markup

from cydwaith.engines import tables as t
from cydwaith.intake import preview, queries
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.roles import Permission
from cydwaith.kernel.vocabulary import Purpose
from cydwaith.web.actors import Audience
from cydwaith.web.forms.drafts import take
from cydwaith.web.pages import page

from . import common

GROUPS = range(1, 10)
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


@page(Audience.STAFF, Purpose.FIND_WORK, Permission.IMPORT, methods=("GET", "POST"))
@common.matching(common.STEP_COLUMNS)
def columns(request: HttpRequest, actor: Actor, found: queries.BatchView, number: int) -> HttpResponse:
    """One sheet: its columns, a few of their values, and what each means."""
    sheet = preview.sheet(found, number)
    if sheet is None:
        raise Http404
    mapping = preview.mapping_of(found)
    errors: dict[int, str] = {}
    wrong = ""
    if request.method == "POST":
        if request.POST.get("work") == "headings":
            if rows := _row_numbers(request.POST.get("heading_rows", "")):
                wrong = common.store(actor, found, preview.with_headings(found, number, rows))
                if not wrong:
                    return redirect("manage:import_columns", batch_id=found.batch_id, number=number)
            else:
                wrong = _(
                    "Write the number of the row, or of two rows that belong together, such as 3 or 3, 4."
                )
        mapping = _chosen(request.POST, mapping, number)
        errors = _twice(mapping.sheets[number - 1])
        if not errors and not wrong:
            wrong = common.store(actor, found, mapping, request.POST.get("version", ""))
            if not wrong:
                return _after(request, found, mapping, number)
    elif (draft := take(request)) is not None:
        mapping = _chosen(draft, mapping, number)
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
        use=posted.get("use") == "yes" or _is_alone(mapping) or _is_meant(sheet, columns),
        fill_down=posted.get("fill_down") == "yes",
    )
    return replace(mapping, sheets=(*mapping.sheets[: number - 1], changed, *mapping.sheets[number:]))


def _is_alone(mapping: t.Mapping) -> bool:
    """Whether the file has one sheet: whoever matches its columns means it, however little of it was recognised."""
    return len(mapping.sheets) == 1


def _is_meant(sheet: t.SheetMap, chosen: list[t.ColumnMap]) -> bool:
    """Whether a sheet that was left out, since so little of it was recognised, is being matched by hand."""
    return not sheet.use and any(
        new.field and not old.field for old, new in zip(sheet.columns, chosen, strict=True)
    )


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


def _after(request: HttpRequest, found: queries.BatchView, mapping: t.Mapping, number: int) -> HttpResponse:
    """To the next sheet in use, or on. While none is, to the very next: the one that is meant may yet come."""
    none = not any(sheet.use for sheet in mapping.sheets)
    rest = [n for n in range(number + 1, len(mapping.sheets) + 1) if none or mapping.sheets[n - 1].use]
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
