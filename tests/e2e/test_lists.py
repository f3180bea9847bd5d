# SPDX-License-Identifier: AGPL-3.0-or-later
"""The list and the board in the hand: boxes, the bar of verbs, named views, cards that are dragged."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from tests.e2e.visitor import Visitor

TODAY = datetime.now(ZoneInfo("Europe/London")).date()


def _choose(visitor: Visitor, number: int) -> list[str]:
    """Tick the first boxes of the list by keyboard alone; returns the names beside them."""
    page, names = visitor.page, []
    boxes = page.locator('input[name="chosen"]')
    boxes.first.focus()
    for at in range(number):
        box = boxes.nth(at)
        while not box.evaluate("e => e === document.activeElement"):
            page.keyboard.press("Tab")
        page.keyboard.press("Space")
        expect(box).to_be_checked()
        names.append(box.get_attribute("aria-label") or "")
    return names


def test_several_people_at_once(visitor: Callable[..., Visitor], language: str, script: bool) -> None:
    """Chosen with the keyboard, named before anything changes, a step for all, handed over."""
    manager = visitor("megan@glannau.example", language=language, script=script)
    page = manager.page
    manager.go("/advice/people/?whose=team&sort=name")
    expect(page.locator(".bulk")).to_be_visible(visible=not script)
    names = _choose(manager, 2)
    expect(page.locator(".bulk")).to_be_visible()
    if script:
        expect(page.locator("[data-chosen]")).to_have_text("2")
    with page.expect_navigation():
        page.locator('.bulk button[value="step"]').click()
    for name in names:
        manager.see(name)
    manager.look("chosen, a step")
    manager.save(words=f"Ask about the fair, {language} {script}", due_on=TODAY + timedelta(days=2))
    expect(page).to_have_url(manager.address("/advice/people/?whose=team&sort=name"))
    page.get_by_role("link", name=names[0], exact=True).click()
    page.wait_for_url("**/advice/people/*/")
    manager.go(page.url + "plan/")
    manager.see(f"Ask about the fair, {language} {script}")

    manager.go("/advice/people/?whose=team&sort=name")
    names = _choose(manager, 1)
    with page.expect_navigation():
        page.locator('.bulk button[value="hand_over"]').click()
    manager.see(names[0])
    manager.look("chosen, handed over")
    colleague = page.locator('[name="to_user_id"] option').nth(1).get_attribute("value") or ""
    manager.save(to_user_id=colleague)
    if not script:
        with page.expect_navigation():
            page.locator('.bulk button[value="step"]').click()
        manager.look("nobody chosen")


def test_all_of_a_page_and_a_run_of_boxes(visitor: Callable[..., Visitor]) -> None:
    """What the script adds to boxes: all at once, and from one to another with the shift key."""
    manager = visitor("megan@glannau.example")
    page = manager.page
    manager.go("/advice/people/?whose=team&sort=name")
    boxes, number = page.locator('input[name="chosen"]'), page.locator("[data-chosen]")
    page.locator("[data-all]").check()
    expect(number).to_have_text(str(boxes.count()))
    page.locator("[data-all]").uncheck()
    expect(page.locator(".bulk")).to_be_hidden()
    boxes.nth(1).click()
    boxes.nth(4).click(modifiers=["Shift"])
    expect(number).to_have_text("4")
    with page.expect_download() as kept:
        page.locator('.bulk button[value="csv"]').click()
    assert len(kept.value.path().read_text("utf-8-sig").splitlines()) == 5
    manager.follow('.bulk button[value="step"]')
    page.go_back()
    expect(boxes.nth(1)).to_be_checked()
    expect(number).to_have_text("4")


def test_a_view_is_named_and_found_again(
    visitor: Callable[..., Visitor], language: str, script: bool
) -> None:
    """Kept from the list's menu, opened from it or from the page of views, renamed, deleted."""
    adviser = visitor("mair@glannau.example", language=language, script=script)
    page, name = adviser.page, f"Soonest {language} {script}"
    adviser.go("/advice/people/?whose=own&sort=name&columns=name.programme")
    page.locator("details[data-menu] > summary").click()
    adviser.follow('details[data-menu] a[href*="/views/new/"]')
    adviser.look("naming a view")
    adviser.save(name=name)
    page.locator("details[data-menu] > summary").click()
    if not script:
        adviser.follow('details[data-menu] a[href$="/views/"]')
    page.get_by_role("link", name=name, exact=True).click()
    expect(page).to_have_url(adviser.address("/advice/people/?whose=own&sort=name&columns=name.programme"))
    adviser.go("/advice/views/")
    adviser.look("views")
    row = page.locator("tr", has=page.get_by_role("link", name=name, exact=True))
    row.locator('a[href*="/views/"]').click()
    adviser.save(name=f"{name} of all")
    row = page.locator("tr", has=page.get_by_role("link", name=f"{name} of all", exact=True))
    with page.expect_navigation():
        row.get_by_role("button").click()
    adviser.see_not(name)


def test_a_card_is_dragged_to_where_its_menu_leads(visitor: Callable[..., Visitor]) -> None:
    """Dropped on a column that the menu names, the page of that step opens; elsewhere nothing happens."""
    adviser = visitor("mair@glannau.example")
    page = adviser.page
    page.set_viewport_size({"width": 1600, "height": 1000})
    adviser.go("/advice/board/")
    card = page.locator(".board__card:has(a[href*='to='])").first
    link = card.locator("a[href*='to=']").first.get_attribute("href") or ""
    to = link.partition("to=")[2].partition("&")[0]
    here = page.url
    page.locator(".board__card:has(a[href*='to='])").first.drag_to(page.locator("h1"))
    expect(page).to_have_url(here)
    card.drag_to(page.locator(f'[data-stage="{to}"] h2'))
    page.wait_for_url(f"**/step/?to={to}&then=board")
    expect(page.locator(f'[name="to"][value="{to}"]')).to_be_checked()
