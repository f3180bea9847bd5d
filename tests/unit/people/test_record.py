# SPDX-License-Identifier: AGPL-3.0-or-later
"""Adding a person and changing their record, and who can see it then."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from cydwaith.kernel.errors import Conflict, Invalid, NotAllowed, NotVisible
from cydwaith.kernel.models import AuditRow
from cydwaith.kernel.roles import Role
from cydwaith.people import actions
from cydwaith.people.models import EqualityFact, Involvement, MoneyFact, Needs, Person, SearchTerm
from cydwaith.people.shapes import NewFact, NewPerson
from cydwaith.people.visibility import disagreements
from tests import factories
from tests.unit.people import world

pytestmark = pytest.mark.django_db


def seen_by(actor: Any) -> list[str]:
    return sorted(Person.objects.visible_to(actor).values_list("name", flat=True))


def test_a_person_added_is_seen_by_the_adviser_and_the_manager_and_nobody_else() -> None:
    here = world.organisation()
    mair, owain = world.member(here), world.member(here)
    manager, administrator = world.member(here, Role.MANAGER), world.member(here, Role.ADMINISTRATOR)
    partner = world.member(world.organisation())
    reference = actions.add_person(
        by=mair,
        person=NewPerson(
            name="  Siân   Gwenllïan ", called="Siân", date_of_birth=date(1991, 4, 3), nhs_number="999 000 0018",
            postcode="cf101aa", spoken_language="cy", formats=("easy_read",), access="Ramp",
            facts=(NewFact(kind="gender", value="female", starts_on=date(2024, 1, 1)),),
        ),
    )  # fmt: skip
    for actor in (mair, manager):
        assert seen_by(actor) == ["Siân Gwenllïan"]
    for actor in (owain, administrator, partner):
        assert seen_by(actor) == []
    person = Person.objects.visible_to(mair).filter(reference=reference).one()
    assert (person.postcode, person.nhs_number, person.version) == ("CF10 1AA", "9990000018", 1)
    assert Needs.objects.visible_to(mair).get(person_id=person.pk).formats == ["easy_read"]
    assert EqualityFact.objects.visible_to(mair).get(person_id=person.pk).value == "female"
    assert SearchTerm.objects.visible_to(mair).count() > 5
    assert disagreements([person.pk]) == {}
    assert AuditRow.objects.filter(verb="people.add_person", person_id=person.pk).count() == 1


def test_sent_twice_a_person_is_added_once() -> None:
    mair = world.member(world.organisation())
    first = actions.add_person(by=mair, person=NewPerson(name="Huw"), token="t1")
    assert actions.add_person(by=mair, person=NewPerson(name="Huw"), token="t1") == first
    assert seen_by(mair) == ["Huw"]


def test_everything_that_is_wrong_is_said_at_once() -> None:
    mair = world.member(world.organisation())
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(Invalid) as caught:
        actions.add_person(
            by=mair,
            person=NewPerson(
                name=" ", date_of_birth=tomorrow, nhs_number="9434765918", email="x", phone="ring", postcode="X",
                spoken_language="klingon", called="x" * 101, formats=("smoke",), adviser_id=10**6,
                facts=(NewFact(kind="gender", value="m", starts_on=tomorrow),),
            ),
        )  # fmt: skip
    assert set(caught.value.errors) == {
        "name", "date_of_birth", "nhs_number", "email", "phone", "postcode", "spoken_language", "called", "formats",
        "adviser_id", "facts.0.value", "facts.0.starts_on",
    }  # fmt: skip
    assert seen_by(mair) == []


def test_an_nhs_number_stands_once_in_an_organisation_and_again_at_a_partner() -> None:
    here, there = world.organisation(), world.organisation()
    mair, partner = world.member(here), world.member(there)
    given = NewPerson(name="Huw", nhs_number="9434765919")
    actions.add_person(by=mair, person=given)
    actions.add_person(by=partner, person=given)
    with pytest.raises(Invalid) as caught:
        actions.add_person(by=mair, person=given)
    assert list(caught.value.errors) == ["nhs_number"]


def test_a_change_of_name_moves_the_person_in_lists_and_in_search() -> None:
    mair = world.member(world.organisation())
    reference = actions.add_person(by=mair, person=NewPerson(name="Huw Lloyd"))
    before = set(SearchTerm.objects.visible_to(mair).values_list("person_id", "term"))
    version = actions.change_identity(by=mair, reference=reference, version=1, values={"name": "Huw Morgan"})
    person = Person.objects.visible_to(mair).get(reference=reference)
    assert (version, person.name) == (2, "Huw Morgan")
    assert set(SearchTerm.objects.visible_to(mair).values_list("person_id", "term")) != before
    assert disagreements([person.pk]) == {}


def test_of_two_changes_at_once_the_second_is_shown_both() -> None:
    mair = world.member(world.organisation())
    reference = actions.add_person(by=mair, person=NewPerson(name="Huw", phone="01632 960001"))
    actions.change_identity(by=mair, reference=reference, version=1, values={"phone": "01632 960002"})
    with pytest.raises(Conflict) as caught:
        actions.change_identity(by=mair, reference=reference, version=1, values={"phone": "01632 960003"})
    assert (caught.value.current, caught.value.version) == ({"phone": "01632 960002"}, 2)
    assert (
        actions.change_identity(by=mair, reference=reference, version=2, values={"phone": "01632 960002"})
        == 2
    )


def test_needs_are_made_changed_and_in_conflict() -> None:
    mair = world.member(world.organisation())
    reference = actions.add_person(by=mair, person=NewPerson(name="Huw"))
    told: dict[str, Any] = {"communication": "", "access": "Ramp"}
    assert actions.change_needs(by=mair, reference=reference, version=0, formats=["braille"], **told) == 1
    for stale in (0, 2):
        with pytest.raises(Conflict):
            actions.change_needs(by=mair, reference=reference, version=stale, formats=["audio"], **told)
    assert actions.change_needs(by=mair, reference=reference, version=1, formats=["braille"], **told) == 1
    assert actions.change_needs(by=mair, reference=reference, version=1, formats=["audio"], **told) == 2
    with pytest.raises(Invalid):
        actions.change_needs(by=mair, reference=reference, version=2, formats=["smoke"], **told)


def test_a_person_changes_how_to_reach_them_and_asks_for_the_rest() -> None:
    mair = world.member(world.organisation())
    reference = actions.add_person(by=mair, person=NewPerson(name="Huw"))
    huw = world.themself(mair, reference)
    actions.change_identity(by=huw, reference=None, version=1, values={"phone": "01632 960002"})
    with pytest.raises(Invalid):
        actions.change_identity(by=huw, reference=None, version=2, values={"name": "Hugh"})
    other = actions.add_person(by=mair, person=NewPerson(name="Gwen"))
    with pytest.raises(NotVisible):
        actions.change_identity(by=huw, reference=other, version=1, values={"phone": "01632 960002"})


def test_a_partner_who_sees_the_record_cannot_change_it() -> None:
    here, there = world.organisation(), world.organisation()
    mair, partner = world.member(here), world.member(there)
    reference = actions.add_person(by=mair, person=NewPerson(name="Huw"))
    person = Person.objects.visible_to(mair).get()
    factories.share(f"o{there.pk}", person, 4095, organisation=there)
    assert seen_by(partner) == ["Huw"]
    with pytest.raises(NotVisible):
        actions.change_identity(by=partner, reference=reference, version=1, values={"phone": "01632 960002"})


def test_a_new_spell_ends_the_one_before() -> None:
    mair = world.member(world.organisation())
    reference = actions.add_person(by=mair, person=NewPerson(name="Huw"))

    def record(value: str, on: date, kind: str = "gender") -> int:
        return actions.record_fact(
            by=mair, reference=reference, fact=NewFact(kind=kind, value=value, starts_on=on)
        )

    record("male", date(2024, 1, 1))
    record("other", date(2024, 3, 1))
    middle = record("unknown", date(2024, 2, 1))
    rows = (
        EqualityFact.objects.visible_to(mair)
        .order_by("starts_on")
        .values_list("person_id", "value", "ends_on")
    )
    assert [row[1:] for row in rows] == [
        ("male", date(2024, 2, 1)), ("unknown", date(2024, 3, 1)), ("other", None),
    ]  # fmt: skip
    record("pip", date(2024, 1, 1), "benefit")
    record("esa", date(2024, 2, 1), "benefit")
    assert MoneyFact.objects.visible_to(mair).filter(ends_on__isnull=True).count() == 2
    with pytest.raises(Invalid):
        actions.end_fact(
            by=mair, reference=reference, kind="gender", fact_id=middle, ends_on=date(2024, 1, 1)
        )
    actions.end_fact(by=mair, reference=reference, kind="gender", fact_id=middle, ends_on=date(2024, 2, 15))
    assert EqualityFact.objects.visible_to(mair).get(pk=middle).ends_on == date(2024, 2, 15)
    with pytest.raises(Invalid):
        record("x", date(2024, 1, 1), "shoe_size")


def test_only_roles_with_the_verb_add_people() -> None:
    with pytest.raises(NotAllowed):
        actions.add_person(
            by=world.member(world.organisation(), Role.ADMINISTRATOR), person=NewPerson(name="Huw")
        )


def test_people_by_the_thousand_are_made_as_one_is() -> None:
    here = world.organisation()
    mair, manager = world.member(here), world.member(here, Role.MANAGER)
    given = [
        NewPerson(name=f"Person {n}", adviser_id=mair.user_id if n % 2 else None, communication="slowly")
        for n in range(300)
    ]
    ids = actions.add_people_bulk(by=manager, people=given)
    rows = dict(Person.objects.visible_to(manager).values_list("pk", "name"))
    assert [rows[pk] for pk in ids] == [person.name for person in given]
    assert disagreements(ids) == {}
    assert len(seen_by(mair)) == 150
    assert AuditRow.objects.filter(verb="people.add_people_bulk").count() == 300
    assert Involvement.objects.visible_to(manager).count() == 450


def test_a_bulk_with_a_fault_writes_nothing_and_names_the_row() -> None:
    manager = world.member(world.organisation(), Role.MANAGER)
    actions.add_person(by=manager, person=NewPerson(name="Gwen", nhs_number="4010232137"))
    with pytest.raises(Invalid) as caught:
        actions.add_people_bulk(
            by=manager,
            people=[
                NewPerson(name="A", nhs_number="9434765919"), NewPerson(name=""), NewPerson(name="C", adviser_id=0),
                NewPerson(name="D", nhs_number="9434765919"), NewPerson(name="E", nhs_number="4010232137"),
                NewPerson(name="F", adviser_id=10**9),
            ],
        )  # fmt: skip
    assert set(caught.value.errors) == {"1:name", "3:nhs_number", "4:nhs_number", "5:adviser_id"}
    assert seen_by(manager) == ["Gwen"]
    assert actions.add_people_bulk(by=manager, people=[]) == []


def test_an_import_is_undone_but_for_those_who_were_touched_since() -> None:
    manager = world.member(world.organisation(), Role.MANAGER)
    ids = actions.add_people_bulk(by=manager, people=[NewPerson(name=name) for name in ("A", "B", "C", "D")])
    references = dict(Person.objects.visible_to(manager).values_list("pk", "reference"))
    actions.change_identity(by=manager, reference=references[ids[1]], version=1, values={"called": "Bee"})
    actions.add_supporter(by=manager, reference=references[ids[2]], name="Mam", email="", relation="mother")
    assert actions.remove_people_bulk(by=manager, person_ids=ids) == [ids[1], ids[2]]
    assert seen_by(manager) == ["B", "C"]
    with factories.system("nothing is left behind"):
        assert not SearchTerm.objects.filter(person_id__in=[ids[0], ids[3]]).exists()
    stranger = world.member(world.organisation(), Role.MANAGER)
    assert actions.remove_people_bulk(by=stranger, person_ids=ids[1:2]) == ids[1:2]
