# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses that are kept are those that Django would work out."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import RequestFactory
from django.urls import NoReverseMatch, resolve, reverse, translate_url
from django.utils import translation

from cydwaith.web.addresses import around, url
from cydwaith.web.components.language import twin
from cydwaith.web.templating import Drawing, drawing

CASES: list[tuple[str, dict[str, Any]]] = [
    ("advice:caseload", {}),
    ("advice:person", {"reference": "ABCDEFGHJK"}),
    ("advice:person", {"reference": "KJHGFEDCBA"}),
    ("advice:review", {"reference": "ABCDEFGHJK", "review_id": 3}),
    ("advice:review", {"reference": "ABCDEFGHJK", "review_id": 45}),
    ("advice:review", {"review_id": 7, "reference": "ABCDE7GHJK"}),
    ("advice:review", {"reference": "7", "review_id": 7}),
    ("advice:review", {"review_id": 8, "reference": "ABCDEFGHJK"}),
]


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize(("name", "values"), CASES)
def test_kept_addresses_are_djangos(name: str, values: dict[str, Any], language: str) -> None:
    with translation.override(language):
        for _again in range(2):
            assert url(name, **values) == reverse(name, kwargs=values)


@pytest.mark.parametrize("language", ["en", "cy"])
def test_what_stands_around_a_value_is_the_same_for_all(language: str) -> None:
    with translation.override(language):
        before, after = around("advice:person", "reference")
        for reference in ("ABCDEFGHJK", "7"):
            found = reverse("advice:person", kwargs={"reference": reference})
            assert f"{before}{reference}{after}" == found


def test_a_value_that_fits_no_route_is_not_put_in_an_address() -> None:
    url("advice:person", reference="ABCDEFGHJK")
    for wrong in ("", "a/b", "../me"):
        with pytest.raises(NoReverseMatch):
            url("advice:person", reference=wrong)
    for odd in ("a b", "Siân", "a?b#c"):
        assert url("advice:person", reference=odd) == reverse("advice:person", kwargs={"reference": odd})


def test_a_page_that_is_drawn_asks_for_its_language_once() -> None:
    with translation.override("cy"):
        token = drawing.set(Drawing())
        try:
            assert url("advice:caseload") == "/cy/advice/people/"
        finally:
            drawing.reset(token)
    assert url("advice:caseload") == "/advice/people/"


@pytest.mark.parametrize(
    "address",
    ["/advice/people/?q=Si%C3%A2n&page=2", "/cy/advice/people/?q=x", "/", "/cy/", "/-/live", "/cy/me/"],
)
def test_the_twin_is_djangos_translation_of_the_address(address: str) -> None:
    request = RequestFactory().get(address)
    request.LANGUAGE_CODE = "cy" if address.startswith("/cy/") else "en"
    with translation.override(request.LANGUAGE_CODE):
        request.resolver_match = resolve(address.partition("?")[0])
        found = twin(request)
        assert found.href == translate_url(address, found.code)
