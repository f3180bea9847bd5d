# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lock 1: no statement that touches a guarded table compiles until its query was admitted.

Each test is a hole that was found by trying. First there is something to leak.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, models, transaction
from django.db.models import Count, Exists, F, FilteredRelation, Max, OuterRef, Prefetch, Q, Subquery
from django.db.models.expressions import RawSQL

from cydwaith.kernel.actor import Actor, organisation_key
from cydwaith.kernel.errors import NotVisible, OutsideAction, Unadmitted
from cydwaith.kernel.statements import writing
from cydwaith.kernel.vocabulary import Category
from cydwaith.partnerships.models import Organisation
from cydwaith.people.models import Involvement, Needs, Person, SearchTerm
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> dict[str, Any]:
    here, there = factories.organisation(), factories.organisation()
    mair, owain = factories.adviser(here), factories.adviser(here)
    gwen = factories.person(here, mair, name="Gwen")
    huw = factories.person(here, owain, name="Huw")
    return {
        "here": here,
        "there": there,
        "mair": mair,
        "owain": owain,
        "gwen": gwen,
        "huw": huw,
        "partner": factories.adviser(there),
    }


def names(actor: Actor) -> list[str]:
    return list(Person.objects.visible_to(actor).order_by("name").values_list("name", flat=True))


def test_an_adviser_sees_the_people_they_work_with(world: dict[str, Any]) -> None:
    assert names(world["mair"]) == ["Gwen"]
    assert names(world["owain"]) == ["Huw"]
    assert names(world["partner"]) == []


def test_a_share_opens_the_record_in_its_category_alone(world: dict[str, Any]) -> None:
    key = organisation_key(world["there"].pk)
    factories.share(key, world["gwen"], int(Category.IDENTITY), organisation=world["there"])
    with factories.system("test world"):
        Needs.objects.create(person=world["gwen"], access="ramp")
    assert names(world["partner"]) == ["Gwen"]
    assert list(Needs.objects.visible_to(world["partner"]).values_list("access", flat=True)) == []
    assert list(Needs.objects.visible_to(world["mair"]).values_list("access", flat=True)) == ["ramp"]


HOLES: dict[str, Callable[[dict[str, Any]], Any]] = {
    "all": lambda w: list(Person.objects.all()),
    "get": lambda w: Person.objects.get(pk=w["gwen"].pk),
    "exists": lambda w: Person.objects.exists(),
    "count": lambda w: Person.objects.count(),
    "aggregate": lambda w: Person.objects.aggregate(Max("name")),
    "values": lambda w: list(Person.objects.values("name")),
    "iterator": lambda w: list(Person.objects.iterator()),
    "in_bulk": lambda w: Person.objects.in_bulk([w["gwen"].pk]),
    "base manager": lambda w: list(Person._base_manager.all()),
    "refresh_from_db": lambda w: w["gwen"].refresh_from_db(),
    "forward access": lambda w: Involvement.objects.visible_to(w["mair"])[0].person.name,
    "prefetch": lambda w: list(Involvement.objects.visible_to(w["mair"]).prefetch_related("person")),
    "prefetch of an open query": lambda w: list(
        Involvement.objects.visible_to(w["mair"]).prefetch_related(Prefetch("person", Person.objects.all()))
    ),
    "select_related": lambda w: list(Involvement.objects.visible_to(w["mair"]).select_related("person")),
    "values across": lambda w: list(Involvement.objects.visible_to(w["mair"]).values("person__name")),
    "filter across": lambda w: list(Involvement.objects.visible_to(w["mair"]).filter(person__name="Huw")),
    "order across": lambda w: list(Involvement.objects.visible_to(w["mair"]).order_by("person__name")),
    "annotate across": lambda w: list(
        Involvement.objects.visible_to(w["mair"]).annotate(n=F("person__name"))
    ),
    "aggregate across": lambda w: Involvement.objects.visible_to(w["mair"]).aggregate(Max("person__name")),
    "from an unguarded model": lambda w: list(
        models.QuerySet(Organisation).filter(pk__in=Person.objects.values("organisation"))
    ),
    "filtered relation": lambda w: list(
        Involvement.objects.visible_to(w["mair"])
        .annotate(p=FilteredRelation("person", condition=Q(person__name="Gwen")))
        .filter(p__name="Gwen")
    ),
    "subquery": lambda w: list(
        Organisation.objects.annotate(
            n=Subquery(Person.objects.filter(organisation=OuterRef("pk")).values("name")[:1])
        )
    ),
    "exists subquery": lambda w: list(
        Organisation.objects.filter(Exists(Person.objects.filter(organisation=OuterRef("pk"))))
    ),
    "union": lambda w: list(Person.objects.visible_to(w["mair"]).union(Person.objects.all())),
    "or": lambda w: list(Person.objects.visible_to(w["mair"]) | Person.objects.all()),
    "or, other side": lambda w: list(Person.objects.all() | Person.objects.visible_to(w["mair"])),
    "xor": lambda w: list(Person.objects.visible_to(w["mair"]) ^ Person.objects.all()),
    "raw": lambda w: list(Person.objects.raw("SELECT * FROM people_person")),
    "cursor": lambda w: connection.cursor().execute("SELECT name FROM people_person"),
    "cursor, quoted": lambda w: connection.cursor().execute('SELECT name FROM "people_person"'),
    "raw expression": lambda w: list(
        Organisation.objects.annotate(n=RawSQL("SELECT name FROM people_person LIMIT 1", []))
    ),
    "extra select": lambda w: list(
        Organisation.objects.extra(select={"n": "SELECT name FROM people_person LIMIT 1"})
    ),
    "extra where": lambda w: list(Organisation.objects.extra(where=["EXISTS (SELECT 1 FROM people_person)"])),
    "extra tables": lambda w: list(Organisation.objects.extra(tables=["people_person"])),
    "a second alias": lambda w: list(
        Person.objects.visible_to(w["mair"]).filter(joined_into__name="Huw").values("joined_into__name")
    ),
    "group by": lambda w: list(Person.objects.values("organisation").annotate(n=Count("pk"))),
    "dates": lambda w: list(Person.objects.dates("date_of_birth", "year")),
    "explain": lambda w: Person.objects.explain(),
}


@pytest.mark.parametrize("hole", HOLES)
def test_reading_without_admission_is_refused(world: dict[str, Any], hole: str) -> None:
    with pytest.raises(Unadmitted):
        HOLES[hole](world)


WRITES: dict[str, Callable[[dict[str, Any]], Any]] = {
    "create": lambda w: Person.objects.create(organisation=w["here"], reference="X", name="X"),
    "bulk_create": lambda w: Person.objects.bulk_create(
        [Person(organisation=w["here"], reference="X", name="X")]
    ),
    "save": lambda w: Person.objects.visible_to(w["mair"]).one().save(),
    "forged save": lambda w: Person(pk=w["huw"].pk, organisation=w["here"], name="Forged").save(),
    "delete": lambda w: Person.objects.visible_to(w["mair"]).one().delete(),
    "queryset update": lambda w: Person.objects.visible_to(w["mair"]).update(name="X"),
    "queryset delete": lambda w: SearchTerm.objects.visible_to(w["mair"]).delete(),
    "raw delete": lambda w: Person.objects.filter(pk=w["gwen"].pk)._raw_delete("default"),
    "base manager update": lambda w: Person._base_manager.filter(pk=w["gwen"].pk).update(name="X"),
}


@pytest.mark.parametrize("verb", WRITES)
def test_writing_outside_an_action_is_refused(world: dict[str, Any], verb: str) -> None:
    with pytest.raises((OutsideAction, Unadmitted)), transaction.atomic():
        WRITES[verb](world)
    with factories.system("see what is there"):
        assert sorted(Person.objects.values_list("name", flat=True)) == ["Gwen", "Huw"]


def test_inside_an_action_a_forged_instance_cannot_overwrite_a_row(world: dict[str, Any]) -> None:
    forged = Person(
        pk=world["huw"].pk, organisation=world["here"], reference="F", name="Forged", sort_key="f"
    )
    with pytest.raises(Exception, match=r"(?i)unique|duplicate"), transaction.atomic(), writing():
        forged.save()


def test_inside_an_action_only_admitted_rows_are_updated(world: dict[str, Any]) -> None:
    with writing(), pytest.raises(Unadmitted):
        Person.objects.filter(name="Huw").update(name="X")
    with writing(), pytest.raises(Unadmitted), transaction.atomic():
        Person._base_manager.filter(name="Huw").update(name="X")
    with writing():
        assert Person.objects.visible_to(world["mair"]).update(called="G") == 1
    with factories.system("see what is there"):
        assert list(Person.objects.order_by("name").values_list("called", flat=True)) == ["G", ""]


def test_a_join_that_was_asked_for_is_narrowed_too(world: dict[str, Any]) -> None:
    """A row may be open and the person behind it not: the join drops it rather than show the name."""
    key = organisation_key(world["there"].pk)
    factories.share(key, world["gwen"], int(Category.NEEDS), organisation=world["there"])
    with factories.system("test world"):
        Needs.objects.create(person=world["gwen"], access="ramp")
    assert list(Needs.objects.visible_to(world["partner"]).values_list("access", flat=True)) == ["ramp"]
    assert (
        list(Needs.objects.visible_to(world["partner"], "person").values_list("person__name", flat=True))
        == []
    )
    shown = (
        Needs.objects.visible_to(world["mair"], "person").select_related("person").order_by("person__name")
    )
    assert [row.person.name for row in shown] == ["Gwen"]


def test_absent_and_forbidden_look_the_same(world: dict[str, Any]) -> None:
    for pk in (world["huw"].pk, 0):
        with pytest.raises(NotVisible):
            Person.objects.visible_to(world["mair"]).filter(pk=pk).one()


def test_two_admitted_queries_may_be_joined(world: dict[str, Any]) -> None:
    mine = Person.objects.visible_to(world["mair"])
    both = mine.filter(name="Gwen") | mine.filter(name="Huw")
    assert [p.name for p in both] == ["Gwen"]
    assert Organisation.objects.filter(pk__in=mine.values("organisation")).count() == 1
