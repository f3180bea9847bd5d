# SPDX-License-Identifier: AGPL-3.0-or-later
"""Members, absences, organisations: nobody falls between people, and nobody is locked out of their own house."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Conflict, Invalid, NotAllowed, NotVisible
from cydwaith.kernel.models import AuditRow
from cydwaith.kernel.roles import Role
from cydwaith.kernel.vocabulary import Purpose
from cydwaith.partnerships import actions, queries
from cydwaith.partnerships.models import Absence, Membership, Organisation
from cydwaith.people.identity import people_held
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Organisation:
    return factories.organisation()


def join(here: Organisation, role: Role, **given: Any) -> Actor:
    user = factories.user(**given)
    made = Membership.objects.create(
        user=user, organisation=here, role=role.value, starts_on=timezone.localdate() - timedelta(days=30)
    )
    return Actor(role, Purpose.FIND_WORK, user.pk, here.pk, made.pk)


def numbers(*actors: Actor) -> list[int]:
    return [actor.membership_id for actor in actors if actor.membership_id is not None]


def test_the_last_administrator_cannot_leave_nor_become_something_else(here: Organisation) -> None:
    only = join(here, Role.ADMINISTRATOR)
    (own,) = numbers(only)
    with pytest.raises(Invalid) as refused:
        actions.end_membership(by=only, membership_id=own)
    assert "last administrator" in str(refused.value)
    with pytest.raises(Invalid):
        actions.change_member(by=only, membership_id=own, role="analyst")
    closed = join(here, Role.ADMINISTRATOR, is_active=False)
    with pytest.raises(Invalid):
        actions.end_membership(by=only, membership_id=own)
    assert closed.user_id
    join(here, Role.ADMINISTRATOR)
    actions.end_membership(by=only, membership_id=own)
    assert queries.parts(only.user_id or 0) == []


def test_an_administrator_elsewhere_does_not_count(here: Organisation) -> None:
    only = join(here, Role.ADMINISTRATOR)
    join(factories.organisation(), Role.ADMINISTRATOR)
    with pytest.raises(Invalid):
        actions.end_membership(by=only, membership_id=numbers(only)[0])


def test_who_has_people_hands_them_over_before_leaving(here: Organisation) -> None:
    boss, mair = join(here, Role.ADMINISTRATOR), join(here, Role.ADVISER)
    factories.person(here, mair)
    (post,) = numbers(mair)
    assert people_held(mair.user_id or 0, here.pk) == 1
    for attempt in (
        lambda: actions.end_membership(by=boss, membership_id=post),
        lambda: actions.change_member(by=boss, membership_id=post, role="analyst"),
    ):
        with pytest.raises(Invalid) as refused:
            attempt()
        assert "on this caseload" in str(refused.value)
    assert Membership.objects.get(pk=post).ends_on is None


def test_an_adviser_with_people_may_become_a_manager_or_keep_one_of_two_posts(here: Organisation) -> None:
    boss, mair = join(here, Role.ADMINISTRATOR), join(here, Role.ADVISER)
    factories.person(here, mair)
    other = actions.change_member(by=boss, membership_id=numbers(mair)[0], role="manager", title=" Lead ")
    row = Membership.objects.get(pk=other)
    assert (row.role, row.title, row.ends_on) == ("manager", "Lead", None)
    assert Membership.objects.get(pk=numbers(mair)[0]).ends_on == timezone.localdate()
    second = Membership.objects.create(
        user_id=mair.user_id, organisation=here, role="adviser", starts_on=timezone.localdate()
    )
    actions.end_membership(by=boss, membership_id=second.pk)
    with pytest.raises(Invalid):
        actions.end_membership(by=boss, membership_id=other)


def test_title_and_hours_change_in_place_and_what_is_the_same_writes_nothing(here: Organisation) -> None:
    boss, mair = join(here, Role.ADMINISTRATOR), join(here, Role.ADVISER)
    (post,) = numbers(mair)
    assert actions.change_member(by=boss, membership_id=post, role="adviser", hours_share=60) == post
    rows = AuditRow.objects.count()
    assert actions.change_member(by=boss, membership_id=post, role="adviser", hours_share=60) == post
    assert AuditRow.objects.count() == rows
    with pytest.raises(Invalid) as refused:
        actions.change_member(by=boss, membership_id=post, role="wizard", hours_share=0)
    assert sorted(refused.value.errors) == ["hours_share", "role"]


def test_another_organisations_members_are_not_there(here: Organisation) -> None:
    boss, stranger = join(here, Role.ADMINISTRATOR), join(factories.organisation(), Role.ADVISER)
    (post,) = numbers(stranger)
    for attempt in (
        lambda: actions.end_membership(by=boss, membership_id=post),
        lambda: actions.change_member(by=boss, membership_id=post, role="analyst"),
        lambda: queries.member(boss, post),
    ):
        with pytest.raises(NotVisible):
            attempt()
    assert [one.user_id for one in queries.members(boss)] == [boss.user_id]
    with pytest.raises(NotAllowed):
        queries.members(join(here, Role.ADVISER))


def day(number: int) -> Any:
    return timezone.localdate() + timedelta(days=number)


def test_an_absence_of_somebody_with_people_needs_cover(here: Organisation) -> None:
    boss, mair, owain = join(here, Role.MANAGER), join(here, Role.ADVISER), join(here, Role.ADVISER)
    factories.person(here, mair)
    (away, stays) = numbers(mair, owain)
    with pytest.raises(Invalid) as refused:
        actions.record_absence(by=boss, membership_id=away, starts_on=day(0), ends_on=None, cover_id=None)
    assert list(refused.value.errors) == ["cover"]
    actions.record_absence(by=boss, membership_id=away, starts_on=day(0), ends_on=day(7), cover_id=stays)
    actions.record_absence(by=boss, membership_id=stays, starts_on=day(10), ends_on=None, cover_id=None)
    found = queries.absences(boss)
    assert [(one.user_id, one.cover_user_id, one.now) for one in found] == [
        (mair.user_id, owain.user_id, True),
        (owain.user_id, None, False),
    ]


@pytest.mark.parametrize(
    ("first", "last", "who", "fields"),
    [
        (5, 5, "other", ["ends_on"]),
        (3, 4, "other", ["starts_on"]),
        (20, 30, "self", ["cover"]),
        (20, 30, "analyst", ["cover"]),
        (12, None, "busy", ["cover"]),
    ],
)
def test_an_absence_that_cannot_be(
    here: Organisation, first: int, last: int | None, who: str, fields: list[str]
) -> None:
    boss = join(here, Role.MANAGER)
    team = {name: join(here, Role.ADVISER) for name in ("self", "other", "busy")}
    team["analyst"] = join(here, Role.ANALYST)
    (away, busy) = numbers(team["self"], team["busy"])
    actions.record_absence(by=boss, membership_id=away, starts_on=day(0), ends_on=day(10), cover_id=None)
    actions.record_absence(by=boss, membership_id=busy, starts_on=day(15), ends_on=day(16), cover_id=None)
    with pytest.raises(Invalid) as refused:
        actions.record_absence(
            by=boss,
            membership_id=away,
            starts_on=day(first),
            ends_on=None if last is None else day(last),
            cover_id=numbers(team[who])[0],
        )
    assert set(fields) <= set(refused.value.errors)
    assert Absence.objects.count() == 2


def test_somebody_who_is_back_is_back(here: Organisation) -> None:
    boss, mair = join(here, Role.MANAGER), join(here, Role.ADVISER)
    made = actions.record_absence(
        by=boss, membership_id=numbers(mair)[0], starts_on=day(-3), ends_on=None, cover_id=None
    )
    with pytest.raises(NotVisible):
        actions.end_absence(by=join(factories.organisation(), Role.MANAGER), absence_id=made)
    assert actions.end_absence(by=boss, absence_id=made) == mair.membership_id
    assert queries.absences(boss) == []


def test_who_leaves_is_not_away_any_more(here: Organisation) -> None:
    boss, chief, mair = join(here, Role.MANAGER), join(here, Role.ADMINISTRATOR), join(here, Role.ADVISER)
    actions.record_absence(
        by=boss, membership_id=numbers(mair)[0], starts_on=day(-3), ends_on=None, cover_id=None
    )
    actions.end_membership(by=chief, membership_id=numbers(mair)[0])
    assert Absence.objects.get().ends_on == day(0)


DETAILS = {"name_en": "Here", "public_name_en": "The place", "email": "", "phone": " 01 "}


def test_details_are_kept_and_two_who_write_at_once_see_both(here: Organisation) -> None:
    boss = join(here, Role.ADMINISTRATOR)
    found = queries.organisation(boss)
    version = actions.change_organisation(by=boss, version=found.version, values=DETAILS)
    assert (queries.organisation(boss).name_en, queries.organisation(boss).phone) == ("Here", "01")
    with pytest.raises(Conflict) as clash:
        actions.change_organisation(by=boss, version=found.version, values={**DETAILS, "name_en": "There"})
    assert (clash.value.current["name_en"], clash.value.version) == ("Here", version)
    with pytest.raises(Invalid) as refused:
        actions.change_organisation(
            by=boss, version=version, values={"name_en": " ", "public_name_en": "", "email": "no"}
        )
    assert sorted(refused.value.errors) == ["email", "name_en", "public_name_en"]


@pytest.mark.parametrize(
    ("ink", "accent", "faulty"),
    [
        ("#0f5c5c", "#6b3f7d", []),
        ("", "", []),
        ("#0f5c5c", "", ["accent"]),
        ("", "#6b3f7d", ["ink"]),
        ("#ffff00", "#6b3f7d", ["ink"]),
        ("teal", "#6b3f7", ["accent", "ink"]),
    ],
)
def test_a_colour_that_cannot_be_read_is_not_taken(
    here: Organisation, ink: str, accent: str, faulty: list[str]
) -> None:
    boss = join(here, Role.ADMINISTRATOR)
    if not faulty:
        actions.change_colours(by=boss, ink=ink.upper(), accent=accent)
        assert queries.colours(here.pk) == ((ink, accent) if ink else None)
        return
    with pytest.raises(Invalid) as refused:
        actions.change_colours(by=boss, ink=ink, accent=accent)
    assert sorted(refused.value.errors) == faulty
    assert queries.colours(here.pk) is None
