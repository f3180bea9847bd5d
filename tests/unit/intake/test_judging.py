# SPDX-License-Identifier: AGPL-3.0-or-later
"""What only the site can know about a row: whose number it is, who is here already, what is open; and what an
organisation chose for its last file."""

from __future__ import annotations

from datetime import date

import pytest

from cydwaith.engines import tables as t
from cydwaith.intake import actions, queries
from cydwaith.intake.models import RememberedMapping
from cydwaith.intake.vocabulary import Mode
from cydwaith.journeys.models import JobTerms
from cydwaith.kernel.system import system
from cydwaith.people import actions as people
from cydwaith.people.models import Person
from tests import factories
from tests.unit.intake import workbooks
from tests.unit.intake.test_bringing_in import bring, checked, codes, committed
from tests.unit.intake.worlds import World, world

pytestmark = pytest.mark.django_db
HEAD = "Reference,Full name,Date of birth,NHS number,Programme,Start date on programme\r\n"


@pytest.fixture
def here() -> World:
    return world()


def found(here: World, *rows: str, head: str = HEAD) -> queries.BatchView:
    return checked(here, bring(here, (head + "\r\n".join(rows) + "\r\n").encode(), "x.csv"))


def test_an_nhs_number_of_somebody_else_keeps_the_row_out(here: World) -> None:
    factories.person(here.organisation, nhs_number=workbooks.nhs(1), date_of_birth=date(1970, 1, 1))
    view = found(here, f"R1,Mari Evans,01/02/1990,{workbooks.nhs(1)},ips-a,03/04/2023")
    group = next(g for g in queries.groups(view) if g.code == "nhs-taken")
    place = group.examples[0].place
    assert (group.severity, place.row, place.column, place.header) == ("error", 2, "D", "NHS number")


def test_one_number_for_two_people_of_the_file_keeps_the_second_out(here: World) -> None:
    number = workbooks.nhs(2)
    view = found(here, f"R1,Mari Evans,01/02/1990,{number},,", f"R2,Huw Prys,02/02/1990,{number},,")
    assert (view.tallies["good"], view.tallies["bad"]) == (1, 1)
    assert codes(view)["nhs-number-twice"] == 1


def test_a_number_at_another_organisation_is_nobodys_business_here(here: World) -> None:
    other = world("b")
    factories.person(other.organisation, nhs_number=workbooks.nhs(3), date_of_birth=date(1970, 1, 1))
    view = found(here, f"R1,Mari Evans,01/02/1990,{workbooks.nhs(3)},ips-a,03/04/2023")
    assert (view.tallies["new_people"], view.tallies["bad"]) == (1, 0)
    assert {"nhs-taken", "already-here"} & set(codes(view)) == set()


def test_a_second_open_journey_on_the_programme_is_said_not_broken_upon(here: World) -> None:
    first = found(here, "R1,Mari Evans,01/02/1990,,ips-a,03/04/2023")
    committed(here, first.batch_id)
    view = found(here, "R1,Mari Evans,01/02/1990,,ips-a,09/09/2024")
    assert codes(view)["journey-open"] == 1
    view = found(here, "R2,Huw Prys,01/02/1990,,ips-a,03/04/2023", "R2,Huw Prys,01/02/1990,,ips-a,09/09/2024")
    assert codes(view)["journey-twice"] == 1


def test_a_record_that_was_closed_to_the_manager_stays_and_is_not_doubled(here: World) -> None:
    first = found(here, "R1,Mari Evans,01/02/1990,,,")
    committed(here, first.batch_id)
    with system("test"):
        mari = Person.objects.get()
    people.exclude(by=factories.themself(mari), reference=None, user_id=here.manager_user.pk)
    view = found(here, "R1,Mari Evans,01/02/1990,,ips-a,03/04/2023")
    assert codes(view)["record-closed"] == 1
    assert (view.tallies["new_people"], view.tallies["journeys"]) == (0, 0)
    assert committed(here, view.batch_id)["new_people"] == 0
    with system("test"):
        assert Person.objects.count() == 1


def test_what_the_site_refuses_is_said_at_its_cell(here: World) -> None:
    head = "Reference,Full name,Likes to be called\r\n"
    view = found(here, f"R1,Mari Evans,{'M' * 150}", head=head)
    group = next(g for g in queries.groups(view) if g.code == "site-refuses")
    assert (group.examples[0].place.row, group.column) == (2, "C")
    part, total = queries.places(view, group)
    assert (len(part), total) == (1, 1)
    assert queries.places(view, group, offset=1) == ([], 1)


def test_gaps_are_filled_by_a_rule_and_said(here: World) -> None:
    head = "Reference,Full name,Programme,Employer,Job start,Hours per week,Pay,Referral date,"
    head += "Start date on programme\r\n"
    view = found(
        here,
        "R1,Mari Evans,ips-a,Depot,05/06/2023,16,250,,",
        "R2,Huw Prys,ips-a,Bakery,,16,12.21,,",
        "R3,Nia Rhys,ips-a,,,,,09/09/2023,03/04/2023",
        head=head,
    )
    said = codes(view)
    assert {"journey-start-assumed", "job-kind-assumed", "terms-without-start", "pay-period-missing"} <= set(
        said
    )
    assert said["journey-start-assumed"] == 2
    committed(here, view.batch_id, Mode.GOOD)
    with system("test"):
        terms = JobTerms.objects.get(job__employer_name="Depot")
        assert (terms.from_on, terms.hours_minutes_week, terms.pay_pence) == (date(2023, 6, 5), 960, None)
        assert not JobTerms.objects.filter(job__employer_name="Bakery").exists()


def test_next_months_file_with_one_more_column_needs_no_new_matching(here: World) -> None:
    first = bring(
        here, b"Whoever,Since when,Code\r\nMari Evans,03/04/2023,R1\r\n", "x.csv",
        columns={
            ("", "Whoever"): ("person.full_name", 1), ("", "Since when"): ("journey.started_on", 1),
            ("", "Code"): ("person.reference", 1),
        },
        person__gender={t.fold("Rhywbeth"): "other"},
    )  # fmt: skip
    assert first
    batch_id = actions.bring_file(
        by=here.manager,
        chunks=[b"Whoever,Gender,Since when,Code\r\nHuw,Rhywbeth,01/02/2024,R2\r\n"],
        name="y.csv",
    )
    mapping = t.Mapping.from_json(queries.batch(here.manager, batch_id).mapping)
    assert [(c.header, c.field, c.reason) for c in mapping.sheets[0].columns] == [
        ("Whoever", "person.full_name", "remembered"), ("Gender", "person.gender", "heading"),
        ("Since when", "journey.started_on", "remembered"), ("Code", "person.reference", "remembered"),
    ]  # fmt: skip
    assert mapping.values["person.gender"] == {"rhywbeth": "other"}


def test_a_mapping_that_an_older_version_wrote_is_guessed_anew(here: World) -> None:
    content = b"Reference,Full name\r\nR1,Mari Evans\r\n"
    bring(here, content, "x.csv")
    RememberedMapping.objects.update(mapping={"version": 0})
    batch_id = actions.bring_file(by=here.manager, chunks=[content], name="x.csv")
    mapping = t.Mapping.from_json(queries.batch(here.manager, batch_id).mapping)
    assert [c.field for c in mapping.sheets[0].columns] == ["person.reference", "person.full_name"]


def test_another_organisations_mapping_is_not_ours(here: World) -> None:
    other = world("b")
    bring(other, b"Whoever,Code\r\nMari,R1\r\n", "x.csv", columns={("", "Whoever"): ("person.full_name", 1)})
    batch_id = actions.bring_file(by=here.manager, chunks=[b"Whoever,Code\r\nMari,R1\r\n"], name="x.csv")
    mapping = t.Mapping.from_json(queries.batch(here.manager, batch_id).mapping)
    assert mapping.sheets[0].columns[0].field is None
