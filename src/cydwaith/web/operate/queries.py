# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whether the site does its work: jobs by state, audit rows that wait for their seal. No person is in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef
from django_tasks_db.models import DBTaskResult

from cydwaith.kernel.models import AuditLink, AuditRow
from cydwaith.web.health import missing


@dataclass(frozen=True, slots=True)
class Jobs:
    """Jobs of one kind in one state. `name`: the function's last name, never its arguments."""

    name: str
    state: str
    number: int
    last: datetime | None


@dataclass(frozen=True, slots=True)
class Health:
    """`missing`: "" when pages can be served; `unsealed`: audit rows without a place in their chain."""

    missing: str
    unsealed: int
    sealed_at: datetime | None
    jobs: tuple[Jobs, ...]


def health() -> Health:
    """The site as it is now."""
    unsealed = AuditRow.objects.filter(~Exists(AuditLink.objects.filter(row_id=OuterRef("pk")))).count()
    sealed: Any = AuditLink.objects.aggregate(at=Max("sealed_at"))["at"]
    rows = (
        DBTaskResult.objects.values("task_path", "status")
        .annotate(number=Count("pk"), last=Max("enqueued_at"))
        .order_by("task_path", "status")
    )
    jobs = tuple(
        Jobs(row["task_path"].rpartition(".")[2], str(row["status"]), row["number"], row["last"])
        for row in rows
    )
    return Health(missing(), unsealed, sealed, jobs)
