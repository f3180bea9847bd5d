# SPDX-License-Identifier: AGPL-3.0-or-later
"""A return on its pages, from the form to the public page; its pack; and what machines read of it."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from django.test import Client

from cydwaith.outcomes import tasks
from cydwaith.outcomes.models import Release
from tests.unit.outcomes.world import Bay, ago

from .conftest import browser, text

NEW = "/figures/returns/new/bay/"


@pytest.fixture
def facts(bay: Bay) -> Bay:
    """Eight people who started, three of them in work."""
    for number in range(8):
        reference = bay.person(f"Bay Person {number}", opened=200)
        if number < 3:
            bay.job(reference, started=100)
    tasks.take_snapshot(bay.partnership.pk, bay.analyst)
    return bay


def posted() -> dict[str, object]:
    first, last = ago(365), ago(1)
    answers: dict[str, object] = {
        "title_en": "Work in the Bay", "title_cy": "Gwaith yn y Bae", "step": "whole",
        "rulebooks": ["programme-contract"], "grouping": ["partner"], "protection": "rounded",
        "threshold": "5", "base": "5", "programme": "", "funder": "",
    }  # fmt: skip
    for name, day in (("first_day", first), ("last_day", last)):
        answers |= {f"{name}_0": day.day, f"{name}_1": day.month, f"{name}_2": day.year}
    return answers


def after(client: Client, address: str, **given: object) -> str:
    """What stands on the page to which a button leads."""
    return client.post(address, given, follow=True).content.decode()


def test_a_return_goes_its_way_on_its_pages(facts: Bay) -> None:
    analyst, manager = browser(facts, facts.analyst), browser(facts, facts.manager)
    assert "No return yet" in text(analyst, "/figures/returns/")
    assert "Something needs another look" in analyst.post(NEW, {}).content.decode()
    answer = analyst.post(NEW, posted())
    row = Release.objects.get()
    here = f"/figures/returns/{row.pk}/"
    assert (answer.status_code, answer.headers["Location"]) == (302, here)
    assert "Check and freeze" in text(analyst, here)
    page = after(analyst, f"{here}check/")
    assert "It is counted, checked and frozen." in page
    assert "Nobody but its author has checked the rulebook" in page
    digest = Release.objects.get().digest
    assert "You have signed it." in after(analyst, f"{here}sign/", digest=digest)
    assert "signed this already" in after(analyst, f"{here}sign/", digest=digest)
    assert "Two people must have signed first" in after(analyst, f"{here}give-out/")
    assert "You have signed it." in after(manager, f"{here}sign/", digest=digest)
    assert "It is given out." in after(analyst, f"{here}give-out/")
    assert "It comes out the same, to the last digit." in after(analyst, f"{here}again/")
    assert "would alter a figure" in after(analyst, f"{here}changes/")
    everybody = Client()
    assert "Work in the Bay" in text(everybody, "/published/")
    public = text(everybody, f"/published/{row.code}/")
    assert "Gwaith yn y Bae" in text(everybody, f"/cy/published/{row.code}/")
    assert "People who started" in public and "Bay Person" not in public
    assert "Place" in public, "organisations by their neutral names"
    told = json.loads(text(everybody, f"/published/{row.code}/figures.json"))
    counts = {
        one["measure"]: (one["counted"], one["mark"]) for one in told["figures"] if not one["organisation"]
    }
    assert counts["starts"] == (10, "")
    assert counts["into_work"] == (None, "small")
    csv = b"".join(everybody.get(f"/published/{row.code}/figures.csv").streaming_content)  # type: ignore[attr-defined]
    assert csv.decode("utf-8-sig").splitlines()[0].startswith('"rulebook","version"')
    listed = json.loads(text(everybody, "/published/releases.json"))
    assert [one["code"] for one in listed["releases"]] == [row.code]
    governance = browser(facts, facts.governance)
    assert "Write what everybody may read" in governance.post(f"{here}withdraw/", {}).content.decode()
    assert "It is withdrawn." in after(governance, f"{here}withdraw/", note_en="Counted twice.")
    public = text(everybody, f"/published/{row.code}/")
    assert "Counted twice." in public and "People who started" not in public
    assert json.loads(text(everybody, f"/published/{row.code}/figures.json"))["figures"] == []


def test_the_pack_is_a_workbook_without_formulas_and_a_tagged_pdf(facts: Bay) -> None:
    client = browser(facts, facts.analyst)
    client.post(NEW, posted())
    here = f"/figures/returns/{Release.objects.get().pk}/"
    assert client.get(f"{here}pack.xlsx").status_code == 404, "nothing is frozen yet"
    client.post(f"{here}check/")
    book = b"".join(client.get(f"{here}pack.xlsx").streaming_content)  # type: ignore[attr-defined]
    with zipfile.ZipFile(io.BytesIO(book)) as opened:
        inside = "".join(opened.read(name).decode() for name in opened.namelist() if name.endswith(".xml"))
    assert "People who started" in inside and "<f>" not in inside
    pdf = client.get(f"/cy{here}pack.pdf")
    assert pdf.content[:5] == b"%PDF-" and pdf.headers["Content-Type"] == "application/pdf"
    assert client.get(f"{here}pack.doc").status_code == 404


def test_who_does_not_answer_for_the_partnership_finds_no_return(facts: Bay) -> None:
    browser(facts, facts.analyst).post(NEW, posted())
    row = Release.objects.get()
    here = f"/figures/returns/{row.pk}/"
    for actor in (facts.charity_analyst, facts.elsewhere):
        client = browser(facts, actor)
        assert client.get(here).status_code == 404
        assert client.post(f"{here}check/").status_code == 404
        assert client.get(NEW).status_code == 404
    assert Client().get(f"/published/{row.code}/").status_code == 404, "nothing of a draft is public"
