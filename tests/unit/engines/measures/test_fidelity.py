# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fidelity items: scales, numbers, scores at their limits, what would raise them, totals and bands."""

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from importlib import resources

import pytest

from cydwaith.engines.measures import fidelity, fidelity_words
from cydwaith.engines.measures.duck import DuckEngine
from cydwaith.engines.measures.facts import BY_NAME, day_of
from cydwaith.engines.measures.fidelity import (
    Beside,
    Raise,
    ScaleError,
    beside,
    read_scale,
    results,
    scale,
    total,
)
from cydwaith.engines.measures.fidelity_counts import NAMES, count
from cydwaith.engines.measures.periods import Period
from cydwaith.engines.measures.rulebooks.ips_fidelity import IPS_FIDELITY
from cydwaith.engines.measures.specs.checking import arrow

UK, US = scale("ips-25-uk"), scale("ips-25-us")
TEXT = (
    resources.files("cydwaith.engines.measures.scales").joinpath("ips-25-uk.toml").read_text(encoding="utf-8")
)


def of(item, until=(), chosen=UK, **counts):
    whole = dict.fromkeys(NAMES, 0) | counts
    return {result.item: result for result in results(whole, list(until), chosen)}[item]


@pytest.mark.parametrize(
    ("held", "score", "fewer"),
    [(20, 5, None), (21, 4, 1), (25, 4, 5), (26, 3, 1), (30, 3, 5), (31, 2, 1), (40, 2, 10), (41, 1, 1)],
)
def test_uk_caseload_at_its_limits(held: int, score: int, fewer: int | None) -> None:
    result = of("caseload", held=held, staff=1, hours_share=100)
    assert (result.number, result.score) == (Decimal(held).quantize(Decimal("0.1")), score)
    assert result.raises == (None if fewer is None else Raise("fewer_people", fewer))
    assert result.confirmed


def test_us_caseload_has_no_score_above_twenty_five_until_its_cut_offs_are_known() -> None:
    assert of("caseload", chosen=US, held=25, staff=1, hours_share=100).score == 5
    above = of("caseload", chosen=US, held=26, staff=1, hours_share=100)
    assert (above.number, above.score, above.reason) == (Decimal("26.0"), None, "cut_off_not_known")
    assert above.raises == Raise("fewer_people", 1)


def test_caseload_is_by_full_time_and_waits_for_hours_that_nobody_wrote() -> None:
    half = of("caseload", held=20, staff=2, hours_share=50)
    assert (half.number, half.score, half.raises) == (Decimal("40.0"), 2, Raise("fewer_people", 5))
    unknown = of("caseload", held=20, staff=2, hours_share=100, staff_without_hours=1)
    assert (unknown.number, unknown.score, unknown.reason) == (None, None, "hours_not_known")
    assert dict(unknown.evidence)["staff_without_hours"] == 1
    assert of("caseload").reason == "no_staff"


@pytest.mark.parametrize(
    ("days", "number", "score", "reason"),
    [
        ([10, 50], "30.0", 5, ""),
        ([30, 31], "30.5", 4, ""),
        ([1, 2, 200], "2.0", 5, ""),
        ([100, 160, 170], "160.0", 1, ""),
        ([1, None, None], None, None, "half_still_wait"),
        ([1, 5, None], "5.0", 5, ""),
        ([1, None], None, None, "half_still_wait"),
        ([], None, None, "nothing_to_count"),
    ],
)
def test_rapid_job_search_is_the_middle_journey(
    days: list[int | None], number: str | None, score: int | None, reason: str
) -> None:
    result = of("rapid_job_search", days)
    shown = None if number is None else Decimal(number)
    assert (result.number, result.score, result.reason) == (shown, score, reason)
    assert not result.confirmed


def test_contacts_with_employers_are_by_full_time_and_week() -> None:
    result = of("employer_contact", employers_met=66, days=91, staff=1, hours_share=100)
    assert (result.number, result.score) == (Decimal("5.1"), 4)
    assert result.raises == Raise("more_employer_contacts", 6 * 13 - 66)


def test_a_share_grows_with_what_is_added_to_both_sides() -> None:
    result = of("competitive_jobs", ordinary=16, work=20)
    assert (result.number, result.score) == (Decimal("80.0"), 3)
    needed = result.raises.number
    assert result.raises.code == "more_ordinary_jobs"
    assert (
        Fraction(16 + needed, 20 + needed) >= Fraction(85, 100) > Fraction(16 + needed - 1, 20 + needed - 1)
    )


def test_people_who_are_met_are_not_more_people_in_work() -> None:
    result = of("follow_along", followed=6, in_work=10)
    assert (result.score, result.raises, result.part) == (3, Raise("meet_more_people", 1), True)


def test_the_best_has_nothing_to_raise() -> None:
    assert of("community_contact", community_minutes=65, minutes=100).raises is None


def test_a_total_has_a_band_only_when_every_item_has_a_score() -> None:
    some = total({"caseload": 5, "outreach": 4}, UK)
    assert (some.score, some.scored, some.lacking, some.band) == (9, 2, 23, "")
    for whole, band in (
        (125, "exemplary"),
        (115, "exemplary"),
        (114, "good"),
        (100, "good"),
        (99, "fair"),
        (74, "fair"),
    ):
        assert UK.band(whole)[0] == band
    assert UK.band(73) == ("not_supported_employment", True)
    assert UK.band(115) == ("exemplary", False)
    every = total({f"item {number}": 4 for number in range(25)}, UK)
    assert (every.score, every.lacking, every.band) == (100, 0, "good")


@pytest.mark.parametrize(
    "scores", [{"caseload": 6}, {"caseload": 0}, {str(number): 3 for number in range(26)}]
)
def test_scores_that_no_scale_has_are_refused(scores: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="25 items have a score from 1 to 5"):
        total(scores, UK)


def test_a_reviewer_stands_beside_the_machine() -> None:
    machine = [of("caseload", held=20, staff=1, hours_share=100), of("outreach")]
    rows = beside(machine, {"caseload": 4, "zero_exclusion": 5})
    assert rows == (
        Beside("caseload", 5, 4),
        Beside("outreach", None, None),
        Beside("zero_exclusion", None, 5),
    )
    assert [row.apart for row in rows] == [True, False, False]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('better = "low"', 'better = "less"', "caseload: better is low or high"),
        (
            '{ score = 4, limit = "25" }',
            '{ score = 5, limit = "25" }',
            "caseload: cuts stand from score 5 down",
        ),
        ('{ score = 4, limit = "25" }', '{ score = 4, limit = "19" }', "caseload: limits must grow worse"),
        ('code = "outreach"', 'code = "caseload"', "an item stands twice"),
        ("lowest = 100", "lowest = 120", "bands stand from the highest down"),
        ("highest = 125", "", "highest is missing"),
        ("items = 25", "items = ", "ips.toml"),
    ],
)
def test_a_scale_that_cannot_be_is_refused_with_its_place(old: str, new: str, told: str) -> None:
    assert old in TEXT
    with pytest.raises(ScaleError, match=re.escape(told)):
        read_scale(TEXT.replace(old, new, 1), "ips.toml")


def test_scales_score_what_the_rulebook_judges_and_every_code_has_words() -> None:
    measures = {measure.code for measure in IPS_FIDELITY.measures}
    for chosen in (UK, US):
        assert {item.code for item in chosen.items} == measures
        assert {code for code, _, _ in chosen.bands} <= set(fidelity_words.WORDS)
    assert {code for code, *_ in fidelity._RAISES.values()} <= set(fidelity_words.WORDS)
    assert set(fidelity_words.EVIDENCE) == set(NAMES)
    assert measures < set(fidelity_words.ITEMS)
    assert len(fidelity_words.ITEMS) == UK.count == US.count == 25
    with pytest.raises(KeyError):
        scale("ips-25-fr")


def rows(table, *values):
    columns = [column.name for column in BY_NAME[table].columns]
    return arrow(table, [dict.fromkeys(columns) | value for value in values])


def test_numbers_are_counted_over_the_judged_rows() -> None:
    day = lambda month, number: day_of(date(2018, month, number))  # noqa: E731 - short, and used a dozen times
    contact = {"person_id": 1, "journey_id": 1, "with_whom": "employer", "how": "in_person", "outcome": "met"}
    job = {
        "person_id": 1,
        "journey_id": 1,
        "kind": "employed",
        "start_day": day(5, 1),
        "through_support": True,
    }
    engine = DuckEngine(threads=1)
    engine.load(
        {
            "person": rows("person", {"person_id": 1, "partner": "p"}),
            "journey": rows(
                "journey",
                *(
                    {
                        "journey_id": key,
                        "person_id": 1,
                        "programme": "irwen-early",
                        "pathway": "ips",
                        "partner": "p",
                    }
                    | {"start_day": start}
                    for key, start in ((1, day(4, 1)), (2, day(1, 1)))
                ),
            ),
            "staff": rows("staff", {"staff_id": 1, "partner": "p", "hours_share": 60}),
            "staff_assignment": rows(
                "staff_assignment",
                *(
                    {
                        "assignment_id": key,
                        "staff_id": 1,
                        "journey_id": key,
                        "person_id": 1,
                        "start_day": day(4, 1),
                    }
                    for key in (1, 2)
                ),
            ),
            "contact": rows(
                "contact",
                {"contact_id": 1, "day": day(4, 21), "place": "workplace", "minutes": 90} | contact,
                {"contact_id": 2, "day": day(5, 2), "place": "office", "minutes": 30} | contact,
            ),
            "job": rows(
                "job",
                {"job_id": 1, "soc": "9223", "employer_id": 7} | job,
                {"job_id": 2, "soc": "9223", "employer_id": 8} | job,
                {"job_id": 3, "soc": None, "employer_id": 8} | job,
            ),
        }
    )
    period = Period(date(2018, 4, 1), date(2018, 6, 30))
    counted = count(engine, [period], as_of=date(2018, 6, 30))
    engine.close()
    (key, counts), *others = counted.items()
    assert (key, others) == ((period, "irwen-early"), [])
    assert counts.days == [20]
    assert counts.numbers == {
        "held": 2,
        "employers_met": 2,
        "types": 1,
        "jobs_with_type": 2,
        "employers": 2,
        "jobs_with_employer": 3,
        "ordinary": 3,
        "work": 3,
        "community_minutes": 90,
        "minutes": 120,
        "followed": 0,
        "in_work": 1,
        "tried_again": 0,
        "missed": 0,
        "staff": 1,
        "hours_share": 60,
        "staff_without_hours": 0,
        "days": 91,
        "begun": 1,
        "waiting": 0,
    }
    made = {result.item: (result.number, result.score) for result in results(counts.numbers, counts.days, UK)}
    assert made == {
        "caseload": (Decimal("3.3"), 5),
        "rapid_job_search": (Decimal("20.0"), 5),
        "employer_contact": (Decimal("0.3"), 1),
        "job_types": (Decimal("50.0"), 2),
        "employers": (Decimal("66.7"), 3),
        "competitive_jobs": (Decimal("100.0"), 5),
        "community_contact": (Decimal("75.0"), 5),
        "follow_along": (Decimal("0.0"), 1),
        "outreach": (None, None),
    }
