# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whatever the bytes, nothing comes out of reading and planning but rows, records or one `ReadProblem`."""

import contextlib
import csv
import io
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cydwaith.engines import tables as t
from cydwaith.engines.tables.cells import Row
from cydwaith.engines.tables.fields.parsed import Context
from cydwaith.engines.tables.fields.parsers import PARSERS
from cydwaith.engines.tables.plan.spool import Spool
from tests.unit.engines.tables.books import TODAY, Site, moment, package, sheet, xlsx

#: Reading is measured elsewhere; a busy machine is no failure.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
HEADINGS = [
    "Ref",
    "Name",
    "DOB",
    "Programme",
    "Start date",
    "Employer",
    "Job start",
    "Hours",
    "Pay",
    "Contact date",
    "Gender",
]
WHOLE = xlsx(
    {
        "People": [
            HEADINGS,
            ["1", "Ann", date(1990, 1, 2), "IPS", "3/4/2024", "Siop", "1/2/2024", 16, "£12/hr"],
        ]
    }
)
SNIPPETS = st.sampled_from(
    [
        "",
        "1",
        "Ann",
        "Pugh, Ann",
        "31/02/2024",
        "03/04/24",
        "3 Mawrth 2024",
        "45355",
        "16:30",
        "£11.44/hr",
        "£10-12",
        "=1",
        "'",
    ]
) | st.text(max_size=12)
VALUES = (
    st.none()
    | st.booleans()
    | st.integers(-(10**12), 10**12)
    | st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9)
    | st.dates(date(1900, 1, 1))
    | st.datetimes(moment("1900-01-01"))
    | st.timedeltas(timedelta(0), timedelta(days=1000))
    | SNIPPETS
    | st.text()
)


def drain(data: bytes) -> None:
    """Read, guess, check, survey and plan; only `ReadProblem` may stop it."""
    with contextlib.suppress(t.ReadProblem), t.open_workbook(data) as book:
        mapping = t.guess(book, today=TODAY)
        assert t.Mapping.from_json(mapping.as_json()) == mapping
        t.survey(book, mapping, lookup=Site())
        with t.Plan(book, mapping, today=TODAY, lookup=Site()) as plan:
            for record in plan.records():
                assert record.rows
                for problem in record.problems:
                    assert problem.english()
                    assert t.Problem.from_json(problem.as_json()) == problem


@given(st.binary(max_size=400))
@PATIENT
def test_any_bytes(data: bytes) -> None:
    drain(data)


@given(
    st.sampled_from([b"PK\x03\x04", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"sep=;\n", b'"']),
    st.binary(max_size=200),
)
@PATIENT
def test_any_bytes_behind_a_promising_beginning(start: bytes, data: bytes) -> None:
    drain(start + data)


@given(st.data())
@PATIENT
def test_any_damage_to_a_workbook(data: Any) -> None:
    damaged = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    drain(bytes(damaged[: data.draw(st.integers(1, len(damaged)))]))


@given(st.text(st.sampled_from(list('<>/="& rowcvtsfi1A9x:')), max_size=120), st.booleans())
@PATIENT
def test_any_xml_for_a_sheet(text: str, wrap: bool) -> None:
    drain(package(sheet(text) if wrap else text))


@given(st.lists(st.lists(SNIPPETS, max_size=12), max_size=8), st.sampled_from(",;\t|"))
@PATIENT
def test_any_table_below_known_headings(lines: list[list[str]], delimiter: str) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(HEADINGS)
    writer.writerows(lines)
    drain(out.getvalue().encode("utf-8", "replace"))


@given(st.lists(st.lists(VALUES, min_size=1, max_size=11), max_size=6))
@PATIENT
def test_any_typed_values_below_known_headings(lines: list[list[Any]]) -> None:
    out = io.BytesIO()
    t.write_xlsx(out, HEADINGS, lines)
    drain(out.getvalue())


@given(VALUES, st.sampled_from(sorted(t.FIELDS)), st.sampled_from(["dmy", "mdy"]))
@settings(PATIENT, max_examples=400)
def test_no_parser_ever_raises_and_all_say_why(value: Any, name: str, order: Any) -> None:
    field = t.FIELDS[name]
    context = Context(today=TODAY, order=order, past=field.past, birth=True, vocabulary=field.vocabulary)
    parsed = PARSERS[field.kind](value, context)
    for issue in parsed.issues:
        assert t.WORDS[issue.code].message.format(**issue.params)


@given(st.dates(date(1930, 1, 1), date(2031, 12, 31)))
@PATIENT
def test_a_day_written_in_any_usual_way_is_that_day(day: date) -> None:
    parse, context = PARSERS[t.Kind.DATE], Context(today=TODAY)
    serial = (day - date(1899, 12, 30)).days
    for written in (
        day.isoformat(),
        f"{day.day}/{day.month}/{day.year}",
        f"{day.day:02}.{day.month:02}.{day.year}",
        f"{day:%d %B %Y}",
        f"{day:%d-%b-%Y}",
        f"{day:%B} {day.day}, {day.year}",
        str(serial),
        serial,
        day,
    ):
        assert parse(written, context).value == day


@given(st.lists(st.tuples(st.lists(VALUES, max_size=6), st.integers(0, 3)), max_size=20))
@PATIENT
def test_rows_set_aside_come_back_by_person_in_their_order(entries: list[tuple[list[Any], int]]) -> None:
    from array import array

    spool = Spool()
    for number, (values, person) in enumerate(entries, 1):
        spool.add(person, Row(number, tuple(values), {0: "merged"}), (str(person),))
    assert [cells for _, _, cells in spool.key_cells()] == [[str(person)] for _, person in entries]
    spool.assign(array("Q", [person for _, person in entries]))
    back = list(spool.people())
    spool.close()
    expected = sorted(enumerate(entries, 1), key=lambda pair: (pair[1][1], pair[0]))
    assert [(person, spooled.row.number) for person, spooled in back] == [
        (person, number) for number, (_, person) in expected
    ]
    for (_, spooled), (_, (values, _)) in zip(back, expected, strict=True):
        assert dict(spooled.row.marks) == {0: "merged"}
        assert [_coarse(value) for value in spooled.row.values] == [_coarse(value) for value in values]


def _coarse(value: Any) -> tuple[str, Any]:
    """Lengths of time are kept to the second, as Excel has them; a Decimal by its value."""
    if isinstance(value, timedelta):
        return "timedelta", round(value.total_seconds())
    return type(value).__name__, Decimal(value) if isinstance(value, Decimal) else value
