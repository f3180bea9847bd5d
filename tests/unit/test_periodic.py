# SPDX-License-Identifier: AGPL-3.0-or-later
"""What comes round by itself runs when it is due, and one failure does not stop the rest."""

import logging

import pytest
from django.conf import settings

from cydwaith.cli import periodic
from cydwaith.cli.periodic import Entry, entries, run_due


@pytest.fixture(autouse=True)
def _no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.db.close_old_connections", lambda: None)


def test_every_listed_job_exists_and_has_an_interval() -> None:
    listed = entries()
    assert [entry.name for entry in listed] == [path for path, _every in settings.PERIODIC]
    assert listed
    assert all(callable(entry.run) and entry.every > 0 for entry in listed)


def test_the_seals_of_the_audit_trail_are_made_within_seconds() -> None:
    assert dict(settings.PERIODIC)["cydwaith.kernel.audit.seal_all"] <= 10


def test_a_job_runs_when_it_is_due_and_not_before() -> None:
    calls: list[str] = []
    often = Entry("often", lambda: calls.append("often"), every=10)
    rarely = Entry("rarely", lambda: calls.append("rarely"), every=100)
    ran = [run_due([often, rarely], now=moment) for moment in (0.0, 5.0, 10.0, 100.0)]
    assert ran == [["often", "rarely"], [], ["often"], ["often", "rarely"]]
    assert calls == ["often", "rarely", "often", "often", "rarely"]


def test_a_failure_is_logged_and_the_others_run(caplog: pytest.LogCaptureFixture) -> None:
    calls: list[str] = []

    def broken() -> None:
        raise ValueError("no")

    with caplog.at_level(logging.ERROR, logger="cydwaith"):
        ran = run_due([Entry("broken", broken, 1), Entry("sound", lambda: calls.append("x"), 1)], now=0.0)
    assert ran == ["broken", "sound"]
    assert calls == ["x"]
    assert [(record.msg, record.safe) for record in caplog.records] == [
        ("A periodic job failed", {"job": "broken"})
    ]


def test_the_clock_takes_its_list_when_it_is_made() -> None:
    clock = periodic.Clock()
    assert clock.daemon
    assert [entry.name for entry in clock._listed] == [path for path, _every in settings.PERIODIC]
