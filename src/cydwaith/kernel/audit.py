# SPDX-License-Identifier: AGPL-3.0-or-later
"""Audit rows, their seals, and the check of the chain.

Rows are written in the action's transaction. A sealer links them in batches, a chain a partnership and one for the
site, so that the hot path holds no chain lock. Rows are found by anti-join, not by "id > last": a transaction that
began early may commit late.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, Max, OuterRef

from . import bulk
from .actor import Actor
from .models import AuditLink, AuditRow

SITE_CHAIN = "site"
GENESIS = "0" * 64
_FIELDS = (
    "id",
    "verb",
    "user_id",
    "organisation_id",
    "partnership_id",
    "role",
    "purpose",
    "object_type",
    "object_id",
    "person_id",
    "salt",
    "digests",
)
LATE_COMMITS = 2_000_000
"""How far below the newest sealed id the sealer still looks for rows that were committed late."""


def digests(values: Mapping[str, Any], salt: str) -> dict[str, str]:
    """Salted SHA-256 digests (first 32 hex digits) of changed values: proof of equality, no value."""
    return {
        name: hashlib.sha256(f"{salt}|{name}|{value}".encode()).hexdigest()[:32]
        for name, value in values.items()
    }


def row(
    actor: Actor,
    verb: str,
    *,
    object_type: str,
    object_id: int | None = None,
    person_id: int | None = None,
    partnership_id: int | None = None,
    changed: Mapping[str, Any] | None = None,
) -> AuditRow:
    """An unsaved audit row of one write by `actor`."""
    salt = secrets.token_hex(8)
    return AuditRow(
        verb=verb,
        user_id=actor.user_id,
        organisation_id=actor.organisation_id,
        partnership_id=partnership_id,
        role=actor.role.value,
        purpose=actor.purpose.value,
        object_type=object_type,
        object_id=object_id,
        person_id=person_id,
        salt=salt,
        digests=digests(changed or {}, salt),
    )


MANY = 100  # rows of one action from which on they are sent in bulk


def store(rows: Sequence[AuditRow]) -> None:
    """Write an action's audit rows. Called by `kernel.actions` inside the action's transaction."""
    if len(rows) < MANY:
        AuditRow.objects.bulk_create(rows, batch_size=1_000)
    else:
        names = ("at", *(name for name in _FIELDS if name != "id"))
        bulk.insert(AuditRow, names, ([getattr(row, name) for name in names] for row in rows))


def lately(
    organisation_id: int, verbs: Sequence[str], since: datetime, *, user_id: int | None = None
) -> list[AuditRow]:
    """Rows of some verbs at an organisation since a moment, the newest first; at most 200."""
    found = AuditRow.objects.filter(organisation_id=organisation_id, at__gte=since, verb__in=verbs)
    if user_id is not None:
        found = found.filter(user_id=user_id)
    return list(found.order_by("-at", "-pk")[:200])


def canonical(row: AuditRow) -> bytes:
    """The row as canonical JSON: sorted keys, no spaces, time in UTC to the microsecond."""
    content = {name: getattr(row, name) for name in _FIELDS}
    content["at"] = row.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def link_hash(previous: str, row: AuditRow) -> str:
    """The hash of a link: SHA-256 over the previous hash and the row."""
    return hashlib.sha256(previous.encode() + canonical(row)).hexdigest()


def chain_of(row: AuditRow) -> str:
    """Which chain a row belongs to."""
    return f"p{row.partnership_id}" if row.partnership_id is not None else SITE_CHAIN


def seal(batch: int = 5_000) -> int:
    """Link up to `batch` unsealed rows; returns how many. Two sealers at once: one yields (0), nothing breaks."""
    newest = AuditLink.objects.aggregate(newest=Max("row_id"))["newest"] or 0
    unsealed = list(
        AuditRow.objects.filter(pk__gt=newest - LATE_COMMITS)
        .filter(~Exists(AuditLink.objects.filter(row_id=OuterRef("pk"))))
        .order_by("pk")[:batch]
    )
    heads: dict[str, tuple[int, str]] = {}
    links = []
    for found in unsealed:
        chain = chain_of(found)
        position, previous = heads.get(chain) or _head(chain)
        digest = link_hash(previous, found)
        heads[chain] = (position + 1, digest)
        links.append(AuditLink(row_id=found.pk, chain=chain, position=position + 1, hash=digest))
    try:
        with transaction.atomic():
            AuditLink.objects.bulk_create(links, batch_size=1_000)
    except IntegrityError:
        return 0
    return len(links)


def seal_all() -> int:
    """Seal until nothing is left; returns how many rows were linked."""
    total = 0
    while sealed := seal():
        total += sealed
    return total


def _head(chain: str) -> tuple[int, str]:
    last = AuditLink.objects.filter(chain=chain).order_by("-position").values_list("position", "hash").first()
    return last or (0, GENESIS)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that `verify` found wrong: where (chain and position, or a row) and what."""

    where: str
    what: str


def verify_chain(anchors: Mapping[str, tuple[int, str]] | None = None) -> Iterable[Finding]:
    """Recompute every chain and yield what does not hold.

    `anchors`: chain -> (position, hash) exported earlier; a chain that was cut or rewritten disagrees with it.
    """
    chains = list(AuditLink.objects.order_by("chain").values_list("chain", flat=True).distinct())
    for chain in chains:
        yield from _verify_one(chain, (anchors or {}).get(chain))
    for chain in set(anchors or {}) - set(chains):
        yield Finding(chain, "the chain is gone, though an anchor of it was exported")
    sealed_range = AuditLink.objects.aggregate(newest=Max("row_id"))["newest"] or 0
    late = (
        AuditRow.objects.filter(pk__lte=sealed_range - LATE_COMMITS)
        .filter(~Exists(AuditLink.objects.filter(row_id=OuterRef("pk"))))
        .values_list("pk", flat=True)[:20]
    )
    for pk in late:
        yield Finding(f"row {pk}", "was never sealed")


def _verify_one(chain: str, anchor: tuple[int, str] | None) -> Iterable[Finding]:
    previous, expected = GENESIS, 0
    links = AuditLink.objects.filter(chain=chain).order_by("position")
    batch: list[AuditLink] = []
    for link in links.iterator(chunk_size=2_000):
        batch.append(link)
        if len(batch) == 2_000:
            previous, expected = yield from _verify_batch(chain, batch, previous, expected, anchor)
            batch = []
    previous, expected = yield from _verify_batch(chain, batch, previous, expected, anchor)
    if anchor and anchor[0] > expected:
        yield Finding(f"{chain} at {anchor[0]}", "the chain is shorter than its exported anchor")


def _verify_batch(
    chain: str, batch: list[AuditLink], previous: str, expected: int, anchor: tuple[int, str] | None
) -> Any:
    rows = AuditRow.objects.in_bulk([link.row_id for link in batch])
    for link in batch:
        expected += 1
        where = f"{chain} at {link.position}"
        found = rows.get(link.row_id)
        if link.position != expected:
            yield Finding(where, f"position {expected} is missing")
            expected = link.position
        if found is None:
            yield Finding(where, "the row is gone")
        elif link.hash != link_hash(previous, found):
            yield Finding(where, "the row or a link before it was changed")
        if anchor and anchor[0] == link.position and anchor[1] != link.hash:
            yield Finding(where, "disagrees with the exported anchor")
        previous = link.hash
    return previous, expected


def anchors() -> dict[str, tuple[int, str]]:
    """Chain -> (position, hash) of its newest link: small enough to keep somewhere else every day."""
    chains = AuditLink.objects.order_by("chain").values_list("chain", flat=True).distinct()
    return {chain: _head(chain) for chain in chains}
