# SPDX-License-Identifier: AGPL-3.0-or-later
"""Views of the list that somebody gave a name: kept, opened, renamed, deleted; their owner's alone."""

from __future__ import annotations

import re

import pytest

from cydwaith.journeys import actions, queries
from cydwaith.journeys.actions.views import MOST
from cydwaith.journeys.models import SavedView
from cydwaith.kernel.errors import Invalid, NotVisible
from cydwaith.kernel.models import AuditRow
from tests.unit.journeys.world import World
from tests.web.advice.browser import Browser, seen

LIST = "/advice/people/"
NEW = "/advice/views/new/"


def test_a_view_brings_filters_columns_and_order_back(world: World, mair: Browser) -> None:
    world.journey("Awen Parry")
    narrowed = f"{LIST}?whose=own&columns=name.programme&stage=referred&sort=name"
    page = mair.get(narrowed)
    link = re.search(rf'href="({NEW}\?[^"]+)"', page)
    assert link
    assert "It shows: Mine · Stage: New referral · Order: Name" in mair.sees(link.group(1))
    answer = mair.post(link.group(1), name="  Newly   referred ")
    assert answer["Location"] == f"{LIST}?whose=own&stage=referred&sort=name&columns=name.programme"
    again = mair.get(answer["Location"])
    assert "Programme ips" in again
    listed = mair.get("/advice/views/")
    assert f'<a href="{answer["Location"]}" data-part>Newly referred</a>' in listed
    assert "Mine · Stage: New referral · Order: Name" in seen(listed)


def test_what_was_searched_for_is_never_kept(world: World, mair: Browser) -> None:
    page = mair.get(f"{LIST}?q=Awen+Parry&due=overdue")
    assert re.search(rf'href="{NEW}\?due=overdue"', page)
    mair.post(f"{NEW}?q=Awen+Parry&due=overdue&page=3&whose=own", name="Late")
    assert SavedView.objects.get().asked == "whose=own&due=overdue"


def test_the_list_asks_nothing_more_for_views(world: World, mair: Browser) -> None:
    before = mair.statements(LIST)
    for number in range(3):
        actions.keep_view(by=world.mair, name=f"View {number}", asked="due=overdue")
    assert mair.statements(LIST) == before
    assert mair.statements("/advice/views/") <= 7


def test_a_name_is_given_once_and_may_be_changed(world: World, mair: Browser) -> None:
    first = actions.keep_view(by=world.mair, name="Late", asked="due=overdue")
    other = actions.keep_view(by=world.mair, name="Mine", asked="")
    assert "You have a view of this name already." in seen(mair.post(NEW, 200, name="LATE").content.decode())
    answer = mair.post(f"/advice/views/{other}/", 200, name="late")
    assert "You have a view of this name already." in seen(answer.content.decode())
    assert "Write a name" in seen(mair.post(NEW, 200, name=" ").content.decode())
    mair.post(f"/advice/views/{first}/", name="Overdue")
    assert [one.name for one in queries.saved_views(world.mair)] == ["Mine", "Overdue"]
    mair.post(f"/advice/views/{first}/delete/")
    assert [one.name for one in queries.saved_views(world.mair)] == ["Mine"]
    verbs = AuditRow.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs)[-4:] == [f"journeys.{one}_view" for one in ("keep", "keep", "rename", "delete")]


def test_a_form_sent_twice_makes_one_view(world: World, mair: Browser) -> None:
    sent = {"name": "Late", "token": "5f6b5bfe-6b0b-4b29-9f3e-6a7e0d5f2c11"}
    assert mair.post(f"{NEW}?due=overdue", **sent)["Location"] == f"{LIST}?due=overdue"
    assert mair.post(f"{NEW}?due=overdue", **sent)["Location"] == f"{LIST}?due=overdue"
    assert SavedView.objects.count() == 1


def test_views_are_their_owner_s_alone(world: World, mair: Browser) -> None:
    mine = actions.keep_view(by=world.mair, name="Late", asked="due=overdue")
    actions.keep_view(by=world.manager, name="Late", asked="due=overdue")
    for somebody in (world.owain, world.manager):
        other = Browser(somebody)
        assert f"/advice/views/{mine}/" not in other.get("/advice/views/")
        other.get(f"/advice/views/{mine}/", 404)
        other.post(f"/advice/views/{mine}/", 404, name="Taken")
        other.post(f"/advice/views/{mine}/delete/", 404)
        with pytest.raises(NotVisible):
            actions.delete_view(by=somebody, view_id=mine)
    assert SavedView.objects.get(pk=mine).name == "Late"


def test_there_is_an_end_to_them(world: World) -> None:
    for number in range(MOST):
        actions.keep_view(by=world.mair, name=f"View {number}", asked="")
    with pytest.raises(Invalid):
        actions.keep_view(by=world.mair, name="One more", asked="")


def test_a_view_of_what_is_gone_still_opens(world: World, mair: Browser) -> None:
    actions.keep_view(by=world.mair, name="Old", asked="whose=team&programme=999&stage=gone&sort=nothing")
    page = mair.get("/advice/views/")
    assert "Old" in page
    link = re.search(rf'href="({LIST}\?[^"]*)" data-part', page)
    assert link
    mair.get(link.group(1))
