# SPDX-License-Identifier: AGPL-3.0-or-later
"""Programmes: opened and changed by the lead body, delivered by partners, with what is to be reached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cydwaith.engines import pathways
from cydwaith.kernel.actions import action, nothing_to_write, wrote
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Invalid, NotVisible
from cydwaith.kernel.periods import in_force
from cydwaith.kernel.roles import Permission
from cydwaith.partnerships.models import Delivery, Partner, PartnerRole, Programme, Target

_TAKEN = gettext_lazy("There is a programme with this name.")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewProgramme:
    """A programme. Names in both languages; the public ones are neutral. Contract and delivery start apart."""

    name_en: str
    name_cy: str
    public_name_en: str
    public_name_cy: str
    pathway: str
    contract_starts_on: date
    delivery_starts_on: date
    ends_on: date | None = None
    code: str = ""


def _problems(programme: NewProgramme) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    for name in ("name_en", "public_name_en"):
        if not getattr(programme, name).strip():
            errors[name] = [_("Write the name.")]
    if programme.pathway not in {pathway.code for pathway in pathways.all_pathways()}:
        errors["pathway"] = [_("Choose one of the pathways.")]
    if programme.delivery_starts_on < programme.contract_starts_on:
        errors["delivery_starts_on"] = [_("Delivery cannot start before the contract.")]
    if programme.ends_on is not None and programme.ends_on <= programme.delivery_starts_on:
        errors["ends_on"] = [_("The last day must come after the first.")]
    return errors


def _leads(by: Actor, partnership_id: int) -> None:
    led = Partner.objects.filter(
        in_force(timezone.localdate()),
        partnership_id=partnership_id,
        organisation_id=by.organisation_id or 0,
        role=PartnerRole.LEAD,
    )
    if not led.exists():
        raise NotVisible("partnership")


def _led(by: Actor, programme_id: int) -> Programme:
    found = Programme.objects.select_for_update().filter(pk=programme_id, lead_id=by.organisation_id).first()
    if found is None:
        raise NotVisible("programme")
    return found


@action(
    "partnerships.open_programme",
    permission=Permission.MANAGE_AGREEMENT,
    messages={"partnerships_programme_code": ("name_en", _TAKEN), "programme.code": ("name_en", _TAKEN)},
)
def open_programme(
    *, by: Actor, partnership_id: int, programme: NewProgramme, funder_ids: Sequence[int] = ()
) -> int:
    """Open a programme of a partnership that the actor's organisation leads; returns its id. Raises `Invalid`.

    The lead body delivers it from the day delivery starts; partners are added with `add_delivery`.
    """
    _leads(by, partnership_id)
    errors = _problems(programme)
    if errors:
        raise Invalid(errors)
    made = Programme.objects.create(
        code=programme.code or slugify(programme.name_en)[:40].strip("-"),
        partnership_id=partnership_id,
        lead_id=by.organisation_id or 0,
        pathway=programme.pathway,
        name_en=programme.name_en.strip(),
        name_cy=programme.name_cy.strip(),
        public_name_en=programme.public_name_en.strip(),
        public_name_cy=programme.public_name_cy.strip(),
        contract_starts_on=programme.contract_starts_on,
        delivery_starts_on=programme.delivery_starts_on,
        ends_on=programme.ends_on,
    )
    made.funders.set(funder_ids)
    Delivery.objects.create(
        programme=made, organisation_id=made.lead_id, starts_on=made.delivery_starts_on, ends_on=made.ends_on
    )
    wrote(made, changed={"code": made.code, "pathway": made.pathway}, partnership_id=partnership_id)
    return made.pk


CHANGEABLE = ("name_en", "name_cy", "public_name_en", "public_name_cy", "ends_on")


@action("partnerships.change_programme", permission=Permission.MANAGE_AGREEMENT)
def change_programme(
    *, by: Actor, programme_id: int, values: Mapping[str, Any], funder_ids: Sequence[int] | None = None
) -> None:
    """Change some of `CHANGEABLE` of a programme that the actor's organisation leads. Raises `Invalid`.

    `funder_ids`: the organisations that pay, instead of those who stand there; None leaves them.
    """
    row = _led(by, programme_id)
    paying = set(row.funders.values_list("pk", flat=True))
    new = paying if funder_ids is None else set(funder_ids)
    errors: dict[str, list[str]] = {
        name: [_("This cannot be changed here.")] for name in set(values) - set(CHANGEABLE)
    }
    for name in ("name_en", "public_name_en"):
        if name in values and not str(values[name]).strip():
            errors[name] = [_("Write the name.")]
    ends_on = values.get("ends_on", row.ends_on)
    if ends_on is not None and ends_on <= row.delivery_starts_on:
        errors["ends_on"] = [_("The last day must come after the first.")]
    if errors:
        raise Invalid(errors)
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    if not changed and new == paying:
        nothing_to_write()
        return
    for name, value in changed.items():
        setattr(row, name, value)
    if changed:
        row.save(update_fields=list(changed))
    if new != paying:
        row.funders.set(new)
        changed["funders"] = sorted(new)
    wrote(row, changed=changed, partnership_id=row.partnership_id)


@action("partnerships.add_delivery", permission=Permission.MANAGE_AGREEMENT)
def add_delivery(
    *, by: Actor, programme_id: int, organisation_id: int, starts_on: date, ends_on: date | None = None
) -> int:
    """Let a partner deliver a programme from a day; returns the delivery's id. Raises `Invalid`."""
    row = _led(by, programme_id)
    errors: dict[str, list[str]] = {}
    partner = Partner.objects.filter(
        in_force(timezone.localdate()), partnership_id=row.partnership_id, organisation_id=organisation_id
    )
    if not partner.exists():
        errors["organisation"] = [_("Choose one of the partners.")]
    if starts_on < row.contract_starts_on:
        errors["starts_on"] = [_("Delivery cannot start before the contract.")]
    if ends_on is not None and ends_on <= starts_on:
        errors["ends_on"] = [_("The last day must come after the first.")]
    delivered = Delivery.objects.filter(programme=row, organisation_id=organisation_id)
    if any(one.ends_on is None or one.ends_on > starts_on for one in delivered):
        errors["organisation"] = [_("This organisation delivers the programme already.")]
    if errors:
        raise Invalid(errors)
    made = Delivery.objects.create(
        programme=row, organisation_id=organisation_id, starts_on=starts_on, ends_on=ends_on
    )
    wrote(
        made,
        changed={"organisation": organisation_id, "starts_on": starts_on},
        partnership_id=row.partnership_id,
    )
    return made.pk


@action("partnerships.end_delivery", permission=Permission.MANAGE_AGREEMENT)
def end_delivery(*, by: Actor, delivery_id: int, ends_on: date | None = None) -> None:
    """A partner stops delivering, today or on a day. Journeys under way go on to their own end."""
    found = Delivery.objects.select_related("programme").filter(
        pk=delivery_id, programme__lead_id=by.organisation_id
    ).first()  # fmt: skip
    if found is None:
        raise NotVisible("delivery")
    found.ends_on = max(ends_on or timezone.localdate(), found.starts_on)
    found.save(update_fields=["ends_on"])
    wrote(found, changed={"ends_on": found.ends_on}, partnership_id=found.programme.partnership_id)


@action("partnerships.set_target", permission=Permission.MANAGE_AGREEMENT)
def set_target(
    *, by: Actor, programme_id: int, measure: str, starts_on: date, ends_on: date, value: int
) -> int:
    """Set what a programme is to reach in a period; set again for the same start, it replaces. Returns its id.

    `measure`: a measure's code. Raises `Invalid`.
    """
    row = _led(by, programme_id)
    errors: dict[str, list[str]] = {}
    if not measure.strip() or len(measure) > 40:
        errors["measure"] = [_("Choose one of the answers.")]
    if ends_on <= starts_on:
        errors["ends_on"] = [_("The last day must come after the first.")]
    if value < 0:
        errors["value"] = [_("Write a number, 0 or more.")]
    if errors:
        raise Invalid(errors)
    made, _created = Target.objects.update_or_create(
        programme=row, measure=measure, starts_on=starts_on, defaults={"ends_on": ends_on, "value": value}
    )
    wrote(made, changed={"measure": measure, "value": value}, partnership_id=row.partnership_id)
    return made.pk
