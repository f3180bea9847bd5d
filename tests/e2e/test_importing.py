# SPDX-License-Identifier: AGPL-3.0-or-later
"""A workbook with mistakes in it: everything wrong is shown at once, the good rows come in, and go out again."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import python_calamine
import xlsxwriter
from playwright.sync_api import expect

from tests.e2e.site import Site
from tests.e2e.visitor import A_JOB, Visitor

COLUMNS = {
    "Ticket": "person.reference",
    "Family": "person.family_name",
    "First": "person.given_name",
    "B'day": "person.date_of_birth",
    "Ring them on": "person.phone",
    "How far along": "journey.stage",
    "With us from": "journey.started_on",
    "Office": "",
}
NO_DAY = "31/02/1991"


def _workbook(mark: str, *, mended: bool = False) -> bytes:
    """Three rows that can come in, one born on a day that there is not, one without a name; two lines of title."""
    sink = io.BytesIO()
    book = xlsxwriter.Workbook(sink)
    book.add_worksheet("Notes").write(0, 0, "Ask Megan before you change anything")
    sheet = book.add_worksheet("Live cases")
    sheet.write(0, 0, "Live cases, do not print")
    sheet.write(1, 0, "Checked in March")
    born, named = ("28/02/1991", "Prydderch") if mended else (NO_DAY, "")
    rows = [
        ["Office", "Ticket", "First", "Family", "With us from", "How far along", "B'day", "Ring them on"],
        ["Dock", f"{mark}-1", "Arianwen", f"Tudur {mark}", "2 June 2025", f"looking ({mark})", "14.3.1990", ""],
        ["Dock", f"{mark}-2", "Bleddyn", f"Tudur {mark}", "3/6/25", f"looking ({mark})", "1 Dec 1988", "01632 960222"],
        ["Town", f"{mark}-3", "Ceridwen", f"Tudur {mark}", "2025-06-04", "", "5/11/1979", ""],
        ["Town", f"{mark}-4", "Dyfrig", f"Tudur {mark}", "5 Jun 2025", "", born, ""],
        ["Town", f"{mark}-5", "", named, "06.06.2025", f"looking ({mark})", "7/8/1995", ""],
    ]  # fmt: skip
    for number, row in enumerate(rows, 3):
        for column, value in enumerate(row):
            sheet.write(number, column, value)
    book.close()
    return sink.getvalue()


def _up_to_the_check(manager: Visitor, mark: str, content: bytes, *, known: bool) -> None:
    """Choose the file and match it. `known`: what was said of an earlier one is remembered and stands already."""
    page = manager.page
    manager.go("/manage/imports/new/")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    file = {"name": f"{mark}.xlsx", "mimeType": kind, "buffer": content}
    page.locator('main input[type="file"]').set_input_files(file)  # type: ignore[arg-type]
    manager.press()
    while "/columns/" in page.url:
        if page.get_by_label("Ticket", exact=True).count():
            for heading, means in COLUMNS.items():
                chosen = page.get_by_label(heading, exact=True)
                if known:
                    expect(chosen).to_have_value(means)
                chosen.select_option(means)
            page.locator('[name="use"]').check()
        else:
            page.locator('[name="use"]').uncheck()  # the sheet of notes stays out
        manager.press()
    manager.save(key="person.reference", programme="ips-glannau")
    word = page.get_by_label(f"looking ({mark})", exact=True)
    if known:
        page.locator("details:has(table) > summary").first.click()
        expect(word).to_have_value("job_search")
    else:
        expect(word).to_have_value("")
        word.select_option("job_search")
    manager.press()


def _begin(manager: Visitor, work: str) -> None:
    with manager.page.expect_navigation():
        manager.page.locator(f'main button[name="work"][value="{work}"]').click()


def _figures(manager: Visitor, *expected: int) -> None:
    """The numbers at the head of the page, in their order, each before its unit."""
    for number, figure in zip(expected, manager.page.locator(".figure__number").all(), strict=False):
        assert figure.inner_text().split()[0] == str(number), manager.page.locator(".figures").inner_text()


def _to_mend(manager: Visitor, folder: Path) -> list[list[str]]:
    """The workbook of the rows that have to be mended, read by another reader than ours."""
    with manager.page.expect_download() as kept:
        manager.page.locator('main a[href$="/marked.xlsx"]').first.click()
    path = folder / "to-mend.xlsx"
    kept.value.save_as(path)
    book = python_calamine.CalamineWorkbook.from_path(path)
    return [
        [str(cell) for cell in row]
        for name in book.sheet_names
        for row in book.get_sheet_by_name(name).to_python()
    ]


def test_a_workbook_with_mistakes_comes_in_in_part_and_goes_out_again(
    visitor: Callable[..., Visitor], site: Site, tmp_path: Path, language: str, script: bool
) -> None:
    """Every problem at once, the rows to mend as a workbook, good rows only, the same file mended, undone."""
    mark = f"{language}{'S' if script else 'P'}"
    manager = visitor("megan@glannau.example", language=language, script=script)
    page = manager.page
    _up_to_the_check(manager, mark, _workbook(mark), known=False)

    # While the job waits its page says so; when it is done the page leads on by itself, with a script and without.
    with site.nobody_at_work():
        _begin(manager, "check")
        expect(page).to_have_url(manager.address(manager.path(page.url)))
        assert page.url.endswith("/progress/")
        manager.look("a file is being checked")
    page.wait_for_url("**/check/", timeout=A_JOB)
    _figures(manager, 3, 2, 3)
    manager.see(NO_DAY)
    manager.look("a check that found something")

    rows = _to_mend(manager, tmp_path)
    said = "\n".join("\t".join(row) for row in rows)
    for bad, good in ((f"{mark}-4", f"{mark}-1"), (f"{mark}-5", f"{mark}-2"), (NO_DAY, f"{mark}-3")):
        assert bad in said
        assert good not in said
    told = [row for row in rows if f"{mark}-4" in row]
    plain = {"Town", f"{mark}-4", "Dyfrig", f"Tudur {mark}", "5 Jun 2025", NO_DAY, ""}
    assert told
    assert set(told[0]) - plain, "the row does not say what is wrong with it"

    manager.fill(mode="all")
    _begin(manager, "bring")
    expect(page.locator("[data-error-summary] li")).to_have_count(1)  # all or nothing: nothing
    manager.fill(mode="good")
    _begin(manager, "bring")
    page.wait_for_url("**/result/", timeout=A_JOB)
    _figures(manager, 3, 3)
    manager.look("what came in, in part")
    brought = page.url
    manager.go("/advice/search/?q=" + quote(f"Tudur {mark}"))
    for name in ("Arianwen", "Bleddyn", "Ceridwen"):
        manager.see(f"{name} Tudur {mark}")
    manager.see_not(f"Dyfrig Tudur {mark}")

    # The same file, mended: what is here is left alone, the two come in.
    _up_to_the_check(manager, mark, _workbook(mark, mended=True), known=True)
    _begin(manager, "check")
    page.wait_for_url("**/check/", timeout=A_JOB)
    _figures(manager, 5, 0, 2)
    manager.fill(mode="all")
    _begin(manager, "bring")
    page.wait_for_url("**/result/", timeout=A_JOB)
    _figures(manager, 2, 2)

    # Undone: whoever somebody worked with since stays, and is named.
    manager.go("/advice/search/?q=" + quote(f"Bleddyn Tudur {mark}"))
    page.get_by_role("link", name=f"Bleddyn Tudur {mark}", exact=True).click()
    page.wait_for_url("**/advice/people/*/")
    manager.go(f"{page.url}contacts/new/")
    manager.save(summary="Rang, and they answered", how="phone")
    manager.go(brought)
    manager.follow('main a[href$="/undo/"]')
    manager.look("before undoing")
    manager.press("main form:has(.actions)")
    page.wait_for_url("**/result/", timeout=A_JOB)
    manager.see(f"Bleddyn Tudur {mark}")
    manager.see_not(f"Arianwen Tudur {mark}")
    manager.look("undone, with somebody who stayed")
    manager.go("/advice/search/?q=" + quote(f"Tudur {mark}"))
    for name, here in (("Arianwen", False), ("Bleddyn", True), ("Ceridwen", False), ("Dyfrig", True)):
        (manager.see if here else manager.see_not)(f"{name} Tudur {mark}")
