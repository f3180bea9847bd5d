# SPDX-License-Identifier: AGPL-3.0-or-later
"""System checks: closure (lock 2), a registered rule for every guarded model, a privacy class for every field."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error
from django.db import models

from . import guard


def path_to_person(
    model: type[models.Model], seen: frozenset[type[models.Model]] = frozenset()
) -> str | None:
    """A path of foreign keys from `model` to the person's table ("journey.person"), or None."""
    for field in (*model._meta.concrete_fields, *model._meta.many_to_many):
        target: Any = field.related_model
        if target is None or target in seen or isinstance(target, str):
            continue
        if getattr(target, "is_person_table", False):
            return field.name
        deeper = path_to_person(target, seen | {model})
        if deeper:
            return f"{field.name}.{deeper}"
    return None


def closure(app_configs: Any = None, **_options: Any) -> list[CheckMessage]:
    """Every model with a path to a person is guarded, or public with a reason."""
    del app_configs  # Django passes it by name; closure is about all apps together
    return [*_closure(apps.get_models(include_auto_created=True))]


def _closure(found: Iterable[type[models.Model]]) -> Iterable[CheckMessage]:
    for model in found:
        if issubclass(model, guard.Guarded):
            if guard.rule_of(model) is None:
                yield Error("is guarded and has no registered rule", obj=model, id="cydwaith.E002")
            if not (model.category or model.category_field):
                yield Error("is guarded and has no category", obj=model, id="cydwaith.E003")
        elif model._meta.label not in guard.PUBLIC:
            path = path_to_person(model)
            if path:
                yield Error(f"reaches a person by {path} and is not guarded", obj=model, id="cydwaith.E001")


def privacy(app_configs: Any = None, **_options: Any) -> list[CheckMessage]:
    """Every stored field of our models has its privacy class, and no class is without a field."""
    del app_configs
    return [*_privacy(m for m in apps.get_models() if m.__module__.startswith("cydwaith."))]


def _privacy(found: Iterable[type[models.Model]]) -> Iterable[CheckMessage]:
    for model in found:
        classes = getattr(model, "privacy", {})
        names = {f.name for f in (*model._meta.concrete_fields, *model._meta.local_many_to_many)}
        for name in sorted(names - set(classes) - {"id"}):
            yield Error(f"field {name} has no privacy class", obj=model, id="cydwaith.E004")
        for name in sorted(set(classes) - names):
            yield Error(f"privacy names {name}, which is no field", obj=model, id="cydwaith.E005")
