# SPDX-License-Identifier: AGPL-3.0-or-later
"""Organisations: their names, their neutral public names, how to reach them, their colours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cydwaith.engines import colour
from cydwaith.kernel.actions import action, check_version, wrote
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Invalid, NotVisible
from cydwaith.kernel.roles import Permission
from cydwaith.partnerships import areas, rules
from cydwaith.partnerships.models import Organisation, OrganisationKind

DETAILS = (
    "name_en", "name_cy", "public_name_en", "public_name_cy", "email", "phone", "takes_self_referrals",
)  # fmt: skip


def _own(by: Actor) -> Organisation:
    found = Organisation.objects.select_for_update().filter(pk=rules.acting_for(by)).first()
    if found is None:
        raise NotVisible("organisation")
    return found


def _check(values: Mapping[str, Any]) -> None:
    errors: dict[str, list[str]] = {}
    for field in ("name_en", "public_name_en"):
        if not str(values.get(field, "")).strip():
            errors[field] = [_("Write the name.")]
    email = str(values.get("email", ""))
    if email:
        try:
            validate_email(email)
        except ValidationError:
            errors["email"] = [_("Write an email address, such as name@example.org.")]
    if errors:
        raise Invalid(errors)


@action("partnerships.change_organisation", permission=Permission.MANAGE_ORGANISATION)
def change_organisation(*, by: Actor, version: int, values: Mapping[str, Any]) -> int:
    """Change the details of the actor's organisation (`DETAILS`, and the code of its `area`). Returns the new version.

    Raises `Invalid` field by field, and `Conflict` where somebody else changed it since `version`.
    """
    _check(values)
    row = _own(by)
    check_version(row, version, shown=DETAILS)
    changed = {}
    for field in DETAILS:
        new = values.get(field, getattr(row, field))
        new = new.strip() if isinstance(new, str) else new
        if new != getattr(row, field):
            changed[field] = new
            setattr(row, field, new)
    if "area" in values and values["area"] != (row.area.code if row.area else ""):
        row.area = areas.kept(values["area"])
        changed["area"] = values["area"]
    row.save()
    wrote(row, changed=changed)
    return row.version


@action("partnerships.change_colours", permission=Permission.MANAGE_ORGANISATION)
def change_colours(*, by: Actor, ink: str, accent: str) -> None:
    """Set the two colours (#rrggbb), or both to nothing for the site's own. Raises `Invalid` where text in one
    could not be read."""
    ink, accent = ink.strip().lower(), accent.strip().lower()
    errors: dict[str, list[str]] = {}
    if bool(ink) != bool(accent):
        errors["accent" if ink else "ink"] = [_("Choose both colours, or neither.")]
    for field, value in (("ink", ink), ("accent", accent)):
        if not value:
            continue
        try:
            if not colour.is_legible(value):
                errors[field] = [
                    _("Text in this colour could not be read on our pages. Choose a darker one.")
                ]
        except ValueError:
            errors[field] = [_("Write the colour as # and six figures or letters, such as #0f5c5c.")]
    if errors:
        raise Invalid(errors)
    row = _own(by)
    row.ink, row.accent = ink, accent
    row.save(update_fields=["ink", "accent"])
    wrote(row, changed={"ink": ink, "accent": accent})


@action(
    "partnerships.open_organisation",
    permission=Permission.OPERATE_SITE,
    messages={
        "organisation.code": ("name_en", gettext_lazy("There is an organisation with this name.")),
        "organisation_code": ("name_en", gettext_lazy("There is an organisation with this name.")),
    },
)
def open_organisation(*, by: Actor, kind: str, values: Mapping[str, Any]) -> int:  # noqa: ARG001 - the audit reads it
    """A new organisation on the site (`DETAILS`), without members yet. Returns its id. Raises `Invalid`."""
    if kind not in OrganisationKind.values:
        raise Invalid.on("kind", _("Choose one of the answers."))
    _check(values)
    code = slugify(values["name_en"])[:40].strip("-")
    if not code:
        raise Invalid.on("name_en", _("Write the name."))
    row = Organisation.objects.create(
        code=code,
        kind=kind,
        **{field: values.get(field, "") for field in DETAILS if field != "takes_self_referrals"},
    )
    wrote(row, changed={"code": row.code, "kind": kind})
    return row.pk
