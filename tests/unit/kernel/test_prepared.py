# SPDX-License-Identifier: AGPL-3.0-or-later
"""Kept statements answer for who asks now: nothing of one actor, moment or rule stays in them for another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cydwaith.kernel import guard, prepared, reads, statements
from cydwaith.kernel.actor import Actor, organisation_key
from cydwaith.kernel.errors import OutsideAction, Unadmitted
from cydwaith.kernel.models import User
from cydwaith.kernel.prepared import TEXT, Among, Kept, Prepared, given
from cydwaith.kernel.roles import Role
from cydwaith.kernel.vocabulary import ALL_CATEGORIES, Category, Purpose
from cydwaith.people.models import AccessLog, Involvement, Needs, Person
from cydwaith.people.openness import OpenTo
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _kept(settings: Any) -> Iterator[None]:
    settings.CYDWAITH_KEEP_PREPARED = True
    yield
    prepared.forget_all()


def by_name(actor: Actor, most: int = 10) -> Any:
    return Person.objects.visible_to(actor).order_by("name").values_list("pk", "name")[:most]


def of_own_organisation(actor: Actor) -> Any:
    own = given("organisation_id", actor.organisation_id)
    return Person.objects.visible_to(actor).filter(organisation_id=own).values_list("pk", "date_of_birth")


def named(actor: Actor) -> Any:
    return Person.objects.visible_to(actor).filter(name=given("name", "", TEXT)).values_list("pk", "name")


NAMES = Prepared(by_name)
OWN = Prepared(of_own_organisation)
NAMED = Prepared(named)


@pytest.fixture
def world() -> dict[str, Any]:
    here, there = factories.organisation(), factories.organisation()
    mair, owain = factories.adviser(here), factories.adviser(here)
    return {
        "here": here, "there": there, "mair": mair, "owain": owain, "partner": factories.adviser(there),
        "manager": factories.adviser(here, Role.MANAGER),
        "gwen": factories.person(here, mair, name="Gwen"), "huw": factories.person(here, owain, name="Huw"),
        "ifan": factories.person(there, name="Ifan"),
    }  # fmt: skip


def names(actor: Actor) -> list[str]:
    return [name for _pk, name in NAMES.rows(actor)]


def test_one_statement_serves_many_and_gives_each_their_own(world: dict[str, Any]) -> None:
    for _again in range(2):
        assert names(world["mair"]) == ["Gwen"]
        assert names(world["owain"]) == ["Huw"]
        assert names(world["partner"]) == []
        assert names(world["manager"]) == ["Gwen", "Huw"]
        assert names(factories.themself(world["huw"])) == ["Huw"]
        assert names(factories.themself(world["gwen"])) == ["Gwen"]
    assert len(NAMES._kept) == 3  # adviser, manager, the person


def test_it_is_the_same_as_the_plain_read(world: dict[str, Any]) -> None:
    for actor in (world["mair"], world["manager"], world["partner"], factories.themself(world["gwen"])):
        assert NAMES.rows(actor) == list(by_name(actor))
        if actor.organisation_id:
            assert sorted(OWN.rows(actor)) == sorted(of_own_organisation(actor))


def test_a_share_holds_from_the_next_run_and_so_does_its_end(world: dict[str, Any]) -> None:
    partner, key = world["partner"], organisation_key(world["there"].pk)
    assert names(partner) == []
    factories.share(key, world["gwen"], int(ALL_CATEGORIES), organisation=world["there"])
    assert names(partner) == ["Gwen"]
    assert OWN.rows(partner) == []
    factories.share(key, world["gwen"], 0, organisation=world["there"])
    assert names(partner) == []


def test_what_ended_since_is_closed_though_the_statement_is_older(
    world: dict[str, Any], monkeypatch: Any
) -> None:
    past = timezone.now() + timedelta(days=366)
    key = organisation_key(world["there"].pk)
    factories.share(key, world["gwen"], int(Category.IDENTITY), organisation=world["there"])
    assert names(world["partner"]) == ["Gwen"]
    monkeypatch.setattr(timezone, "now", lambda: past)
    assert names(world["partner"]) == []


def test_values_are_bound_and_shapes_are_apart(world: dict[str, Any]) -> None:
    manager = world["manager"]
    assert [name for _pk, name in NAMED.rows(manager, values={"name": "Huw"})] == ["Huw"]
    assert [name for _pk, name in NAMED.rows(manager, values={"name": "'; DROP TABLE people_person"})] == []
    assert len(NAMES.rows(manager, 1)) == 1
    assert len(NAMES.rows(manager, 2)) == 2
    assert (NAMES.count(manager, 1), NAMES.count(manager, 10), NAMES.count(world["partner"])) == (1, 2, 0)


def test_a_run_compiles_nothing_and_is_one_statement(world: dict[str, Any], monkeypatch: Any) -> None:
    names(world["mair"])
    monkeypatch.setattr(OpenTo, "as_sql", lambda *_given, **_also: pytest.fail("compiled again"))
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert names(world["owain"]) == ["Huw"]
    assert len(captured) == 1


def test_whoever_sees_nobody_asks_nothing(world: dict[str, Any]) -> None:
    stranger = Actor(Role.ANALYST, Purpose.FIND_WORK, user_id=1, organisation_id=world["here"].pk)
    with CaptureQueriesContext(connection) as captured:
        assert (NAMES.rows(stranger), NAMES.count(stranger)) == ([], 0)
    assert len(captured) == 0


def test_an_actors_own_value_in_the_statement_is_refused(world: dict[str, Any]) -> None:
    careless = Prepared(
        lambda actor: Person.objects.visible_to(actor).filter(user_id=actor.user_id).values_list("pk")
    )
    with pytest.raises(ImproperlyConfigured, match="given"):
        careless.rows(world["mair"])


def test_a_day_in_the_statement_is_refused(world: dict[str, Any]) -> None:
    """A statement that is kept would hold yesterday's day tomorrow."""

    def born_before_today(actor: Actor) -> Any:
        rows = Person.objects.visible_to(actor).filter(date_of_birth__lt=timezone.localdate())
        return rows.values_list("pk")

    with pytest.raises(ImproperlyConfigured, match="keeps a day"):
        Prepared(born_before_today).rows(world["mair"])


def test_the_guard_stands_before_a_kept_statement_too(world: dict[str, Any]) -> None:
    open_to_all = Prepared(lambda _actor: Person.objects.values_list("pk"))
    through_a_join = Prepared(
        lambda actor: Needs.objects.visible_to(actor).values_list("person_id", "person__name")
    )
    for hole in (open_to_all, through_a_join):
        with pytest.raises(Unadmitted):
            hole.rows(world["mair"])


def test_columns_that_would_come_in_another_order_are_refused(world: dict[str, Any]) -> None:
    from django.db.models import F

    mixed = Prepared(
        lambda actor: Person.objects.visible_to(actor).annotate(also=F("name")).values_list("also", "pk")
    )
    with pytest.raises(ImproperlyConfigured):
        mixed.rows(world["mair"])


def test_the_read_log_is_told(world: dict[str, Any]) -> None:
    with reads.collect(world["manager"], "a page") as collected:
        NAMES.rows(world["manager"])
        assert list(collected.people) == [world["gwen"].pk, world["huw"].pk]
    assert collected.categories == Category.IDENTITY
    without = Prepared(lambda actor: Involvement.objects.visible_to(actor).values_list("role"))
    with pytest.raises(Unadmitted), reads.collect(world["manager"], "a page"):
        without.rows(world["manager"])


def test_a_rule_that_is_altered_holds_once_what_was_kept_is_forgotten(
    world: dict[str, Any], monkeypatch: Any
) -> None:
    assert names(world["mair"]) == ["Gwen"]
    monkeypatch.setitem(guard._rules, Person, guard.Rule(lambda _actor, prefix: guard.NOTHING, True))
    assert names(world["mair"]) == ["Gwen"]
    prepared.forget_all()
    assert names(world["mair"]) == []


def test_tests_that_alter_rules_see_them_at_once(
    world: dict[str, Any], settings: Any, monkeypatch: Any
) -> None:
    settings.CYDWAITH_KEEP_PREPARED = False
    assert names(world["mair"]) == ["Gwen"]
    monkeypatch.setitem(guard._rules, Person, guard.Rule(lambda _actor, prefix: guard.NOTHING, True))
    assert names(world["mair"]) == []


def test_a_flood_of_shapes_does_not_fill_the_memory(world: dict[str, Any], monkeypatch: Any) -> None:
    monkeypatch.setattr(prepared, "SHAPES", 3)
    for most in range(1, 9):
        assert len(NAMES.rows(world["manager"], most)) == min(most, 2)
    assert len(NAMES._kept) <= 3


def _open_accounts() -> Any:
    return User.objects.filter(pk=given("user_id", None)).values_list("email")


def _everybody() -> Any:
    return Person.objects.visible_to(factories.adviser(factories.organisation())).values_list("pk")


def _with_a_day() -> Any:
    return User.objects.filter(created_at__gt=timezone.now()).values_list("email")


def test_what_is_nobodys_record_is_kept_without_an_actor() -> None:
    kept = Kept(_open_accounts)
    one, two = factories.user(), factories.user()
    assert kept.rows(user_id=one.pk) == [(one.email,)]
    with CaptureQueriesContext(connection) as asked:
        assert kept.rows(user_id=two.pk) == [(two.email,)]
    assert len(asked) == 1
    assert kept.rows(user_id=0) == []
    assert Kept(lambda: User.objects.none().values_list("email")).rows() == []


@pytest.mark.parametrize("build", [_everybody, _with_a_day])
def test_without_an_actor_neither_records_nor_a_day_are_kept(build: Any) -> None:
    with pytest.raises(ImproperlyConfigured):
        Kept(build).rows()


def test_many_ids_are_one_value(world: dict[str, Any]) -> None:
    def some(actor: Actor) -> Any:
        chosen = Among("pk", "people", ())
        return Person.objects.visible_to(actor).filter(chosen).order_by("name").values_list("pk", "name")

    kept, mair = Prepared(some), world["mair"]
    gwen, huw, ifan = (world[name].pk for name in ("gwen", "huw", "ifan"))
    manager = world["manager"]
    for ids, seen in (([], []), ([huw], [huw]), ([gwen, huw], [gwen, huw]), ([gwen, ifan], [gwen])):
        assert [pk for pk, _name in kept.rows(manager, values={"people": ids})] == seen
    assert kept.rows(mair, values={"people": [huw, ifan]}) == []
    plain = Person.objects.visible_to(mair).filter(Among("pk", "people", [gwen, huw]))
    assert [person.pk for person in plain] == [gwen]


def test_a_row_in_one_statement_is_written_inside_an_action_alone(world: dict[str, Any]) -> None:
    row = {
        "person_id": None, "people": [1, 2], "at": timezone.now(), "user_id": 1, "organisation_id": None,
        "role": "adviser", "purpose": "find_work", "page": "a page", "categories": 3,
    }  # fmt: skip
    with pytest.raises(OutsideAction):
        prepared.insert(AccessLog, **row)
    with statements.writing():
        prepared.insert(AccessLog, **row)
    found = guard.admit(AccessLog.objects.order_by("-pk")).values_list(*row)[0]
    assert list(found) == list(row.values())


@pytest.mark.skipif(
    "sqlite" not in connection.settings_dict["ENGINE"], reason="SQLite's way of writing values"
)
def test_a_statement_whose_text_is_kept_is_run_as_djangos() -> None:
    for _again in range(2):
        with connection.cursor() as cursor:
            assert cursor.execute("SELECT %s, '100%%', %s", [1, "%s"]).fetchone() == (1, "100%", "%s")
            assert cursor.execute("SELECT %(one)s", {"one": 2}).fetchone() == (2,)
            assert cursor.execute("SELECT '%s'").fetchone() == ("%s",)
            long = f"SELECT %s -- {'x' * 30_000}"
            assert cursor.execute(long, [3]).fetchone() == (3,)
