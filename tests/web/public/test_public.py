# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages for anybody; asking for help by oneself, safe from robots without asking anybody else's service."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.test import Client

from cydwaith.kernel.guard import Guarded
from cydwaith.kernel.privacy import Keep
from cydwaith.kernel.system import system
from cydwaith.kernel.vocabulary import CATEGORY_LABELS, Category
from cydwaith.people.models import Referral
from cydwaith.web.public import limits, privacy_notice
from tests import factories

pytestmark = pytest.mark.django_db
ANSWERS: dict[str, dict[str, Any]] = {
    "language": {"spoken_language": "en"},
    "name": {"name": "Gwenllian Prydderch", "called": "Gwen"},
    "reach": {"phone": "01632 960 123", "email": ""},
    "how": {"communication": "Text me first"},
    "why": {"why": "I want to work with dogs"},
}


@pytest.fixture(autouse=True)
def _first_try(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nobody has asked yet; a test answers faster than anybody reads."""
    cache.clear()
    monkeypatch.setattr(limits, "LEAST_SECONDS", -1.0)
    yield
    cache.clear()


@pytest.fixture
def place() -> Any:
    """The one place that takes messages from everybody."""
    return factories.organisation(
        public_name_en="The Bay", public_name_cy="Y Bae", name_en="Psychosis team", takes_self_referrals=True
    )


def asked() -> list[Any]:
    with system("what came in"):
        return list(Referral.objects.order_by("pk"))


def answer(client: Client, **changed: dict[str, Any]) -> str:
    """Answer the questions as they come; the address that one ends at."""
    address = ""
    for key, data in {**ANSWERS, **changed}.items():
        found = client.post(f"/help/{key}/", data)
        assert found.status_code == 302, found.content.decode()
        address = str(found["Location"])
    return address


@pytest.mark.parametrize("address", ["", "help/", "privacy/", "accessibility/", "contact/"])
def test_there_in_both_languages_for_anybody(address: str) -> None:
    for language in ("", "cy/"):
        found = Client().get(f"/{language}{address}")
        assert found.status_code == 200
        assert "Cydwaith" in found.content.decode()


def test_where_nobody_takes_messages_it_says_so() -> None:
    assert "Nobody takes messages here at the moment" in Client().get("/help/").content.decode()
    assert Client().get("/help/language/")["Location"] == "/help/"
    assert Client().get("/help/check/")["Location"] == "/help/"


def test_asked_and_sent_with_nothing_that_was_not_typed(place: Any) -> None:
    client = Client()
    assert answer(client) == "/help/check/"
    page = client.get("/help/check/").content.decode()
    assert "The Bay" in page
    assert "Psychosis" not in page
    assert asked() == []
    client.post("/help/check/", {"website": ""})
    sent = client.get("/help/sent/").content.decode()
    assert "Your message is sent" in sent
    assert "The Bay" in sent
    assert [word for word in ("Gwen", "Prydderch", "dogs", "Psychosis", "01632") if word in sent] == []
    (row,) = asked()
    assert row.recipient_id == place.pk
    assert row.minimum == {
        "name": "Gwenllian Prydderch",
        "called": "Gwen",
        "phone": "01632 960 123",
        "spoken_language": "en",
        "written_language": "en",
        "communication": "Text me first",
        "why": "I want to work with dogs",
    }


def test_the_language_comes_first_and_is_used_at_once(place: Any) -> None:
    client = Client()
    assert client.get("/help/name/")["Location"] == "/help/language/"
    found = client.post("/help/language/", {"spoken_language": "cy"})
    assert found["Location"] == "/cy/help/name/"
    found = client.post("/help/language/", {"spoken_language": "other", "another": "pl"})
    assert found["Location"] == "/help/name/"
    assert (
        "Choose a language." in client.post("/help/language/", {"spoken_language": "other"}).content.decode()
    )


def test_with_several_places_one_chooses(place: Any) -> None:
    other = factories.organisation(public_name_en="The Hill", takes_self_referrals=True)
    closed = factories.organisation(public_name_en="Closed to you", takes_self_referrals=False)
    client = Client()
    assert client.post("/help/language/", {"spoken_language": "en"})["Location"] == "/help/place/"
    page = client.get("/help/place/").content.decode()
    assert "The Hill" in page
    assert "Closed to you" not in page
    assert client.post("/help/place/", {"place": closed.pk}).status_code == 200
    assert client.post("/help/place/", {"place": other.pk})["Location"] == "/help/name/"
    answer(client)
    client.post("/help/check/", {"website": ""})
    assert asked()[0].recipient_id == other.pk


def test_one_way_to_reach_somebody_is_enough_and_needed(place: Any) -> None:
    client = Client()
    page = client.post("/help/language/", {"spoken_language": "en"})
    client.post("/help/name/", ANSWERS["name"])
    page = client.post("/help/reach/", {"phone": "", "email": ""}).content.decode()
    assert "Write a phone number or an email address" in page
    assert client.post("/help/reach/", {"email": "gwen@example.org"}).status_code == 302


def test_what_may_be_skipped_and_come_back_to(place: Any) -> None:
    client = Client()
    for key in ("language", "name", "reach"):
        client.post(f"/help/{key}/", ANSWERS[key])
    assert client.get("/help/how/?skip")["Location"] == "/help/why/"
    assert client.get("/help/why/?skip")["Location"] == "/help/check/"
    assert "Go on where you were" in client.get("/help/").content.decode()
    assert "Gwenllian" in client.get("/help/name/").content.decode()
    client.post("/help/check/", {"website": ""})
    assert "why" not in asked()[0].minimum


def test_a_wrong_number_is_found_before_it_is_sent(place: Any) -> None:
    client = Client()
    answer(client, reach={"phone": "ring me", "email": ""})
    page = client.post("/help/check/", {"website": ""}).content.decode()
    assert "Write a phone number in figures" in page
    assert asked() == []


def test_the_toggle_keeps_what_was_typed(place: Any) -> None:
    client = Client()
    for key in ("language", "name", "reach", "how"):
        client.post(f"/help/{key}/", ANSWERS[key])
    found = client.post("/help/why/", {"why": "Half a sent", "_language": "cy"})
    assert found["Location"] == "/cy/help/why/"
    assert "Half a sent" in client.get("/cy/help/why/").content.decode()


def test_a_robot_is_told_that_all_is_well_and_nothing_is_kept(
    place: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client()
    answer(client)
    assert client.post("/help/check/", {"website": "https://buy.example"})["Location"] == "/help/sent/"
    assert asked() == []
    monkeypatch.setattr(limits, "LEAST_SECONDS", 60.0)
    answer(client)
    assert client.post("/help/check/", {"website": ""})["Location"] == "/help/sent/"
    assert asked() == []


def test_too_many_from_one_place_wait_and_others_do_not(place: Any) -> None:
    for _n in range(20):
        client = Client(REMOTE_ADDR="192.0.2.9")
        answer(client)
        client.post("/help/check/", {"website": ""})
    client = Client(REMOTE_ADDR="192.0.2.9")
    answer(client)
    page = client.post("/help/check/", {"website": ""}).content.decode()
    assert "Wait an hour, or ring us" in page
    assert "Gwenllian Prydderch" in page
    elsewhere = Client(REMOTE_ADDR="198.51.100.4")
    answer(elsewhere)
    elsewhere.post("/help/check/", {"website": ""})
    assert len(asked()) == 21


def test_sent_twice_it_came_once(place: Any) -> None:
    client = Client()
    answer(client)
    kept = dict(client.session["cydwaith.questions"])
    client.post("/help/check/", {"website": ""})
    session = client.session
    session["cydwaith.questions"] = kept
    session.save()
    client.post("/help/check/", {"website": ""})
    assert len(asked()) == 1


def test_the_privacy_notice_names_every_kind_that_a_table_keeps() -> None:
    used = {
        one.category
        for model in apps.get_models()
        if issubclass(model, Guarded)
        for one in model.privacy.values()
        if one.category is not None
    }
    assert used >= set(Category) - {Category.RISK} | {Category.IDENTITY}
    page = Client().get("/privacy/").content.decode()
    for category in used:
        assert str(CATEGORY_LABELS[category]) in page
        assert str(privacy_notice.HOLDS[category]) in page
    assert set(privacy_notice.HOLDS) == set(Category)
    assert set(privacy_notice.HOW_LONG) == set(Keep)


def test_health_is_marked_as_protected_more() -> None:
    special = {one.label for one in privacy_notice.notice().kept if one.special}
    assert str(CATEGORY_LABELS[Category.HEALTH]) in special
    assert str(CATEGORY_LABELS[Category.EQUALITY]) in special


def test_how_to_reach_a_place_by_its_neutral_name(place: Any) -> None:
    place.phone = "01632 960 555"
    place.save()
    page = Client().get("/contact/").content.decode()
    assert "The Bay" in page
    assert 'href="tel:01632960555"' in page
    assert "Psychosis" not in page
