# SPDX-License-Identifier: AGPL-3.0-or-later
"""What journeys give to figures: journeys, contacts, jobs with dated hours and pay, reviews, learning.

A journey on an IPS pathway is a referral to an IPS team, beside the referrals to clinical teams that the record holds;
their ids are kept apart by being even and odd. An employer is a number made of the name as it was written.
`journey` holds the journeys that the snapshot is about: a job of another programme stays as work, its journey does not.
"""

from __future__ import annotations

from cydwaith.kernel.facts import Fill, Read

_ID = {"id": "BIGINT", "person_id": "BIGINT"}

READS = (
    Read(
        "journey",
        "SELECT id, person_id, programme_id, organisation_id, pathway, referred_on, opened_on, closed_on, close_reason,"
        " work_at_start, back_on FROM journeys_journey",
        {
            **_ID,
            "programme_id": "BIGINT",
            "organisation_id": "BIGINT",
            "pathway": "VARCHAR",
            "referred_on": "DATE",
            "opened_on": "DATE",
            "closed_on": "DATE",
            "close_reason": "VARCHAR",
            "work_at_start": "VARCHAR",
            "back_on": "DATE",
        },
    ),
    Read(
        "stage_change",
        'SELECT id, person_id, journey_id, "to" AS stage, "on" AS day FROM journeys_stagechange',
        {**_ID, "journey_id": "BIGINT", "stage": "VARCHAR", "day": "DATE"},
    ),
    Read(
        "contact",
        'SELECT id, person_id, journey_id, user_id, "on" AS day, with_whom, how, place, outcome, minutes,'
        " employer_name FROM journeys_contact",
        {
            **_ID,
            "journey_id": "BIGINT",
            "user_id": "BIGINT",
            "day": "DATE",
            "with_whom": "VARCHAR",
            "how": "VARCHAR",
            "place": "VARCHAR",
            "outcome": "VARCHAR",
            "minutes": "BIGINT",
            "employer_name": "VARCHAR",
        },
    ),
    Read(
        "job",
        "SELECT id, person_id, journey_id, employer_name, kind, soc, starts_on, ends_on, end_reason,"
        " found_through_support FROM journeys_jobspell",
        {
            **_ID,
            "journey_id": "BIGINT",
            "employer_name": "VARCHAR",
            "kind": "VARCHAR",
            "soc": "VARCHAR",
            "starts_on": "DATE",
            "ends_on": "DATE",
            "end_reason": "VARCHAR",
            "found_through_support": "BOOLEAN",
        },
    ),
    Read(
        "job_terms",
        "SELECT id, person_id, job_id, from_on, hours_minutes_week, pay_pence, pay_period FROM journeys_jobterms",
        {
            **_ID,
            "job_id": "BIGINT",
            "from_on": "DATE",
            "hours_minutes_week": "BIGINT",
            "pay_pence": "BIGINT",
            "pay_period": "VARCHAR",
        },
    ),
    Read(
        "observation",
        'SELECT id, person_id, "on" AS day, status, hours_minutes_week FROM journeys_statusobservation',
        {**_ID, "day": "DATE", "status": "VARCHAR", "hours_minutes_week": "BIGINT"},
    ),
    Read(
        "learning",
        "SELECT id, person_id, kind, level, starts_on, ends_on, result FROM journeys_learningspell",
        {
            **_ID,
            "kind": "VARCHAR",
            "level": "VARCHAR",
            "starts_on": "DATE",
            "ends_on": "DATE",
            "result": "VARCHAR",
        },
    ),
    Read(
        "review",
        "SELECT id, person_id, journey_id, week, work_from, due_on, done_on, in_work FROM journeys_review",
        {
            **_ID,
            "journey_id": "BIGINT",
            "week": "BIGINT",
            "work_from": "DATE",
            "due_on": "DATE",
            "done_on": "DATE",
            "in_work": "BOOLEAN",
        },
    ),
)

_KEY = "k.number AS person_id"
_OF = "JOIN person_key k USING (person_id)"

FILLS = (
    Fill(
        "journey",
        ("journey", "person", "programme", "organisation"),
        f"""
        SELECT own(j.id) AS journey_id, {_KEY}, g.code AS programme, j.pathway, o.code AS partner,
               day_of(j.referred_on) AS referred_day, day_of(j.opened_on) AS start_day, day_of(j.closed_on) AS end_day,
               j.close_reason AS close_reason, j.work_at_start AS work_at_start,
               CASE WHEN j.opened_on >= p.date_of_birth THEN date_sub('year', p.date_of_birth, j.opened_on) END
                 AS age_at_start,
               day_of(j.back_on) AS back_day
        FROM journey j {_OF}
        JOIN person p ON p.id = j.person_id
        JOIN programme g ON g.id = j.programme_id
        JOIN organisation o ON o.id = j.organisation_id
        """,  # noqa: S608  # our own names
    ),
    Fill(
        "referral",
        ("fact_care", "journey", "organisation", "person"),
        f"""
        SELECT own(f.id * 2) AS referral_id, {_KEY}, o.code AS partner, 'mental_health' AS team,
               day_of(f.starts_on) AS start_day, day_of(f.ends_on) AS end_day
        FROM fact_care f {_OF}
        JOIN person p ON p.id = f.person_id
        JOIN organisation o ON o.id = p.organisation_id
        WHERE f.kind = 'clinical_referral'
        UNION ALL
        SELECT own(j.id * 2 + 1), k.number, o.code, 'ips', day_of(j.referred_on), day_of(j.closed_on)
        FROM journey j {_OF} JOIN organisation o ON o.id = j.organisation_id
        WHERE j.pathway = 'ips'
        """,  # noqa: S608  # our own names
    ),
    Fill(
        "staff_assignment",
        ("involvement", "journey"),
        f"""
        SELECT own(j.id * 1000 + rank() OVER (PARTITION BY j.id ORDER BY i.starts_on, i.id)) AS assignment_id,
               own(i.user_id) AS staff_id, own(j.id) AS journey_id, {_KEY},
               greatest(day_of(j.opened_on), day_of(i.starts_on)) AS start_day,
               CASE WHEN j.closed_on IS NULL THEN day_of(i.ends_on) WHEN i.ends_on IS NULL THEN day_of(j.closed_on)
                    ELSE least(day_of(j.closed_on), day_of(i.ends_on)) END AS end_day
        FROM involvement i {_OF}
        JOIN journey j ON j.person_id = i.person_id AND j.organisation_id = i.organisation_id
        WHERE (i.ends_on IS NULL OR day_of(i.ends_on) >= day_of(j.opened_on))
          AND (j.closed_on IS NULL OR day_of(i.starts_on) <= day_of(j.closed_on))
        """,  # noqa: S608  # our own names
    ),
    Fill(
        "stage_change",
        ("stage_change", "journey"),
        f"SELECT own(c.id) AS change_id, own(c.journey_id) AS journey_id, {_KEY}, c.stage, day_of(c.day) AS day"  # noqa: S608  # our own names
        f" FROM stage_change c {_OF} JOIN journey j ON j.id = c.journey_id",
    ),
    Fill(
        "contact",
        ("contact", "journey"),
        f"""
        SELECT own(c.id) AS contact_id, {_KEY}, own(c.journey_id) AS journey_id,
               CASE WHEN j.pathway = 'ips' THEN own(j.id * 2 + 1) END AS referral_id,
               own(c.user_id) AS staff_id, own_text(c.employer_name) AS employer_id, day_of(c.day) AS day, c.with_whom,
               c.how, c.place AS place, c.outcome, c.minutes
        FROM contact c {_OF} LEFT JOIN journey j ON j.id = c.journey_id
        WHERE c.journey_id IS NULL OR j.id IS NOT NULL
        """,  # noqa: S608  # our own names
    ),
    Fill(
        "job",
        ("job", "journey"),
        f"""
        SELECT own(b.id) AS job_id, {_KEY}, own(j.id) AS journey_id, own_text(b.employer_name) AS employer_id,
               b.kind, b.soc AS soc, day_of(b.starts_on) AS start_day, day_of(b.ends_on) AS end_day,
               b.end_reason AS end_reason, b.found_through_support AS through_support
        FROM job b {_OF} LEFT JOIN journey j ON j.id = b.journey_id
        """,  # noqa: S608  # our own names
    ),
    Fill(
        "job_terms",
        ("job_terms", "job"),
        f"""
        SELECT own(t.id) AS terms_id, own(t.job_id) AS job_id, {_KEY}, day_of(t.from_on) AS from_day,
               coalesce(lead(day_of(t.from_on)) OVER (PARTITION BY t.job_id ORDER BY t.from_on) - 1,
                        day_of(b.ends_on)) AS to_day,
               t.hours_minutes_week AS minutes_week, t.pay_pence, t.pay_period AS pay_period
        FROM job_terms t {_OF} JOIN job b ON b.id = t.job_id
        """,  # noqa: S608  # our own names
    ),
    Fill(
        "status_observation",
        ("observation",),
        f"SELECT own(s.id) AS observation_id, {_KEY}, day_of(s.day) AS day, s.status,"  # noqa: S608  # our own names
        f" s.hours_minutes_week AS minutes_week, 'review' AS source FROM observation s {_OF}",
    ),
    Fill(
        "learning",
        ("learning",),
        f"""
        SELECT own(s.id) AS spell_id, {_KEY}, s.kind, s.level AS level, s.result AS result,
               day_of(s.starts_on) AS start_day, day_of(s.ends_on) AS end_day
        FROM learning s {_OF}
        """,  # noqa: S608  # our own names
    ),
    Fill(
        "review",
        ("review", "journey"),
        f"""
        SELECT own(r.id) AS review_id, {_KEY}, own(r.journey_id) AS journey_id, r.week,
               day_of(r.work_from) AS work_from_day, day_of(r.due_on) AS due_day, day_of(r.done_on) AS done_day,
               r.in_work
        FROM review r {_OF} JOIN journey j ON j.id = r.journey_id
        """,  # noqa: S608  # our own names
    ),
)
