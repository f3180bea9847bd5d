# SPDX-License-Identifier: AGPL-3.0-or-later
"""Staff pages about the record: what they do, and who else can see something of it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail

from cydwaith.kernel.models import User
from cydwaith.kernel.vocabulary import Category
from cydwaith.people import actions, queries
from cydwaith.people.models import AccessLog, Person
from cydwaith.people.shapes import NewPerson
from tests.web.people.world import IN_A_YEAR, WORDS, Place, share

pytestmark = pytest.mark.django_db

ENDS = {"ends_on_0": str(IN_A_YEAR.day), "ends_on_1": str(IN_A_YEAR.month), "ends_on_2": str(IN_A_YEAR.year)}


@pytest.fixture
def place() -> Place:
    return Place()


PAGES = (
    "record/", "record/identity/", "record/needs/", "record/facts/carer/", "record/facts/clinical_referral/",
    "sharing/", "sharing/new/", "sharing/keep-out/", "account/", "supporters/add/", "refer/", "corrections/new/",
    "duplicates/",
)  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_the_advisers_and_nobody_elses(place: Place, page: str) -> None:
    assert WORDS["name"] in place.mair.get(place.at(page))
    assert WORDS["name"] in place.mair.get("/cy" + place.at(page))
    for stranger in (place.owain, place.partner, place.governance):
        stranger.get(place.at(page), 404)


@pytest.mark.parametrize("page", PAGES)
def test_a_partner_with_a_share_reads_details_and_changes_nothing(place: Place, page: str) -> None:
    share(place, int(Category.IDENTITY | Category.NEEDS))
    if page == "record/":
        found = place.partner.get(place.at(page))
        assert WORDS["address"] in found
        assert WORDS["access"] in found
        assert "Autism" not in found
        assert "record/identity/" not in found
    else:
        place.partner.get(place.at(page), 404)


def test_a_share_of_the_name_alone_shows_the_name_alone(place: Place) -> None:
    share(place, int(Category.IDENTITY))
    found = place.partner.get(place.at("record/"))
    assert WORDS["access"] not in found
    assert WORDS["communication"] not in found


def test_each_look_is_told_to_the_person(place: Place) -> None:
    place.mair.get(place.at("record/"))
    rows = AccessLog.objects.visible_to(place.gwen).values("person_id", "page", "categories")
    assert [row["page"] for row in rows] == ["advice:person_record"]
    assert rows[0]["categories"] & Category.HEALTH
    assert rows[0]["categories"] & Category.NEEDS


def test_a_person_is_added_once_after_a_look_at_who_is_there(place: Place) -> None:
    given: dict[str, Any] = {
        "name": "Gwenllian Kingfisher", "date_of_birth_0": "4", "date_of_birth_1": "3", "date_of_birth_2": "1991",
        "spoken_language": "cy", "formats": ["braille"], "token": "1b4e28ba-2fa1-41d2-883f-0016d3cca427",
    }  # fmt: skip
    shown = place.mair.post("/advice/people/add/", 200, **given)
    assert place.reference in shown
    assert "Day and month of birth changed over" in shown
    assert Person.objects.visible_to(place.mair.actor).count() == 1
    for _again in range(2):
        then = place.mair.post("/advice/people/add/", **given, somebody_else="1")
    assert Person.objects.visible_to(place.mair.actor).count() == 2
    assert "Braille" in place.mair.get(then)
    # a colleague without work with them is told nothing, and adds without a question
    assert place.reference not in place.owain.client.post("/advice/people/add/", given).content.decode()
    assert Person.objects.visible_to(place.owain.actor).count() == 1


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(place: Place) -> None:
    shown = place.mair.post("/advice/people/add/", 200, name="Huw", nhs_number="123", postcode="nowhere")
    assert "ten figures" in shown
    assert 'value="nowhere"' in shown
    taken = place.mair.post(
        "/advice/people/add/", 200, name="Zed", nhs_number="999 000 0018", somebody_else="1"
    )
    assert "has this NHS number" in taken


def test_a_manager_names_who_will_work_with_them(place: Place) -> None:
    assert "adviser_id" not in place.mair.get("/advice/people/add/")
    assert "adviser_id" in place.manager.get("/advice/people/add/")
    place.manager.post("/advice/people/add/", name="Huw", adviser_id=str(place.owain.actor.user_id))
    assert Person.objects.visible_to(place.owain.actor).count() == 1


def test_identity_is_changed_and_a_second_change_at_once_shows_both(place: Place) -> None:
    page = place.mair.get(place.at("record/identity/"))
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version is not None
    given = {"name": WORDS["name"], "phone": "01632 960111", "version": version[1]}
    assert place.mair.post(place.at("record/identity/"), **given).endswith("/record/")
    assert "01632 960111" in place.mair.get(place.at("record/"))
    shown = place.manager.post(place.at("record/identity/"), 200, **{**given, "phone": "01632 960222"})
    assert "Somebody saved a change while you were writing" in shown
    assert "01632 960111" in shown
    assert 'value="01632 960222"' in shown
    found = re.search(r'name="version" value="(\d+)"', shown)
    assert found is not None
    place.manager.post(
        place.at("record/identity/"), **{**given, "phone": "01632 960222", "version": found[1]}
    )
    assert "01632 960222" in place.mair.get(place.at("record/"))


def test_needs_and_facts_are_recorded_and_ended(place: Place) -> None:
    place.mair.post(place.at("record/needs/"), version="1", formats=["audio"], access="Lift")
    assert "Lift" in place.mair.get(place.at("record/"))
    day = {"starts_on_0": "1", "starts_on_1": "2", "starts_on_2": "2024"}
    place.mair.post(place.at("record/facts/carer/"), value="yes", **day)
    found = place.mair.get(place.at("record/"))
    assert "Cares for somebody" in found
    ending = re.search(r'href="([^"]*/facts/carer/\d+/end/)"', found)
    assert ending is not None
    assert "Cares for somebody" in place.mair.get(ending[1])
    place.owain.get(ending[1], 404)
    place.mair.post(ending[1], ends_on_0="1", ends_on_1="3", ends_on_2="2024")
    assert "no longer" in place.mair.get(place.at("record/"))
    assert "Choose" in place.mair.post(place.at("record/facts/carer/"), 200, **day)
    place.mair.get(place.at("record/facts/shoe_size/"), 404)
    place.mair.get(place.at("record/facts/carer/999999/end/"), 404)
    place.mair.get(place.at("record/facts/shoe_size/1/end/"), 404)


def test_a_decision_is_written_down_given_out_and_withdrawn(place: Place) -> None:
    given = {
        "recipient": f"o{place.there.pk}", "purpose": "find_work", "categories": ["1", "2"], "how_given": "meeting",
        **ENDS,
    }  # fmt: skip
    place.partner.get(place.at("record/"), 404)
    then = place.mair.post(place.at("sharing/new/"), **given)
    assert "/receipt/" in then
    assert str(place.there.name_en) in place.mair.get(then)
    pdf = place.mair.client.get(then.rstrip("/") + ".pdf")
    assert pdf.content.startswith(b"%PDF-1.7")
    assert pdf["Content-Disposition"].startswith('attachment; filename="receipt-')
    assert b"/MarkInfo" in pdf.content
    assert "Gwenllian" not in pdf["Content-Disposition"]
    place.partner.get(place.at("record/"))
    place.partner.get(then, 404)
    assert place.partner.client.get(then.rstrip("/") + ".pdf").status_code == 404
    page = place.mair.get(place.at("sharing/"))
    assert f'href="{place.at("refer/")}"' in page
    leave = re.search(r'href="([^"]*/withdraw/)"', page)
    assert leave is not None
    assert str(place.there.name_en) in place.mair.get(leave[1])
    assert "Say how" in place.mair.post(leave[1], 200)
    place.partner.client.post(leave[1], {"how_given": "phone"})
    place.partner.get(place.at("record/"))
    place.mair.post(leave[1], how_given="phone")
    place.partner.get(place.at("record/"), 404)
    history = queries.sharing_state(place.mair.actor, place.reference).history
    assert "You have withdrawn this" in place.mair.get(place.at(f"sharing/{history[0].decision_id}/receipt/"))


def test_a_decision_that_breaks_a_rule_is_not_written(place: Place) -> None:
    shown = place.mair.post(place.at("sharing/new/"), 200)
    assert "Choose with whom this is shared." in shown
    given = {
        "recipient": f"o{place.there.pk}", "purpose": "arrange_care", "categories": ["1"], "how_given": "phone",
        **ENDS,
    }  # fmt: skip
    assert "no agreement in force" in place.mair.post(place.at("sharing/new/"), 200, **given)


def test_who_is_kept_out_is_shown_to_the_manager_and_not_to_the_adviser(place: Place) -> None:
    share(place, int(Category.IDENTITY))
    place.partner.get(place.at("record/"))
    assert "Say how" in place.mair.post(place.at("sharing/keep-out/"), 200, who=f"o-{place.there.pk}")
    place.mair.post(place.at("sharing/keep-out/"), who=f"o-{place.there.pk}", how_given="phone")
    place.partner.get(place.at("record/"), 404)
    kept_out = f"<h3>{place.there.name_en}</h3>"
    assert kept_out not in place.mair.get(place.at("sharing/"))
    page = place.manager.get(place.at("sharing/"))
    assert kept_out in page
    assert f"By phone, {User.objects.get(pk=place.mair.actor.user_id).name}" in page
    leave = re.search(r'action="([^"]*/keep-out/\d+/end/)"', page)
    assert leave is not None
    assert place.mair.client.post(leave[1]).status_code == 404
    place.manager.post(leave[1])
    assert kept_out not in place.manager.get(place.at("sharing/"))
    place.partner.get(place.at("record/"), 404)
    assert "Choose" in place.mair.post(place.at("sharing/keep-out/"), 200)


def test_supporters_are_added_invited_and_their_help_ended(place: Place) -> None:
    place.mair.post(
        place.at("supporters/add/"), name="Nia Dunnock", relation="sister", email="nia@example.org"
    )
    page = place.mair.get(place.at("sharing/"))
    assert "Nia Dunnock" in page
    invite = re.search(r'href="([^"]*/supporters/\d+/invite/)"', page)
    assert invite is not None
    assert "nia@example.org" in place.mair.get(invite[1])
    given = {"email": "nia@example.org", "categories": ["1"], **ENDS}
    assert "Say how" in place.mair.post(invite[1], 200, **given)
    place.mair.post(invite[1], how_given="meeting", **given)
    assert [one.to for one in mail.outbox] == [[User.objects.get(pk=place.manager.actor.user_id).email]]
    check = re.search(r'href="([^"]*/account/\d+/)"', place.manager.get(place.at("record/")))
    assert check is not None
    place.manager.post(check[1])
    assert mail.outbox.pop(0).to != mail.outbox[0].to == ["nia@example.org"]
    for word in ("Gwenllian", "Nia", "Organisation"):
        assert word not in mail.outbox[0].body + mail.outbox[0].subject
    place.mair.get(place.at("supporters/999999/invite/"), 404)
    end = re.search(r'href="([^"]*/supporters/\d+/end/)"', page)
    assert end is not None
    place.partner.post(end[1], 404, how_given="phone")
    place.mair.get(place.at("supporters/999999/end/"), 404)
    assert "Nia Dunnock" in place.mair.get(end[1])
    place.mair.post(end[1], how_given="phone")
    assert "Nia Dunnock" not in place.mair.get(place.at("sharing/"))


def test_a_person_is_invited_to_sign_in(place: Place) -> None:
    other = actions.add_person(by=place.mair.actor, person=NewPerson(name="Huw", written_language="cy"))
    place.mair.post(f"/advice/people/{other}/account/", email="huw@example.org")
    assert [one.to for one in mail.outbox] == [[User.objects.get(pk=place.manager.actor.user_id).email]]
    assert "Huw" not in mail.outbox[0].body
    assert "A colleague checks the address" in place.mair.get(f"/advice/people/{other}/record/")
    found = re.search(r'href="([^"]*/account/\d+/)"', place.manager.get(f"/advice/people/{other}/record/"))
    assert found is not None
    assert "It is the right address" in place.manager.get(found[1])
    assert "A colleague checks the address" in place.mair.post(found[1], 200)
    place.owain.get(found[1], 404)
    place.manager.post(found[1])
    assert (mail.outbox[1].to, len(mail.outbox)) == (["huw@example.org"], 2)
    assert "Huw" not in mail.outbox[1].body
    place.manager.get(found[1], 404)
    assert "They have an account already." in place.mair.post(
        place.at("account/"), 200, email="g@example.org"
    )


def test_a_referral_goes_out_is_asked_about_and_accepted(place: Place) -> None:
    page = place.mair.get(place.at("refer/"))
    assert WORDS["communication"] in page
    assert WORDS["address"] not in page
    place.mair.post(place.at("refer/"), recipient=f"{place.there.pk}-find_work", why="Wants to bake")
    assert WORDS["name"] in place.mair.get("/advice/referrals/")
    assert WORDS["name"] not in place.owain.get("/advice/referrals/")
    inbox = place.partner.get("/advice/referrals/")
    found = re.search(r'href="(/advice/referrals/\d+/)"', inbox)
    assert found is not None
    address = found[1]
    shown = place.partner.get(address)
    assert "Wants to bake" in shown
    assert place.reference not in shown
    for stranger in (place.owain, place.governance):
        stranger.get(address, 404)
    assert "What do you need to know?" in place.partner.get(address + "ask/")
    place.partner.post(address + "ask/", words="Mornings?")
    place.partner.get(address + "answer/", 404)
    place.mair.get(address + "accept/", 404)
    place.mair.post(address + "answer/", words="Any time")
    assert "Any time" in place.partner.get(address)
    own = actions.add_person(by=place.partner.actor, person=NewPerson(name=WORDS["name"]))
    assert own in place.partner.get(address + "accept/")
    assert "Choose a record." in place.partner.post(address + "accept/", 200)
    then = place.partner.post(address + "accept/", record=own)
    assert own in then
    place.partner.get(address + "accept/", 302)
    sent = place.mair.get(address)
    assert "Accepted" in sent
    assert own not in sent
    assert "This was answered already." in place.partner.post(address + "decline/", 200, words="Full")


def test_a_referral_is_declined_or_taken_back(place: Place) -> None:
    first, second = (
        actions.refer(by=place.mair.actor, reference=place.reference, recipient_id=place.there.pk, why="Work")
        for _n in range(2)
    )
    place.partner.post(f"/advice/referrals/{first}/decline/", words="Full until May")
    place.partner.get(f"/advice/referrals/{first}/", 404)
    assert "Full until May" in place.mair.get(f"/advice/referrals/{first}/")
    place.mair.post(f"/advice/referrals/{second}/withdraw/")
    place.partner.get(f"/advice/referrals/{second}/", 404)
    assert "Taken back" in place.mair.get(f"/advice/referrals/{second}/") or "Withdrawn" in place.mair.get(
        f"/advice/referrals/{second}/"
    )


def test_without_a_flow_there_is_nobody_to_refer_to(place: Place) -> None:
    other = actions.add_person(by=place.partner.actor, person=NewPerson(name="Huw"))
    page = place.partner.get(f"/advice/people/{other}/refer/")
    assert "no agreement in force" in page


def test_a_correction_is_written_down_and_answered(place: Place) -> None:
    place.mair.post(place.at("corrections/new/"), about="My name", wanted="It is Gwen Redstart")
    assert "A correction waits" in place.mair.get(place.at("record/"))
    page = place.mair.get("/advice/corrections/")
    assert "Gwen Redstart" in page
    assert "Gwen Redstart" not in place.owain.get("/advice/corrections/")
    found = re.search(r'href="(/advice/corrections/\d+/)"', page)
    assert found is not None
    place.owain.get(found[1], 404)
    assert "Gwen Redstart" in place.mair.get(found[1])
    assert "Choose one of the answers." in place.mair.post(found[1], 200)
    place.mair.post(found[1], outcome="changed", answer="Done")
    assert "Done" in place.mair.get(found[1])
