# SPDX-License-Identifier: AGPL-3.0-or-later
"""Specifications are read as they are written, or refused with the place; and rendered without losing a cell."""

import importlib.util
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from cydwaith.engines.measures.facts import TABLES, day_of
from cydwaith.engines.measures.periods import Period, months, quarters, years
from cydwaith.engines.measures.rulebooks.registry import ALL
from cydwaith.engines.measures.specs.facts_page import facts_markdown
from cydwaith.engines.measures.specs.page import markdown, page_of
from cydwaith.engines.measures.specs.reading import SpecError, number, option, read

GOOD = """# It holds

Why it is here,
in two lines.

## facts: job_terms
| terms_id | job_id | person_id | from_day | minutes_week |
|---|---|---|---|---|
| 1 | 1 | 1 | 2018-06-01 | 7 h 30 |

## facts: person
| person_id | born_month |
|---|---|
| 1 | 1990-05 |

## period: 2018-04-01 to 2019-03-31
## period: 2018-04-01 to 2018-06-30
## as of: 2019-01-01
## options: gap_days = 14

## expect: starts
| subject | line |
|---|---|
| 1 | started |
"""


def test_a_specification_is_read_whole() -> None:
    spec = read(GOOD, "programme-contract", "01-x")
    assert (spec.title, spec.why) == ("It holds", "Why it is here, in two lines.")
    (terms,) = spec.facts["job_terms"]
    assert (terms["minutes_week"], terms["from_day"], terms["to_day"]) == (
        450,
        day_of(date(2018, 6, 1)),
        None,
    )
    (person,) = spec.facts["person"]
    assert (person["partner"], person["born_month"]) == ("p", 1990 * 12 + 4)
    assert spec.periods == [
        Period(date(2018, 4, 1), date(2019, 3, 31)),
        Period(date(2018, 4, 1), date(2018, 6, 30)),
    ]
    assert (spec.known_until, spec.options) == (date(2019, 1, 1), {"gap_days": 14})
    assert spec.expect == {"starts": [{"subject": "1", "line": "started"}]}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("# It holds", "It holds", "must begin with a title"),
        ("## facts: person", "## facts: people", "no table people"),
        ("born_month", "birthday", "no column birthday"),
        ("1990-05", "1990-13", "row 1, born_month"),
        ("2018-06-01", "1 June", "row 1, from_day"),
        ("7 h 30", "7 h x", "row 1, minutes_week"),
        ("| 1 | 1990-05 |", "| 1 | 1990-05 | 3 |", "has 3 cells, the head has 2"),
        ("| 1 | 1990-05 |", "| | 1990-05 |", ""),
        ("2018-04-01 to 2019-03-31", "2019-04-01 to 2019-03-31", "before it starts"),
        ("2018-04-01 to 2019-03-31", "2018", "write a period as"),
        ("gap_days = 14", "gap_days", "name = value"),
        ("## expect: starts", "## expected: starts", "a section is one of"),
        ("| subject | line |", "| subject | verdict |", "columns unknown"),
        ("| 1 | 1 | 1 | 2018-06-01 |", "| 1 | | 1 | 2018-06-01 |", "job_id must be given"),
        (GOOD[GOOD.index("## period") :], "", "it needs a period"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(old: str, new: str, told: str) -> None:
    changed = GOOD.replace(old, new, 1)
    assert changed != GOOD
    if not told:  # a key that is left out is the row's number
        assert read(changed, "r", "n").facts["person"][0]["person_id"] == 1
        return
    with pytest.raises(SpecError, match="r/n") as raised:
        read(changed, "r", "n")
    assert told in str(raised.value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("14", 14), ("yes", True), ("no", False), ("uk", "uk"), ("1, 2", (1, 2)), ("uk,", ("uk",))),
        ("2018-04-01", date(2018, 4, 1)),
    ],
)
def test_an_option_has_the_kind_that_it_looks_like(text: str, value: object) -> None:
    assert option(text) == value


@pytest.mark.parametrize(
    ("text", "minutes"), [("7 h", 420), ("7 h 30", 450), ("3 h 59 min", 239), ("1,000", 1000)]
)
def test_hours_are_minutes(text: str, minutes: int) -> None:
    assert number(text) == minutes


def test_periods_are_cut_to_the_span() -> None:
    first, last = date(2018, 2, 10), date(2019, 4, 2)
    assert [one.code for one in years(first, last)] == [
        "2018-02-10/2018-03-31",
        "2018-04-01/2019-03-31",
        "2019-04-01/2019-04-02",
    ]
    assert quarters(first, last)[0].code == "2018-02-10/2018-03-31"
    assert quarters(first, last)[1].code == "2018-04-01/2018-06-30"
    assert len(quarters(first, last)) == 6
    assert len(months(first, last)) == 15
    assert months(date(2018, 12, 1), date(2018, 12, 31))[0].code == "2018-12-01/2018-12-31"
    with pytest.raises(ValueError, match="before it starts"):
        Period(last, first)


@pytest.mark.parametrize("name", ALL)
def test_the_page_of_a_rulebook_shows_every_line_and_every_cell(name: str) -> None:
    page = page_of(ALL[name])
    text = markdown(page)
    assert page.cases, "it has no specification"
    for measure in ALL[name].measures:
        assert f"### {measure.title}\n" in text
        for line in measure.lines:
            assert f"| `{line.code}` |" in text
            assert line.says in text
    for case in page.cases:
        assert f"### {case.title}\n" in text
        for shown in case.tables:
            for row in shown.grid.rows:
                assert "| " + " | ".join(row) + " |" in text


def test_the_reference_of_facts_names_every_table_and_column() -> None:
    text = facts_markdown()
    for table in TABLES:
        part = text[text.index(f"## `{table.name}`\n") :]
        for column in table.columns:
            assert f"| `{column.name}` |" in part


def reference() -> ModuleType:
    path = Path(__file__).resolve().parents[4] / "scripts" / "measures.py"
    specification = importlib.util.spec_from_file_location("measures_reference", path)
    assert specification and specification.loader
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def test_the_reference_is_up_to_date() -> None:
    script = reference()
    assert script.lagging(script.FOLDER, script.wanted()) == [], "run python scripts/measures.py"


def test_a_lagging_reference_is_found(tmp_path: Path) -> None:
    script = reference()
    (tmp_path / "old.md").write_text("of no rulebook")
    (tmp_path / "index.md").write_text("today")
    assert script.lagging(tmp_path, {"index.md": "today", "new.md": "new"}) == ["new.md", "old.md"]
