# SPDX-License-Identifier: AGPL-3.0-or-later
"""What stands beside our own figures: a reviewer's scores of fidelity, and published figures from a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cydwaith.kernel.actions import action, nothing_to_write, wrote, wrote_about
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Invalid
from cydwaith.kernel.roles import Permission
from cydwaith.outcomes.models import ComparatorValue, FidelityScore
from cydwaith.outcomes.queries.fidelity import SCALES, reviewed
from cydwaith.outcomes.queries.programme import programmes

if TYPE_CHECKING:
    from cydwaith.engines.measures.comparators.shapes import Comparator


@action("outcomes.score_fidelity", permission=Permission.PREPARE_RETURN)
def score_fidelity(
    *,
    by: Actor,
    programme_id: int,
    scale: str,
    scores: Mapping[str, int | None],
    reviewed_on: date,
    reviewer: str,
    note: str = "",
) -> int:
    """Keep a reviewer's scores, item -> 1 to 5; those that are there already, or None, are left. Returns how many.

    Raises `Invalid`, `NotVisible`.
    """
    from cydwaith.engines.measures.fidelity_words import ITEMS

    partnership = next(
        (at for at, _places, found in (programmes(by),) if programme_id in {one.id for one in found}), None
    )
    errors: dict[str, list[str]] = {}
    if partnership is None or scale not in SCALES:
        errors[""] = [_("Choose one of the answers.")]
    if not reviewer.strip() or len(reviewer) > 120:
        errors["reviewer"] = [_("Write who reviewed it.")]
    if reviewed_on > timezone.localdate():
        errors["reviewed_on"] = [_("The date must not be in the future.")]
    given = {item: score for item, score in scores.items() if score is not None}
    if set(given) - set(ITEMS) or any(not 1 <= score <= 5 for score in given.values()):
        errors[""] = [_("A score is a whole number from 1 to 5.")]
    if errors:
        raise Invalid(errors)
    before = reviewed(programme_id, scale)
    made = 0
    for item, score in given.items():
        old = before.get(item)
        if old is not None and (old.score, old.reviewed_on) == (score, reviewed_on):
            continue
        row = FidelityScore.objects.create(
            programme_id=programme_id,
            scale=scale,
            item=item,
            score=score,
            reviewed_on=reviewed_on,
            reviewer=reviewer.strip(),
            note=note.strip()[:500],
            made_by=by.user_id,
        )
        wrote(row, changed={"item": item, "score": score})
        made += 1
    if not made:
        nothing_to_write()
    return made


_KEY = ("measure", "breakdown", "part", "year", "level", "area", "area_name")


@action("outcomes.keep_comparators", permission=Permission.PREPARE_RETURN)
def keep_comparators(*, by: Actor, values: Iterable[Comparator]) -> int:
    """Keep published figures; one that is there already is replaced. Returns how many were kept."""
    rows: dict[tuple[Any, ...], ComparatorValue] = {}
    for one in values:
        row = ComparatorValue(
            source=one.source.name[:200],
            dated=one.source.dated,
            origin=one.source.origin.value,
            secondary=one.source.secondary,
            measure=one.measure[:20],
            breakdown=one.breakdown.value,
            part=one.part.value,
            year=one.year.start,
            level=one.level.value,
            area=one.area[:20],
            area_name=one.area_name[:120],
            value=one.amount,
            places=one.decimals,
            missing=one.missing.value if one.missing else "",
            mark=one.mark[:4],
            made_by=by.user_id,
        )
        rows[tuple(getattr(row, name) for name in _KEY)] = row
    if not rows:
        nothing_to_write()
        return 0
    ComparatorValue.objects.bulk_create(
        rows.values(),
        batch_size=500,
        update_conflicts=True,
        unique_fields=list(_KEY),
        update_fields=[
            "source", "dated", "origin", "secondary", "value", "places", "missing", "mark", "made_by", "made_at",
        ],
    )  # fmt: skip
    wrote_about("outcomes.comparatorvalue", changed={"kept": len(rows)})
    return len(rows)
