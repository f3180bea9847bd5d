# SPDX-License-Identifier: AGPL-3.0-or-later
"""From awkward files to people with their journeys, jobs and contacts: stories of whole files."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from cydwaith.engines import tables as t
from tests.unit.engines.tables.books import TODAY, Site, codes, csv, plan_of, xlsx


def records(book: t.Workbook, mapping: t.Mapping | None = None, **options: Any) -> list[t.Record]:
    with plan_of(book, mapping, **options) as plan:
        return list(plan.records())


def test_one_row_with_everything_becomes_one_person_with_all_that_is_theirs() -> None:
    book = csv(
        "Ref,Name,DOB,NHS No,Welsh or English,Preferred language,Carer,Programme,Adviser,Referral date,Start date,"
        "Stage,Job 1 employer,Job 1 type,Job 1 start,Job 1 hours,Job 1 pay,Job 2 employer,Job 2 start,Job 2 hours,"
        "Contact date,Contact type,Contact notes\n"
        'P1,"Pugh, Siân",04/05/1990,943 476 5919,,Cymraeg,N,IPS,Mared Ellis,20/03/2024,03/04/2024,Job search,'
        "Siop Glan,Permanent,25/05/2024,16h,£11.44/hr,Caffi,1 Mehefin 2024,7.5,30/05/2025,Ffôn,Wedi siarad\n"
    )
    (person,) = records(book)
    assert (person.key, person.ok, codes(person)) == ("p1", True, [])
    assert person.person.values == {
        "reference": "P1",
        "full_name": "Siân Pugh",
        "date_of_birth": date(1990, 5, 4),
        "nhs_number": "9434765919",
        "spoken_language": "cy",
        "carer": False,
    }
    (journey,) = person.journeys
    assert journey.values == {
        "programme": "ips",
        "adviser": "7",
        "adviser_name": "Mared Ellis",
        "referred_on": date(2024, 3, 20),
        "started_on": date(2024, 4, 3),
        "stage": "search",
    }
    first, second = person.jobs
    assert first.values == {"employer": "Siop Glan", "kind": "employed", "start": date(2024, 5, 25)}
    assert [each.values for each in first.terms] == [
        {"hours": Decimal("16.00"), "pay": Decimal("11.44"), "pay_period": "hour", "start": date(2024, 5, 25)}
    ]
    assert second.values == {"employer": "Caffi", "start": date(2024, 6, 1)}
    assert (journey.key, first.key, second.key) == (
        "ips@2024-03-20",
        "siop glan@2024-05-25",
        "caffi@2024-06-01",
    )
    assert [first.parent, second.parent, person.contacts[0].parent] == [journey.key] * 3
    assert person.contacts[0].values == {"when": date(2025, 5, 30), "mode": "phone", "note": "Wedi siarad"}
    assert str(second.where("start")) == "S2"
    assert second.where("start").header == "Job 2 start"


def test_one_row_a_job_wherever_the_rows_stand() -> None:
    """The person is repeated, not always in full and not in one place; so is the journey."""
    book = csv(
        "URN,Name,DOB,Programme,Start date,Employer,Job start,Hours\n"
        "1,Ann Pugh,1/2/1990,IPS,3/4/2024,Siop,13/5/2024,16\n"
        "2,Bob Reed,2/2/1990,IPS,3/4/2024,Siop,14/5/2024,20\n"
        "001,ann pugh,,IPS,3/4/2024,Caffi,1/6/2024,8\n"
        "1,Ann Pugh,1/2/1990,Work trials,1/9/2024,Fferm,30/9/2024,5\n"
    )
    ann, bob = records(book)
    assert [(job.values["employer"], job.parent) for job in ann.jobs] == [
        ("Siop", "ips@2024-04-03"),
        ("Caffi", "ips@2024-04-03"),
        ("Fferm", "trials@2024-09-01"),
    ]
    assert [journey.key for journey in ann.journeys] == ["ips@2024-04-03", "trials@2024-09-01"]
    assert [row.number for row in ann.rows] == [2, 4, 5]
    assert (bob.key, len(bob.jobs), ann.ok, bob.ok) == ("2", 1, True, True)


def test_several_sheets_joined_by_a_key() -> None:
    people = [["Ref", "Name", "Programme", "Referral date"], ["P1", "Ann", "IPS", date(2024, 1, 2)]]
    jobs = [
        ["Ref", "Employer", "Start", "End", "End reason"],
        ["p 1", "Siop", date(2024, 2, 3), date(2024, 3, 4), "Aliens landed"],
        ["P1", "Caffi", date(2024, 4, 5), None, None],
    ]
    log = [["Ref", "Date", "Type", "Duration"], ["P1", date(2024, 5, 6), "Phone", "20 mins"]]
    changes = [
        ["Ref", "Employer", "Effective date", "Hours", "Pay"],
        ["P1", "Caffi", date(2024, 9, 1), 20, "£12/hr"],
    ]
    data = xlsx(
        {
            "People": people,
            "Jobs": jobs,
            "Contacts": log,
            "Hours and pay": changes,
        }
    )
    (ann,) = records(t.open_workbook(data))
    assert codes(ann) == []
    assert [job.values["employer"] for job in ann.jobs] == ["Siop", "Caffi"]
    assert ann.jobs[0].values["end_reason"] == "other"
    assert ann.jobs[0].values["end_reason_text"] == "Aliens landed"
    assert [each.values for each in ann.jobs[1].terms] == [
        {"start": date(2024, 9, 1), "hours": Decimal("20.00"), "pay": Decimal("12.00"), "pay_period": "hour"}
    ]
    assert ann.contacts[0].values == {"when": date(2024, 5, 6), "mode": "phone", "minutes": 20}
    assert {item.parent for item in (*ann.jobs, *ann.contacts)} == {"ips@2024-01-02"}
    assert {row.sheet for row in ann.rows} == {"People", "Jobs", "Contacts", "Hours and pay"}


def test_names_written_once_above_their_jobs() -> None:
    book = csv(
        "Name,DOB,Employer,Job start\nAnn,13/2/1990,Siop,1/5/2024\n,,Caffi,1/6/2024\nBob,1/2/1991,Fferm,2/6/2024\n"
    )
    ann, bob = records(book)
    assert [job.values["employer"] for job in ann.jobs] == ["Siop", "Caffi"]
    assert (codes(ann), codes(bob)) == (["key-from-above"], [])
    assert str(ann.problems[0].place) == "3"


def test_the_mapping_can_decide_the_order_instead() -> None:
    book = csv("Ref,Name,DOB\n1,Ann,03/04/1990\n")
    mapping = t.guess(book, today=TODAY).with_column(sheet="", header="DOB", date_order="mdy")
    with plan_of(book, mapping) as plan:
        (ann,) = plan.records()
        assert (ann.person.values["date_of_birth"], plan.problems) == (date(1990, 3, 4), ())


def test_pay_and_its_period() -> None:
    book = csv(
        "Ref,Name,Employer,Job start,Hours,Pay,Per\n1,A,S,1/5/2024,16,11.44,hour\n2,B,S,1/5/2024,16,£11.44/hr,month\n"
        "3,C,S,1/5/2024,16,11.44,\n4,D,S,1/5/2024,16,23400,\n5,E,S,1/5/2024,16,450,\n6,F,S,1/5/2024,16,1.20,hour\n"
        "7,G,S,1/5/2024,16,900,hour\n"
    )
    found = records(book)
    assert [record.jobs[0].terms[0].values.get("pay_period") for record in found] == [
        "hour", "hour", "hour", "year", None, "hour", "hour",
    ]  # fmt: skip
    assert [codes(record) for record in found] == [
        [], ["pay-period-differs"], [], [], ["pay-period-missing"], ["pay-low"], ["pay-high"],
    ]  # fmt: skip


def test_a_programme_chosen_for_all_rows() -> None:
    book = csv("Ref,Name,Employer,Job start\n1,Ann,Siop,1/5/2024\n2,Bob,,\n")
    mapping = replace(
        t.guess(book, today=TODAY), constants={"journey.programme": "ips", "journey.stage": "in_work"}
    )
    ann, bob = records(book, mapping)
    assert ann.journeys[0].values == {"programme": "ips", "stage": "in_work"}
    assert ann.jobs[0].parent == ann.journeys[0].key == "ips@"
    assert len(bob.journeys) == 1
    assert codes(bob) == ["journey-without-start"]


def test_decisions_of_the_mapping_page_hold() -> None:
    book = csv("Ref,Name,Gender,Programme,Start date,Carer\n1,Ann,Martian,Our scheme,3/4/2024,sometimes\n")
    mapping = t.guess(book, today=TODAY)
    for field, choices in {
        "person.gender": {"martian": "other"},
        "journey.programme": {"our scheme": "trials"},
        "person.carer": {"sometimes": "yes"},
    }.items():
        mapping = mapping.with_values(field, choices)
    (ann,) = records(book, mapping)
    assert (ann.person.values["gender"], ann.person.values["carer"]) == ("other", True)
    assert (ann.journeys[0].values["programme"], codes(ann)) == ("trials", [])
    left = mapping.with_values("journey.programme", {"our scheme": t.LEAVE_EMPTY})
    (without,) = records(book, left)
    assert codes(without) == ["programme-missing"]


def test_the_site_is_asked_each_question_once() -> None:
    site = Site()
    text = "Ref,Name,Programme,Start date,Stage,Adviser\n" + "".join(
        f"{n},Ann {n},IPS,3/4/2024,In work,Mared Ellis\n" for n in range(50)
    )
    assert all(record.ok for record in records(csv(text), lookup=site))
    assert site.asked == [
        ("journey.programme", "IPS"),
        ("journey.stage", "In work"),
        ("journey.adviser", "Mared Ellis"),
    ]


def test_severities_can_be_set_for_a_site() -> None:
    book = csv("Ref,Name,Employer\n1,Ann,Siop\n")
    (lenient,) = records(book)
    (strict,) = records(book, severities={"job-without-start": t.Severity.ERROR})
    assert (lenient.ok, strict.ok, codes(strict)) == (True, False, ["job-without-start"])
    with plan_of(book, severities={"key-name-only": t.Severity.NOTE}) as plan:
        plan.prepare()
        assert plan.problems == ()


def test_keys_stay_the_same_from_file_to_file_and_twins_are_told_apart() -> None:
    text = "Ref,Name,Date of contact,Contact type,Employer,Job start\n1,Ann,3/4/2024,Phone,Siop,13/5/2024\n"
    log = "Ref,Name,Date of contact,Contact type\n" + "".join(
        f"1,Ann,3/4/2024,{how}\n" for how in ("Phone", "Phone call", "Phone")
    )
    (first,) = records(csv(text))
    (again,) = records(csv(text))
    assert [item.key for item in (*first.jobs, *first.contacts)] == [
        item.key for item in (*again.jobs, *again.contacts)
    ]
    (twins,) = records(csv(log))
    assert [contact.key for contact in twins.contacts] == ["2024-04-03/phone/", "2024-04-03/phone/#2"]


def test_a_job_between_two_journeys_belongs_to_neither_by_guesswork() -> None:
    people = [["Ref", "Name", "Programme", "Start date"], ["1", "Ann", "IPS", date(2024, 1, 2)],
              ["1", "Ann", "Work trials", date(2024, 6, 2)]]  # fmt: skip
    jobs = [["Ref", "Employer", "Job start"], ["1", "Siop", date(2024, 2, 3)]]
    (ann,) = records(t.open_workbook(xlsx({"People": people, "Jobs": jobs})))
    assert (ann.jobs[0].parent, codes(ann)) == (None, ["journey-unclear"])


def test_values_chosen_for_all_rows_are_typed_and_yield_to_columns() -> None:
    book = csv(
        "Ref,Name,Employer,Job start,Pay,Kind of job\n1,Ann,Siop,15/5/2024,12,\n"
        "2,Bob,Caffi,16/5/2024,900,Trial\n"
    )
    constants = {
        "job.kind": "employed",
        "job.found_through_support": "yes",
        "job_terms.pay_period": "week",
        "person.spoken_language": "Cymraeg",
    }
    mapping = replace(t.guess(book, today=TODAY), constants=constants)
    ann, bob = records(book, mapping)
    assert ann.person.values["spoken_language"] == "cy"
    assert (ann.jobs[0].values["kind"], bob.jobs[0].values["kind"]) == ("employed", "work_trial")
    assert ann.jobs[0].values["found_through_support"] is True
    assert ann.jobs[0].terms[0].values["pay_period"] == "week"
    spoilt = replace(mapping, constants={"job.kind": "nonsense", "job.start": "soon", "person.shoe": "39"})
    assert [each.code for each in t.check_mapping(spoilt, book)] == [
        "constant-not-understood",
        "constant-not-understood",
        "field-unknown",
    ]


def test_hours_and_pay_that_name_no_job_belong_to_the_only_one() -> None:
    people = [
        ["Ref", "Name", "Employer", "Job start"],
        ["1", "Ann", "Siop", date(2024, 1, 2)],
        ["2", "Bob", None, None],
    ]
    terms = [
        ["Ref", "Hours from", "Hours", "Pay"],
        ["1", date(2024, 1, 2), 8, "£12/hr"],
        ["1", date(2024, 6, 1), 16, None],
        ["2", date(2024, 6, 1), 16, None],
    ]
    ann, bob = records(t.open_workbook(xlsx({"People": people, "Pay": terms})))
    assert [each.values for each in ann.jobs[0].terms] == [
        {"start": date(2024, 1, 2), "hours": Decimal("8.00"), "pay": Decimal("12.00"), "pay_period": "hour"},
        {"start": date(2024, 6, 1), "hours": Decimal("16.00")},
    ]
    assert (codes(ann), codes(bob)) == ([], ["job-says-too-little"])


def test_the_same_job_in_two_rows_is_one_job_and_what_differs_is_said() -> None:
    book = csv(
        "Ref,Name,Employer,Job title,Job start,Hours,Job end\n1,Ann,Siop,Clerk,15/5/2024,16,\n"
        "1,Ann,SIOP,,15/5/2024,20,16/8/2024\n1,Ann,Siop,Cook,15/5/2024,8,\n"
    )
    (ann,) = records(book)
    assert [(job.values.get("title"), job.values.get("end")) for job in ann.jobs] == [
        ("Clerk", date(2024, 8, 16)),
        ("Cook", None),
    ]
    assert [(each.code, str(each.place), each.params) for each in ann.problems] == [
        ("values-differ", "F3", {"row": 2})
    ]
    assert str(ann.jobs[0].where("end")) == "G3"
    assert [job.key for job in ann.jobs] == ["siop@2024-05-15", "siop@2024-05-15#2"]


def test_references_of_journeys_jobs_and_contacts_decide_over_everything_else() -> None:
    book = csv(
        "Ref,Name,Journey ID,Programme,Start date,Job ID,Employer,Job start,Contact ID,Contact date\n"
        "1,Ann,J1,IPS,13/4/2024,W1,Siop,15/5/2024,C1,16/5/2025\n1,Ann,J2,IPS,13/4/2024,W2,Siop,15/5/2024,c1,16/5/2025\n"
        "1,Ann,j 1,IPS,14/4/2024,w1,Siop,15/5/2024,C2,16/5/2025\n"
    )
    (ann,) = records(book)
    assert [item.key for item in ann.journeys] == ["ref:j1", "ref:j2"]
    assert [(item.key, item.parent) for item in ann.jobs] == [("ref:w1", "ref:j1"), ("ref:w2", "ref:j2")]
    assert [item.key for item in ann.contacts] == ["ref:c1", "ref:c2"]
    assert codes(ann) == ["values-differ"]


def test_a_last_contact_repeated_beside_each_job_is_one_contact() -> None:
    book = csv(
        "Ref,Name,Employer,Job start,Last contact date,Contact type\n"
        "1,Ann,Siop,15/5/2024,16/5/2025,Phone\n1,Ann,Caffi,16/6/2024,16/5/2025,Phone\n"
    )
    (ann,) = records(book)
    assert (len(ann.jobs), len(ann.contacts)) == (2, 1)


def test_two_groups_of_one_row_are_two_jobs_even_if_they_look_alike() -> None:
    book = csv(
        "Ref,Name,Employer 1,Job start 1,Employer 2,Job start 2\n1,Ann,Siop,15/5/2024,Siop,15/5/2024\n"
    )
    (ann,) = records(book)
    assert [job.key for job in ann.jobs] == ["siop@2024-05-15", "siop@2024-05-15#2"]


def test_a_journey_in_two_rows_is_filled_in_and_not_doubled() -> None:
    book = csv(
        "Ref,Name,Programme,Referral date,Programme start,Stage\n1,Ann,IPS,13/4/2024,,\n1,Ann,IPS,,20/4/2024,\n"
        "1,Ann,,,,Job search\n"
    )
    mapping = replace(t.guess(book, today=TODAY), constants={"journey.programme": "ips"})
    (ann,) = records(book, mapping)
    assert [journey.values for journey in ann.journeys] == [
        {
            "programme": "ips",
            "referred_on": date(2024, 4, 13),
            "started_on": date(2024, 4, 20),
            "stage": "search",
        }
    ]
    assert codes(ann) == []
