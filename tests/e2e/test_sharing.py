# SPDX-License-Identifier: AGPL-3.0-or-later
"""A person opens their record to a partner and closes it again; an employer reads what was written for them."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.e2e.visitor import Visitor

GOALS, SKILLS = "A job with bikes or boats", "Fixing bikes. Getting up early."


def _share(person: Visitor, partner: str) -> None:
    page = person.page
    person.go("/me/sharing/give/")
    page.get_by_role("radio", name=partner).check()
    person.press()
    while not page.url.rstrip("/").endswith("/check"):
        asked = page.url.rstrip("/").rpartition("/")[2]
        answers = {
            "purpose": {"purpose": "find_work"},
            "kinds": {"kinds": ["16"]},
            "until": {"span": "month"},
        }
        if asked == "kinds":
            page.locator('main [name="kinds"]').first.check()
            person.press()
        else:
            person.save(**answers[asked])  # type: ignore[arg-type]
    person.look("what will be shared")
    person.press("main form[method=post]")


def test_a_partner_sees_what_was_shared_until_it_is_taken_back(
    visitor: Callable[..., Visitor], language: str, script: bool
) -> None:
    """Exactly the ticked kinds; the next request after taking it back finds nothing; the looks are on the list."""
    person = visitor("tomos@demo.example", language=language, script=script)
    partner = visitor("dylan@dolen.example", language=language, script=script)
    partner.go("/advice/search/?q=Tomos+Bryn")
    partner.see_not("Tomos Bryn")

    _share(person, "Dolen")
    partner.go("/advice/search/?q=Tomos+Bryn")
    partner.page.get_by_role("link", name="Tomos Bryn").first.click()
    partner.page.wait_for_url("**/advice/people/*/**")
    record = partner.page.url
    partner.see("Tomos Bryn")
    partner.see_not("Tom would like to try a week in a workshop first.")  # a note: not among what was ticked

    person.go("/me/looks/")
    person.see("Dylan Price")
    person.go("/me/sharing/")
    person.look("what is shared")

    with person.page.expect_navigation():
        person.page.locator('main form[action*="/take-back/"] button').first.click()
    partner.expect_refused(record)
    partner.go("/advice/search/?q=Tomos+Bryn")
    partner.see_not("Tomos Bryn")


def test_an_employer_reads_what_was_written_and_nothing_else(
    visitor: Callable[..., Visitor], language: str, script: bool
) -> None:
    """Adjustments only: the page says those, in the order shown beforehand; a link that was taken back is gone."""
    person = visitor("lowri@demo.example", language=language, script=script)
    page = person.page
    person.go("/me/employer/tell/")
    page.locator('main [name="job"]').first.check()
    person.press()
    person.save(level="adjustments")
    person.save(adjustments="A written list each morning")
    person.save(shown_name="Lowri P")
    person.save(days="7")
    letter = page.locator(".sheet").inner_text()
    person.look("what they will read")
    person.press("main form[method=post]")
    link = page.locator("#link").input_value()
    person.look("the link")

    employer = visitor(language=language, script=script)
    employer.go(link)
    employer.see("A written list each morning")
    employer.see("Lowri P")
    employer.look("letter")
    for line in letter.splitlines():
        employer.see(line.strip())
    for never in ("Glannau", "Mair", "autis", "Cydwaith", "Pugh"):
        employer.see_not(never)

    person.go("/me/employer/")
    expect(page.locator("main")).to_contain_text("A written list each morning")
    with page.expect_navigation():
        page.locator('main form[action*="/link/"] button').first.click()
    before = list(employer.wrong)
    answer = employer.go(link)
    assert answer.status in (404, 410), answer.status
    employer.see_not("A written list each morning")
    employer.wrong[:] = before
