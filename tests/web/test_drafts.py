# SPDX-License-Identifier: AGPL-3.0-or-later
"""Nothing typed is lost: changing the language, and a session that ended."""

import pytest
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.http import HttpRequest, QueryDict
from django.test import Client, RequestFactory, override_settings

from cydwaith.web.forms import drafts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _gallery() -> object:
    with override_settings(
        ROOT_URLCONF="tests.web.gallery_urls",
        SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
    ):
        yield


TYPED = {
    "name": "Siân",
    "born_0": "3",
    "born_1": "Mawrth",
    "language": "other",
    "which": "BSL",
    "needs": ["large", "quiet"],
    "wants": "I want\r\nto work",
}


@pytest.mark.parametrize(
    ("code", "there", "twin"), [("cy", "/gallery/", "/cy/gallery/"), ("en", "/cy/gallery/", "/gallery/")]
)
def test_the_toggle_keeps_every_answer_and_judges_none(
    client: Client, code: str, there: str, twin: str
) -> None:
    answer = client.post(f"{there}?stage=1", {**TYPED, "_language": code})
    assert (answer.status_code, answer["Location"]) == (302, f"{twin}?stage=1")
    html = client.get(answer["Location"]).content.decode()
    assert 'value="Siân"' in html
    assert 'value="Mawrth"' in html
    assert 'value="BSL"' in html
    assert html.count(" checked") == 3
    assert "I want\nto work" in html.replace("\r\n", "\n")
    assert "data-error-summary" not in html


def test_a_draft_is_given_out_once(client: Client) -> None:
    client.post("/gallery/", {**TYPED, "_language": "cy"})
    assert "Mawrth" in client.get("/cy/gallery/").content.decode()
    assert 'value="Mawrth"' not in client.get("/cy/gallery/").content.decode()


def test_the_header_s_toggle_belongs_to_the_form_of_the_page(client: Client) -> None:
    assert (
        '<button type="submit" form="form" formnovalidate name="_language" value="cy"'
        in client.get("/gallery/").content.decode()
    )
    assert 'href="/cy/gallery/person/"' in client.get("/gallery/person/").content.decode()


@pytest.mark.parametrize(
    "page", ["//evil.example/", "https://evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_the_toggle_never_leads_to_another_site(client: Client, page: str) -> None:
    answer = client.post("/gallery/", {"_language": "cy", "_page": page})
    assert answer["Location"] == "/cy/gallery/"


def test_an_unknown_language_is_no_toggle(client: Client) -> None:
    assert client.post("/gallery/", {"_language": "xx"}).status_code == 200


def _request(data: dict[str, str], *, user: str = "", session: object = None) -> HttpRequest:
    request = RequestFactory().post("/advice/contact/", data)
    request.session = session or SessionStore()

    class _User:
        is_authenticated = bool(user)
        pk = user

    request.user = _User()  # type: ignore[assignment]
    return request


def _token(user: str) -> str:
    return drafts.owner_token(_request({}, user=user))


def test_a_form_whose_session_ended_comes_back_to_its_owner_alone() -> None:
    late = _request({"said": "canary", "_owner": _token("7")})
    drafts.keep(late, drafts._owner(late))
    session = late.session
    assert drafts.take(_request({}, session=session)) is None, "nobody"

    drafts.keep(late, "7")
    assert drafts.take(_request({}, user="8", session=session)) is None, "somebody else"

    drafts.keep(late, "7")
    drafts.forget_others(_request({}, user="7", session=session), "7")
    assert drafts.take(_request({}, user="7", session=session)) == QueryDict("said=canary")


def test_a_forged_owner_keeps_nothing(client: Client) -> None:
    client.post("/closed/", {"said": "canary", "_owner": "7:forged"})
    assert "cydwaith.drafts" not in client.session


def test_an_ended_session_leads_back_to_the_form_s_page(client: Client) -> None:
    answer = client.post("/closed/", {"said": "canary", "_owner": _token("7"), "_page": "/gallery/?stage=2"})
    assert answer["Location"] == "/account/login/?next=/gallery/%3Fstage%3D2"
    assert client.session["cydwaith.drafts"]["/gallery/"]["owner"] == "7"


def test_a_button_alone_leaves_nothing_to_come_back_to(client: Client) -> None:
    answer = client.post("/closed/", {"said": " ", "token": "x", "_owner": _token("7"), "_page": "/gallery/"})
    assert answer["Location"] == "/account/login/?next=/gallery/"
    assert "cydwaith.drafts" not in client.session


def test_secrets_are_never_kept_but_postcodes_are() -> None:
    request = _request(
        {"password": "x", "new_password2": "x", "code": "123456", "postcode": "SY23", "token": "x"}
    )
    drafts.keep(request, "")
    assert request.session["cydwaith.drafts"]["/advice/contact/"]["data"] == "postcode=SY23"


def test_drafts_are_few_small_and_young(monkeypatch: pytest.MonkeyPatch) -> None:
    request = _request({"said": "x" * (drafts.KEPT_BYTES + 1)})
    drafts.keep(request, "")
    assert "cydwaith.drafts" not in request.session

    session = SessionStore()
    for number in range(drafts.KEPT_FORMS + 2):
        drafts.keep(_request({"_page": f"/{number}/", "a": "b"}, session=session), "")
    assert list(session["cydwaith.drafts"]) == ["/2/", "/3/", "/4/"]

    small = _request({"said": "x"})
    drafts.keep(small, "")
    monkeypatch.setattr(drafts, "KEPT_SECONDS", -1)
    assert drafts.take(small) is None


def test_a_page_without_a_draft_stays_as_it_is() -> None:
    request = _request({})
    drafts.forget_others(request, "7")
    assert drafts.take(request) is None
