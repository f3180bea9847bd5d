# SPDX-License-Identifier: AGPL-3.0-or-later
"""Programmes: who delivers them, from when to when, and what they are to reach."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, Q, Value
from django.utils import timezone

from cydwaith.kernel import bilingual
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.bilingual import Bilingual
from cydwaith.kernel.errors import NotVisible
from cydwaith.kernel.periods import in_force
from cydwaith.kernel.prepared import DAY, Prepared, given
from cydwaith.partnerships.models import Absence, Delivery, Membership, Programme, Target

_COLUMNS = (
    "pk", "code", "name_en", "name_cy", "public_name_en", "public_name_cy", "pathway", "partnership_id",
    "contract_starts_on", "delivery_starts_on", "ends_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ProgrammeName:
    """A programme as journeys need it. `public_name` is neutral: it is what a person or an employer reads."""

    id: int
    code: str
    name: Bilingual
    public_name: Bilingual
    pathway: str
    partnership_id: int
    contract_starts_on: date
    delivery_starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """An organisation that delivers a programme."""

    id: int
    organisation_id: int
    organisation: Bilingual
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class TargetView:
    """What a programme is to reach in a period: a measure's code and a number."""

    id: int
    measure: str
    starts_on: date
    ends_on: date
    value: int


@dataclass(frozen=True, slots=True)
class ProgrammeView:
    """A programme with who pays, who delivers and what is to be reached."""

    programme: ProgrammeName
    lead_id: int
    lead: Bilingual
    funders: tuple[Bilingual, ...]
    funder_ids: tuple[int, ...]
    deliveries: tuple[DeliveryView, ...]
    targets: tuple[TargetView, ...]


def _name(row: dict[str, Any]) -> ProgrammeName:
    return ProgrammeName(
        id=row["pk"],
        code=row["code"],
        name=bilingual.of(row, "name"),
        public_name=bilingual.of(row, "public_name"),
        pathway=row["pathway"],
        partnership_id=row["partnership_id"],
        contract_starts_on=row["contract_starts_on"],
        delivery_starts_on=row["delivery_starts_on"],
        ends_on=row["ends_on"],
    )


def _delivered(organisation_id: int | None, on: date) -> Any:
    here = Delivery.objects.filter(in_force(on), organisation_id=organisation_id or 0)
    going_on = Q(ends_on__isnull=True) | Q(ends_on__gt=on)
    return Programme.objects.filter(going_on, pk__in=here.values("programme_id"))


def deliverable_programmes(organisation_id: int | None, on: date | None = None) -> tuple[ProgrammeName, ...]:
    """Programmes on which the organisation may open a journey on a day (today), by name."""
    rows = _delivered(organisation_id, on or timezone.localdate()).order_by("name_en", "pk").values(*_COLUMNS)
    return tuple(_name(row) for row in rows)


def deliverable_programme(
    organisation_id: int | None, programme_id: int, on: date | None = None
) -> ProgrammeName:
    """One of `deliverable_programmes`. Raises `NotVisible` for any other."""
    row = (
        _delivered(organisation_id, on or timezone.localdate())
        .filter(pk=programme_id)
        .values(*_COLUMNS)
        .first()
    )
    if row is None:
        raise NotVisible("Programme")
    return _name(row)


def programme_names(ids: set[int]) -> dict[int, ProgrammeName]:
    """Programmes by id, for lists that hold their ids."""
    rows = Programme.objects.filter(pk__in=ids).values(*_COLUMNS) if ids else ()
    return {row["pk"]: _name(row) for row in rows}


def programmes_led(actor: Actor) -> tuple[ProgrammeView, ...]:
    """The programmes that the actor's organisation leads or delivers, by name. Five queries, however many."""
    mine = Q(lead_id=actor.organisation_id) | Q(deliveries__organisation_id=actor.organisation_id)
    return _views(Programme.objects.filter(mine).distinct())


def programme(actor: Actor, programme_id: int) -> ProgrammeView:
    """One programme that the actor's organisation leads, delivers or funds. Raises `NotVisible`."""
    mine = (
        Q(lead_id=actor.organisation_id)
        | Q(deliveries__organisation_id=actor.organisation_id)
        | Q(funders=actor.organisation_id)
    )
    found = _views(Programme.objects.filter(mine, pk=programme_id).distinct())
    if not found:
        raise NotVisible("Programme")
    return found[0]


def _views(rows: Any) -> tuple[ProgrammeView, ...]:
    found = list(
        rows.order_by("name_en", "pk").values(*_COLUMNS, "lead_id", "lead__name_en", "lead__name_cy")
    )
    ids = [row["pk"] for row in found]
    deliveries: dict[int, list[DeliveryView]] = {pk: [] for pk in ids}
    for row in (
        Delivery.objects.filter(programme_id__in=ids)
        .order_by("starts_on", "pk")
        .values(
            "pk",
            "programme_id",
            "organisation_id",
            "organisation__name_en",
            "organisation__name_cy",
            "starts_on",
            "ends_on",
        )
    ):
        name = Bilingual(row["organisation__name_en"], row["organisation__name_cy"])
        deliveries[row["programme_id"]].append(
            DeliveryView(row["pk"], row["organisation_id"], name, row["starts_on"], row["ends_on"])
        )
    targets: dict[int, list[TargetView]] = {pk: [] for pk in ids}
    values: Any
    for programme_id, *values in (
        Target.objects.filter(programme_id__in=ids)
        .order_by("measure", "starts_on")
        .values_list("programme_id", "pk", "measure", "starts_on", "ends_on", "value")
    ):
        targets[programme_id].append(TargetView(*values))
    funders: dict[int, list[tuple[int, Bilingual]]] = {pk: [] for pk in ids}
    paid = Programme.objects.filter(pk__in=ids, funders__isnull=False).order_by("funders__name_en")
    for pk, funder, en, cy in paid.values_list("pk", "funders", "funders__name_en", "funders__name_cy"):
        funders[pk].append((funder, Bilingual(en, cy)))
    return tuple(
        ProgrammeView(
            programme=_name(row),
            lead_id=row["lead_id"],
            lead=Bilingual(row["lead__name_en"], row["lead__name_cy"]),
            funders=tuple(name for _pk, name in funders[row["pk"]]),
            funder_ids=tuple(pk for pk, _name in funders[row["pk"]]),
            deliveries=tuple(deliveries[row["pk"]]),
            targets=tuple(targets[row["pk"]]),
        )
        for row in found
    )


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody with a caseload: share of full time in per cent, whether away today, who covers (user ids)."""

    user_id: int
    name: str
    role: str
    membership_id: int
    hours_share: int
    away: bool
    away_until: date | None
    cover_user_id: int | None


def workers(organisation_id: int | None, on: date | None = None) -> tuple[Worker, ...]:
    """Advisers and managers at work for the organisation on a day, by name; one account once. Two queries."""
    day = on or timezone.localdate()
    members = (
        Membership.objects.filter(
            in_force(day),
            organisation_id=organisation_id or 0,
            role__in=("adviser", "manager"),
            user__is_active=True,
        )
        .order_by("user__name", "user_id", "role")
        .values_list("user_id", "user__name", "role", "pk", "hours_share")
    )
    away = {
        user_id: (ends_on, cover)
        for user_id, ends_on, cover in Absence.objects.filter(
            in_force(day), membership__organisation_id=organisation_id or 0
        ).values_list("membership__user_id", "ends_on", "cover__user_id")
    }
    found: dict[int, Worker] = {}
    for user_id, name, role, pk, share in members:
        until, cover = away.get(user_id, (None, None))
        found[user_id] = Worker(user_id, name, role, pk, share, user_id in away, until, cover)
    return tuple(found.values())


def answered_for(user_id: Any, organisation_id: Any, on: Any) -> Any:
    """Accounts (a query of their ids) whose caseload somebody answers for on a day: their own, and those of colleagues
    who are away and for whom they stand in. Takes values, or the places for them of a prepared read."""
    away = in_force(on, prefix="absences__") & Q(absences__cover__user_id=user_id or 0)
    rows = Membership.objects.filter(Q(user_id=user_id or 0) | away, organisation_id=organisation_id)
    return rows.values("user_id")


def _programmes_and_team(actor: Actor, team: bool) -> Any:
    nothing = Value("", output_field=CharField())
    now = in_force(given("today", date.min, DAY))
    here = {"organisation_id": given("organisation_id", actor.organisation_id)}
    delivered = Delivery.objects.filter(now, **here)
    rows = delivered.values_list(
        "programme_id", "programme__name_en", "programme__name_cy", "programme__pathway"
    )
    if not team:
        return rows
    members = Membership.objects.filter(now, **here, role__in=("adviser", "manager"), user__is_active=True)
    return rows.union(members.values_list("user_id", "user__name", nothing, nothing), all=True)


_PROGRAMMES_AND_TEAM = Prepared(_programmes_and_team)


def programmes_and_team(
    actor: Actor, on: date, *, team: bool
) -> tuple[dict[int, tuple[Bilingual, str]], dict[int, str]]:
    """Programme id -> name and pathway of what the actor's organisation delivers on a day; user id -> name of who works
    there with people (empty unless `team`). One query."""
    programmes: dict[int, tuple[Bilingual, str]] = {}
    advisers: dict[int, str] = {}
    for pk, name, welsh, pathway in _PROGRAMMES_AND_TEAM.rows(actor, team, values={"today": on}):
        if pathway:
            programmes[pk] = (Bilingual(name, welsh), pathway)
        else:
            advisers[pk] = name
    return programmes, advisers
