# SPDX-License-Identifier: AGPL-3.0-or-later
"""What no specification of ASCOF can say: its arithmetic at the edges, and the twelve months to any month's end."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pyarrow as pa
import pytest

from cydwaith.engines.measures.arithmetic import cut, rounded
from cydwaith.engines.measures.duck import DuckEngine
from cydwaith.engines.measures.facts import day_of
from cydwaith.engines.measures.rulebooks.ascof import year_begins
from cydwaith.engines.measures.rulebooks.ascof_1f import ASCOF_1F, suppressed
from cydwaith.engines.measures.schema import unbound


@pytest.mark.parametrize(
    ("mean", "published"), [("8.94", 8), ("8.95", 9), ("8.97", 9), ("8.04", 8), ("0.94", 0), ("0.95", 1)]
)
def test_a_mean_is_rounded_to_one_decimal_and_then_cut(mean: str, published: int) -> None:
    (measure,) = ASCOF_1F.measures
    assert measure.cut
    assert cut(rounded(Fraction(mean), measure.decimals)) == Decimal(published)


@pytest.mark.parametrize(
    ("numerator", "months", "hidden"),
    [(4, 12, True), (5, 12, False), (0, 12, True), (2, 6, True), (3, 6, False), (1, 3, True), (1, 2, False)],
)
def test_a_year_is_hidden_where_the_mean_numerator_is_under_five_twelfths(
    numerator: int, months: int, hidden: bool
) -> None:
    assert suppressed(numerator, months) is hidden


def test_twelve_months_begin_on_the_first_of_the_month_after_the_same_month_a_year_before() -> None:
    ends = [
        date(year, number, 1) - timedelta(days=1) for year in range(1896, 2106) for number in range(1, 13)
    ]
    kinds = {"month": "int32", "month_end": "int32"}
    numbers = [[end.year * 12 + end.month - 1 for end in ends], [day_of(end) for end in ends]]
    engine = DuckEngine(threads=1)
    engine.put(
        "month_ends", pa.table([pa.array(column, pa.int32()) for column in numbers], names=list(kinds))
    )
    table = unbound("month_ends", kinds)
    compiler = engine.compiler()()
    asked = table.select("month_end", begins=year_begins(table.month, table.month_end))
    found = dict(engine.rows(compiler.to_sqlglot(asked).sql(dialect=compiler.dialect)))
    engine.close()
    wanted = {}
    for end in ends:
        following = end + timedelta(days=1)
        wanted[day_of(end)] = day_of(date(following.year - 1, following.month, 1))
    assert found == wanted
