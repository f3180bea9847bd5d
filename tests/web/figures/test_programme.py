# SPDX-License-Identifier: AGPL-3.0-or-later
"""A programme against its contract: entered here, followed by quarter and area, with a forecast."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cydwaith.kernel.errors import Invalid
from cydwaith.outcomes import actions, queries, rules
from cydwaith.outcomes.models import Contract, ProfileRow
from tests.unit.outcomes.world import Bay, ago, today

from .conftest import browser, text


def contract(bay: Bay, **given: Any) -> int:
    """A contract for three years that began before delivery did."""
    new = actions.NewContract(
        **{"reference": "C-1", "contract_starts_on": ago(1_200), "delivery_starts_on": ago(1_100), **given}
    )
    return actions.enter_contract(
        by=bay.analyst, partnership_id=bay.partnership.pk, programme_id=bay.programme.pk, contract=new
    )


def test_a_contract_and_its_profile_are_entered_and_followed(counted: Bay) -> None:
    client = browser(counted, counted.analyst)
    here = f"/figures/programmes/{counted.programme.pk}/"
    assert "No contract is entered yet" in text(client, here)
    start, work = ago(400), ago(390)
    posted = {"reference": "C-7", "funder": ""}
    for name, day in (("contract_starts_on", start), ("delivery_starts_on", work)):
        posted |= {f"{name}_0": str(day.day), f"{name}_1": str(day.month), f"{name}_2": str(day.year)}
    answer = client.post(f"{here}contract/", posted)
    made = Contract.objects.get()
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith(f"{here}contracts/{made.pk}/")
    assert (made.contract_starts_on, made.delivery_starts_on) == (start, work)
    quarter = rules.quarter_of(ago(300))
    profile = f"{here}contracts/{made.pk}/"
    bad = client.post(profile, {f"n-starts-{quarter}": "many"}).content.decode()
    assert "Write a whole number" in bad and 'value="many"' in bad
    assert (
        client.post(profile, {f"n-starts-{quarter}": "7", f"n-into_work-{quarter}": "1"}).status_code == 302
    )
    assert set(ProfileRow.objects.values_list("measure", "quarter_starts_on", "number")) == {
        ("starts", quarter, 7),
        ("into_work", quarter, 1),
    }
    page = text(client, here)
    assert "5 so far: fewer than asked for (7)" in page
    assert "chart--columns" in page
    assert "C-7" in text(client, f"/cy{here}")
    found = queries.programme(counted.analyst, counted.programme.pk)
    starts = next(one for one in found.followed if one.measure == "starts")
    row = next(one for one in starts.quarters if one.first_day == quarter)
    assert (row.actual, row.profile) == (5, 7)
    assert [(one.area, one.actual) for one in starts.areas] == [("-", 1), ("W1", 4)]


def test_what_a_contract_cannot_ask_for_is_said(bay: Bay) -> None:
    made = contract(bay, ends_on=ago(10))
    for quarter, words in (
        (rules.quarter_of(today()).replace(month=2), "A quarter begins"),
        (date(2000, 1, 1), "does not cover"),
    ):
        with pytest.raises(Invalid, match=words):
            actions.set_profile(by=bay.analyst, contract_id=made, numbers={("starts", quarter, ""): 3})
    with pytest.raises(Invalid, match="Delivery cannot start"):
        contract(bay, reference="C-2", delivery_starts_on=ago(1_300))
    with pytest.raises(Invalid, match="reference already"):
        contract(bay)


def test_only_who_answers_for_the_programme_reads_and_enters(counted: Bay) -> None:
    here = f"/figures/programmes/{counted.programme.pk}/"
    for actor in (counted.charity_analyst, counted.elsewhere, counted.adviser):
        assert browser(counted, actor).get(here).status_code == 404
        assert browser(counted, actor).post(f"{here}contract/", {}).status_code == 404
    assert browser(counted, counted.governance).get(here).status_code == 200
    assert browser(counted, counted.governance).get(f"{here}contract/").status_code == 404


def test_a_profile_comes_from_a_file_or_says_in_which_row_it_cannot(bay: Bay) -> None:
    made = contract(bay)
    client = browser(bay, bay.analyst)
    here = f"/figures/programmes/{bay.programme.pk}/contracts/{made}/"
    quarter = rules.quarter_of(ago(200))

    def bring(content: str) -> Any:
        file = SimpleUploadedFile("profile.csv", content.encode())
        return client.post(here, {"file": file})

    head = "measure,quarter,area,number\n"
    assert "must be CSV" in bring("a,b\n1,2\n").content.decode()
    assert "Row 3" in bring(f"{head}starts,{quarter},,4\nstarts,soon,,4\n").content.decode()
    assert "There is no such measure" in bring(f"{head}sales,{quarter},,4\n").content.decode()
    assert ProfileRow.objects.count() == 0, "nothing of a file with a fault"
    assert bring(f"{head}starts,{quarter},,4\nstarts,{quarter},W1,3\n").status_code == 302
    assert set(ProfileRow.objects.values_list("area", "number")) == {("", 4), ("W1", 3)}
