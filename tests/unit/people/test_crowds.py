# SPDX-License-Identifier: AGPL-3.0-or-later
"""That an actor sees many is remembered for some minutes; that they see few is asked again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.roles import Role
from cydwaith.kernel.vocabulary import Purpose
from cydwaith.people.queries import crowds

MAIR = Actor(role=Role.ADVISER, purpose=Purpose.FIND_WORK, user_id=1, organisation_id=1)
OWAIN = Actor(role=Role.ADVISER, purpose=Purpose.FIND_WORK, user_id=2, organisation_id=1)


@pytest.fixture(autouse=True)
def _kept(settings: Any) -> Iterator[None]:
    settings.CYDWAITH_KEEP_PREPARED = True
    yield
    crowds.forget()


def asked(answers: list[bool], actor: Actor = MAIR, what: str = "people") -> list[bool]:
    """What comes back for as many questions; the answers left were not asked for."""
    return [crowds.are_many(actor, what, lambda: answers.pop(0)) for _ in range(3)]


def test_many_is_remembered_for_the_actor_and_what_was_asked() -> None:
    left = [True, False, False]
    assert asked(left) == [True, True, True]
    assert left == [False, False]
    assert asked([False] * 3, OWAIN) == [False] * 3
    assert asked([False] * 3, what="shared 16") == [False] * 3


def test_few_is_asked_again() -> None:
    assert asked([False, True]) == [False, True, True]


def test_it_is_forgotten_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(crowds.time, "monotonic", lambda: now[0])
    assert asked([True]) == [True, True, True]
    now[0] += crowds.FOR
    assert asked([False] * 3) == [False] * 3


def test_it_does_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crowds, "KEPT", 1)
    asked([True])
    asked([True], OWAIN)
    assert len(crowds._until) == 1
