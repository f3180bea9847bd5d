# SPDX-License-Identifier: AGPL-3.0-or-later
"""Partnerships, their agreements, and the flows that an agreement carries.

Who may: the lead body's administrator lets partners in and drafts and signs agreements; each organisation's own
administrator decides which of its flows are on, for it answers for what leaves it.
"""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cydwaith.kernel.actions import action, nothing_to_write, wrote
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Invalid, NotVisible
from cydwaith.kernel.periods import in_force
from cydwaith.kernel.roles import Permission
from cydwaith.kernel.vocabulary import ALL_CATEGORIES, Purpose
from cydwaith.partnerships import rules
from cydwaith.partnerships.models import Agreement, Flow, Organisation, Partner, PartnerRole, Partnership


def _partner(by: Actor, partnership_id: int) -> Partner:
    """The actor's organisation as a partner now, or `NotVisible`."""
    found = Partner.objects.filter(
        in_force(timezone.localdate()), partnership_id=partnership_id, organisation_id=rules.acting_for(by)
    ).first()
    if found is None:
        raise NotVisible("partnership")
    return found


def _led(by: Actor, partnership_id: int) -> Partner:
    found = _partner(by, partnership_id)
    if found.role != PartnerRole.LEAD:
        raise NotVisible("partnership")
    return found


@action(
    "partnerships.open_partnership",
    permission=Permission.OPERATE_SITE,
    messages={"partnership.code": ("name_en", gettext_lazy("There is a partnership with this name."))},
)
def open_partnership(*, by: Actor, name_en: str, name_cy: str, lead_id: int) -> int:  # noqa: ARG001  # the wrapper reads it
    """A new partnership, led by an organisation from today. Returns its id. Raises `Invalid`."""
    errors: dict[str, list[str]] = {}
    code = slugify(name_en)[:40].strip("-")
    if not code:
        errors["name_en"] = [_("Write the name.")]
    elif Partnership.objects.filter(code=code).exists():
        errors["name_en"] = [_("There is a partnership with this name.")]
    if not Organisation.objects.filter(pk=lead_id).exists():
        errors["lead"] = [_("Choose one of the answers.")]
    if errors:
        raise Invalid(errors)
    made = Partnership.objects.create(code=code, name_en=name_en.strip(), name_cy=name_cy.strip())
    Partner.objects.create(
        partnership=made, organisation_id=lead_id, role=PartnerRole.LEAD, starts_on=timezone.localdate()
    )
    wrote(made, changed={"code": code, "lead": lead_id}, partnership_id=made.pk)
    return made.pk


@action(
    "partnerships.add_partner",
    permission=Permission.MANAGE_AGREEMENT,
    messages={"partner_once": ("organisation", gettext_lazy("This organisation is already a partner."))},
)
def add_partner(*, by: Actor, partnership_id: int, organisation_id: int, role: str) -> int:
    """Another organisation takes part from today. Only the lead body's administrator. Raises `Invalid`."""
    _led(by, partnership_id)
    errors: dict[str, list[str]] = {}
    if role not in (PartnerRole.PARTNER, PartnerRole.FUNDER):
        errors["role"] = [_("Choose one of the answers.")]
    if not Organisation.objects.filter(pk=organisation_id).exists():
        errors["organisation"] = [_("Choose one of the answers.")]
    elif Partner.objects.filter(
        partnership_id=partnership_id, organisation_id=organisation_id, ends_on__isnull=True
    ).exists():
        errors["organisation"] = [_("This organisation is already a partner.")]
    if errors:
        raise Invalid(errors)
    made = Partner.objects.create(
        partnership_id=partnership_id,
        organisation_id=organisation_id,
        role=role,
        starts_on=timezone.localdate(),
    )
    wrote(made, changed={"organisation": organisation_id, "role": role}, partnership_id=partnership_id)
    return made.pk


@action("partnerships.end_partner", permission=Permission.MANAGE_AGREEMENT)
def end_partner(*, by: Actor, partnership_id: int, partner_id: int) -> None:
    """A partner leaves today; its flows in this partnership are switched off. The lead body stays."""
    _led(by, partnership_id)
    found = Partner.objects.filter(pk=partner_id, partnership_id=partnership_id, ends_on__isnull=True).first()
    if found is None:
        raise NotVisible("partner")
    if found.role == PartnerRole.LEAD:
        raise Invalid.on("", _("The lead body cannot leave its own partnership."))
    found.ends_on = max(timezone.localdate(), found.starts_on)
    found.save(update_fields=["ends_on"])
    wrote(found, changed={"ends_on": found.ends_on}, partnership_id=partnership_id)
    touched = Flow.objects.filter(
        Q(source_id=found.organisation_id) | Q(recipient_id=found.organisation_id),
        agreement__partnership_id=partnership_id, switched_on_at__isnull=False,
    )  # fmt: skip
    sources = []
    for flow in touched:
        flow.switched_on_at = None
        flow.save(update_fields=["switched_on_at"])
        wrote(flow, changed={"switched_on_at": None}, partnership_id=partnership_id)
        sources.append(flow.source_id)
    rules.flows_ended(by, sources)


@action("partnerships.draft_agreement", permission=Permission.MANAGE_AGREEMENT)
def draft_agreement(
    *,
    by: Actor,
    partnership_id: int,
    reference: str,
    starts_on: date,
    ends_on: date,
    review_on: date,
    summary_en: str = "",
    summary_cy: str = "",
    agreement_id: int | None = None,
) -> int:
    """Write down an agreement that is not signed yet, or change one that is not. Returns its id. Raises `Invalid`."""
    _led(by, partnership_id)
    errors: dict[str, list[str]] = {}
    if not reference.strip():
        errors["reference"] = [_("Write the name or number under which the agreement is kept.")]
    if ends_on <= starts_on:
        errors["ends_on"] = [_("The last day must come after the first.")]
    if not starts_on <= review_on <= ends_on:
        errors["review_on"] = [_("Look at it again between its first and its last day.")]
    if errors:
        raise Invalid(errors)
    if agreement_id is None:
        row = Agreement(partnership_id=partnership_id)
    else:
        row = _agreement(partnership_id, agreement_id)
        if row.signed_at is not None:
            raise Invalid.on("", _("A signed agreement is not changed. Write down the next one."))
        row.version += 1
    row.reference, row.summary_en, row.summary_cy = reference.strip(), summary_en.strip(), summary_cy.strip()
    row.starts_on, row.ends_on, row.review_on = starts_on, ends_on, review_on
    row.save()
    wrote(
        row,
        changed={
            "reference": row.reference,
            "starts_on": starts_on,
            "ends_on": ends_on,
            "review_on": review_on,
        },
        partnership_id=partnership_id,
    )
    return row.pk


def _agreement(partnership_id: int, agreement_id: int) -> Agreement:
    found = (
        Agreement.objects.select_for_update().filter(pk=agreement_id, partnership_id=partnership_id).first()
    )
    if found is None:
        raise NotVisible("agreement")
    return found


@action("partnerships.sign_agreement", permission=Permission.MANAGE_AGREEMENT)
def sign_agreement(*, by: Actor, partnership_id: int, agreement_id: int) -> None:
    """Say that the agreement is signed by all partners. From then on it is not changed any more."""
    _led(by, partnership_id)
    row = _agreement(partnership_id, agreement_id)
    if row.signed_at is not None:
        nothing_to_write()
        return
    row.signed_at = timezone.now()
    row.save(update_fields=["signed_at"])
    wrote(row, changed={"signed_at": row.signed_at}, partnership_id=partnership_id)


@action(
    "partnerships.add_flow",
    permission=Permission.MANAGE_AGREEMENT,
    messages={"flow_once": ("purpose", gettext_lazy("This flow is already in the agreement."))},
)
def add_flow(
    *, by: Actor, partnership_id: int, agreement_id: int, source_id: int, recipient_id: int, purpose: str,
    categories: int, lawful_basis: str,
) -> int:  # fmt: skip
    """Write into an unsigned agreement who may send which categories to whom, for what, on which lawful basis.

    It is off until its source switches it on. Returns its id. Raises `Invalid`.
    """
    _led(by, partnership_id)
    row = _agreement(partnership_id, agreement_id)
    if row.signed_at is not None:
        raise Invalid.on("", _("A signed agreement is not changed. Write down the next one."))
    partners = set(
        Partner.objects.filter(in_force(timezone.localdate()), partnership_id=partnership_id).values_list(
            "organisation_id", flat=True
        )
    )
    errors: dict[str, list[str]] = {}
    if source_id not in partners:
        errors["source"] = [_("Choose one of the partners.")]
    if recipient_id not in partners:
        errors["recipient"] = [_("Choose one of the partners.")]
    elif recipient_id == source_id:
        errors["recipient"] = [_("Choose another partner than the one that sends.")]
    if purpose not in {p.value for p in Purpose}:
        errors["purpose"] = [_("Choose one of the answers.")]
    if categories <= 0 or categories & ~int(ALL_CATEGORIES):
        errors["categories"] = [_("Choose one or more of the answers.")]
    if not lawful_basis.strip():
        errors["lawful_basis"] = [_("Write the lawful basis, for example the Act and the section.")]
    if errors:
        raise Invalid(errors)
    made = Flow.objects.create(
        agreement=row, source_id=source_id, recipient_id=recipient_id, purpose=purpose, categories=categories,
        lawful_basis=lawful_basis.strip(),
    )  # fmt: skip
    wrote(made, changed={"purpose": purpose, "categories": categories}, partnership_id=partnership_id)
    return made.pk


@action("partnerships.switch_flow", permission=Permission.MANAGE_AGREEMENT)
def switch_flow(*, by: Actor, partnership_id: int, flow_id: int, on: bool) -> None:
    """Switch a flow of the actor's own organisation on or off. Off, what people share by it closes from the next
    request on (`rules.register_flow_end`); on again, they choose anew.

    Raises `Invalid` where the agreement is not signed or not in force: without one nothing flows.
    """
    _partner(by, partnership_id)
    flow = (
        Flow.objects.select_related("agreement")
        .filter(pk=flow_id, agreement__partnership_id=partnership_id, source_id=by.organisation_id)
        .first()
    )
    if flow is None:
        raise NotVisible("flow")
    if on == (flow.switched_on_at is not None):
        nothing_to_write()
        return
    if on:
        agreement = flow.agreement
        state = rules.agreement_state(
            starts_on=agreement.starts_on, ends_on=agreement.ends_on, review_on=agreement.review_on,
            signed=agreement.signed_at is not None, today=timezone.localdate(),
        )  # fmt: skip
        if state not in rules.CARRIES:
            raise Invalid.on("", _("Without a signed agreement in force this flow cannot be switched on."))
        still = Partner.objects.filter(
            in_force(timezone.localdate()), partnership_id=partnership_id, organisation_id=flow.recipient_id
        )
        if not still.exists():
            raise Invalid.on("", _("The recipient is not a partner any more."))
    flow.switched_on_at = timezone.now() if on else None
    flow.save(update_fields=["switched_on_at"])
    wrote(flow, changed={"switched_on_at": flow.switched_on_at}, partnership_id=partnership_id)
    if not on:
        rules.flows_ended(by, [flow.source_id])
