# SPDX-License-Identifier: AGPL-3.0-or-later
"""Connections that stay open: looked at closely when they were quiet or their server hung up, and not before."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections

from cydwaith.kernel.db.postgresql import plans
from cydwaith.settings import environment

pytestmark = pytest.mark.django_db(transaction=True)
on_postgresql = pytest.mark.skipif(
    "postgresql" not in connection.settings_dict["ENGINE"], reason="a server that can hang up"
)


@pytest.fixture
def asked(monkeypatch: Any) -> Iterator[list[bool]]:
    """Answers of the server to whether it is there, on a connection that stays open."""
    found: list[bool] = []
    own: Any = connections["default"]
    whole = type(own).is_usable

    def is_usable(self: Any) -> bool:
        found.append(whole(self))
        return found[-1]

    monkeypatch.setattr(type(own), "is_usable", is_usable)
    monkeypatch.setitem(own.settings_dict, "CONN_MAX_AGE", None)
    monkeypatch.setitem(own.settings_dict, "CONN_HEALTH_CHECKS", True)
    own.close()
    yield found
    own.close()


def request() -> int:
    """What Django does around a request that asks for one row."""
    own: Any = connections["default"]
    own.close_if_unusable_or_obsolete()
    with own.cursor() as cursor:
        cursor.execute("SELECT 1")
        answer: int = cursor.fetchone()[0]
    own.close_if_unusable_or_obsolete()
    return answer


@on_postgresql
def test_a_busy_connection_is_not_asked_each_time(asked: list[bool]) -> None:
    for _ in range(3):
        assert request() == 1
    own: Any = connections["default"]
    asked.clear()
    assert request() == 1
    assert asked == []
    own.answered_at -= 60
    assert request() == 1
    assert asked == [True]


@on_postgresql
def test_a_connection_whose_server_hung_up_is_opened_anew(asked: list[bool]) -> None:
    own: Any = connections["default"]
    request()
    import psycopg

    with psycopg.connect(**own.get_connection_params(), autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [own.connection.info.backend_pid])
    asked.clear()
    assert request() == 1
    assert asked == [False]


@on_postgresql
def test_a_connection_that_cannot_be_looked_at_counts_as_hung_up() -> None:
    own: Any = connections["default"]
    own.ensure_connection()
    raw, closed = own.connection, socket.socket()
    closed.close()
    try:
        own.connection = closed  # its number is -1: nothing can be waited for on it
        assert own._hung_up()
    finally:
        own.connection = raw


def test_plans_are_kept_where_statements_are(monkeypatch: Any) -> None:
    for url, kept in (("postgresql:///site", True), ("postgresql:///site?prepare=off", False), ("", False)):
        made = environment.database(url, default_path=Path("unused"))
        monkeypatch.setitem(connections.settings, "default", made)
        for _again in range(2):
            plans.keep_plans()
        assert made["OPTIONS"].get("options", "").count("force_generic_plan") == kept
