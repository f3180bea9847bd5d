# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finding people one may see: however a name is spelt, by date of birth, reference or number."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cydwaith.kernel import prepared, reads
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import NotVisible
from cydwaith.kernel.roles import Role
from cydwaith.people import actions, queries
from cydwaith.people.models import AccessLog
from cydwaith.people.shapes import NewPerson
from tests import factories
from tests.unit.people import world

pytestmark = pytest.mark.django_db

PEOPLE = (
    NewPerson(name="Siân Gwenllïan", date_of_birth=date(1991, 4, 3), nhs_number="9434765919"),
    NewPerson(name="Dafydd Jones", date_of_birth=date(1985, 12, 1)),
    NewPerson(name="Dafydd ap Rhys", called="Dai"),
    NewPerson(name="Aled Llwyd", date_of_birth=date(1985, 12, 1)),
    NewPerson(name="Catrin Prys-Jones"),
)


@pytest.fixture
def mair() -> Actor:
    made = world.member(world.organisation())
    for person in PEOPLE:
        actions.add_person(by=made, person=person)
    return made


def found(actor: Actor, text: str) -> list[str]:
    return [one.name for one in queries.search(actor, text).people]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Siân Gwenllïan", "Siân Gwenllïan"),
        ("sian gwenllian", "Siân Gwenllïan"),
        ("Shan Gwenlian", "Siân Gwenllïan"),
        ("David Jones", "Dafydd Jones"),
        ("Davyd Jonse", "Dafydd Jones"),
        ("dai rhys", "Dafydd ap Rhys"),
        ("aled lloyd", "Aled Llwyd"),
        ("Catrin Prys Jones", "Catrin Prys-Jones"),
        ("3/4/1991", "Siân Gwenllïan"),
        ("3 Ebrill 1991", "Siân Gwenllïan"),
        ("4/3/1991", "Siân Gwenllïan"),
        ("943 476 5919", "Siân Gwenllïan"),
        ("llwyd 1/12/1985", "Aled Llwyd"),
    ],
)
def test_the_person_meant_comes_first(mair: Actor, text: str, first: str) -> None:
    assert found(mair, text)[0] == first


def test_a_date_brings_everybody_born_then_and_a_name_beside_it_chooses(mair: Actor) -> None:
    assert sorted(found(mair, "1/12/1985")) == ["Aled Llwyd", "Dafydd Jones"]
    assert found(mair, "Dafydd 1/12/1985") == ["Dafydd Jones"]
    assert sorted(found(mair, "Zebedee 1/12/1985")) == ["Aled Llwyd", "Dafydd Jones"]


def test_a_reference_answers_alone(mair: Actor) -> None:
    one = queries.search(mair, "Dafydd Jones").people[0]
    again = queries.search(mair, one.reference.lower())
    assert [(found.name, found.by) for found in again.people] == [("Dafydd Jones", "reference")]
    assert queries.search(mair, "K9XXXXXXXX").people == ()
    spoken = f" {one.reference[:4].lower()} {one.reference[4:8]}-{one.reference[8:]} "
    assert [(found.name, found.by) for found in queries.search(mair, spoken).people] == [
        ("Dafydd Jones", "reference")
    ]


@pytest.mark.parametrize("text", ["", "   ", "?!", "zzyzx", "1/1/1900"])
def test_nothing_is_found_for_nothing(mair: Actor, text: str) -> None:
    assert found(mair, text) == []


def test_nobody_else_finds_them_by_any_way(mair: Actor) -> None:
    colleague = Actor(Role.ADVISER, mair.purpose, world.account(Role.ADVISER).user_id, mair.organisation_id)
    reference = queries.search(mair, "Siân").people[0].reference
    for actor in (
        colleague,
        world.member(world.organisation()),
        world.member(world.organisation(), Role.MANAGER),
    ):
        for text in ("Siân Gwenllïan", "3/4/1991", "943 476 5919", reference):
            assert found(actor, text) == []


def test_only_those_shown_are_told_to_the_read_log(mair: Actor) -> None:
    with reads.collect(mair, "advice:search"):
        shown = queries.search(mair, "Dafydd", limit=1)
    assert shown.more
    rows = list(AccessLog.objects.visible_to(world.member(world.organisation(), Role.GOVERNANCE)))
    assert rows == []
    with factories.system("see the log"):
        log = AccessLog.objects.get()
    assert [log.person_id, log.people] == [shown.people[0].person_id, []]


@pytest.mark.parametrize(
    ("text", "most"), [("Dafydd Jones", 2), ("Davyd Jonse", 2), ("1/12/1985", 1), ("K9XXXXXXXX", 1)]
)
def test_a_search_costs_few_queries(mair: Actor, text: str, most: int) -> None:
    with CaptureQueriesContext(connection) as asked:
        queries.search(mair, text)
    assert len(asked) <= most


def test_with_many_people_in_view_names_are_found_by_their_sounds(
    mair: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.import_module("cydwaith.people.queries.search"), "FEW", 2)
    for text, first in (
        ("sian gwenllian", "Siân Gwenllïan"), ("Davyd Jonse", "Dafydd Jones"), ("aled lloyd", "Aled Llwyd"),
        ("dai rhys", "Dafydd ap Rhys"), ("Catrin", "Catrin Prys-Jones"), ("Cartin Pyrs", "Catrin Prys-Jones"),
    ):  # fmt: skip
        with CaptureQueriesContext(connection) as asked:
            assert found(mair, text)[0] == first
        assert len(asked) <= 4


def test_a_joined_record_is_found_under_both_names(mair: Actor) -> None:
    kept, gone = (
        queries.search(mair, name).people[0].reference for name in ("Aled Llwyd", "Catrin Prys-Jones")
    )
    actions.join_duplicates(by=mair, keep=kept, duplicate=gone)
    for name in ("Aled Llwyd", "Catrin Prys-Jones"):
        assert kept in [one.reference for one in queries.search(mair, name).people]
        assert gone not in [one.reference for one in queries.search(mair, name).people]


@pytest.fixture
def _kept(settings: Any) -> Iterator[None]:
    """As on a site: statements are kept; and forgotten afterwards, so that no other test meets them."""
    settings.CYDWAITH_KEEP_PREPARED = True
    prepared.forget_all()
    yield
    prepared.forget_all()


@pytest.mark.usefixtures("_kept")
def test_with_statements_kept_each_actor_still_sees_their_own(mair: Actor) -> None:
    """The same shape is run for two advisers: no value of the first stays in what the second is answered."""
    owain = world.member(world.organisation())
    reference = actions.add_person(
        by=owain, person=NewPerson(name="Dafydd Jones", date_of_birth=date(1985, 12, 1))
    )
    for _again in range(2):
        for text in ("Dafydd Jones", "1/12/1985", reference):
            assert [one.reference for one in queries.search(owain, text).people] == [reference]
            assert reference not in [one.reference for one in queries.search(mair, text).people]
        assert queries.header(owain, reference).name == "Dafydd Jones"
        with pytest.raises(NotVisible):
            queries.header(mair, reference)
    actions.change_identity(by=owain, reference=reference, version=1, values={"called": "Dai"})
    assert queries.header(owain, reference).called == "Dai"
