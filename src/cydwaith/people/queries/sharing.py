# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who can see what of one person, why, and since when: choices, lawful basis, supporters, those kept out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.bilingual import Bilingual
from cydwaith.kernel.errors import NotVisible
from cydwaith.kernel.periods import in_force
from cydwaith.kernel.roles import ROLES, Role
from cydwaith.kernel.vocabulary import CATEGORY_LABELS, PURPOSE_LABELS, Category, Purpose, categories_of
from cydwaith.partnerships import partners
from cydwaith.people.deciding import newest
from cydwaith.people.models import Exclusion, HowDecided, HowGiven, Involvement, SharingDecision
from cydwaith.people.shapes import Recipient

from .lookup import person_by_id_for_change, person_for_change
from .record import SupporterView, supporters


@dataclass(frozen=True, slots=True)
class DecisionView:
    """One decision. `state`: "in_force", "ended", "replaced" (a later one stands in its place) or "withdrawal"."""

    decision_id: int
    recipient: Recipient
    organisation: Bilingual | None
    who: str
    purpose: str
    purpose_words: str
    categories: tuple[Category, ...]
    starts_at: datetime
    ends_at: datetime
    how_given: str
    how_words: str
    recorded_by: str
    made_at: datetime
    state: str

    @property
    def category_words(self) -> tuple[str, ...]:
        """What is shared, in words."""
        return tuple(str(CATEGORY_LABELS[one]) for one in self.categories)


@dataclass(frozen=True, slots=True)
class BasisView:
    """Who sees the record because it is their work, on the organisation's lawful basis: not by choice."""

    organisation: Bilingual
    who: str  # "" stands for the team's managers
    role: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class ExclusionView:
    """Somebody whom the person keeps out."""

    exclusion_id: int
    who: str
    organisation: Bilingual | None
    since: datetime
    told: bool  # to staff, who wrote it down
    how_words: str
    recorded_by: str


@dataclass(frozen=True, slots=True)
class SharingState:
    """Everything about who sees what of a person. `exclusions` None: the actor may not know whether there are any."""

    person_id: int
    decisions: tuple[DecisionView, ...]
    basis: tuple[BasisView, ...]
    supporters: tuple[SupporterView, ...]
    exclusions: tuple[ExclusionView, ...] | None
    history: tuple[DecisionView, ...]


def sharing_state(actor: Actor, reference: str | None = None) -> SharingState:
    """Who sees what of a person, for the person and for the staff who keep the record. Raises `NotVisible`."""
    person_id = _own(actor, reference)
    history = _decisions(actor, person_id)
    return SharingState(
        person_id,
        tuple(one for one in history if one.state == "in_force"),
        _basis(actor, person_id),
        supporters(actor, person_id, ended=False),
        _exclusions(actor, person_id),
        tuple(history),
    )


def _own(actor: Actor, reference: str | None) -> int:
    """The person's id, for those who may know the sharing of a record: not partners, not supporters."""
    if reference is None and actor.role is Role.PERSON:
        return person_by_id_for_change(actor, actor.person_id or 0).pk
    return person_for_change(actor, reference).pk


def _decisions(actor: Actor, person_id: int) -> list[DecisionView]:
    rows = list(
        SharingDecision.objects.visible_to(actor).filter(person_id=person_id).order_by("-made_at", "-pk")
    )
    users = partners.user_names([*(row.user_id for row in rows), *(row.recorded_by for row in rows)])
    places = partners.organisation_names(row.organisation_id for row in rows)
    replaced = {row.replaces_id for row in rows}
    return [_decision(row, users, places, replaced) for row in rows]


def _decision(
    row: SharingDecision, users: dict[int, str], places: dict[int, Bilingual], replaced: set[int | None]
) -> DecisionView:
    place = places.get(row.organisation_id) if row.organisation_id is not None else None
    who = users.get(row.user_id, "") if row.user_id is not None else ""
    if row.role:
        who = str(ROLES[Role(row.role)].name)
    return DecisionView(
        decision_id=row.pk,
        recipient=Recipient(row.organisation_id, row.role, row.user_id),
        organisation=place,
        who=who,
        purpose=row.purpose,
        purpose_words=str(PURPOSE_LABELS[Purpose(row.purpose)]),
        categories=tuple(categories_of(row.categories)),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        how_given=row.how_given,
        how_words=str(HowDecided(row.how_given).label),
        recorded_by=users.get(row.recorded_by or 0, ""),
        made_at=row.made_at,
        state=_state(row, replaced),
    )


def _state(row: SharingDecision, replaced: set[int | None]) -> str:
    if not row.categories:
        return "withdrawal"
    if row.pk in replaced:
        return "replaced"
    return "in_force" if row.ends_at > timezone.now() else "ended"


def _basis(actor: Actor, person_id: int) -> tuple[BasisView, ...]:
    rows = list(
        Involvement.objects.visible_to(actor)
        .filter(in_force(timezone.now(), start="starts_at", end="ends_at"), person_id=person_id)
        .order_by("user_id", "pk")
    )
    users = partners.user_names(row.user_id for row in rows)
    places = partners.organisation_names(row.organisation_id for row in rows)
    return tuple(
        BasisView(
            places[row.organisation_id],
            users.get(row.user_id, "") if row.user_id is not None else "",
            row.role,
            row.starts_at,
            row.ends_at,
        )
        for row in rows
    )


def _exclusions(actor: Actor, person_id: int) -> tuple[ExclusionView, ...] | None:
    if actor.role not in (Role.PERSON, Role.MANAGER):
        return None
    rows = list(
        Exclusion.objects.visible_to(actor)
        .filter(in_force(timezone.now(), start="starts_at", end="ends_at"), person_id=person_id)
        .order_by("pk")
    )
    users = partners.user_names([*(row.user_id for row in rows), *(row.recorded_by for row in rows)])
    places = partners.organisation_names(row.organisation_id for row in rows)
    return tuple(
        ExclusionView(
            row.pk,
            users.get(row.user_id, "") if row.user_id is not None else "",
            places.get(row.organisation_id) if row.organisation_id is not None else None,
            row.starts_at,
            row.how_given != HowGiven.SCREEN.value,
            str(HowGiven(row.how_given).label),
            users.get(row.recorded_by or 0, ""),
        )
        for row in rows
    )


TOLD_FOR = timedelta(days=60)


def stopped(history: Iterable[DecisionView]) -> tuple[DecisionView, ...]:
    """Of a history, the newest first: what ended lately because the organisations' agreement no longer carries it, and
    was not chosen anew."""
    latest: dict[tuple[Recipient, str], DecisionView] = {}
    for one in history:
        latest.setdefault((one.recipient, one.purpose), one)
    since = timezone.now() - TOLD_FOR
    return tuple(
        one
        for one in latest.values()
        if one.how_given == HowDecided.AGREEMENT.value and one.state == "withdrawal" and one.made_at > since
    )


def stopped_shares(actor: Actor) -> bool:
    """Whether something that the actor shared stopped lately, as `stopped` says: one statement, for a first page."""
    if actor.role is not Role.PERSON:
        return False
    rows = SharingDecision.objects.visible_to(actor).filter(
        person_id=actor.person_id or 0,
        how_given=HowDecided.AGREEMENT.value,
        categories=0,
        made_at__gt=timezone.now() - TOLD_FOR,
    )
    return bool(newest(rows).exists())


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a person takes away of a decision: everything that was decided, and how to withdraw it."""

    reference: str
    name: str
    holder: Bilingual
    decision: DecisionView
    replaces: DecisionView | None


def receipt(actor: Actor, reference: str | None, decision_id: int) -> Receipt:
    """The receipt of one decision. Raises `NotVisible`."""
    person = person_by_id_for_change(actor, _own(actor, reference))
    history = {one.decision_id: one for one in _decisions(actor, person.pk)}
    if decision_id not in history:
        raise NotVisible("SharingDecision")
    before = SharingDecision.objects.visible_to(actor).filter(pk=decision_id).one().replaces_id
    holder = partners.organisation_names([person.organisation_id])[person.organisation_id]
    return Receipt(
        person.reference, person.name, holder, history[decision_id], history.get(before) if before else None
    )


@dataclass(frozen=True, slots=True)
class Offer:
    """Somebody with whom something may be shared: for one purpose, at most these categories, at most until a day."""

    recipient: Recipient
    organisation: Bilingual | None
    who: str
    purposes: dict[str, int]
    until: date | None

    @property
    def key(self) -> str:
        """The recipient's key, for a form."""
        return self.recipient.key


def offers(actor: Actor, reference: str | None = None) -> list[Offer]:
    """With whom a person's information may be shared now: partners with an open flow, colleagues, supporters.

    Those whom the person keeps out are left out, where the actor may know of them. Raises `NotVisible`.
    """
    person = person_by_id_for_change(actor, _own(actor, reference))
    found: list[Offer] = []
    flows: dict[int, list[partners.OpenFlow]] = {}
    for flow in partners.open_flows(source_id=person.organisation_id):
        flows.setdefault(flow.recipient_id, []).append(flow)
    for place, open_flows in flows.items():
        purposes: dict[str, int] = {}
        for flow in open_flows:
            purposes[flow.purpose] = purposes.get(flow.purpose, 0) | flow.categories
        until = min(flow.agreement_ends_on for flow in open_flows)
        found.append(Offer(Recipient(place), open_flows[0].recipient, "", purposes, until))
    every = dict.fromkeys(Purpose, int(sum(CATEGORY_LABELS)))
    for supporter in supporters(actor, person.pk, ended=False):
        if supporter.user_id is not None:
            own: dict[str, int] = {Purpose.GET_SUPPORT.value: every[Purpose.GET_SUPPORT]}
            found.append(Offer(Recipient(user_id=supporter.user_id), None, supporter.name, own, None))
    here = partners.organisation_names([person.organisation_id])[person.organisation_id]
    whole = {purpose.value: categories for purpose, categories in every.items()}
    found.append(Offer(Recipient(person.organisation_id), here, "", whole, None))
    out = _exclusions(actor, person.pk) or ()
    kept_out: set[Any] = {one.organisation.en for one in out if one.organisation} | {one.who for one in out}
    return [one for one in found if (one.organisation.en if one.organisation else one.who) not in kept_out]
