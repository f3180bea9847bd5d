# SPDX-License-Identifier: AGPL-3.0-or-later
"""Periods, both languages, vocabulary, the bypass, the read log's collector and the system checks."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import IntegrityError, connection, models
from django.test import override_settings
from django.utils import translation

from cydwaith.kernel import bilingual, checks, guard, reads
from cydwaith.kernel.actor import ANONYMOUS, Actor
from cydwaith.kernel.bilingual import Bilingual
from cydwaith.kernel.db.triggers import append_only, statements_for
from cydwaith.kernel.errors import Unadmitted
from cydwaith.kernel.models import User
from cydwaith.kernel.periods import holds
from cydwaith.kernel.privacy import TECHNICAL, fields
from cydwaith.kernel.roles import ROLES, STAFF_ROLES, Permission, Role
from cydwaith.kernel.system import system, system_reason
from cydwaith.kernel.vocabulary import (
    ALL_CATEGORIES,
    CATEGORY_LABELS,
    PURPOSE_LABELS,
    Category,
    Purpose,
    categories_of,
)
from cydwaith.partnerships.models import Area, Organisation, Partnership, Programme
from cydwaith.people.models import Person
from tests import factories


def test_a_period_holds_its_first_day_and_not_its_end() -> None:
    start, end = date(2026, 3, 1), date(2026, 3, 10)
    assert [holds(date(2026, 3, day), start, end) for day in (1, 9, 10)] == [True, True, False]
    assert holds(date(2030, 1, 1), start, None)
    assert not holds(date(2026, 2, 28), start, None)


@pytest.mark.django_db
def test_a_period_that_ends_before_it_starts_is_refused_by_the_database() -> None:
    body = factories.organisation()
    partnership = Partnership.objects.create(code="p", name_en="P")
    programme = Programme.objects.create(
        code="x",
        partnership=partnership,
        lead=body,
        pathway="ips",
        name_en="X",
        public_name_en="X",
        contract_starts_on=date(2020, 1, 1),
        delivery_starts_on=date(2020, 2, 1),
    )
    with pytest.raises(IntegrityError, match="delivery_period"):
        programme.deliveries.create(organisation=body, starts_on=date(2020, 2, 1), ends_on=date(2020, 1, 1))


def test_both_languages_and_one_that_stands_in() -> None:
    pair = Bilingual("Work", "Gwaith")
    assert (str(pair), pair.in_language("cy")) == ("Work", "Gwaith")
    with translation.override("cy"):
        assert str(pair) == "Gwaith"
    assert Bilingual("Work", "").in_language("cy") == "Work"
    assert Bilingual("", "Gwaith").in_language("en") == "Gwaith"
    assert bilingual.of(Area(name_en="Wales", name_cy="Cymru"), "name") == Bilingual("Wales", "Cymru")
    assert bilingual.of({"name_en": "a", "name_cy": "b"}, "name") == Bilingual("a", "b")


def test_categories_and_purposes_are_all_named() -> None:
    assert set(CATEGORY_LABELS) == set(Category) and len(CATEGORY_LABELS) == 12
    assert set(PURPOSE_LABELS) == set(Purpose) and len(PURPOSE_LABELS) == 8
    assert categories_of(int(Category.HEALTH | Category.IDENTITY)) == [Category.IDENTITY, Category.HEALTH]
    assert categories_of(int(ALL_CATEGORIES)) == list(CATEGORY_LABELS)
    with pytest.raises(ValueError, match="no category"):
        categories_of(4096)


def test_every_role_is_described() -> None:
    assert set(ROLES) == set(Role)
    assert all(str(words.name) and str(words.about) for words in ROLES.values())
    assert Role.ANALYST in STAFF_ROLES and Role.PERSON not in STAFF_ROLES
    assert ROLES[Role.ANALYST].permissions == {
        Permission.READ_FIGURES,
        Permission.PREPARE_RETURN,
        Permission.SIGN_RETURN,
    }, "figures alone: nothing that opens a record"


def test_keys_under_which_records_are_opened() -> None:
    def keys(role: Role, **given: Any) -> tuple[str, ...]:
        return Actor(role=role, purpose=Purpose.FIND_WORK, **given).recipients

    assert keys(Role.ADVISER, user_id=3, organisation_id=7) == ("o7", "o7.adviser", "u3@7")
    assert keys(Role.MANAGER, organisation_id=7) == ("o7", "o7.manager")
    assert keys(Role.SUPPORTER, user_id=3) == ("u3",)
    assert keys(Role.ANALYST, user_id=3, organisation_id=7) == ()
    assert keys(Role.SUPPORTER) == ()
    actor = Actor(role=Role.ADVISER, purpose=Purpose.FIND_WORK)
    assert actor.for_purpose(Purpose.FIND_WORK) is actor
    assert actor.for_purpose(Purpose.SAFEGUARD).purpose is Purpose.SAFEGUARD
    assert Permission.WORK_CASELOAD in actor.permissions


def test_a_bypass_needs_its_reason() -> None:
    with pytest.raises(ValueError, match="reason"), system("  "):
        pass
    with system("to test"):
        assert system_reason() == "to test"
    assert system_reason() is None


def test_checks_find_nothing_wrong_with_the_project() -> None:
    assert [m for m in run_checks() if str(m.id).startswith("cydwaith")] == []


class Loose(models.Model):
    """An unguarded table with a path to a person: what closure must find."""

    holder = models.ForeignKey(Person, on_delete=models.CASCADE)
    several = models.ManyToManyField(Area)
    privacy: ClassVar = {"gone": TECHNICAL}

    class Meta:
        app_label = "tests_only"


class Further(models.Model):
    """One step further away."""

    loose = models.ForeignKey(Loose, on_delete=models.CASCADE)

    class Meta:
        app_label = "tests_only"


class Ruleless(guard.Guarded):
    """Guarded, with neither a rule nor a category."""

    class Meta:
        app_label = "tests_only"


@pytest.fixture(autouse=True)
def _forget_the_test_models() -> Any:
    yield
    apps.clear_cache()


def test_closure_finds_a_path_a_missing_rule_and_a_missing_category() -> None:
    found = [(m.id, m.msg) for m in checks._closure([Loose, Further, Ruleless, Area])]
    assert found == [
        ("cydwaith.E001", "reaches a person by holder and is not guarded"),
        ("cydwaith.E001", "reaches a person by loose.holder and is not guarded"),
        ("cydwaith.E002", "is guarded and has no registered rule"),
        ("cydwaith.E003", "is guarded and has no category"),
    ]


def test_a_model_may_be_public_with_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(guard.PUBLIC, "tests_only.Loose", "a test")
    assert [m.id for m in checks._closure([Loose])] == []


def test_a_field_without_a_class_and_a_class_without_a_field() -> None:
    assert [(m.id, m.msg) for m in checks._privacy([Loose])] == [
        ("cydwaith.E004", "field holder has no privacy class"),
        ("cydwaith.E004", "field several has no privacy class"),
        ("cydwaith.E005", "privacy names gone, which is no field"),
    ]
    assert fields("a b", TECHNICAL) == {"a": TECHNICAL, "b": TECHNICAL}


@pytest.mark.django_db
def test_without_a_rule_or_a_sharing_clause_nothing_is_visible(monkeypatch: pytest.MonkeyPatch) -> None:
    here = factories.organisation()
    mair = factories.adviser(here)
    factories.person(here, mair)
    assert Person.objects.visible_to(mair).count() == 1
    with monkeypatch.context() as without:
        without.setattr(guard, "_sharing", [])
        assert Person.objects.visible_to(mair).count() == 0
    monkeypatch.delitem(guard._rules, Person)
    assert Person.objects.visible_to(mair).count() == 0
    assert not Person.objects.visible_to(ANONYMOUS).exists()


@pytest.mark.django_db
class TestReadLog:
    """What a page read is told before it is served, or the page is not served."""

    @pytest.fixture
    def written(self, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, list[int], int]]:
        log: list[tuple[str, list[int], int]] = []
        monkeypatch.setattr(reads, "_sink", [lambda c: log.append((c.page, list(c.people), c.categories))])
        return log

    @pytest.fixture
    def mair(self) -> Actor:
        here = factories.organisation()
        actor = factories.adviser(here)
        self.people = [factories.person(here, actor) for _ in range(3)]
        return actor

    @pytest.mark.parametrize(
        "read",
        [
            list,
            lambda q: list(q.values("pk", "name")),
            lambda q: list(q.values("id", "name")),
            lambda q: list(q.values_list("name", "pk")),
            lambda q: list(q.values_list("pk", flat=True)),
            lambda q: list(q.values_list("name", "id", named=True)),
            lambda q: [q.order_by("pk").first(), *q.order_by("pk")[1:]],
        ],
    )
    def test_every_way_of_fetching_is_told(self, mair: Actor, written: Any, read: Any) -> None:
        with reads.collect(mair, "a.page"):
            read(Person.objects.visible_to(mair).order_by("pk"))
        assert written == [("a.page", [p.pk for p in self.people], int(Category.IDENTITY))]

    @pytest.mark.parametrize(
        "read",
        [
            lambda q: list(q.values("name")),
            lambda q: list(q.values_list("name")),
            lambda q: list(q.values_list("name", flat=True)),
            lambda q: list(q.iterator()),
        ],
    )
    def test_what_cannot_be_told_cannot_be_read(self, mair: Actor, written: Any, read: Any) -> None:
        with pytest.raises(Unadmitted), reads.collect(mair, "a.page"):
            read(Person.objects.visible_to(mair))
        assert written == []

    def test_counting_tells_nothing_and_is_not_told(self, mair: Actor, written: Any) -> None:
        with reads.collect(mair, "a.page"):
            assert Person.objects.visible_to(mair).count() == 3
        assert written == []

    def test_muted_reading_is_bookkeeping(self, mair: Actor, written: Any) -> None:
        with reads.collect(mair, "a.page"), reads.muted():
            assert len(Person.objects.visible_to(mair).values("name")) == 3
        with reads.muted():
            assert len(Person.objects.visible_to(mair)) == 3
        assert written == []

    def test_a_page_that_fails_shows_nothing_and_tells_nothing(self, mair: Actor, written: Any) -> None:
        with pytest.raises(RuntimeError), reads.collect(mair, "a.page"):
            list(Person.objects.visible_to(mair))
            raise RuntimeError
        assert written == []

    def test_without_a_log_nothing_may_be_shown(self, mair: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(reads, "_sink", [])
        with pytest.raises(Unadmitted, match="no read log"), reads.collect(mair, "a.page"):
            list(Person.objects.visible_to(mair))

    def test_outside_a_page_large_reads_may_stream(self, mair: Actor) -> None:
        assert len(list(Person.objects.visible_to(mair).iterator(chunk_size=2))) == 3
        assert len(list(Person.objects.visible_to(mair).order_by("pk").iterator(chunk_size=1))) == 3


@pytest.mark.django_db
def test_accounts_are_found_whatever_the_case() -> None:
    made = User.objects.create_user("Mair@Example.org", "word", name="Mair")
    assert made.email == "mair@example.org"
    assert User.objects.get_by_natural_key("MAIR@example.ORG") == made
    assert str(made) == "Mair"
    assert str(User(email="a@b.org")) == "a@b.org"


def test_the_audit_trail_of_a_site_cannot_be_emptied() -> None:
    with override_settings(CYDWAITH_ALLOW_FLUSH=False), pytest.raises(ImproperlyConfigured):
        connection.ops.execute_sql_flush([])


@pytest.mark.django_db(transaction=True)
def test_emptying_a_test_database_leaves_the_triggers() -> None:
    before = triggers()
    factories.organisation()
    call_command("flush", verbosity=0, interactive=False)
    assert not Organisation.objects.exists()
    assert triggers() == before
    assert any("kernel_auditrow" in name for name in before)


def triggers() -> list[str]:
    sql = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O' ORDER BY tgname",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.django_db(transaction=True)
def test_freezing_a_table_can_be_taken_back() -> None:
    operation = append_only("partnerships_area")
    with connection.schema_editor() as editor:
        operation.code(apps, editor)
    assert any("partnerships_area" in name for name in triggers())
    with connection.schema_editor() as editor:
        operation.reverse_code(apps, editor)  # type: ignore[misc]
    assert not any("partnerships_area" in name for name in triggers())
    assert len(statements_for("postgresql", "t")) == 3


@pytest.mark.django_db(transaction=True)
def test_a_frozen_table_stays_frozen_when_a_migration_alters_it() -> None:
    operation = append_only("partnerships_area")
    narrow: Any = Area._meta.get_field("code")
    wide = narrow.clone()
    wide.max_length = narrow.max_length + 1
    wide.set_attributes_from_name("code")
    wide.model = Area
    with connection.schema_editor() as editor:
        operation.code(apps, editor)
    before = triggers()
    with connection.schema_editor() as editor:
        editor.alter_field(Area, narrow, wide)
    assert triggers() == before
    with connection.schema_editor() as editor:
        editor.alter_field(Area, wide, narrow)
        operation.reverse_code(apps, editor)  # type: ignore[misc]
    assert not any("partnerships_area" in name for name in triggers())


@pytest.mark.django_db
def test_what_served_a_write_and_is_not_shown_is_no_look() -> None:
    mair = factories.adviser(factories.organisation())
    with reads.collect(mair, "a page") as looked:
        looked.people[7] = None
        reads.forgotten()
        assert not looked.people
    reads.forgotten()  # outside a page there is nothing to forget
    assert reads.collecting() is None
