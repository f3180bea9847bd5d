# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages, walked as somebody would who has never seen the code: without scripts, in both languages."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cydwaith.engines import tables as t
from cydwaith.intake.models import ImportBatch, RememberedMapping
from cydwaith.intake.vocabulary import State
from cydwaith.kernel.roles import Role
from cydwaith.kernel.system import system
from cydwaith.people.models import AccessLog, Person
from tests.unit.intake import workbooks
from tests.unit.intake.worlds import World, member, world
from tests.web.accounts.signing import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def here() -> World:
    return world()


@pytest.fixture
def client(here: World) -> Iterator[Client]:
    yield signed_in(here.manager_user)


def upload(client: Client, content: bytes, name: str = "caseload.xlsx", prefix: str = "") -> Any:
    given = SimpleUploadedFile(name, content)
    return client.post(f"{prefix}/manage/imports/new/", {"file": given})


def form_of(html: str) -> dict[str, str]:
    """What a browser without scripts would send of the page's selects, boxes and hidden fields, as they stand."""
    found: dict[str, str] = {}
    for name, inside in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', html, re.S):
        options = re.findall(r"<option([^>]*)>([^<]*)", inside)
        values = [
            (re.search(r'value="([^"]*)"', attrs), "selected" in attrs, text) for attrs, text in options
        ]
        chosen = next((v for v in values if v[1]), values[0])
        found[name] = chosen[0][1] if chosen[0] else chosen[2]
    for tag in re.findall(r"<input[^>]*>", html):
        name = re.search(r'name="([^"]+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name and ('type="hidden"' in tag or " checked" in tag):
            found[name[1]] = value[1] if value else "on"
    found.pop("csrfmiddlewaretoken", None)
    return found


def number_of(html: str, heading: str) -> str:
    """The number that a heading's column has in the form."""
    found = re.search(rf'<label for="field-(\d+)">{re.escape(heading)}</label>', html)
    assert found, heading
    return found[1]


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code, getattr(answer, "url", ""))
    return answer.content.decode()


def walk_to_check(
    client: Client,
    content: bytes,
    name: str,
    *,
    columns: dict[str, str],
    whole: dict[str, str],
    words: dict[str, str] | None = None,
) -> str:
    """Upload, match what is not guessed, go on; returns the address of the batch."""
    answer = upload(client, content, name)
    assert answer.status_code == 302
    address = answer.url
    base = address.partition("columns/")[0]
    while "/columns/" in address:
        html = page(client, address)
        data = form_of(html)
        for heading, field in columns.items():
            found = re.search(rf'<label for="field-(\d+)">{re.escape(heading)}</label>', html)
            if found:
                data[f"field-{found[1]}"], _at, group = field.partition("#")
                data[f"group-{found[1]}"] = group or "1"
        answer = client.post(address, data)
        assert answer.status_code == 302, answer.content.decode()
        address = answer.url
    answer = client.post(address, {**form_of(page(client, address)), **whole})
    assert answer.status_code == 302, answer.content.decode()
    html = page(client, answer.url)
    chosen = {_select_of(html, word): code for word, code in (words or {}).items()}
    answer = client.post(answer.url, {**form_of(html), **chosen})
    assert answer.url == f"{base}check/"
    return base


def test_a_workbook_laid_out_as_nobody_here_did_comes_in(client: Client, here: World) -> None:
    columns = {
        "Participant / Ref&#39;d": "journey.referred_on",
        "Job 1 / Began": "job.start",
        "Job 2 / Began": "job.start#2",
    }
    base = walk_to_check(
        client, workbooks.council_caseload(), "x.xlsx", columns=columns,
        whole={"key": "person.full_name+person.date_of_birth", "programme": "ips-a"},
    )  # fmt: skip
    answer = client.post(f"{base}check/", {"work": "check"})
    assert answer.url == f"{base}progress/"
    answer = client.get(answer.url)
    assert answer.url == f"{base}check/"
    html = page(client, f"{base}check/")
    assert "No problem was found" in html or "To look at" in html
    answer = client.post(f"{base}check/", {"work": "bring"})
    assert answer.status_code == 200
    assert "Choose what should come in." in answer.content.decode()
    answer = client.post(f"{base}check/", {"work": "bring", "mode": "all"})
    assert answer.url == f"{base}progress/"
    assert client.get(f"{base}progress/").url == f"{base}result/"
    assert "It is here" in page(client, f"{base}result/")
    with system("test"):
        assert Person.objects.count() == 4
    answer = client.post(f"{base}undo/")
    assert answer.url == f"{base}progress/"
    assert "Nobody stayed behind" in page(client, f"{base}result/")
    with system("test"):
        assert Person.objects.count() == 0


def test_several_sheets_one_after_another_and_remembered(client: Client, here: World) -> None:
    columns = {"Started with us": "journey.started_on"}
    walk_to_check(
        client,
        workbooks.several_sheets(),
        "x.xlsx",
        columns=columns,
        whole={"key": "person.reference", "programme": "ips-a"},
    )
    assert RememberedMapping.objects.filter(organisation=here.organisation).count() == 1
    again = upload(client, workbooks.several_sheets(), "y.xlsx")
    html = page(client, again.url)
    assert form_of(html)[f"field-{number_of(html, 'Started with us')}"] == "journey.started_on"


def test_a_sheet_that_nobody_recognises_is_come_to_and_brought_in_once_it_is_matched(client: Client) -> None:
    sink = io.BytesIO()
    book = xlsxwriter.Workbook(sink)
    live = [["Ticket", "Who", "B'day"], ["17", "Mari Evans", "14/03/1990"], ["18", "Huw Rees", "05/11/1979"]]
    for name, rows in (("Notes", [["Ask first"], ["yes"]]), ("Live", live)):
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    address = upload(client, sink.getvalue()).url
    first = form_of(page(client, address))
    assert "use" not in first
    address = client.post(address, first).url
    assert address.endswith("/columns/2/")
    html = page(client, address)
    data = form_of(html)
    assert "use" not in data
    data[f"field-{number_of(html, 'Ticket')}"] = "person.reference"
    data[f"field-{number_of(html, 'Who')}"] = "person.full_name"
    onward = client.post(address, data).url
    assert onward.endswith("/whole/")
    assert 'value="person.reference"' in page(client, onward)
    # Whoever takes the tick away again means that, too.
    again = form_of(page(client, address))
    assert again.pop("use") == "yes"
    client.post(address, again)
    assert "use" not in form_of(page(client, address))


def test_what_was_chosen_stays_when_something_is_wrong(client: Client) -> None:
    address = upload(client, workbooks.job_a_row(), "x.csv").url
    html = page(client, address)
    data = form_of(html)
    data[f"field-{number_of(html, 'Swydd')}"] = "job.employer"
    data["version"] = "1"
    answer = client.post(address, data)
    assert answer.status_code == 200
    again = answer.content.decode()
    assert form_of(again)[f"field-{number_of(again, 'Swydd')}"] == "job.employer"
    assert "An earlier column has this meaning too" in again


def test_the_headings_can_be_pointed_out(client: Client) -> None:
    rows = b"Our list,2024,,\r\nA,B,C,D\r\nsome,more,words,here\r\n"
    rows += b"Reference,Full name,Date of birth,Email\r\nR1,Mari Evans,01/02/1990,m@example.org\r\n"
    address = upload(client, rows, "x.csv").url
    answer = client.post(address, {"work": "headings", "heading_rows": "4"})
    assert answer.url == address
    html = page(client, address)
    assert form_of(html)[f"field-{number_of(html, 'Full name')}"] == "person.full_name"
    answer = client.post(address, {**form_of(html), "work": "headings", "heading_rows": "x"})
    assert "Write the number of the row" in answer.content.decode()


def test_every_problem_at_once_with_its_rows_and_a_workbook_to_mend(client: Client) -> None:
    columns = {
        "#": "person.reference", "Learner": "person.full_name", "Where are they up to?": "journey.stage",
        "Latest placement": "job.employer", "Placement kicked off": "job.start", "Kind of placement": "job.kind",
        "Coach e-mail": "journey.adviser_email", "How seen": "contact.mode", "What was said": "contact.note",
        "DOB (m/d/y)": "person.date_of_birth",
    }  # fmt: skip
    base = walk_to_check(
        client,
        workbooks.no_one_here(),
        "x.csv",
        columns=columns,
        whole={"key": "person.reference"},
        words={"job hunting": "job_search", "working": "in_work"},
    )
    client.post(f"{base}check/", {"work": "check"})
    html = page(client, f"{base}check/")
    for words in ("These keep people out", "Fill in the name.", "Save the rows to mend", "Good rows only"):
        assert words in html
    marked = client.get(f"{base}marked.xlsx")
    content = b"".join(marked.streaming_content)  # type: ignore[attr-defined]
    assert marked["Content-Disposition"].startswith("attachment")
    with t.open_workbook(content, filename="m.xlsx") as book:
        cells = [[str(v) for v in row.values if v is not None] for row in book.sheets[0].rows()]
    assert any("Bob Mather" in row for row in cells)
    assert not any("Ada Lovell" in row for row in cells)
    listed = client.get(f"{base}check/0/")
    assert listed.status_code == 200
    assert 'data-label="What was found"' in listed.content.decode()
    as_csv = client.get(f"{base}check/0/?format=csv")
    assert as_csv["Content-Type"].startswith("text/csv")
    assert b"Row" in io.BytesIO(b"".join(as_csv.streaming_content)).getvalue()  # type: ignore[attr-defined]


def test_words_we_do_not_know_are_asked_about(client: Client, here: World) -> None:
    rows = b"Reference,Full name,Date of birth,Gender,Programme,Start date on programme\r\n"
    rows += b"R1,Mari Evans,01/02/1990,Rhywbeth,Prosiect X,03/04/2023\r\n"
    address = upload(client, rows, "x.csv").url
    address = client.post(address, form_of(page(client, address))).url
    address = client.post(address, {**form_of(page(client, address)), "key": "person.reference"}).url
    html = page(client, address)
    assert "Rhywbeth" in html
    assert "Prosiect X" in html
    data = form_of(html)
    for name, value in data.items():
        if name.startswith("word-") and value == "":
            data[name] = (
                "ips-a" if 'value="ips-a"' in html and name == _select_of(html, "Prosiect X") else "other"
            )
    address = client.post(address, data).url
    answer = client.post(address, {"work": "check"})
    assert answer.status_code == 302, answer.content.decode()
    batch = ImportBatch.objects.get()
    assert (batch.failure, batch.tallies.get("blocked")) == ("", 0)
    assert (batch.state, batch.tallies.get("bad", 0), batch.tallies["journeys"]) == (State.CHECKED, 0, 1)
    assert batch.mapping["values"] == {
        "person.gender": {"rhywbeth": "other"},
        "journey.programme": {"prosiect x": "ips-a"},
    }


def _select_of(html: str, word: str) -> str:
    found = re.search(rf'<label for="([^"]+)">{re.escape(word)}</label>', html)
    assert found
    return found[1]


def test_the_pages_are_for_those_who_may_import(here: World, client: Client) -> None:
    address = upload(client, workbooks.job_a_row(), "x.csv").url
    other = world("b")
    for user in (
        here.carys,
        other.manager_user,
        member(here.organisation, Role.ADMINISTRATOR, "ad@example.org", "A"),
    ):
        stranger = signed_in(user)
        assert stranger.get(address).status_code == 404
        assert stranger.post(address, {}).status_code == 404


def test_reading_whom_an_undo_kept_is_written_down(client: Client, here: World) -> None:
    from cydwaith.people import actions as people

    rows = b"Reference,Full name,Date of birth\r\nR1,Mari Evans,01/02/1990\r\n"
    base = walk_to_check(client, rows, "x.csv", columns={}, whole={"key": "person.reference"})
    client.post(f"{base}check/", {"work": "check"})
    client.post(f"{base}check/", {"work": "bring", "mode": "all"})
    with system("test"):
        mari = Person.objects.get()
    people.change_identity(
        by=here.manager, reference=mari.reference, version=1, values={"phone": "01970 600000"}
    )
    client.post(f"{base}undo/")
    html = page(client, f"{base}result/")
    assert "Mari Evans" in html
    with system("test"):
        logged = AccessLog.objects.filter(page="manage:import_result", person_id=mari.pk)
        assert logged.count() == 1


def test_a_file_that_was_thrown_away_is_gone(client: Client) -> None:
    address = upload(client, workbooks.job_a_row(), "x.csv").url
    folder = ImportBatch.objects.get().folder
    from cydwaith.intake.store import Folder

    assert Folder(folder).source.exists()
    answer = client.post(address.partition("columns/")[0] + "forget/")
    assert answer.url == "/manage/imports/"
    assert not Folder(folder).path.exists()
    assert ImportBatch.objects.count() == 0


def test_the_language_toggle_keeps_what_was_chosen(client: Client) -> None:
    address = upload(client, workbooks.job_a_row(), "x.csv").url
    html = page(client, address)
    swydd = f"field-{number_of(html, 'Swydd')}"
    answer = client.post(address, {**form_of(html), swydd: "contact.note", "_language": "cy"})
    assert answer.url == f"/cy{address}"
    assert form_of(page(client, answer.url))[swydd] == "contact.note"
    base = address.partition("columns/")[0]
    whole = form_of(page(client, f"{base}whole/"))
    answer = client.post(f"{base}whole/", {**whole, "key": "person.full_name", "_language": "cy"})
    kept = page(client, answer.url)
    assert re.search(r'<input[^>]*value="person.full_name"[^>]* checked', kept)


def test_words_chosen_before_the_toggle_stand_behind_it(client: Client) -> None:
    rows = b"Reference,Full name,Gender\r\nR1,Mari Evans,Rhywbeth\r\n"
    address = upload(client, rows, "x.csv").url.partition("columns/")[0] + "words/"
    html = page(client, address)
    name = _select_of(html, "Rhywbeth")
    answer = client.post(address, {**form_of(html), name: "other", "_language": "cy"})
    assert form_of(page(client, answer.url))[name] == "other"


def test_the_same_in_welsh(client: Client) -> None:
    answer = upload(client, workbooks.job_a_row(), "x.csv", prefix="/cy")
    assert answer.url.startswith("/cy/manage/imports/")
    assert '<html lang="cy"' in page(client, answer.url)


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "empty"), (b"PK\x03\x04 no workbook", "damaged"), (b"a,b\r\n1,\x00\r\n", "NUL")],
)
def test_a_file_that_cannot_be_read_is_refused_where_it_was_chosen(
    client: Client, content: bytes, words: str
) -> None:
    answer = upload(client, content, "x.xlsx" if content[:2] == b"PK" else "x.csv")
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert ImportBatch.objects.count() == 0
