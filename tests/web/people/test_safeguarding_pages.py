# SPDX-License-Identifier: AGPL-3.0-or-later
"""Staff pages about joins, emergencies and who looked."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.utils import timezone

from cydwaith.kernel.vocabulary import Category
from cydwaith.people import actions, queries
from cydwaith.people.models import AccessLog
from cydwaith.people.shapes import NewPerson
from tests.unit.people.world import person_row
from tests.web.people.world import WORDS, Place, share

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Place:
    return Place()


def test_two_records_are_compared_joined_and_parted(place: Place) -> None:
    twin = actions.add_person(
        by=place.mair.actor, person=NewPerson(name="Gwen Kingfisher", postcode="CF10 1AA")
    )
    assert twin in place.mair.get(place.at("duplicates/"))
    page = place.mair.get(place.at(f"duplicates/{twin}/"))
    assert "CF10 1AA" in page
    place.owain.get(place.at(f"duplicates/{twin}/"), 404)
    place.mair.get(place.at(f"duplicates/{place.reference}/"), 404)
    assert place.mair.post(place.at(f"duplicates/{twin}/"), keep="neither").endswith("/duplicates/")
    place.mair.post(place.at(f"duplicates/{twin}/"), keep=place.reference)
    assert "Joined with another record" in place.mair.get(place.at("record/"))
    page = place.mair.get("/advice/joins/")
    found = re.search(r'action="(/advice/joins/\d+/undo/)"', page)
    assert found is not None
    assert WORDS["name"] not in place.owain.get("/advice/joins/")
    place.mair.post(found[1])
    place.mair.get(f"/advice/people/{twin}/record/")
    assert "Taken back" in place.mair.get("/advice/joins/")


def test_the_glass_is_broken_and_reviewed(place: Place) -> None:
    emergency = "/advice/emergency/"
    place.owain.get(f"{emergency}{place.reference}/", 404)
    place.governance.get(emergency, 404)
    shown = place.owain.post(emergency, 200, reference="NOBODY", reason="She rang in distress")
    assert "No record here matches exactly." in shown
    then = place.owain.post(emergency, reference=place.reference, reason="She rang in distress")
    page = place.owain.get(then)
    assert WORDS["address"] in page
    assert "record/identity" not in page
    place.owain.get(place.at("record/"), 404)
    assert place.reference in place.owain.get(emergency)
    assert place.reference not in place.mair.get(emergency)
    waiting = place.governance.get("/manage/governance/")
    assert "She rang in distress" in waiting
    for word in WORDS.values():
        assert word not in waiting
    address = re.search(r'href="(/manage/governance/emergencies/\d+/)"', waiting)
    assert address is not None
    place.governance.get(address[1])
    assert "Write what you found." in place.governance.post(address[1], 200)
    place.governance.post(address[1], review="It was right to look")
    assert "It was right to look" in place.governance.get(address[1])
    assert "Reviewed" in place.governance.get("/manage/governance/emergencies/")
    assert queries.emergencies(place.gwen)[0].review == "It was right to look"


def test_the_governance_lead_sees_who_looked_and_no_record(place: Place) -> None:
    place.mair.get(place.at("record/"))
    log_id = queries.who_has_looked(place.gwen).rows[0].log_id
    asked = actions.ask_about_look(by=place.gwen, log_id=log_id, question="Why on a Sunday?")
    page = place.governance.get("/manage/governance/looks/")
    assert place.reference in page
    for word in WORDS.values():
        assert word not in page
    for query, there in (
        (f"q={place.reference}", True), ("q=NOBODY", False), ("purpose=safeguard", False), ("since=2999-01-01", False),
        ("since=nonsense&until=2999-99-99", True), (f"until={timezone.localdate()}", True),
    ):  # fmt: skip
        assert (
            f">{place.reference}<" in place.governance.get(f"/manage/governance/looks/?{query}")
        ) is there, query
    for kind in ("csv", "xlsx"):
        answer = place.governance.client.get(f"/manage/governance/looks/?format={kind}")
        assert answer.status_code == 200
        content = b"".join(answer)
        assert kind == "xlsx" or place.reference.encode() in content
    assert AccessLog.objects.visible_to(place.gwen).count() == 1  # reading the log is no look at anybody
    assert "Why on a Sunday?" in place.governance.get("/manage/governance/")
    place.governance.get("/manage/governance/questions/")
    address = f"/manage/governance/questions/{asked}/"
    assert "Why on a Sunday?" in place.governance.get(address)
    place.governance.get("/manage/governance/questions/999999/", 404)
    place.governance.post(address, answer="A visit was planned")
    assert "A visit was planned" in place.governance.get(address)
    for stranger in (place.mair, place.manager, place.partner):
        for rest in ("", "looks/", "emergencies/", "questions/", "corrections/"):
            stranger.get(f"/manage/governance/{rest}", 404)


def test_the_governance_lead_answers_a_correction_by_reference(place: Place) -> None:
    asked = actions.ask_correction(by=place.gwen, reference=None, about="Phone", wanted="It has changed")
    page = place.governance.get("/manage/governance/corrections/")
    assert place.reference in page
    assert WORDS["name"] not in page
    address = f"/manage/governance/corrections/{asked}/"
    place.governance.get(address)
    place.governance.get("/manage/governance/corrections/999999/", 404)
    place.governance.get("/manage/governance/emergencies/999999/", 404)
    place.governance.post(address, outcome="noted", answer="Noted")
    assert "Noted" in place.governance.get(address)


def test_pages_cost_the_same_for_one_thing_and_for_many(
    place: Place, django_assert_max_num_queries: Any
) -> None:
    pk = person_row(place.reference).pk
    for number in range(6):
        actions.add_supporter(
            by=place.mair.actor, reference=place.reference, name=f"S{number}", relation="friend"
        )
        actions.ask_correction(by=place.gwen, reference=None, about=f"A{number}", wanted="B")
        share(place, int(Category.IDENTITY))
        actions.refer(by=place.mair.actor, reference=place.reference, recipient_id=place.there.pk, why="Work")
    assert pk
    for address, most in (
        (place.at("record/"), 24), (place.at("sharing/"), 24), ("/advice/referrals/", 18), ("/advice/corrections/", 12),
    ):  # fmt: skip
        with django_assert_max_num_queries(most):
            place.mair.get(address)
