# SPDX-License-Identifier: AGPL-3.0-or-later
"""The overview, a measure, a figure taken apart: whose figures, in both languages, and nobody's name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cydwaith.outcomes import actions, counting, tasks
from cydwaith.outcomes.models import FigureRow, Run
from tests.unit.outcomes.world import Bay

from .conftest import browser, lives, text

HOME = "/figures/"
MEASURE = "/figures/measures/programme-contract/starts/?step=quarter"


def figure_of(partner: str = "") -> int:
    """A figure of starts with somebody in it."""
    rows = FigureRow.objects.filter(
        run__current=True, run__step="quarter", run__rulebook="programme-contract", measure="starts",
        programme="", partner=partner, area="", numerator__gt=0,
    )  # fmt: skip
    return rows.values_list("pk", flat=True)[0]


def test_before_anything_was_counted_the_page_says_so(bay: Bay) -> None:
    assert "Nothing has been counted yet" in text(browser(bay, bay.analyst), HOME)
    assert "in no partnership yet" in text(browser(bay, bay.elsewhere), HOME)


@pytest.mark.parametrize("who", ["analyst", "manager", "governance"])
def test_the_overview_tells_figures_and_nobody(counted: Bay, who: str) -> None:
    client = browser(counted, getattr(counted, who))
    for address in (HOME, f"/cy{HOME}", MEASURE, f"/cy{MEASURE}", f"/figures/figure/{figure_of()}/"):
        page = text(client, address)
        assert "Person" not in page.replace("Person supported", "")
    assert "programme-contract" in text(client, HOME)


def test_an_adviser_and_an_administrator_find_no_figures(counted: Bay) -> None:
    assert browser(counted, counted.adviser).get(HOME).status_code == 404


def test_a_partner_reads_its_own_part_alone(counted: Bay) -> None:
    client = browser(counted, counted.charity_analyst)
    page = text(client, MEASURE)
    assert "your own organisation" in page
    assert "Bay Council" not in page
    own, other, whole = figure_of("harbour"), figure_of("bay"), figure_of()
    assert client.get(f"/figures/figure/{own}/").status_code == 200
    assert client.get(f"/figures/figure/{other}/").status_code == 404
    assert client.get(f"/figures/figure/{whole}/").status_code == 404


def test_another_partnership_reads_nothing(counted: Bay) -> None:
    client = browser(counted, counted.elsewhere)
    assert client.get(f"/figures/figure/{figure_of()}/").status_code == 404
    assert client.get(MEASURE).status_code == 404


def test_a_measure_is_a_file_too(counted: Bay) -> None:
    answer = browser(counted, counted.analyst).get(f"{MEASURE}&format=csv")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    assert lines[0].startswith('"Rulebook","Version","Measure"')
    assert len(lines) > 12


def test_counting_anew_is_a_button_of_the_lead_body(counted: Bay) -> None:
    before = FigureRow.objects.count()
    answer = browser(counted, counted.analyst).post("/figures/count/bay/", follow=True)
    assert "being counted anew" in answer.content.decode()
    assert FigureRow.objects.count() == 2 * before
    assert browser(counted, counted.charity_analyst).post("/figures/count/bay/").status_code == 404


def statements(client: object, address: str) -> int:
    """How many statements a page takes, once it was opened: a session is touched now and then."""
    text(client, address)  # type: ignore[arg-type]
    with CaptureQueriesContext(connection) as taken:
        text(client, address)  # type: ignore[arg-type]
    return len(taken)


def test_pages_take_the_same_statements_whatever_there_is(bay: Bay) -> None:
    client = browser(bay, bay.analyst)
    bay.job(bay.person("One", opened=300), started=200)
    tasks.count_anew(bay.partnership.pk, bay.analyst)
    programme = f"/figures/programmes/{bay.programme.pk}/"
    pages = (HOME, MEASURE, programme, "/figures/compare/", "/figures/reach/", "/figures/returns/")
    few = [statements(client, address) for address in pages]
    lives(bay)
    tasks.count_anew(bay.partnership.pk, bay.analyst)
    assert [statements(client, address) for address in pages] == few


def test_a_target_is_set_and_the_figure_is_held_against_it(counted: Bay) -> None:
    client = browser(counted, counted.analyst)
    measure = "programme-contract/into_work_rate"
    here = f"/figures/targets/bay/{measure}/"
    assert "Set a target" in text(client, f"/figures/measures/{measure}/?step=quarter")
    answers = {"value": "10", "starts_on_0": "1", "starts_on_1": "4", "starts_on_2": "2020"}
    assert "Something needs another look" in client.post(here, answers).content.decode()
    answers |= {"ends_on_0": "1", "ends_on_1": "4", "ends_on_2": "2040"}
    assert client.post(here, answers).status_code == 302
    page = text(client, f"/figures/measures/{measure}/?step=quarter")
    assert "the target of 10 %" in page
    for actor in (counted.governance, counted.charity_analyst):
        assert browser(counted, actor).get(here).status_code == 404
    assert client.get("/figures/targets/bay/programme-contract/no-such/").status_code == 404


def test_a_rulebook_past_its_review_warns_wherever_it_is_used(
    counted: Bay, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = {name: replace(book, next_review=date(2020, 1, 1)) for name, book in counting.rulebooks().items()}
    client = browser(counted, counted.analyst)
    assert "Review is overdue" not in text(client, HOME)
    monkeypatch.setattr(counting, "rulebooks", lambda: late)
    for address in (HOME, MEASURE, "/figures/rulebooks/", "/figures/rulebooks/programme-contract/"):
        assert "Review is overdue" in text(client, address), address


def test_what_could_not_be_counted_is_said_and_the_figures_before_it_stay(counted: Bay) -> None:
    run = Run.objects.filter(current=True, step="year", rulebook="programme-contract").get()
    asked = counting.Asked(run.rulebook, run.version, "year", run.first_day, run.last_day)
    actions.keep_run(
        by=counted.analyst,
        snapshot_id=run.snapshot_id,
        asked=asked,
        failure="snapshot",
        failure_at="job.parquet",
    )
    page = text(browser(counted, counted.analyst), HOME)
    assert "Could not be counted" in page and "job.parquet" in page
    assert "People who started" in page
