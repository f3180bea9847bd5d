# SPDX-License-Identifier: AGPL-3.0-or-later
"""Edges of the guard: queries combined, joined and hand-written in parts, and rows changed without being admitted."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import models, transaction

from cydwaith.kernel import reads
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import OutsideAction, Unadmitted
from cydwaith.kernel.statements import writing
from cydwaith.kernel.system import system
from cydwaith.partnerships.models import Area
from cydwaith.people.models import Needs, Person, Referral
from tests import factories

pytestmark = pytest.mark.django_db


class World:
    """An adviser with two people, and a third whom they do not see."""

    def __init__(self) -> None:
        here = factories.organisation()
        self.mair: Actor = factories.adviser(here)
        self.first, self.second = (factories.person(here, self.mair) for _ in range(2))
        self.unseen = factories.person(factories.organisation())

    def visible(self) -> Any:
        return Person.objects.visible_to(self.mair)


@pytest.fixture
def world() -> World:
    return World()


def test_narrowing_by_a_query_that_nobody_admitted_admits_neither(world: World) -> None:
    with pytest.raises(Unadmitted):
        list(world.visible() & Person.objects.all())


def test_two_admitted_queries_may_be_combined(world: World) -> None:
    one = world.visible().filter(pk=world.first.pk)
    assert list(world.visible() & one) == [world.first]
    assert list(world.visible() ^ one) == [world.second]
    assert set(one | world.visible().filter(pk=world.second.pk)) == {world.first, world.second}


def test_a_part_that_is_no_foreign_key_cannot_be_joined(world: World) -> None:
    with pytest.raises(Unadmitted, match="forward foreign keys"):
        Person.objects.visible_to(world.mair, "name")


def test_a_join_to_what_is_about_nobody_needs_no_rule(world: World) -> None:
    rows = Person.objects.visible_to(world.mair, "organisation").values_list("pk", "organisation_id")
    assert set(rows) == {(one.pk, world.mair.organisation_id) for one in (world.first, world.second)}


def test_hand_written_parts_that_name_no_guarded_table_pass(world: World) -> None:
    area = Area.objects.create(code="a", kind="council", name_en="A")
    query = world.visible().extra(
        select={"two": "1 + 1"}, where=["1 = 1"], tables=[Area._meta.db_table]
    )  # fmt: skip
    assert area.pk
    assert set(query.values_list("pk", "two")) == {(world.first.pk, 2), (world.second.pk, 2)}


def test_rows_that_nobody_admitted_are_neither_changed_nor_removed(world: World) -> None:
    with transaction.atomic(), writing():
        with pytest.raises(Unadmitted):
            Person.objects.filter(pk=world.unseen.pk).delete()
        # A plain queryset gets past the manager and not past the compiler.
        past_the_manager = models.QuerySet(Person)
        for rows in (
            past_the_manager.filter(name=world.unseen.name),
            past_the_manager.filter(pk__gte=world.unseen.pk),
            past_the_manager.exclude(pk=world.first.pk),
        ):
            with pytest.raises(Unadmitted):
                rows.update(name="Changed")
    with system("test"):
        assert Person.objects.get(pk=world.unseen.pk).name == world.unseen.name


def test_a_row_is_removed_inside_an_action_only(world: World) -> None:
    with transaction.atomic(), writing():
        row = Needs.objects.create(person_id=world.first.pk, formats=["easy_read"])
    with pytest.raises(OutsideAction):
        row.delete()
    with transaction.atomic(), writing():
        row.delete()
    with system("test"):
        assert not Needs.objects.filter(person_id=world.first.pk).exists()


def test_a_row_about_nobody_yet_is_a_look_at_nobody(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[reads.Collected] = []
    monkeypatch.setattr(reads, "_sink", [told.append])
    with system("test"):
        asked = Referral.objects.create(recipient_id=world.mair.organisation_id, purpose="find_work")
    with reads.collect(world.mair, "a.page"), system("test"):
        assert list(Referral.objects.values_list("pk", "person_id")) == [(asked.pk, None)]
    assert told == []
