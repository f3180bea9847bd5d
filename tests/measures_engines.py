# SPDX-License-Identifier: AGPL-3.0-or-later
"""The engine that this run of the tests judges on: PostgreSQL in the run on PostgreSQL, else DuckDB."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from cydwaith.engines.measures.duck import DuckEngine
from cydwaith.engines.measures.engine import Engine
from cydwaith.engines.measures.postgres import PostgresEngine

ON_POSTGRES = connection.vendor == "postgresql"
NAME = "postgresql" if ON_POSTGRES else "duckdb"


@contextmanager
def duckdb_engine() -> Iterator[DuckEngine]:
    """DuckDB in memory."""
    engine = DuckEngine(threads=2)
    yield engine
    engine.close()


@contextmanager
def postgres_engine() -> Iterator[PostgresEngine]:
    """A session of its own on the server that the tests use; its temporary tables go with it."""
    import psycopg

    known = connection.settings_dict
    parts = {
        "host": known["HOST"],
        "port": known["PORT"],
        "user": known["USER"],
        "password": known["PASSWORD"],
    }
    given = {name: value for name, value in parts.items() if value}
    with psycopg.connect(dbname="postgres", autocommit=True, **given) as session:
        yield PostgresEngine(session)


@contextmanager
def engine_of_this_run() -> Iterator[Engine]:
    """The one of the run's database."""
    with postgres_engine() if ON_POSTGRES else duckdb_engine() as engine:
        yield engine
