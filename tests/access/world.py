# SPDX-License-Identifier: AGPL-3.0-or-later
"""The world of the access tests: Gwen, everybody who might want to see her record, and what each may see.

Seen from Gwen there are sixteen personas, from her own adviser to somebody whose share she withdrew. Other people are
there so that a list can leak. Who they are, and what is allowed, stands in `allowed`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from cydwaith.journeys.models import SavedView
from cydwaith.kernel.actor import organisation_key, role_key, user_key
from cydwaith.kernel.models import User
from cydwaith.kernel.roles import Role
from cydwaith.kernel.system import system
from cydwaith.kernel.vocabulary import ALL_CATEGORIES, Category, Purpose
from cydwaith.partnerships.models import (
    Absence,
    Agreement,
    Delivery,
    Flow,
    Invitation,
    Membership,
    Organisation,
    Partner,
    Partnership,
    Programme,
)
from cydwaith.people import models as people
from cydwaith.people.visibility import reindex
from tests import factories

from . import figures
from .allowed import (
    HELD_BY,
    NAMES,
    SHARED_BY_NESTA,
    SHARED_WITH_PARTNER,
    SHARED_WITH_SUPPORTER,
    Allowed,
    C,
    allowed,
)
from .canaries import Aviary, Canary, Planting
from .links import link_records
from .planting import LONG_AGO, bring_a_file, plant


@dataclass(slots=True)
class World:
    """Rows and accounts by the names that the tests use."""

    aviary: Aviary = field(default_factory=Aviary)
    users: dict[str, User | None] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, people.Person] = field(default_factory=dict)
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)  # person -> model label -> row
    programme: Any = None
    partnership: Any = None
    agreement: Any = None
    invitations: dict[str, Any] = field(default_factory=dict)  # organisation -> one
    absences: dict[str, Any] = field(default_factory=dict)
    problems: dict[str, int] = field(
        default_factory=dict
    )  # person -> which problem of their file tells of them
    views: dict[str, SavedView] = field(default_factory=dict)  # adviser -> one of theirs
    figures: dict[str, int] = field(default_factory=dict)  # piece of an address -> the row that stands there
    allowed: dict[str, list[Allowed]] = field(default_factory=dict)

    def may_see(self, persona: str, canary: Canary) -> bool:
        """Whether `persona` may be shown this canary anywhere."""
        return any(line.covers(canary) for line in self.allowed[persona])


def build() -> World:
    """Make the whole world, inside the caller's transaction."""
    world = World()
    with system("test world"):
        _organisations(world)
        _accounts(world)
        _people(world)
        _sharing(world)
        _elsewhere(world)
        reindex([p.pk for p in world.people.values()])
        for name in ("gwen", "rhodri"):
            bring_a_file(world, name, world.organisations[HELD_BY[name][0]], HELD_BY[name][1])
        figures.count(world)
        link_records(world)  # after the count, which looks for links by itself
    world.allowed = allowed()
    return world


def _organisations(world: World) -> None:
    for name, kind in {
        "here": "charity",
        "partner_live": "health",
        "partner_never": "council",
        "partner_withdrawn": "college",
    }.items():
        world.organisations[name] = factories.organisation(code=name, kind=kind, takes_self_referrals=True)
    here = world.organisations["here"]
    world.partnership = Partnership.objects.create(code="all", name_en="All together", name_cy="Pawb ynghyd")
    start = date(2024, 1, 1)
    for body in world.organisations.values():
        role = "lead" if body == here else "partner"
        Partner.objects.create(partnership=world.partnership, organisation=body, starts_on=start, role=role)
    world.agreement = Agreement.objects.create(
        partnership=world.partnership,
        reference="AG-1",
        starts_on=start,
        ends_on=date(2099, 1, 1),
        review_on=date(2098, 1, 1),
        signed_at=LONG_AGO,
    )
    for body in world.organisations.values():
        if body != here:
            Flow.objects.create(
                agreement=world.agreement,
                source=here,
                recipient=body,
                purpose=Purpose.FIND_WORK.value,
                categories=int(ALL_CATEGORIES),
                lawful_basis="public task",
                switched_on_at=LONG_AGO,
            )
    # One partner sends identities, so that nobody is counted twice; the others do not.
    Flow.objects.create(
        agreement=world.agreement,
        source=world.organisations["partner_live"],
        recipient=here,
        purpose=Purpose.COUNT_RESULTS.value,
        categories=int(C.IDENTITY),
        lawful_basis="public task",
        switched_on_at=LONG_AGO,
    )
    world.programme = Programme.objects.create(
        code="work",
        partnership=world.partnership,
        lead=here,
        pathway="ips",
        name_en="Work",
        name_cy="Gwaith",
        public_name_en="Work",
        public_name_cy="Gwaith",
        contract_starts_on=start,
        delivery_starts_on=start,
    )
    for body in world.organisations.values():
        Delivery.objects.create(programme=world.programme, organisation=body, starts_on=start)


def _accounts(world: World) -> None:
    def account(name: str, **given: Any) -> User:
        made = User.objects.create_user(f"{name}@example.org", "word", name=name.title(), **given)
        world.users[name] = made
        return made

    def staff(name: str, at: str, role: Role) -> None:
        Membership.objects.create(
            user=account(name),
            organisation=world.organisations[at],
            role=role.value,
            starts_on=date(2024, 1, 1),
        )

    world.users["anonymous"] = None
    world.users["employer"] = None  # comes by a link, without an account
    for name in ("person", "supporter_live", "supporter_ended", "other_person"):
        account(name)
    account("operator", is_operator=True)
    staff("adviser", "here", Role.ADVISER)
    staff("adviser_other", "here", Role.ADVISER)
    staff("manager", "here", Role.MANAGER)
    staff("administrator", "here", Role.ADMINISTRATOR)
    staff("governance", "here", Role.GOVERNANCE)
    staff("analyst", "here", Role.ANALYST)
    staff("linkage", "here", Role.LINKAGE)
    for name in ("partner_live", "partner_never", "partner_withdrawn"):
        staff(name, name, Role.ADVISER)
    for name in dict.fromkeys(adviser for _at, adviser in HELD_BY.values()):
        at = Membership.objects.get(user=world.users[name]).organisation
        world.views[name] = SavedView.objects.create(user=world.users[name], organisation=at, name="A view")
    for place, who in {
        "here": "adviser_other",
        "partner_live": "",
        "partner_never": "",
        "partner_withdrawn": "",
    }.items():
        world.invitations[place] = Invitation.objects.create(
            organisation=world.organisations[place],
            email=f"invited-{place}@example.org",
            role=Role.ADVISER.value,
            token_digest=hashlib.sha256(place.encode()).hexdigest(),
            expires_at=datetime.now(UTC) + timedelta(days=9),
        )
        away = Membership.objects.get(user=world.users[who or place])
        world.absences[place] = Absence.objects.create(membership=away, starts_on=date(2099, 1, 1))


def _people(world: World) -> None:
    for number, (name, (at, adviser)) in enumerate(HELD_BY.items()):
        planting = Planting(world.aviary, name, Category.IDENTITY, people.Person)
        # Letters and digits must be told apart from every other person's, so that a leaked list is seen.
        made = people.Person.objects.create(
            organisation=world.organisations[at],
            reference=f"{name[:4].upper()}{number:04}",
            name=NAMES.get(name) or planting.canary("name"),
            called=planting.canary("called"),
            sort_key=f"{number:04}",
            date_of_birth=date(1970 + number, 2, 3),
            email=f"{planting.canary('email')}@example.org",
            address=planting.canary("address"),
            user=world.users["person" if name == "gwen" else "other_person"]
            if name in ("gwen", "huw")
            else None,
        )
        world.people[name] = made
        _involve(world, made, at, None, "holder")
        _involve(world, made, at, adviser, "adviser")
        if name == "gwen":  # who worked with her before
            _involve(world, made, at, "adviser_other", "adviser", ended=LONG_AGO + timedelta(days=90))
        elsewhere = world.organisations["here" if at == "partner_never" else "partner_never"]
        plant(world, name, made, world.organisations[at], world.users[adviser], elsewhere)


def _involve(
    world: World, made: people.Person, at: str, user: str | None, role: str, ended: datetime | None = None
) -> None:
    people.Involvement.objects.create(
        person=made,
        organisation=world.organisations[at],
        user=world.users[user] if user else None,
        role=role,
        starts_at=LONG_AGO,
        ends_at=ended,
    )


def _sharing(world: World) -> None:
    gwen = world.people["gwen"]
    now = datetime.now(UTC)
    for who, ended in (("supporter_live", None), ("supporter_ended", now - timedelta(days=1))):
        world.rows["gwen"]["people.supporter"] = people.Supporter.objects.create(
            person=gwen,
            user=world.users[who],
            name=who.title(),
            relation="family",
            starts_at=LONG_AGO,
            ends_at=ended,
        )
        user_id = world.users[who].pk  # type: ignore[union-attr]
        _decide(
            world, user_key(user_id), SHARED_WITH_SUPPORTER, Purpose.GET_SUPPORT, user_id=user_id, ends=ended
        )
    for who in ("partner_live", "partner_withdrawn"):
        body = world.organisations[who]
        first = _decide(
            world, organisation_key(body.pk), SHARED_WITH_PARTNER, Purpose.FIND_WORK, organisation=body
        )
        if who == "partner_live":
            world.rows["gwen"]["people.sharingdecision"] = first
        if who == "partner_withdrawn":
            _decide(
                world,
                organisation_key(body.pk),
                Category(0),
                Purpose.FIND_WORK,
                organisation=body,
                replaces=first,
            )
    _exceptions(world)


def _exceptions(world: World) -> None:
    """What only an exclusion, a purpose or an end keeps closed: each would leak if its rule were forgotten."""
    gwen, huw = world.people["gwen"], world.people["huw"]
    rows = world.rows["gwen"]
    # Huw shares with the whole partner, and keeps the one who works there out.
    live = world.organisations["partner_live"]
    world.rows["huw"]["people.sharingdecision"] = _decide(
        world,
        organisation_key(live.pk),
        SHARED_WITH_PARTNER,
        Purpose.FIND_WORK,
        person=huw,
        organisation=live,
    )
    people.Exclusion.objects.create(person=huw, user=world.users["partner_live"], starts_at=LONG_AGO)
    # Gwen once let the college see her file for a legal claim, and a role there until yesterday.
    college = world.organisations["partner_withdrawn"]
    _decide(world, organisation_key(college.pk), ALL_CATEGORIES, Purpose.LEGAL_CLAIM, organisation=college)
    _decide(
        world,
        role_key(college.pk, Role.ADVISER),
        ALL_CATEGORIES,
        Purpose.FIND_WORK,
        organisation=college,
        role=Role.ADVISER.value,
        ends=datetime.now(UTC) - timedelta(days=1),
    )
    rows["people.exclusion"] = people.Exclusion.objects.create(
        person=gwen, user=world.users["other_person"], starts_at=LONG_AGO
    )
    _double(world, "gwen")


def _double(world: World, name: str) -> None:
    """A second record of somebody, joined into the one that stays."""
    made = world.people[name]
    double = people.Person.objects.create(
        organisation=made.organisation,
        reference=f"DOUBLE{name[0].upper()}",
        name=Planting(world.aviary, name, Category.IDENTITY, people.Person).canary("name"),
        sort_key="z",
        joined_into=made,
    )
    world.rows[name]["people.personjoin"] = people.PersonJoin.objects.create(person=made, duplicate=double)


def _elsewhere(world: World) -> None:
    """Two people whom other organisations work with: one shares a little with Gwen's, the other nothing. And rows of
    theirs and of Huw's for what is asked by number."""
    here, nesta = world.organisations["here"], world.people["nesta"]
    shared = _decide(
        world,
        organisation_key(here.pk),
        SHARED_BY_NESTA,
        Purpose.FIND_WORK,
        person=nesta,
        organisation=here,
    )
    people.Exclusion.objects.create(person=nesta, user=world.users["adviser_other"], starts_at=LONG_AGO)
    rhodri = world.people["rhodri"]
    world.rows["nesta"]["people.sharingdecision"] = shared
    world.rows["rhodri"]["people.sharingdecision"] = _decide(
        world,
        organisation_key(rhodri.organisation_id),
        C.IDENTITY,
        Purpose.FIND_WORK,
        person=rhodri,
        organisation=rhodri.organisation,
    )
    for name in ("nesta", "rhodri", "huw"):
        made, rows = world.people[name], world.rows[name]
        rows["people.supporter"] = people.Supporter.objects.create(
            person=made, name="Neighbour", relation="friend", starts_at=LONG_AGO
        )
        rows["people.exclusion"] = people.Exclusion.objects.create(
            person=made, user=world.users["supporter_ended"], starts_at=LONG_AGO
        )
        _double(world, name)


def _decide(
    world: World,
    recipient: str,
    categories: Category,
    purpose: Purpose,
    *,
    ends: datetime | None = None,
    person: people.Person | None = None,
    **given: Any,
) -> people.SharingDecision:
    return people.SharingDecision.objects.create(
        person=person or world.people["gwen"],
        recipient=recipient,
        purpose=purpose.value,
        categories=int(categories),
        starts_at=LONG_AGO,
        ends_at=ends or datetime.now(UTC) + timedelta(days=300),
        **given,
    )
