# SPDX-License-Identifier: AGPL-3.0-or-later
"""Entering how many people there are, with who says so."""

from __future__ import annotations

from django.utils.translation import gettext as _

from cydwaith.kernel.actions import action, wrote
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Invalid, NotVisible
from cydwaith.kernel.roles import Permission
from cydwaith.outcomes import policy
from cydwaith.outcomes.models import BaseKind, PopulationBase
from cydwaith.partnerships.queries.figures import area_names


@action("outcomes.set_base", permission=Permission.PREPARE_RETURN)
def set_base(*, by: Actor, area: str, kind: str, year: int, people: int, source: str) -> int:
    """Set how many people of a kind live in an area in a year; what was entered before for them gives way.

    Figures of others rest on it too, so only an organisation that answers for a partnership sets it. Returns the row's
    id. Raises `Invalid`, `NotVisible`.
    """
    if not any(at.whole for at in policy.readable(by)):
        raise NotVisible("base")
    errors: dict[str, list[str]] = {}
    if area not in area_names():
        errors["area"] = [_("Choose one of the answers.")]
    if kind not in BaseKind.values:
        errors["kind"] = [_("Choose one of the answers.")]
    if not 1900 <= year <= 2200:
        errors["year"] = [_("Write a year, such as 2021.")]
    if people < 1:
        errors["people"] = [_("Write how many people there are.")]
    if not source.strip():
        errors["source"] = [_("Write where this was published: a number without its source helps nobody.")]
    if errors:
        raise Invalid(errors)
    values = {"people": people, "source": source.strip(), "made_by": by.user_id}
    row, _made = PopulationBase.objects.update_or_create(area=area, kind=kind, year=year, defaults=values)
    wrote(row, changed={"area": area, "kind": kind, "year": year, "people": people})
    return int(row.pk)
