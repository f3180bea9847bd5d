# SPDX-License-Identifier: AGPL-3.0-or-later
"""Spark gives the same figures as DuckDB, to the last digit. Run by `python scripts/spark.py`, where there is Java."""

import sys
from collections.abc import Iterator

import pytest

from cydwaith.engines.measures.engine import Engine
from cydwaith.engines.measures.rulebooks.registry import ALL
from cydwaith.engines.measures.run import run
from cydwaith.engines.measures.spark import SparkEngine
from tests.measures_engines import duckdb_engine

from .comparing import load
from .histories import Maker
from .test_referees import referee_of

pytestmark = [pytest.mark.spark, pytest.mark.slow]
PEOPLE = 100
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.shuffle.partitions": "1",
    "spark.default.parallelism": "1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",  # for a hundred people compiling takes longer than counting
    "spark.sql.ansi.enabled": "true",
}


@pytest.fixture(scope="module")
def engines() -> Iterator[tuple[Engine, Engine]]:
    """DuckDB, and Spark in local mode."""
    sql = pytest.importorskip("pyspark.sql", reason="pyspark is in an environment of its own")
    builder = sql.SparkSession.builder.master("local[2]").appName("cydwaith")
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    builder = builder.config("spark.pyspark.python", sys.executable)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    with duckdb_engine() as duck:
        yield duck, SparkEngine(session)
    session.stop()


@pytest.mark.filterwarnings("ignore")  # Spark's own, of Python and of what it means to change
@pytest.mark.parametrize("name", ALL)
def test_spark_gives_the_same_figures(engines: tuple[Engine, Engine], name: str) -> None:
    maker = Maker(ALL[name], referee_of(name))
    histories = [maker.history(seed) for seed in range(PEOPLE)]
    given = []
    for engine in engines:
        load(engine, histories)
        given.append(run(engine, ALL[name], maker.periods, by=[(), ("programme", "area")], as_of=maker.as_of))
    duck, spark = given
    assert any(figure.numerator for figure in duck)
    assert duck == spark
