# SPDX-License-Identifier: AGPL-3.0-or-later
"""The partnership of the stories, counted; and browsers in which its staff are signed in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from cydwaith.kernel.actor import Actor
from cydwaith.outcomes import counting, tasks
from tests.unit.outcomes.world import Bay, build
from tests.web.accounts.signing import signed_in

FEW = ("programme-contract", "ips-grow")
"""Rulebooks that these tests count by: counting by all of them is tested once, beside the context."""


@pytest.fixture
def bay(db: None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bay:
    settings.MEDIA_ROOT = tmp_path
    few = {name: book for name, book in counting.rulebooks().items() if name in FEW}
    monkeypatch.setattr(counting, "rulebooks", lambda: few)
    monkeypatch.setattr(tasks, "link_anew", lambda _partnership_id, _by: None)
    return build()


def lives(bay: Bay) -> list[str]:
    """Four people at the council, two of them in work, and one at the charity; returns the council's references."""
    found = []
    for number in range(4):
        reference = bay.person(f"Council Person {number}", opened=300)
        if number < 2:
            bay.job(reference, started=200)
        found.append(reference)
    bay.job(bay.person("Charity Person", bay.worker, opened=300), bay.worker, started=200)
    return found


@pytest.fixture
def counted(bay: Bay) -> Bay:
    """The partnership with its lives, counted."""
    lives(bay)
    tasks.count_anew(bay.partnership.pk, bay.analyst)
    return bay


def browser(bay: Bay, actor: Actor) -> Client:
    """A browser in which somebody is signed in."""
    return signed_in(bay.user(actor))


def text(client: Client, address: str, status: int = 200) -> str:
    """A page's text. Fails for another status."""
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return answer.content.decode()
