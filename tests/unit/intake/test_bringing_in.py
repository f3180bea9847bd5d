# SPDX-License-Identifier: AGPL-3.0-or-later
"""A file's whole way: brought, matched, checked, committed; brought again; undone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from cydwaith.engines import tables as t
from cydwaith.intake import actions, queries, tasks
from cydwaith.intake.models import RowKey
from cydwaith.intake.queries import BatchView
from cydwaith.intake.vocabulary import Mode, State
from cydwaith.journeys.models import Contact, ContactNote, JobSpell, JobTerms, Journey
from cydwaith.kernel.models import AuditRow
from cydwaith.kernel.system import system
from cydwaith.people.models import EqualityFact, Involvement, Person
from tests.unit.intake import workbooks
from tests.unit.intake.worlds import World, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> World:
    return world()


def bring(
    here: World,
    content: bytes,
    name: str = "file.xlsx",
    *,
    programme: str = "",
    columns: dict[tuple[str, str], tuple[str, int]] | None = None,
    **values: dict[str, str],
) -> int:
    """Bring a file and match it: `columns` (sheet, heading) -> (field, number) are chosen by hand."""
    batch_id = actions.bring_file(by=here.manager, chunks=[content], name=name)
    mapping = t.Mapping.from_json(queries.batch(here.manager, batch_id).mapping)
    for (sheet, header), (field, group) in (columns or {}).items():
        mapping = mapping.with_column(sheet=sheet, header=header, field=field, group=group)
    if programme:
        mapping = actions.with_constant(mapping, "journey.programme", programme)
    for field, words in values.items():
        mapping = mapping.with_values(field.replace("__", "."), words)
    actions.match(by=here.manager, batch_id=batch_id, version=None, mapping=mapping)
    return batch_id


def work(here: World, batch_id: int, what: State, mode: str = "") -> str:
    actions.begin(by=here.manager, batch_id=batch_id, work=what, mode=mode, enqueue=False)
    return tasks.perform(what, batch_id, here.manager)


def checked(here: World, batch_id: int) -> BatchView:
    assert work(here, batch_id, State.CHECKING) == ""
    return queries.batch(here.manager, batch_id)


def committed(here: World, batch_id: int, mode: Mode = Mode.ALL) -> dict[str, Any]:
    assert work(here, batch_id, State.COMMITTING, mode) == ""
    return dict(queries.batch(here.manager, batch_id).tallies["written"])


def codes(found: BatchView) -> dict[str, int]:
    counted: dict[str, int] = {}
    for group in queries.groups(found):
        counted[group.code] = counted.get(group.code, 0) + group.count
    return counted


def names() -> list[str]:
    with system("test"):
        return sorted(Person.objects.values_list("name", flat=True))


def test_a_councils_caseload_comes_in_as_it_is_kept(here: World) -> None:
    by_hand = {
        ("Caseload 24-25", "Participant / Ref'd"): ("journey.referred_on", 1),
        ("Caseload 24-25", "Job 1 / Began"): ("job.start", 1),
        ("Caseload 24-25", "Job 2 / Began"): ("job.start", 2),
    }
    found = checked(here, bring(here, workbooks.council_caseload(), programme="ips-a", columns=by_hand))
    assert found.state == State.CHECKED
    errors = [g for g in queries.groups(found) if g.severity == "error"]
    assert [(g.code, g.count) for g in errors] == []
    written = committed(here, found.batch_id)
    assert (written["new_people"], written["jobs"]) == (4, 3)
    with system("test"):
        sian = Person.objects.get(name__startswith="Siân")
        assert sian.name == "Siân Angharad LLYWELYN-FYCHAN"
        assert sian.date_of_birth == date(1998, 3, 14)
        assert sian.spoken_language == "cy"
        assert Person.objects.get(name="Dafydd Owen").date_of_birth == date(1999, 4, 5)
        journey = Journey.objects.get(person=sian)
        assert (journey.referred_on, journey.adviser_id) == (date(2023, 4, 3), here.carys.pk)
        jobs = list(JobSpell.objects.filter(person=sian).order_by("starts_on"))
        assert [(j.employer_name, j.starts_on) for j in jobs] == [
            ("Caffi'r Cei", date(2023, 10, 2)), ("Y Siop Fach", date(2024, 2, 14)),
        ]  # fmt: skip
        assert JobTerms.objects.get(job=jobs[0]).hours_minutes_week == 16 * 60
        involved = Involvement.objects.filter(person=sian).values_list("user_id", flat=True)
        assert set(involved) == {None, here.carys.pk}


def test_one_row_a_job_with_gaps_below_the_name(here: World) -> None:
    found = checked(here, bring(here, workbooks.job_a_row(), "swyddi.csv"))
    assert codes(found).get("key-from-above", 0) >= 0
    written = committed(here, found.batch_id)
    assert (written["new_people"], written["jobs"], written["journeys"]) == (2, 3, 0)
    with system("test"):
        assert names() == ["Siân Rhys", "Tomos ap Rhydderch"]
        pay = JobTerms.objects.filter(job__employer_name="Y Siop Fach").values_list("pay_pence", "pay_period")
        assert list(pay) == [(1144, "hour")]


def test_several_sheets_meet_at_the_reference(here: World) -> None:
    found = checked(here, bring(here, workbooks.several_sheets(), programme="ips-a"))
    assert [g for g in queries.groups(found) if g.severity == "error"] == []
    written = committed(here, found.batch_id)
    assert {k: written[k] for k in ("new_people", "journeys", "jobs", "contacts")} == {
        "new_people": 2, "journeys": 2, "jobs": 3, "contacts": 3,
    }  # fmt: skip
    with system("test"):
        dafydd = Journey.objects.get(person__name="Dafydd Owen")
        assert (dafydd.closed_on, dafydd.close_reason, dafydd.stage) == (
            date(2023, 2, 1),
            "moved_away",
            "closed",
        )
        assert ContactNote.objects.filter(text__startswith="=HYPERLINK").count() == 1
        assert EqualityFact.objects.filter(kind="gender").count() == 2
        assert Contact.objects.filter(journey=dafydd).count() == 1


def test_a_layout_of_its_own_comes_in_once_its_words_are_matched(here: World) -> None:
    batch_id = bring(
        here, workbooks.no_one_here(), "x.csv",
        journey__stage={t.fold("job hunting"): "job_search", t.fold("working"): "in_work"},
    )  # fmt: skip
    mapping = t.Mapping.from_json(queries.batch(here.manager, batch_id).mapping)
    for header, field in {
        "#": "person.reference", "Learner": "person.full_name", "Where are they up to?": "journey.stage",
        "Latest placement": "job.employer", "Placement kicked off": "job.start", "Kind of placement": "job.kind",
        "Coach e-mail": "journey.adviser_email", "How seen": "contact.mode", "What was said": "contact.note",
        "DOB (m/d/y)": "person.date_of_birth",
    }.items():  # fmt: skip
        mapping = mapping.with_column(sheet="", header=header, field=field)
    from dataclasses import replace

    mapping = replace(mapping, key=("person.reference",))
    actions.match(by=here.manager, batch_id=batch_id, version=None, mapping=mapping)
    found = checked(here, batch_id)
    assert (found.tallies["good"], found.tallies["bad"]) == (2, 2)
    by_code = codes(found)
    assert {"name-missing", "adviser-unknown"} <= set(by_code)
    assert found.folder.marked.exists()
    with pytest.raises(actions.Invalid):
        actions.begin(by=here.manager, batch_id=batch_id, work=State.COMMITTING, mode=Mode.ALL, enqueue=False)
    written = committed(here, batch_id, Mode.GOOD)
    assert written["new_people"] == 2
    with system("test"):
        assert names() == ["Ada Lovell", "Cai Nolan"]
        assert Person.objects.get(name="Ada Lovell").date_of_birth == date(2002, 12, 25)
        assert JobSpell.objects.get(person__name="Ada Lovell").kind == "work_trial"


def test_the_same_file_twice_brings_nothing_new(here: World) -> None:
    content = workbooks.several_sheets()
    first = bring(here, content, programme="ips-a")
    checked(here, first)
    committed(here, first)
    with system("test"):
        before = (
            Person.objects.count(),
            Journey.objects.count(),
            JobSpell.objects.count(),
            Contact.objects.count(),
        )
    trail = AuditRow.objects.filter(person_id__isnull=False).count()
    again = bring(here, content, programme="ips-a")
    found = checked(here, again)
    assert (found.tallies["new_people"], found.tallies["unchanged"]) == (0, 2)
    assert actions.earlier_same(here.manager, again) == first
    written = committed(here, again)
    assert (written["new_people"], written["journeys"], written["jobs"], written["contacts"]) == (0, 0, 0, 0)
    with system("test"):
        after = (
            Person.objects.count(),
            Journey.objects.count(),
            JobSpell.objects.count(),
            Contact.objects.count(),
        )
    assert after == before
    assert AuditRow.objects.filter(person_id__isnull=False).count() == trail


def test_changed_rows_are_listed_and_new_ones_come_in(here: World) -> None:
    head = "Reference,Full name,Date of birth,Programme,Start date on programme,Employer,Job start\r\n"
    one = head + "R1,Mari Evans,01/02/1990,ips-a,03/04/2023,Depot,05/06/2023\r\n"
    two = head + (
        "R1,Mari Evans-Huws,01/02/1990,ips-a,03/04/2023,Depot,05/06/2023\r\n"
        "R1,Mari Evans-Huws,01/02/1990,ips-a,03/04/2023,Bakery,07/08/2023\r\n"
    )
    first = bring(here, one.encode(), "a.csv")
    checked(here, first)
    committed(here, first)
    second = bring(here, two.encode(), "b.csv")
    found = checked(here, second)
    assert codes(found)["differs"] == 1
    written = committed(here, second)
    assert (written["new_people"], written["journeys"], written["jobs"], written["differing"]) == (0, 0, 1, 1)
    with system("test"):
        assert names() == ["Mari Evans"]
        assert JobSpell.objects.filter(journey__isnull=False).count() == 2


def test_one_audit_row_a_source_row_and_a_key_for_each_thing(here: World) -> None:
    batch_id = bring(here, workbooks.several_sheets(), programme="ips-a")
    checked(here, batch_id)
    committed(here, batch_id)
    rows = AuditRow.objects.filter(
        verb="intake.commit", object_type="intake.importbatch", person_id__isnull=False
    )
    assert rows.count() == 2 + 3 + 3
    assert all(set(row.digests) == {"place", "content"} for row in rows)
    with system("test"):
        kinds = sorted(RowKey.objects.values_list("kind", flat=True))
    assert kinds == sorted(["person"] * 2 + ["journey"] * 2 + ["job"] * 3 + ["contact"] * 3)


def test_undo_takes_out_what_came_in(here: World) -> None:
    batch_id = bring(here, workbooks.several_sheets(), programme="ips-a")
    checked(here, batch_id)
    committed(here, batch_id)
    assert work(here, batch_id, State.UNDOING) == ""
    found = queries.batch(here.manager, batch_id)
    assert found.state == State.UNDONE
    assert found.tallies["undone"] == {"person": 2, "journey": 2, "job": 3, "contact": 3, "kept": 0}
    with system("test"):
        assert (
            Person.objects.count(),
            Journey.objects.count(),
            JobSpell.objects.count(),
            Contact.objects.count(),
        ) == (0, 0, 0, 0)
        assert (RowKey.objects.count(), Involvement.objects.count()) == (0, 0)


def test_undo_keeps_and_lists_people_on_whom_somebody_worked(here: World) -> None:
    from cydwaith.people import actions as people

    batch_id = bring(here, workbooks.several_sheets(), programme="ips-a")
    checked(here, batch_id)
    committed(here, batch_id)
    with system("test"):
        dafydd = Person.objects.get(name="Dafydd Owen")
    people.change_identity(
        by=here.manager, reference=dafydd.reference, version=1, values={"phone": "01970 600000"}
    )
    assert work(here, batch_id, State.UNDOING) == ""
    found = queries.batch(here.manager, batch_id)
    assert found.tallies["undone"]["kept"] == 1
    kept, total = queries.kept(here.manager, found)
    assert total == 1
    assert [(one.named.name if one.named else None, one.why) for one in kept] == [("Dafydd Owen", "changed")]
    with system("test"):
        assert names() == ["Dafydd Owen"]
        assert Journey.objects.count() == 1
        assert JobSpell.objects.count() == 1


def test_undo_of_a_file_to_which_a_later_one_added_waits_for_that_one(here: World) -> None:
    head = "Reference,Full name,Date of birth,Programme,Start date on programme,Employer,Job start\r\n"
    first = bring(here, (head + "R1,Mari Evans,01/02/1990,ips-a,03/04/2023,,\r\n").encode(), "a.csv")
    checked(here, first)
    committed(here, first)
    second = bring(
        here, (head + "R1,Mari Evans,01/02/1990,ips-a,03/04/2023,Depot,05/06/2023\r\n").encode(), "b.csv"
    )
    checked(here, second)
    committed(here, second)
    assert work(here, first, State.UNDOING) == ""
    kept, _total = queries.kept(here.manager, queries.batch(here.manager, first))
    assert [one.why for one in kept] == ["later"]
    assert work(here, second, State.UNDOING) == ""
    with system("test"):
        assert (JobSpell.objects.count(), Person.objects.count()) == (0, 1)


def test_another_organisation_sees_nothing_of_it(here: World) -> None:
    other = world("b")
    batch_id = bring(here, workbooks.job_a_row(), "x.csv")
    with pytest.raises(queries.NotVisible):
        queries.batch(other.manager, batch_id)
    assert queries.batches(other.manager) == ([], 0)
