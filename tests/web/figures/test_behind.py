# SPDX-License-Identifier: AGPL-3.0-or-later
"""From a figure to those behind it, for their own manager alone; from a person to every rule; rules compared."""

from __future__ import annotations

from cydwaith.outcomes.models import FigureRow
from cydwaith.people.models import AccessLog
from tests.factories import system
from tests.unit.outcomes.world import Bay

from .conftest import browser, text


def starts(partner: str = "") -> int:
    rows = FigureRow.objects.filter(
        run__current=True, run__step="quarter", run__rulebook="programme-contract", measure="starts",
        programme="", partner=partner, area="", numerator__gt=0,
    )  # fmt: skip
    return rows.values_list("pk", flat=True)[0]


def test_a_manager_sees_their_own_behind_a_figure_and_the_look_is_told(counted: Bay) -> None:
    page = text(browser(counted, counted.manager), f"/figures/figure/{starts()}/started/")
    assert "Council Person 0" in page and "Charity Person" not in page
    assert "On this page besides, supported by others" in page
    with system("looking"):
        log = AccessLog.objects.latest("pk")
        assert (log.page, log.purpose, len(log.people)) == ("figures:verdicts", "check_quality", 4)


def test_nobody_else_sees_a_name(counted: Bay) -> None:
    address = f"/figures/figure/{starts()}/started/"
    for actor in (counted.analyst, counted.governance, counted.adviser, counted.charity_analyst):
        assert browser(counted, actor).get(address).status_code == 404
    assert browser(counted, counted.manager).get(f"/figures/figure/{starts()}/no-line/").status_code == 404


def test_an_adviser_reads_what_every_rule_says_of_their_own(bay: Bay) -> None:
    from cydwaith.outcomes import tasks

    worked = bay.person("Gwen Worked", opened=300)
    bay.job(worked, started=20)
    tasks.take_snapshot(bay.partnership.pk, bay.analyst)
    added = bay.person("Added Since", opened=1)
    client = browser(bay, bay.adviser)
    assert "Is this person counted in the figures?" in text(client, f"/advice/people/{worked}/")
    page = text(client, f"/figures/people/{worked}/")
    assert "The first paid job found through support began in this period." in page
    assert "In paid work; the weeks have not all passed yet." in page
    assert "Gwen Worked" in text(client, f"/cy/figures/people/{worked}/?rulebook=ips-grow")
    assert "Not counted yet" in text(client, f"/figures/people/{added}/")
    assert browser(bay, bay.worker).get(f"/figures/people/{worked}/").status_code == 404
    assert browser(bay, bay.analyst).get(f"/figures/people/{worked}/").status_code == 404


def test_rulebooks_stand_with_their_lines_and_examples(counted: Bay) -> None:
    client = browser(counted, counted.analyst)
    assert "programme-contract" in text(client, "/figures/rulebooks/")
    for address in ("/figures/rulebooks/programme-contract/", "/cy/figures/rulebooks/ips-grow/"):
        page = text(client, address)
        assert "<details" in page and "<caption>Facts" in page
    assert client.get("/figures/rulebooks/no-such/").status_code == 404


def test_rulebooks_are_compared_over_the_same_period(counted: Bay) -> None:
    client = browser(counted, counted.analyst)
    for address in ("/figures/compare/", "/figures/compare/?step=quarter", "/cy/figures/compare/?period=x"):
        page = text(client, address)
        assert "programme-contract" in page and "ips-grow" in page


def test_reach_says_where_its_need_comes_from(counted: Bay) -> None:
    assert "Nothing has been counted yet" in text(browser(counted, counted.analyst), "/figures/reach/")
