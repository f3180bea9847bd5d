# SPDX-License-Identifier: AGPL-3.0-or-later
"""From the spreadsheet to a job that is kept: a manager brings a caseload in, an adviser walks with somebody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from urllib.parse import quote
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from tests.e2e.visitor import A_JOB, Visitor

TODAY = datetime.now(ZoneInfo("Europe/London")).date()
COLUMNS = {
    "Who we support": "person.full_name",
    "Born on": "person.date_of_birth",
    "Prefers": "person.spoken_language",
    "Signed up": "journey.started_on",
    "Asked us": "journey.referred_on",
    "Coach (email)": "journey.adviser_email",
    "Locker no.": "",
}
STEPS = 80  # presses of Tab; more would be no way to work


def _sheet(name: str, begun: date) -> bytes:
    """A list as somebody keeps it: a title above the headings, an order and words of its own, semicolons."""
    dates = [f"{begun:%d/%m/%y}", f"{begun:%d.%m.%Y}", "mair@glannau.example"]
    rows = [
        ["Our people 2026", "", "", "", "", "", ""],
        ["Locker no.", "Who we support", "Born on", "Prefers", "Asked us", "Signed up", "Coach (email)"],
        ["14", name, "7 Mar 1994", "Cymraeg gan amlaf", *dates],
        ["15", f"{name} Jones", "21 Oct 1988", "English", *dates],
    ]
    return "\n".join(";".join(row) for row in rows).encode("utf-8-sig")


def _bring_in(manager: Visitor, name: str, begun: date) -> None:
    page = manager.page
    manager.go("/manage/imports/new/")
    file = {"name": f"{name}.csv", "mimeType": "text/csv", "buffer": _sheet(name, begun)}
    page.locator('main input[type="file"]').set_input_files(file)  # type: ignore[arg-type]
    manager.press()
    manager.look("columns")
    for heading, means in COLUMNS.items():
        chosen = page.locator("tr", has=page.get_by_text(heading, exact=True)).locator("select").first
        chosen.select_option(means)
    manager.press()
    manager.save(key="person.full_name+person.date_of_birth", programme="ips-glannau")
    manager.look("words")
    for unknown in page.locator('select:has(option[value=""][selected])').all():
        unknown.select_option("cy")
    manager.press()
    with page.expect_navigation():
        page.locator('main button[name="work"][value="check"]').click()
    page.wait_for_url("**/check/", timeout=A_JOB)  # reading is a job beside the pages
    manager.look("check")
    manager.fill(mode="all")
    with page.expect_navigation():
        page.locator('main button[name="work"][value="bring"]').click()
    page.wait_for_url("**/result/", timeout=A_JOB)
    manager.look("result")
    expect(page.locator(".figures")).to_contain_text("2")


def _by_keyboard(adviser: Visitor, name: str) -> None:
    """From the person's page to a saved contact without touching the mouse."""
    page = adviser.page
    focused = page.locator(":focus")
    for _press in range(STEPS):
        page.keyboard.press("Tab")
        if "/contacts/new/" in (focused.get_attribute("href") or "" if focused.count() else ""):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/contacts/new/**")
    expect(page.locator('[name="summary"]')).to_be_focused()
    page.keyboard.type(f"First talk with {name}")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    adviser.see(f"First talk with {name}")


def _step(adviser: Visitor, person: str, to: str) -> None:
    adviser.go(person)
    adviser.follow('main a[href*="/step/"]')
    adviser.save(to=to)


def test_from_the_spreadsheet_to_a_job_that_is_kept(
    visitor: Callable[..., Visitor], language: str, script: bool
) -> None:
    """Import, find, first contact, profile, a plan that both agree, a job, thirteen weeks in it."""
    name = f"Gwenllian {language.title()} {'Script' if script else 'Plain'}"
    begun = TODAY - timedelta(days=190)
    _bring_in(visitor("megan@glannau.example", language=language, script=script), name, begun)

    adviser = visitor("mair@glannau.example", language=language, script=script)
    page = adviser.page
    adviser.go("/advice/search/?q=" + quote(name.replace("Gwenllian", "Gwenlian")))
    page.get_by_role("link", name=name, exact=True).click()
    page.wait_for_url("**/advice/people/*/")
    person = page.url
    # What is missing is named, and the step is not taken without it.
    adviser.follow('main a[href*="/step/"]')
    adviser.fill(to="getting_to_know")
    adviser.press()
    expect(page.locator("[data-error-summary] li")).not_to_have_count(0)
    adviser.look("a step with something missing")
    adviser.go(person)
    _by_keyboard(adviser, name)
    _step(adviser, person, "getting_to_know")

    adviser.go(f"{person}profile/")
    adviser.save(
        wants="A quiet kitchen near home", strengths="Never late", days=["mon", "tue"], hours_from="12"
    )
    adviser.go(f"{person}plan/")
    adviser.follow('main a[href*="/goals/new/"]')
    adviser.save(words="Cook for a living", whose="person")
    adviser.go(f"{person}plan/")
    adviser.follow('main a[href*="/steps/new/"]')
    adviser.save(words="Ask at the harbour café", who_does="together", due_on=TODAY + timedelta(days=7))
    adviser.go(f"{person}plan/")
    agree = page.locator('main form[action*="/agree/"] button')
    if agree.count():
        with page.expect_navigation():
            agree.click()
    adviser.follow('main a[href*="/agreed/"]')
    adviser.save(how_given="meeting")
    _step(adviser, person, "job_search")

    adviser.go(f"{person}jobs/new/")
    adviser.save(
        kind="employed", employer_name="Harbour Café", title="Kitchen assistant", hours="16", pay="13.05",
        pay_period="hour", starts_on=TODAY - timedelta(days=100), found="yes",
    )  # fmt: skip
    _step(adviser, person, "in_work")
    adviser.go(f"{person}work/")
    adviser.follow('main a[href*="/reviews/"]')
    adviser.save(in_work="yes", note="Kept on after the summer")
    _step(adviser, person, "settled")  # takes an open job and the review at thirteen weeks
    adviser.see("Harbour Café")
