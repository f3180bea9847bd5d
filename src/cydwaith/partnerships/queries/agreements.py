# SPDX-License-Identifier: AGPL-3.0-or-later
"""Partnerships with their partners, agreements and flows, as their members see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q
from django.utils import timezone

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.bilingual import Bilingual
from cydwaith.kernel.errors import NotAllowed, NotVisible
from cydwaith.kernel.periods import in_force
from cydwaith.kernel.roles import Permission
from cydwaith.kernel.vocabulary import Category, Purpose, categories_of
from cydwaith.partnerships import rules
from cydwaith.partnerships.models import Agreement, Flow, Partner, PartnerRole, Partnership


@dataclass(frozen=True, slots=True)
class PartnerView:
    """An organisation in a partnership now."""

    partner_id: int
    organisation_id: int
    name: Bilingual
    role: str
    starts_on: date


@dataclass(frozen=True, slots=True)
class FlowView:
    """Who may send what to whom, for what; `own`: the actor's organisation sends, so its administrator switches."""

    flow_id: int
    source: Bilingual
    recipient: Bilingual
    purpose: Purpose
    categories: tuple[Category, ...]
    lawful_basis: str
    switched_on_at: datetime | None
    own: bool


@dataclass(frozen=True, slots=True)
class AgreementView:
    """An agreement and its flows. `state`: see `rules.agreement_state`."""

    agreement_id: int
    reference: str
    summary_en: str
    summary_cy: str
    starts_on: date
    ends_on: date
    review_on: date
    signed_at: datetime | None
    state: str
    flows: tuple[FlowView, ...]

    @property
    def summary(self) -> Bilingual:
        """What it is about, in words."""
        return Bilingual(self.summary_en, self.summary_cy)


@dataclass(frozen=True, slots=True)
class PartnershipView:
    """A partnership that the actor's organisation is in. `leads`: it is the lead body."""

    partnership_id: int
    code: str
    name: Bilingual
    leads: bool
    partners: tuple[PartnerView, ...] = ()
    agreements: tuple[AgreementView, ...] = ()


@dataclass(frozen=True, slots=True)
class PartnershipRow:
    """A partnership in the operator's list."""

    partnership_id: int
    name: Bilingual
    lead: Bilingual | None
    partners: int


def partnerships(actor: Actor) -> list[PartnershipView]:
    """The partnerships that the actor's organisation is in now, by name; without their details. Raises `NotAllowed`."""
    if not actor.may(Permission.MANAGE_AGREEMENT):
        raise NotAllowed("partnerships")
    rows = (
        Partner.objects.filter(in_force(timezone.localdate()), organisation_id=rules.acting_for(actor))
        .order_by("partnership__name_en")
        .values_list(
            "partnership_id", "partnership__code", "partnership__name_en", "partnership__name_cy", "role"
        )
    )
    return [
        PartnershipView(pk, code, Bilingual(en, cy), role == PartnerRole.LEAD)
        for pk, code, en, cy, role in rows
    ]


def partnership(actor: Actor, code: str) -> PartnershipView:
    """One partnership with its partners, agreements (newest first) and flows. Raises `NotVisible`."""
    found = next((p for p in partnerships(actor) if p.code == code), None)
    if found is None:
        raise NotVisible("partnership")
    partners = (
        Partner.objects.filter(in_force(timezone.localdate()), partnership_id=found.partnership_id)
        .order_by("role", "organisation__name_en")
        .values_list(
            "pk", "organisation_id", "organisation__name_en", "organisation__name_cy", "role", "starts_on"
        )
    )
    flows: dict[int, list[FlowView]] = {}
    for flow in (
        Flow.objects.filter(agreement__partnership_id=found.partnership_id)
        .select_related("source", "recipient")
        .order_by("source__name_en", "recipient__name_en", "pk")
    ):
        flows.setdefault(flow.agreement_id, []).append(_flow(flow, actor))
    today = timezone.localdate()
    agreements = [
        _agreement(row, tuple(flows.get(row.pk, ())), today)
        for row in Agreement.objects.filter(partnership_id=found.partnership_id).order_by("-starts_on", "-pk")
    ]
    return PartnershipView(
        found.partnership_id, found.code, found.name, found.leads,
        tuple(PartnerView(pk, org, Bilingual(en, cy), role, on) for pk, org, en, cy, role, on in partners),
        tuple(agreements),
    )  # fmt: skip


def _flow(flow: Flow, actor: Actor) -> FlowView:
    return FlowView(
        flow.pk,
        Bilingual(flow.source.name_en, flow.source.name_cy),
        Bilingual(flow.recipient.name_en, flow.recipient.name_cy),
        Purpose(flow.purpose),
        tuple(categories_of(flow.categories)),
        flow.lawful_basis,
        flow.switched_on_at,
        flow.source_id == actor.organisation_id,
    )


def _agreement(row: Agreement, flows: tuple[FlowView, ...], today: date) -> AgreementView:
    state = rules.agreement_state(
        starts_on=row.starts_on, ends_on=row.ends_on, review_on=row.review_on, signed=row.signed_at is not None,
        today=today,
    )  # fmt: skip
    return AgreementView(
        row.pk, row.reference, row.summary_en, row.summary_cy, row.starts_on, row.ends_on, row.review_on,
        row.signed_at, state, flows,
    )  # fmt: skip


def partnerships_on_site(actor: Actor) -> list[PartnershipRow]:
    """Every partnership with its lead and the number of its partners, for the operator. Raises `NotAllowed`."""
    if not actor.may(Permission.OPERATE_SITE):
        raise NotAllowed("partnerships")
    now = in_force(timezone.localdate())
    leads = {
        pk: Bilingual(en, cy)
        for pk, en, cy in Partner.objects.filter(now, role=PartnerRole.LEAD).values_list(
            "partnership_id", "organisation__name_en", "organisation__name_cy"
        )
    }
    rows = (
        Partnership.objects.annotate(
            n=Count("partners", filter=Q(in_force(timezone.localdate(), prefix="partners__")))
        )
        .order_by("name_en")
        .values_list("pk", "name_en", "name_cy", "n")
    )
    return [PartnershipRow(pk, Bilingual(en, cy), leads.get(pk), n) for pk, en, cy, n in rows]
