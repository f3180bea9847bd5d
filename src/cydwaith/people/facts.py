# SPDX-License-Identifier: AGPL-3.0-or-later
"""What people give to figures: ages and equality facts as given, spells of care, who held whom; no name, no number.

A month of birth stands for the date: it gives every age at the end of a month, which is what the rulebooks ask for.
"""

from __future__ import annotations

from cydwaith.kernel.facts import Fill, Read

_FACT = {
    "id": "BIGINT",
    "person_id": "BIGINT",
    "kind": "VARCHAR",
    "value": "VARCHAR",
    "starts_on": "DATE",
    "ends_on": "DATE",
}


def _facts_of(table: str) -> Read:
    return Read(
        f"fact_{table}",
        f"SELECT id, person_id, kind, value, starts_on, ends_on FROM people_{table}fact",  # noqa: S608  # our own names
        _FACT,
    )


READS = (
    Read(
        "person",
        "SELECT id, organisation_id, date_of_birth FROM people_person WHERE joined_into_id IS NULL",
        {"id": "BIGINT", "organisation_id": "BIGINT", "date_of_birth": "DATE"},
    ),
    *(_facts_of(table) for table in ("care", "equality", "skills", "money")),
    Read(
        "involvement",
        "SELECT id, person_id, organisation_id, user_id, substr(CAST(starts_at AS TEXT), 1, 10) AS starts_on,"
        " substr(CAST(ends_at AS TEXT), 1, 10) AS ends_on FROM people_involvement WHERE user_id IS NOT NULL",
        {
            "id": "BIGINT",
            "person_id": "BIGINT",
            "organisation_id": "BIGINT",
            "user_id": "BIGINT",
            "starts_on": "DATE",
            "ends_on": "DATE",
        },
    ),
)


def _latest(read: str, kind: str) -> str:
    return (
        f"(SELECT person_id, arg_max(value, (starts_on, id)) AS value FROM {read} WHERE kind = '{kind}'"  # noqa: S608  # our own names
        " GROUP BY person_id)"
    )


# Each source of attributes has ids of its own: a remainder of four keeps them apart.
_ATTRIBUTES = " UNION ALL ".join(
    f"SELECT id * 4 + {place} AS id, person_id, kind, value, starts_on, ends_on FROM fact_{table}"  # noqa: S608  # our own names
    f" WHERE kind IN ({kinds})"
    for place, (table, kinds) in enumerate(
        {
            "care": "'carer', 'ehc_plan', 'long_term_sick', 'disabled'",
            "equality": "'migrant', 'disadvantage'",
            "skills": "'disadvantage'",
            "money": "'other_funding', 'benefit'",
        }.items()
    )
)

_SPELLS = {
    "support_reason": ("primary_support_reason", "reason", ""),
    "long_term_support": ("long_term_support", "kind", ""),
    "setting": ("setting", "setting", ""),
    "care_programme": ("care_programme", "", "AND f.value = 'yes'"),
}


def _spell(table: str) -> Fill:
    kind, column, only = _SPELLS[table]
    value = f"f.value AS {column}, " if column else ""
    return Fill(
        table,
        ("fact_care",),
        f"SELECT own(f.id) AS spell_id, k.number AS person_id, {value}day_of(f.starts_on) AS start_day,"  # noqa: S608  # our own names
        f" day_of(f.ends_on) AS end_day FROM fact_care f JOIN person_key k USING (person_id)"
        f" WHERE f.kind = '{kind}' {only}",
    )


FILLS = (
    Fill(
        "person",
        ("person", "organisation", "fact_equality", "fact_skills"),
        f"""
        SELECT k.number AS person_id, o.code AS partner, o.area, month_of(p.date_of_birth) AS born_month,
               gender.value AS gender, ethnicity.value AS ethnicity, education.value AS education
        FROM person p
        JOIN person_key k ON k.person_id = p.id
        JOIN organisation o ON o.id = p.organisation_id
        LEFT JOIN {_latest("fact_equality", "gender")} gender ON gender.person_id = p.id
        LEFT JOIN {_latest("fact_equality", "ethnicity")} ethnicity ON ethnicity.person_id = p.id
        LEFT JOIN {_latest("fact_skills", "education_level")} education ON education.person_id = p.id
        """,  # noqa: S608  # our own names
    ),
    *(_spell(table) for table in _SPELLS),
    Fill(
        "attribute",
        ("fact_care", "fact_equality", "fact_skills", "fact_money"),
        f"""
        SELECT own(a.id) AS spell_id, k.number AS person_id, a.kind, a.value, day_of(a.starts_on) AS start_day,
               day_of(a.ends_on) AS end_day
        FROM ({_ATTRIBUTES}) a JOIN person_key k USING (person_id)
        """,  # noqa: S608  # our own names
    ),
)
