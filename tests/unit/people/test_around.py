# SPDX-License-Identifier: AGPL-3.0-or-later
"""What stands around the record: accounts, heads of pages, rows filed on the wrong person, joins that cannot be."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Q
from django.utils import timezone

from cydwaith.kernel import guard
from cydwaith.kernel.actions import action
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Invalid, NotAllowed, NotVisible
from cydwaith.kernel.models import AuditRow
from cydwaith.kernel.roles import Role
from cydwaith.kernel.vocabulary import ALL_CATEGORIES, Category, Purpose
from cydwaith.people import actions, identity, moving, queries
from cydwaith.people.models import CareFact, Needs
from cydwaith.people.shapes import NewFact, NewPerson, Recipient
from tests import factories
from tests.unit.people import world

pytestmark = pytest.mark.django_db

FACT = NewFact(kind="carer", value="yes", starts_on=date(2024, 1, 1))


@pytest.fixture
def mair() -> Actor:
    return world.member(world.organisation())


def add(by: Actor, name: str = "Gwen", **given: object) -> str:
    return actions.add_person(by=by, person=NewPerson(name=name, **given))  # type: ignore[arg-type]


def test_an_account_leads_to_its_own_records_and_to_those_it_supports(mair: Actor) -> None:
    first, second = add(mair), add(world.member(world.organisation()), "Gwen elsewhere")
    gwen = world.themself(mair, first)
    world.themself(mair, second, user=None)
    assert [one.reference for one in identity.own_records(gwen.user_id or 0)] == [first]
    supporter = actions.add_supporter(by=gwen, reference=None, name="Nia", relation="sister")
    token = world.invited(by=gwen, reference=None, supporter_id=supporter, email="n@example.org")
    nia = world.account(Role.SUPPORTER)
    actions.accept_account(by=nia, token=token)
    assert [one.reference for one in identity.supported_records(nia.user_id or 0)] == [first]
    actions.end_supporter(by=gwen, reference=None, supporter_id=supporter)
    assert identity.supported_records(nia.user_id or 0) == []
    assert queries.account_invitation("nonsense") is None
    with pytest.raises(NotAllowed):
        actions.accept_account(by=Actor(Role.PERSON, Purpose.GET_SUPPORT), token=token)


def test_who_holds_people_is_counted_and_cover_is_not(mair: Actor) -> None:
    manager = Actor(Role.MANAGER, mair.purpose, world.account(Role.MANAGER).user_id, mair.organisation_id)
    add(mair)
    add(mair, "Huw")
    here = mair.organisation_id or 0
    assert identity.people_held(mair.user_id or 0, here) == 2
    assert queries.involved_ids(mair).count() == 2
    assert queries.involved_ids(manager, mair.user_id).count() == 2
    assert [one.user_id for one in queries.team(mair)] == [mair.user_id]
    with pytest.raises(NotAllowed):
        queries.unassigned(mair)
    with pytest.raises(NotAllowed):
        queries.team(Actor(Role.ADVISER, mair.purpose, mair.user_id))


def test_the_head_of_a_page_says_what_its_reader_may_know(mair: Actor) -> None:
    there = world.organisation()
    partner = world.member(there)
    reference = add(mair, access="Ramp", spoken_language="cy", written_language="en", called="G")
    gwen = world.themself(mair, reference)
    here = queries.header(mair, reference)
    assert (here.own, here.needs, here.shares, here.account) == (True, ("Ramp",), 0, True)
    assert (here.shown_name, here.languages) == ("G", "Welsh, English")
    world.flow(world.organisation(), there)
    with pytest.raises(NotVisible):
        queries.header(partner, reference)
    factories.share(f"o{there.pk}", world.person_row(reference), int(Category.IDENTITY), organisation=there)
    shown = queries.header(partner, reference)
    assert (shown.own, shown.needs, shown.shares, shown.open) == (False, (), None, Category.IDENTITY)
    assert queries.header(mair, reference).shares == 1
    me = queries.header(gwen)
    assert (me.needs, me.shares, me.open, me.own) == (("Ramp",), 1, ALL_CATEGORIES, False)
    actions.withdraw_all(by=gwen, reference=None)
    assert queries.header(gwen).shares == 0
    for nobody in (
        Actor(Role.PERSON, Purpose.GET_SUPPORT), Actor(Role.SUPPORTER, Purpose.GET_SUPPORT), mair,
    ):  # fmt: skip
        with pytest.raises(NotVisible):
            queries.header(nobody)


def test_the_head_of_a_page_refuses_a_rule_of_needs_that_it_does_not_ask(
    mair: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The head asks the sharing clause alone and would pass over a policy that needs were given: nothing is shown."""
    reference = add(mair, access="Ramp")
    assert queries.header(mair, reference).needs == ("Ramp",)
    stricter = guard.Rule(lambda _actor, prefix: Q(**{f"{prefix}pk": 0}), sharing=True)
    monkeypatch.setitem(guard._rules, Needs, stricter)
    with pytest.raises(ImproperlyConfigured):
        queries.header(mair, reference)
    monkeypatch.delitem(guard._rules, Needs)
    with pytest.raises(ImproperlyConfigured):
        queries.header(mair, reference)


def test_needs_that_are_not_shared_by_rule_stand_in_every_head(
    mair: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the registered rule has no sharing clause, the head has none either: it does what the guard would."""
    there = world.organisation()
    partner = world.member(there)
    reference = add(mair, access="Ramp")
    world.flow(world.organisation(), there)
    factories.share(f"o{there.pk}", world.person_row(reference), int(Category.IDENTITY), organisation=there)
    assert queries.header(partner, reference).needs == ()
    monkeypatch.setitem(guard._rules, Needs, guard.Rule(guard.everything, sharing=False))
    assert queries.header(partner, reference).needs == ("Ramp",)


def test_a_supporter_reads_the_head_of_whom_they_support(mair: Actor) -> None:
    gwen = world.themself(mair, add(mair, access="Ramp"))
    supporter = actions.add_supporter(by=gwen, reference=None, name="Nia", relation="sister")
    token = world.invited(by=gwen, reference=None, supporter_id=supporter, email="n@example.org")
    nia = world.account(Role.SUPPORTER)
    actions.accept_account(by=nia, token=token)
    nia = Actor(Role.SUPPORTER, Purpose.GET_SUPPORT, nia.user_id, person_id=gwen.person_id)
    with pytest.raises(NotVisible):
        queries.header(nia)
    actions.decide_sharing(
        by=gwen, reference=None, recipient=Recipient(user_id=nia.user_id), purpose="get_support",
        categories=int(Category.IDENTITY | Category.NEEDS), ends_on=timezone.localdate() + timedelta(days=9),
    )  # fmt: skip
    shown = queries.header(nia)
    assert (shown.needs, shown.shares, shown.own) == (("Ramp",), None, False)
    with pytest.raises(NotVisible):  # how it is shared with others is no supporter's business
        queries.sharing_state(nia, None)


def test_rows_filed_on_the_wrong_person_are_moved_with_their_trail(mair: Actor) -> None:
    wrong, right = (world.person_row(add(mair, name, facts=(FACT,))) for name in ("Gwen", "Huw"))
    fact = CareFact.objects.visible_to(mair).get(person_id=wrong.pk)

    @action("people.test_move", permission=None)
    def move(*, by: Actor, source: object, target: object) -> None:
        moving.move({CareFact: [fact.pk]}, source=source, target=target)  # type: ignore[arg-type]

    move(by=mair, source=wrong, target=right)
    assert CareFact.objects.visible_to(mair).filter(person_id=right.pk).count() == 2
    assert (
        AuditRow.objects.filter(verb="people.test_move", person_id=right.pk, object_id=fact.pk).count() == 1
    )
    with pytest.raises(NotVisible):
        move(by=mair, source=wrong, target=right)


def test_of_two_sets_of_needs_each_record_keeps_its_own(mair: Actor) -> None:
    keep, gone = add(mair, access="Ramp"), add(mair, "Gwen again", access="Lift")
    join = actions.join_duplicates(by=mair, keep=keep, duplicate=gone)
    assert queries.header(mair, keep).needs == ("Ramp",)
    actions.undo_join(by=mair, join_id=join)
    assert queries.header(mair, gone).needs == ("Lift",)
    assert Needs.objects.visible_to(mair).count() == 2


def test_a_chain_of_joins_is_parted_from_its_end(mair: Actor) -> None:
    first, second, third = (add(mair, name) for name in ("Gwen", "Gwenllian", "Gwenda"))
    inner = actions.join_duplicates(by=mair, keep=second, duplicate=third)
    outer = actions.join_duplicates(by=mair, keep=first, duplicate=second)
    with pytest.raises(NotVisible):  # the record that it was joined into is joined itself
        actions.undo_join(by=mair, join_id=inner)
    assert actions.undo_join(by=mair, join_id=outer) == second
    assert actions.undo_join(by=mair, join_id=inner) == third


def test_what_cannot_be_answered_or_found_is_absent(mair: Actor) -> None:
    reference = add(mair)
    assert queries.person_by_id_for_change(mair, world.person_row(reference).pk).reference == reference
    assert queries.person_id_of(mair, reference) == world.person_row(reference).pk
    gwen = world.themself(mair, reference)
    assert queries.person_id_of(gwen, None) == gwen.person_id
    for ask in (
        lambda: queries.person_for_change(mair, None),
        lambda: queries.person_id_of(mair, "NOBODY"),
        lambda: queries.person_id_of(mair, None),
        lambda: queries.people_for_change(mair, [reference, "NOBODY"]),
        lambda: queries.record(mair, "NOBODY"),
        lambda: queries.person_for_change(Actor(Role.ANALYST, mair.purpose), reference),
    ):
        with pytest.raises(NotVisible):
            ask()
    with pytest.raises(Invalid):
        actions.record_fact(
            by=mair, reference=reference, fact=NewFact(kind="x", value="", starts_on=date(2024, 1, 1))
        )
    with pytest.raises(Invalid):
        actions.end_fact(by=mair, reference=reference, kind="x", fact_id=1, ends_on=date(2024, 1, 1))


def test_every_table_that_a_trigger_freezes_says_so() -> None:
    """Joins leave frozen rows where they are, and know them by their class: the two lists are one."""
    frozen = set()
    found = [
        one
        for app in apps.get_app_configs()
        if app.name.startswith("cydwaith.")
        for one in _migrations(app.name)
    ]
    for migration in found:
        for operation in migration.operations:
            code = getattr(operation, "code", None)
            if code is not None and code.__qualname__.startswith("append_only."):
                frozen |= {cell.cell_contents for cell in code.__closure__}
    assert "people_sharingdecision" in frozen
    said = {model._meta.db_table for model, _column in moving.person_keys() if moving.is_append_only(model)}
    tables = {model._meta.db_table for model, _column in moving.person_keys()}
    assert frozen & tables == said


def _migrations(app: str) -> list[Any]:
    if importlib.util.find_spec(f"{app}.migrations") is None:
        return []
    package = importlib.import_module(f"{app}.migrations")
    names = [one.name for one in pkgutil.iter_modules(package.__path__)]
    return [importlib.import_module(f"{app}.migrations.{name}").Migration for name in names]
