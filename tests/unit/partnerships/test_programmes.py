# SPDX-License-Identifier: AGPL-3.0-or-later
"""Programmes: opened by the lead body, delivered by partners from a day, with targets; who has a caseload."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Invalid, NotVisible
from cydwaith.kernel.roles import Role
from cydwaith.partnerships import actions, queries
from cydwaith.partnerships.actions import NewProgramme
from cydwaith.partnerships.models import Absence, Membership, Partner, Partnership
from tests import factories

pytestmark = pytest.mark.django_db
BEGAN = date(2020, 1, 1)
PROGRAMME = NewProgramme(
    name_en="Work for all", name_cy="Gwaith i bawb", public_name_en="Work support", public_name_cy="Cymorth gwaith",
    pathway="ips", contract_starts_on=date(2024, 4, 1), delivery_starts_on=date(2024, 7, 1),
)  # fmt: skip


@pytest.fixture
def three() -> dict[str, Any]:
    """A partnership of a lead and a partner, and an organisation that is not in it."""
    lead, partner, stranger = (factories.organisation() for _ in range(3))
    made = Partnership.objects.create(code="three", name_en="Three")
    Partner.objects.create(partnership=made, organisation=lead, role="lead", starts_on=BEGAN)
    Partner.objects.create(partnership=made, organisation=partner, starts_on=BEGAN)
    return {
        "partnership": made.pk, "lead": lead, "partner": partner, "stranger": stranger,
        "admin": factories.adviser(lead, Role.ADMINISTRATOR),
        "partners_admin": factories.adviser(partner, Role.ADMINISTRATOR),
    }  # fmt: skip


def opened(three: dict[str, Any], **given: Any) -> int:
    return actions.open_programme(
        by=three["admin"], partnership_id=three["partnership"], programme=replace(PROGRAMME, **given),
        funder_ids=[three["stranger"].pk],
    )  # fmt: skip


def test_the_lead_opens_a_programme_and_delivers_it_from_the_day_delivery_starts(
    three: dict[str, Any],
) -> None:
    programme = opened(three)
    view = queries.programme(three["admin"], programme)
    assert (str(view.programme.name), view.programme.code, view.lead_id) == (
        "Work for all",
        "work-for-all",
        three["lead"].pk,
    )
    assert [(one.organisation_id, one.starts_on) for one in view.deliveries] == [
        (three["lead"].pk, date(2024, 7, 1))
    ]
    assert [str(one) for one in view.funders] == [three["stranger"].name_en]
    lead = three["lead"].pk
    assert queries.deliverable_programmes(lead, date(2024, 6, 30)) == ()
    assert [one.id for one in queries.deliverable_programmes(lead, date(2024, 7, 1))] == [programme]
    with pytest.raises(NotVisible):
        queries.deliverable_programme(three["partner"].pk, programme)


def test_everything_wrong_is_said_at_once(three: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as raised:
        opened(
            three, name_en=" ", public_name_en="", pathway="stroll", delivery_starts_on=date(2024, 1, 1),
            ends_on=date(2023, 1, 1),
        )  # fmt: skip
    assert set(raised.value.errors) == {
        "name_en",
        "public_name_en",
        "pathway",
        "delivery_starts_on",
        "ends_on",
    }
    opened(three)
    with pytest.raises(Invalid) as raised:
        opened(three)
    assert set(raised.value.errors) == {"name_en"}


def test_only_the_lead_opens_and_changes(three: dict[str, Any]) -> None:
    programme = opened(three)
    other: Actor = three["partners_admin"]
    for call in (
        lambda: actions.open_programme(by=other, partnership_id=three["partnership"], programme=PROGRAMME),
        lambda: actions.change_programme(by=other, programme_id=programme, values={"name_cy": "x"}),
        lambda: actions.add_delivery(
            by=other, programme_id=programme, organisation_id=three["partner"].pk, starts_on=BEGAN
        ),
        lambda: queries.programme(other, programme),
    ):
        with pytest.raises(NotVisible):
            call()
    actions.change_programme(by=three["admin"], programme_id=programme, values={"name_cy": "Gwaith"})
    assert queries.programme(three["admin"], programme).programme.name.cy == "Gwaith"
    with pytest.raises(Invalid) as raised:
        actions.change_programme(
            by=three["admin"], programme_id=programme,
            values={"pathway": "x", "name_en": "", "ends_on": date(2024, 1, 1)},
        )  # fmt: skip
    assert set(raised.value.errors) == {"pathway", "name_en", "ends_on"}


def test_a_partner_delivers_for_as_long_as_agreed(three: dict[str, Any]) -> None:
    programme = opened(three)
    add = lambda **given: actions.add_delivery(  # noqa: E731 - the same call with other values
        by=three["admin"], programme_id=programme, **{"organisation_id": three["partner"].pk, **given}
    )
    with pytest.raises(Invalid) as raised:
        add(organisation_id=three["stranger"].pk, starts_on=BEGAN, ends_on=BEGAN)
    assert set(raised.value.errors) == {"organisation", "starts_on", "ends_on"}
    delivery = add(starts_on=date(2024, 9, 1))
    with pytest.raises(Invalid):
        add(starts_on=date(2024, 10, 1))
    here = three["partner"].pk
    assert [one.id for one in queries.deliverable_programmes(here)] == [programme]
    actions.end_delivery(by=three["admin"], delivery_id=delivery)
    assert queries.deliverable_programmes(here) == ()
    with pytest.raises(NotVisible):
        actions.end_delivery(by=three["partners_admin"], delivery_id=delivery)
    assert [view.programme.id for view in queries.programmes_led(three["partners_admin"])] == [programme]


def test_a_target_is_set_once_for_a_period(three: dict[str, Any]) -> None:
    programme = opened(three)
    given = {"measure": "into_work", "starts_on": date(2024, 7, 1), "ends_on": date(2025, 6, 30)}
    first = actions.set_target(by=three["admin"], programme_id=programme, value=40, **given)  # type: ignore[arg-type]
    again = actions.set_target(by=three["admin"], programme_id=programme, value=50, **given)  # type: ignore[arg-type]
    assert first == again
    assert [one.value for one in queries.programme(three["admin"], programme).targets] == [50]
    with pytest.raises(Invalid) as raised:
        actions.set_target(
            by=three["admin"], programme_id=programme, measure="", starts_on=BEGAN, ends_on=BEGAN, value=-1
        )
    assert set(raised.value.errors) == {"measure", "ends_on", "value"}


def test_who_works_here_who_is_away_and_who_stands_in(three: dict[str, Any]) -> None:
    today = timezone.localdate()
    made = [
        Membership.objects.create(
            user=factories.user(name=name),
            organisation=three["lead"],
            role=role,
            starts_on=BEGAN,
            hours_share=share,
        )
        for name, role, share in (
            ("Awen", "adviser", 60),
            ("Bryn", "manager", 100),
            ("Cai", "administrator", 100),
        )
    ]
    Absence.objects.create(
        membership=made[0], cover=made[1], starts_on=today, ends_on=today + timedelta(days=7)
    )
    found = queries.workers(three["lead"].pk)
    assert [(one.name, one.hours_share, one.away, one.cover_user_id) for one in found] == [
        ("Awen", 60, True, made[1].user_id), ("Bryn", 100, False, None),
    ]  # fmt: skip
    lead, both = three["lead"].pk, {made[0].user_id, made[1].user_id}
    answered = [
        queries.answered_for(made[1].user_id, lead, day) for day in (today, today + timedelta(days=7))
    ]
    assert [{row["user_id"] for row in rows} for rows in answered] == [both, {made[1].user_id}]
