# SPDX-License-Identifier: AGPL-3.0-or-later
"""The path as drawn, and clocks."""

from datetime import date

import pytest

from cydwaith.engines import pathways
from cydwaith.engines.pathways import Urgency

IPS = pathways.get("ips")
D = [date(2026, 1, day) for day in range(1, 29)]


def drawn(*stages: str) -> list[str]:
    stones = pathways.draw(IPS, list(zip(stages, D, strict=False)))
    return [f"{stone.stage.code} {stone.state}" for stone in stones]


def test_before_the_first_step_the_first_stone_is_ahead_of_all() -> None:
    assert drawn() == [
        "referred next",
        "getting_to_know ahead",
        "job_search ahead",
        "in_work ahead",
        "settled ahead",
    ]


def test_on_the_way() -> None:
    assert drawn("referred", "getting_to_know", "job_search") == [
        "referred done",
        "getting_to_know done",
        "job_search current",
        "in_work next",
        "settled ahead",
    ]


def test_a_stone_that_was_left_out_is_passed_not_done() -> None:
    assert drawn("referred", "getting_to_know", "in_work")[2:] == [
        "job_search passed",
        "in_work current",
        "settled next",
    ]


def test_a_way_back_keeps_what_was_walked() -> None:
    stones = pathways.draw(
        IPS,
        [
            ("referred", D[0]),
            ("getting_to_know", D[1]),
            ("job_search", D[2]),
            ("in_work", D[3]),
            ("job_search", D[4]),
        ],
    )
    assert [(s.stage.code, s.state.value, s.times, s.entered_on) for s in stones] == [
        ("referred", "done", 1, D[0]),
        ("getting_to_know", "done", 1, D[1]),
        ("job_search", "current", 2, D[4]),
        ("in_work", "next", 1, D[3]),
        ("settled", "ahead", 0, None),
    ]


def test_a_break_stands_before_the_stone_that_was_left() -> None:
    assert drawn("referred", "getting_to_know", "job_search", "paused") == [
        "referred done",
        "getting_to_know done",
        "paused current",
        "job_search next",
        "in_work ahead",
        "settled ahead",
    ]


def test_a_break_with_no_stage_before_it_stands_first() -> None:
    assert drawn("paused")[:2] == ["paused current", "referred next"]


def test_the_end_shows_what_was_walked_and_what_was_not() -> None:
    assert drawn("referred", "getting_to_know", "closed") == [
        "referred done",
        "getting_to_know done",
        "job_search passed",
        "in_work passed",
        "settled passed",
        "closed current",
    ]


@pytest.mark.parametrize(
    ("today", "urgency", "days"),
    [
        (date(2026, 1, 20), Urgency.LATER, 11),
        (date(2026, 1, 23), Urgency.LATER, 8),
        (date(2026, 1, 24), Urgency.THIS_WEEK, 7),
        (date(2026, 1, 31), Urgency.TODAY, 0),
        (date(2026, 2, 1), Urgency.OVERDUE, -1),
    ],
)
def test_the_soft_limit_of_a_stage(today: date, urgency: Urgency, days: int) -> None:
    clock = pathways.stage_clock(IPS, "getting_to_know", date(2026, 1, 1), today)
    assert (clock.due, clock.urgency, clock.days) == (date(2026, 1, 31), urgency, days)


def test_clocks_without_a_limit_and_contacts() -> None:
    today = date(2026, 2, 1)
    assert pathways.stage_clock(IPS, "settled", D[0], today) == pathways.Clock(None, Urgency.NONE, 0)
    assert pathways.contact_clock(IPS, "in_work", D[0], today).due == date(2026, 1, 15)
    assert pathways.contact_clock(IPS, "referred", D[0], today).urgency is Urgency.NONE
    assert pathways.first_contact_clock(IPS, D[0], today).due == date(2026, 1, 11)
    assert pathways.first_contact_clock(IPS, D[0], today, first_contact_on=D[3]).due is None
