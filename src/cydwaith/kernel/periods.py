# SPDX-License-Identifier: AGPL-3.0-or-later
"""Half-open periods: from the first day or moment, up to but not including the end; an end of None goes on."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import F, Q
from django.db.models.constraints import CheckConstraint


def valid_period(name: str, *, start: str = "starts_on", end: str = "ends_on") -> CheckConstraint:
    """A constraint: the end is missing or not before the start."""
    return CheckConstraint(
        condition=Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gte": F(start)}), name=name
    )


def together(name: str, *fields: str) -> CheckConstraint:
    """A constraint: all of `fields` are set, or none is (who and when, or neither)."""
    none, every = Q(), Q()
    for field in fields:
        none &= Q(**{f"{field}__isnull": True})
        every &= Q(**{f"{field}__isnull": False})
    return CheckConstraint(condition=none | every, name=name)


def in_force(at: date | datetime, *, prefix: str = "", start: str = "starts_on", end: str = "ends_on") -> Q:
    """Rows whose period holds `at`."""
    return Q(**{f"{prefix}{start}__lte": at}) & (
        Q(**{f"{prefix}{end}__isnull": True}) | Q(**{f"{prefix}{end}__gt": at})
    )


def holds(at: Any, start: Any, end: Any) -> bool:
    """Whether `at` lies in the period (pure twin of `in_force`)."""
    return bool(start <= at and (end is None or at < end))
