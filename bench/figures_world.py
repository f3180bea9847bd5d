# SPDX-License-Identifier: AGPL-3.0-or-later
"""The data of the figures' measurement: people of 40 partners with ten events each, made by PostgreSQL itself.

Rows are made by the server from numbers alone (a hash of the row's number decides), the same every time. Foreign keys
are left out while they are written: the statements below keep them. Nothing here is about anybody.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import psycopg

if TYPE_CHECKING:
    import pyarrow as pa

PARTNERS = 40
ADVISERS = 2_000
PROGRAMMES = 8
EVENTS = (
    "journeys_journey",
    "journeys_stagechange",
    "journeys_contact",
    "journeys_jobspell",
    "journeys_jobterms",
    "journeys_statusobservation",
    "journeys_review",
    "people_carefact",
    "people_involvement",
)
"""Tables whose rows are counted as events."""


def _draw(number: str, salt: int, below: int) -> str:
    """SQL for a whole number from 0 up to `below`, decided by the row's number."""
    return f"((hashint8(({number})::bigint * 64 + {salt}) & 2147483647) % {below})"


def _insert(table: str, columns: dict[str, str], source: str) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    values = ", ".join(f"{value}" for value in columns.values())
    return f"INSERT INTO {table} ({names}) SELECT {values} FROM {source}"


_NOW = "TIMESTAMPTZ '2026-04-01 12:00+00'"
_FIRST = "DATE '2021-04-01'"
_OPENED = f"{_FIRST} + {_draw('p', 1, 1_700)}"
_TEXTS = "''"


def statements(people: int) -> dict[str, str]:
    """Table -> the statement that fills it."""
    series = f"generate_series(1, {people}) p"
    org = f"(1 + {_draw('p', 2, PARTNERS)})"
    user = f"(1 + {_draw('p', 3, ADVISERS)})"
    in_work = f"{_draw('p', 4, 10)} < 6"
    start = f"{_OPENED} + 30 + {_draw('p', 5, 200)}"
    ended = f"CASE WHEN {_draw('p', 6, 3)} = 0 THEN {start} + 20 + {_draw('p', 7, 500)} END"
    return {
        "partnerships_area": _insert(
            "partnerships_area",
            {
                "id": "p",
                "code": "'A' || p",
                "kind": "'council'",
                "name_en": "'Area ' || p",
                "name_cy": _TEXTS,
            },
            f"generate_series(1, {PARTNERS}) p",
        ),
        "partnerships_organisation": _insert(
            "partnerships_organisation",
            {
                "id": "p",
                "code": "'partner-' || p",
                "kind": "'council'",
                "area_id": "p",
                **dict.fromkeys(("name_en", "public_name_en"), "'Partner ' || p"),
                **dict.fromkeys(("name_cy", "public_name_cy", "email", "phone", "ink", "accent"), _TEXTS),
                "takes_self_referrals": "false",
                "created_at": _NOW,
                "version": "1",
            },
            f"generate_series(1, {PARTNERS}) p",
        ),
        "partnerships_partnership": _insert(
            "partnerships_partnership",
            {"id": "p", "code": "'all'", "name_en": "'All'", "name_cy": _TEXTS, "created_at": _NOW},
            "generate_series(1, 1) p",
        ),
        "partnerships_partner": _insert(
            "partnerships_partner",
            {
                "id": "p",
                "partnership_id": "1",
                "organisation_id": "p",
                "role": "'partner'",
                "starts_on": _FIRST,
            },
            f"generate_series(1, {PARTNERS}) p",
        ),
        "partnerships_programme": _insert(
            "partnerships_programme",
            {
                "id": "p",
                "code": "'programme-' || p",
                "partnership_id": "1",
                "lead_id": "1",
                "pathway": "'ips'",
                **dict.fromkeys(("name_en", "public_name_en"), "'Programme ' || p"),
                **dict.fromkeys(("name_cy", "public_name_cy"), _TEXTS),
                "contract_starts_on": _FIRST,
                "delivery_starts_on": _FIRST,
                "priority_reasons": "'[]'",
            },
            f"generate_series(1, {PROGRAMMES}) p",
        ),
        "people_person": _insert(
            "people_person",
            {
                "id": "p",
                "organisation_id": org,
                "reference": "lpad(to_hex(p), 10, '0')",
                "name": "'Person ' || p",
                "sort_key": "'person ' || p",
                "date_of_birth": f"DATE '1955-01-01' + {_draw('p', 8, 19_000)}",
                **dict.fromkeys(
                    (
                        "called",
                        "email",
                        "phone",
                        "address",
                        "postcode",
                        "nhs_number",
                        "spoken_language",
                        "written_language",
                        "other_language",
                    ),
                    _TEXTS,
                ),
                "created_at": _NOW,
                "version": "1",
            },
            series,
        ),
        "people_involvement": _insert(
            "people_involvement",
            {
                "person_id": "p",
                "organisation_id": org,
                "user_id": user,
                "role": "'adviser'",
                "starts_at": f"({_OPENED})::timestamptz",
            },
            series,
        ),
        "people_equalityfact": _insert(
            "people_equalityfact",
            {
                "person_id": "p",
                "kind": "'gender'",
                "value": f"(ARRAY['female','male','other'])[1 + {_draw('p', 9, 21)} / 10]",
                "starts_on": _FIRST,
                "recorded_at": _NOW,
            },
            series,
        ),
        "people_carefact": _insert(
            "people_carefact",
            {
                "person_id": "p",
                "kind": "(ARRAY['primary_support_reason','long_term_support','clinical_referral','care_programme'])[k]",
                "value": "(ARRAY['learning_disability','community','Team','yes'])[k]",
                "starts_on": f"{_FIRST} - 400 + {_draw('p', 10, 700)}",
                "recorded_at": _NOW,
            },
            f"{series}, generate_series(1, 4) k WHERE {_draw('p', 11, 2)} * 2 < k AND k <= 2 + {_draw('p', 11, 2)} * 2",
        ),
        "journeys_journey": _insert(
            "journeys_journey",
            {
                "id": "p",
                "person_id": "p",
                "programme_id": f"(1 + {_draw('p', 12, PROGRAMMES)})",
                "organisation_id": org,
                "pathway": f"CASE WHEN {_draw('p', 12, PROGRAMMES)} < 4 THEN 'ips' ELSE 'retention' END",
                "pathway_version": "1",
                "adviser_id": user,
                "referred_on": f"{_OPENED} - {_draw('p', 13, 30)}",
                "opened_on": _OPENED,
                "work_at_start": f"(ARRAY['out_of_work','in_work','at_risk','off_sick'])[1 + {_draw('p', 14, 4)}]",
                "stage": "'job_search'",
                "stage_since": _OPENED,
                "sort_key": "'person ' || p",
                "next_due_on": "DATE '9999-12-31'",
                **dict.fromkeys(("close_reason", "next_due_code"), _TEXTS),
                "version": "1",
            },
            series,
        ),
        "journeys_stagechange": _insert(
            "journeys_stagechange",
            {
                "person_id": "p",
                "journey_id": "p",
                "frm": _TEXTS,
                "to": "(ARRAY['referral','job_search'])[k]",
                "on": f"{_OPENED} + k * 10",
                "reason": _TEXTS,
                "evidence": "'[]'",
                "recorded_at": _NOW,
            },
            f"{series}, generate_series(1, 2) k",
        ),
        "journeys_contact": _insert(
            "journeys_contact",
            {
                "person_id": "p",
                "journey_id": "p",
                "user_id": user,
                "with_whom": "(ARRAY['person','employer','clinical_team'])[k]",
                "how": f"(ARRAY['in_person','phone','email'])[1 + {_draw('p + k', 15, 3)}]",
                "on": f"{_OPENED} + {_draw('p', 16, 20)} + k * 9",
                "minutes": "30",
                "place": f"(ARRAY['community','office',''])[1 + {_draw('p + k', 17, 3)}]",
                "outcome": f"CASE WHEN {_draw('p + k', 18, 8)} = 0 THEN 'no_answer' ELSE 'met' END",
                "summary": "'Talked about the week'",
                "employer_name": f"CASE WHEN k = 2 THEN 'Employer ' || {_draw('p', 19, 50_000)} ELSE '' END",
                "recorded_at": _NOW,
                "version": "1",
            },
            f"{series}, generate_series(1, 2) k",
        ),
        "journeys_jobspell": _insert(
            "journeys_jobspell",
            {
                "id": "p",
                "person_id": "p",
                "journey_id": "p",
                "employer_name": f"'Employer ' || {_draw('p', 21, 50_000)}",
                "kind": f"(ARRAY['employed','employed','work_trial','volunteering'])[1 + {_draw('p', 22, 4)}]",
                "soc": "'9111'",
                "starts_on": f"CASE WHEN {_draw('p', 23, 50)} > 0 THEN {start} END",
                "ends_on": f"CASE WHEN {_draw('p', 23, 50)} > 0 THEN {ended} END",
                "found_through_support": f"{_draw('p', 24, 10)} > 0",
                **dict.fromkeys(
                    ("title", "end_reason", "evidence", "person_learned", "employer_learned"), _TEXTS
                ),
                "recorded_at": _NOW,
                "version": "1",
            },
            f"{series} WHERE {in_work}",
        ),
        "journeys_jobterms": _insert(
            "journeys_jobterms",
            {
                "person_id": "p",
                "job_id": "p",
                "from_on": f"{start} + (k - 1) * 120",
                "hours_minutes_week": f"240 + {_draw('p + k', 25, 34)} * 60",
                "pay_pence": f"1100 + {_draw('p', 26, 400)}",
                "pay_period": "'hour'",
            },
            f"{series}, generate_series(1, 2) k WHERE {in_work} AND {_draw('p', 23, 50)} > 0"
            f" AND (k = 1 OR {_draw('p', 27, 3)} = 0)",
        ),
        "journeys_statusobservation": _insert(
            "journeys_statusobservation",
            {
                "person_id": "p",
                "on": f"{_OPENED} + {_draw('p + k', 28, 600)} + k",
                "status": f"(ARRAY['employed','seeking','volunteering','unknown'])[1 + {_draw('p + k', 29, 4)}]",
                "recorded_at": _NOW,
            },
            f"{series}, generate_series(1, 1) k",
        ),
        "journeys_review": _insert(
            "journeys_review",
            {
                "person_id": "p",
                "journey_id": "p",
                "week": "(ARRAY[13,26,52])[k]",
                "work_from": start,
                "due_on": f"{start} + (ARRAY[13,26,52])[k] * 7",
                "note": _TEXTS,
            },
            f"{series}, generate_series(1, 1) k WHERE {in_work}",
        ),
    }


def build(url: str, people: int, say: Callable[[str], None]) -> int:
    """Fill a migrated, empty database; returns how many events there are."""
    with psycopg.connect(url) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("SET synchronous_commit = off")
        connection.execute(
            _insert(
                "kernel_user",
                {
                    "id": "p",
                    "password": _TEXTS,
                    "email": "'adviser' || p || '@demo.example'",
                    "name": "'Adviser ' || p",
                    "language": "'en'",
                    "is_active": "true",
                    "is_demo": "false",
                    "is_operator": "false",
                    "created_at": _NOW,
                },
                f"generate_series(1, {ADVISERS}) p",
            )
        )
        for table, statement in statements(people).items():
            connection.execute(statement)
            say(table)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
        counted = [connection.execute(f"SELECT count(*) FROM {table}").fetchone() for table in EVENTS]
    return sum(row[0] for row in counted if row)


def links(people: int) -> pa.Table:
    """Every twentieth record and the one after it are one human, and no link is in doubt: counts are counted once."""
    import pyarrow as pa

    first = list(range(1, people, 20))
    both = [*first, *(number + 1 for number in first)]
    groups = pa.array([*first, *first], pa.int64())
    names = ("group_id", "group_low", "group_high")
    return pa.table({"person_id": pa.array(both, pa.int64()), **dict.fromkeys(names, groups)})
