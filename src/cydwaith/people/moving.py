# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rows moved from one person's record to another's: two records joined, or something filed on the wrong person.

Generic over every guarded model with a foreign key to a person, of every context, so that a new table is moved
without anybody remembering it. Rows are moved past the guard: which of them the actor may read has no bearing on
whose they are. Frozen rows (`append_only`) stay where they were written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import ForeignKey, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cydwaith.kernel import reads
from cydwaith.kernel.actions import wrote_about
from cydwaith.kernel.errors import Invalid, NotVisible
from cydwaith.kernel.guard import Guarded, admit

from . import models
from .models import Person

DERIVED = frozenset({models.SearchTerm, models.Visibility, models.PersonJoin, models.AccessEntry})
"""Written anew, or with a way of their own when records are joined."""


def person_keys() -> list[tuple[Any, str]]:
    """Every foreign key to a person of every guarded model: (model, column name)."""
    return [
        (model, field.attname)
        for model in apps.get_models()
        if issubclass(model, Guarded)
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model is Person
    ]


def is_append_only(model: Any) -> bool:
    """Whether a trigger freezes the rows of a model; its class says so."""
    return bool(getattr(model, "append_only", False))


def move(rows: Mapping[Any, Sequence[int]], *, source: Person, target: Person) -> None:
    """Move rows (model -> primary keys) from one record to another, inside an action; one audit row each.

    The caller has fetched both people for change. Raises `NotVisible` where a row is not the source's.
    """
    for model, ids in rows.items():
        found = admit(model.objects.filter(pk__in=list(ids), person_id=source.pk))
        if found.update(person_id=target.pk) != len(set(ids)):
            raise NotVisible(model.__name__)
        for pk in ids:
            label = model._meta.label_lower
            wrote_about(
                label, object_id=pk, person_id=target.pk, changed={"person": target.pk, "was": source.pk}
            )


def move_all(source: Person, target: Person) -> dict[str, list[int]]:
    """Move everything that can be moved; returns "model.column" -> primary keys of what was.

    Raises `Invalid` where both hold something of which there can only be one.
    """
    moved: dict[str, list[int]] = {}
    for model, column in person_keys():
        if model in DERIVED or is_append_only(model):
            continue
        stays = _stays(model)
        rows = (
            model.objects.filter(**{column: source.pk}).exclude(stays)
            if stays
            else model.objects.filter(**{column: source.pk})
        )
        with reads.muted():
            ids = sorted(admit(rows).values_list("pk", flat=True))
        if ids and _moved(model, column, ids, target.pk):
            moved[f"{model._meta.label_lower}.{column}"] = ids
    return moved


def _stays(model: Any) -> Q | None:
    """Rows that belong to the record and not to the human, or would open the other record to somebody."""
    if model is models.Involvement:
        return Q(user__isnull=True)
    if model is models.BreakGlass:
        return Q(ends_at__gt=timezone.now())
    return None


def _moved(model: Any, column: str, ids: Sequence[int], to: int) -> bool:
    try:
        with transaction.atomic():
            admit(model.objects.filter(pk__in=list(ids))).update(**{column: to})
    except IntegrityError as error:
        if (
            model is models.Needs
        ):  # one row a person: both stay, and the page shows them to be brought together
            return False
        name = str(model._meta.verbose_name)
        raise Invalid.on(
            "",
            _("Both records hold something of which a person has one at a time. End one first:") + f" {name}",
        ) from error
    return True


def move_back(moved: Mapping[str, Sequence[int]], source: Person, target: Person) -> None:
    """Undo `move_all`: rows that are still the target's go back; what was deleted since is gone."""
    for key, ids in moved.items():
        label, _dot, column = key.rpartition(".")
        model: Any = apps.get_model(label)
        for part in _parts(ids):
            admit(model.objects.filter(pk__in=part, **{column: target.pk})).update(**{column: source.pk})


def show_looks_of(source: Person, target: Person) -> list[int]:
    """Let looks at one record be seen on another's page; returns the ids of the looks that were not there yet."""
    with reads.muted():
        fresh = _fresh_looks(source, target)
    models.AccessEntry.objects.bulk_create(
        [models.AccessEntry(log_id=pk, person_id=target.pk) for pk in fresh], batch_size=500
    )
    return fresh


def _fresh_looks(source: Person, target: Person) -> list[int]:
    single = admit(models.AccessLog.objects.filter(person_id=source.pk)).values_list("pk", flat=True)
    listed = admit(models.AccessEntry.objects.filter(person_id=source.pk)).values_list("log_id", flat=True)
    there = set(
        admit(models.AccessEntry.objects.filter(person_id=target.pk)).values_list("log_id", flat=True)
    )
    return sorted({*single, *listed} - there)


def hide_looks(log_ids: Sequence[int], target: Person) -> None:
    """Undo `show_looks_of`."""
    for part in _parts(log_ids):
        admit(models.AccessEntry.objects.filter(person_id=target.pk, log_id__in=part)).delete()


def _parts(ids: Sequence[int], size: int = 400) -> Iterable[list[int]]:
    return (list(ids[start : start + size]) for start in range(0, len(ids), size))
