# SPDX-License-Identifier: AGPL-3.0-or-later
"""The data of the measurement: one organisation with many people, three accounts that see 40, 5,000 and 20,000."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from cydwaith.journeys import bulk
from cydwaith.kernel.actions import action, wrote_about
from cydwaith.kernel.actor import Actor, organisation_key
from cydwaith.kernel.models import User
from cydwaith.kernel.roles import Role
from cydwaith.kernel.system import system
from cydwaith.kernel.vocabulary import Category, Purpose
from cydwaith.partnerships.models import Delivery, Membership, Organisation, Partner, Partnership, Programme
from cydwaith.people.actions import add_people_bulk
from cydwaith.people.models import Person, SharingDecision
from cydwaith.people.shapes import NewPerson
from cydwaith.people.visibility import reindex
from cydwaith.worlds.demo.names import full_name

CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who looks: the account, how many people they see, one of them."""

    label: str
    user_id: int
    sees: int
    reference: str
    name: str


def build(people: int) -> list[Viewer]:
    """Fill an empty, migrated database; returns who measures what. The same every time."""
    draw = random.Random(20_26)
    bodies = {code: _body(code) for code in ("many", "managed", "partner")}
    programme = _programme(bodies)
    adviser, other = _member(bodies["many"], Role.ADVISER), _member(bodies["many"], Role.ADVISER)
    manager = _member(bodies["managed"], Role.MANAGER)
    partner = _member(bodies["partner"], Role.ADVISER)
    few = _people(draw, bodies["many"], 40, adviser, programme)
    managed = _people(
        draw, bodies["managed"], min(5_000, people // 4), _member(bodies["managed"], Role.ADVISER), programme
    )
    rest = _people(draw, bodies["many"], people - len(few) - len(managed), other, programme)
    shared = rest[: min(20_000, len(rest))]
    _share(shared, bodies["partner"])
    with system("the measurement chooses whom to look at"):
        return [
            _viewer("adviser, 40 people", adviser, few),
            _viewer(f"manager, {len(managed):,} people", manager, managed),
            _viewer(f"partner, {len(shared):,} shares", partner, shared),
        ]


def _viewer(label: str, user_id: int, ids: list[int]) -> Viewer:
    person = Person.objects.get(pk=ids[len(ids) // 2])
    return Viewer(label, user_id, len(ids), person.reference, person.name)


def _body(code: str) -> Organisation:
    return Organisation.objects.create(
        code=code,
        kind="charity",
        name_en=code.title(),
        name_cy=code.title(),
        public_name_en=code,
        public_name_cy=code,
    )


def _programme(bodies: dict[str, Organisation]) -> Programme:
    start = date(2020, 1, 1)
    partnership = Partnership.objects.create(code="bench", name_en="Bench", name_cy="Bench")
    made = Programme.objects.create(
        code="bench",
        partnership=partnership,
        lead=bodies["many"],
        pathway="ips",
        name_en="Bench",
        name_cy="Bench",
        public_name_en="Bench",
        public_name_cy="Bench",
        contract_starts_on=start,
        delivery_starts_on=start,
    )
    for body in bodies.values():
        Partner.objects.create(partnership=partnership, organisation=body, starts_on=start)
        Delivery.objects.create(programme=made, organisation=body, starts_on=start)
    return made


def _member(body: Organisation, role: Role) -> int:
    number = User.objects.count()
    user = User.objects.create_user(f"bench{number}@demo.example", name=f"Bench {number}")
    Membership.objects.create(user=user, organisation=body, role=role.value, starts_on=date(2020, 1, 1))
    return user.pk


@action("bench.journeys", permission=None)
def _journeys(*, by: Actor, ids: list[int], user_id: int, programme_id: int, days: list[int]) -> None:
    today = timezone.localdate()
    opened = [today - timedelta(days=d) for d in days]
    journeys = bulk.add_journeys(
        [
            bulk.NewJourney(
                person_id=pk,
                programme_id=programme_id,
                opened_on=on,
                stage="job_search",
                stage_since=on,
                user_id=user_id,
            )
            for pk, on in zip(ids, opened, strict=True)
        ],
        by=by,
    )
    bulk.add_contacts(
        [
            bulk.NewContact(
                person_id=pk,
                journey_id=j,
                user_id=user_id,
                on=on + timedelta(days=3),
                how="phone",
                minutes=20,
            )
            for pk, j, on in zip(ids, journeys, opened, strict=True)
        ],
        by=by,
    )
    wrote_about("bench.journeys")


def _people(
    draw: random.Random, body: Organisation, count: int, user_id: int, programme: Programme
) -> list[int]:
    by = Actor(role=Role.MANAGER, purpose=Purpose.FIND_WORK, organisation_id=body.pk)
    since = timezone.make_aware(datetime(2021, 1, 1))  # noqa: DTZ001  # made aware in the site's own zone
    made: list[int] = []
    for start in range(0, count, CHUNK):
        people = [
            NewPerson(
                name=full_name(draw, welsh=draw.random() < 0.5),
                date_of_birth=date(1960, 1, 1) + timedelta(days=draw.randint(0, 16_000)),
                spoken_language="en",
                access="Quiet room" if draw.random() < 0.3 else "",
                adviser_id=user_id,
                since=since,
            )
            for _ in range(min(CHUNK, count - start))
        ]
        ids = add_people_bulk(by=by, people=people)
        days = [draw.randint(5, 700) for _ in ids]
        _journeys(by=by, ids=ids, user_id=user_id, programme_id=programme.pk, days=days)
        made += ids
    return made


def _share(ids: list[int], body: Organisation) -> None:
    now = timezone.now()
    with system("the measurement shares many records with a partner"):
        SharingDecision.objects.bulk_create(
            [
                SharingDecision(
                    person_id=pk,
                    organisation=body,
                    recipient=organisation_key(body.pk),
                    purpose=Purpose.FIND_WORK.value,
                    starts_at=now,
                    ends_at=now + timedelta(days=300),
                    categories=int(Category.IDENTITY | Category.NEEDS | Category.JOBS),
                )
                for pk in ids
            ],
            batch_size=1_000,
        )
        reindex(ids)
