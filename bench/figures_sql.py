# SPDX-License-Identifier: AGPL-3.0-or-later

"""The same counts written by hand in DuckDB's SQL: what a skilled analyst would write of each rule, no more.

Each statement gives a row for everything that is judged: `period`, `stratum`, `person_id`, `part`, `event` and the
place of its `line`; `counted` adds groups up, the best line of each subject. Tables are views of the snapshot's files;
`q` and `m` are the quarters and the months with the first day of the twelve months that end with each.
"""

from __future__ import annotations

FAR = 60_000
PAID = "('apprenticeship', 'employed', 'self_employed')"


def counted(rows: str, *, people: bool) -> str:
    """Subjects by period, stratum, area and line: (period, stratum, area, line, how many)."""
    subject = "l.group_id" if people else "r.event"
    return (
        f"WITH r AS ({rows}), best AS (SELECT period, stratum, part, coalesce(p.area, '') AS area,"
        f" {subject} AS subject, min(line) AS line FROM r JOIN person p USING (person_id)"
        " JOIN person_link l USING (person_id) GROUP BY ALL)"
        " SELECT period, stratum, area, line, count(*) FROM best GROUP BY ALL"
    )


def _rows(columns: str, source: str) -> str:
    return f"SELECT period, '' AS stratum, 0 AS part, {columns} FROM {source}"


OPEN = f"journey g JOIN q ON g.start_day <= q.last_day AND coalesce(g.end_day, {FAR}) >= q.first_day"
REACH = _rows(
    "person_id, journey_id AS event, CASE WHEN g.start_day <= q.last_day THEN 0 ELSE 1 END AS line",
    "journey g JOIN q ON least(g.referred_day, g.start_day) <= q.last_day"
    f" AND coalesce(g.end_day, {FAR}) >= q.first_day",
)
STARTS = _rows(
    "person_id, journey_id AS event, CASE WHEN start_day >= first_day THEN 0 ELSE 1 END AS line", OPEN
)
CASELOAD = _rows(
    "person_id, journey_id AS event, CASE WHEN coalesce(work_at_start, '') = '' THEN 2"
    " WHEN work_at_start IN ('at_risk', 'off_sick') THEN 0 ELSE 1 END AS line",
    OPEN + f" AND coalesce(g.end_day, {FAR}) >= q.last_day",
)

_RECORDED = f"""recorded AS (
  SELECT j.job_id, j.person_id, j.start_day, j.kind IN {PAID} AS paid, j.through_support AS helped, g.journey_id AS g,
         g.programme, g.start_day AS opened, coalesce(g.end_day, {FAR}) AS closed,
         coalesce(paid AND helped AND j.start_day BETWEEN opened AND closed, false) AS counts
  FROM job j LEFT JOIN journey g USING (journey_id)),
first_job AS (SELECT person_id, programme, min(start_day) AS began FROM recorded WHERE counts GROUP BY ALL)"""
_WHY = (
    "CASE WHEN NOT paid THEN 8 WHEN NOT helped THEN 7 WHEN start_day IS NULL THEN 1 WHEN helped IS NULL THEN 2"
    " WHEN g IS NULL THEN 3 ELSE 6 END AS line"
)
INTO_WORK = f"""WITH {_RECORDED}
SELECT period, '' AS stratum, 0 AS part, person_id, job_id AS event, {_WHY}
FROM recorded JOIN q ON start_day BETWEEN first_day AND last_day WHERE NOT counts
UNION ALL
SELECT period, '', 0, person_id, job_id, {_WHY}
FROM recorded JOIN q ON coalesce(opened, last_day) <= last_day AND closed >= first_day
WHERE start_day IS NULL AND NOT counts
UNION ALL
SELECT period, '', 0, person_id, journey_id,
       CASE WHEN began IS NULL OR began > last_day THEN 4 WHEN began >= first_day THEN 0 ELSE 5 END
FROM (SELECT * FROM {OPEN}) LEFT JOIN first_job USING (person_id, programme)"""


def sustained(weeks: int) -> str:
    """First jobs whose weeks run in a quarter; spells of work with gaps of up to 14 days."""
    order = "OVER (PARTITION BY person_id ORDER BY start_day, last_day ROWS BETWEEN UNBOUNDED PRECEDING AND"
    return f"""WITH {_RECORDED},
paid_job AS (SELECT person_id, start_day, coalesce(end_day, {FAR}) AS last_day FROM job
             WHERE kind IN {PAID} AND start_day <= (SELECT max(last_day) FROM q)),
marked AS (SELECT *, max(last_day) {order} 1 PRECEDING) AS reached FROM paid_job),
numbered AS (SELECT *, sum(CASE WHEN start_day <= reached + 15 THEN 0 ELSE 1 END) {order} CURRENT ROW) AS n
             FROM marked),
spell AS (SELECT person_id, min(start_day) AS work_from, max(last_day) AS work_to FROM numbered GROUP BY person_id, n),
firsts AS (SELECT person_id, programme, began, began + {7 * weeks - 1} AS reached FROM first_job)
SELECT period, '' AS stratum, 0 AS part, person_id, 0 AS event,
       CASE WHEN reached <= last_day AND work_to >= reached THEN 0 WHEN reached <= last_day THEN 3
            WHEN work_to >= last_day THEN 1 WHEN work_to + 14 >= last_day THEN 2 ELSE 3 END AS line
FROM firsts JOIN spell USING (person_id) JOIN q ON began <= last_day AND reached >= first_day
WHERE began BETWEEN work_from AND work_to"""


ACCESS = """WITH seen AS (
  SELECT referral_id, min(day) AS d FROM contact WHERE with_whom = 'person' AND outcome = 'met'
  AND how IN ('in_person', 'group', 'phone', 'video') GROUP BY ALL)
SELECT period, '' AS stratum, 0 AS part, person_id, referral_id AS event,
       CASE WHEN d BETWEEN since AND last_day THEN 0 WHEN d <= last_day THEN 2 WHEN end_day < last_day THEN 3 ELSE 1 END
       AS line
FROM referral LEFT JOIN seen USING (referral_id)
JOIN q ON (start_day <= last_day AND (end_day IS NULL OR end_day >= since)) OR d BETWEEN since AND last_day
WHERE team = 'ips'"""

TRIALS = f"""SELECT period, '' AS stratum, 0 AS part, person_id, job_id AS event, 0 AS line
FROM job JOIN q ON start_day BETWEEN first_day AND last_day WHERE kind = 'work_trial'
UNION ALL
SELECT period, '', 0, j.person_id, j.job_id, 1
FROM job j JOIN (SELECT journey_id, period FROM {OPEN}) USING (journey_id)
WHERE kind = 'work_trial' AND j.start_day IS NULL"""

PAID_1F = """WITH cohort AS (
  SELECT DISTINCT m.period, m.month, m.month_end, m.since, r.person_id
  FROM referral r JOIN care_programme c USING (person_id)
  JOIN m ON greatest(r.start_day, c.start_day) <= month_end
        AND least(coalesce(r.end_day, 60000), coalesce(c.end_day, 60000)) > month_end
  WHERE r.team = 'mental_health'),
status AS (SELECT person_id, day, max(status IN ('employed', 'self_employed')) AS paid
           FROM status_observation WHERE status <> 'unknown' GROUP BY ALL)
SELECT period, '' AS stratum, month AS part, c.person_id, 0 AS event,
       CASE WHEN born_month IS NULL THEN 4 WHEN month - born_month NOT BETWEEN 18 * 12 AND 70 * 12 - 1 THEN 5
            WHEN s.day IS NULL THEN 3 WHEN s.day < since THEN 2 WHEN paid THEN 0 ELSE 1 END AS line
FROM cohort c ASOF LEFT JOIN status s ON c.person_id = s.person_id AND c.month_end >= s.day
JOIN person p ON p.person_id = c.person_id"""

STATEMENTS: dict[str, tuple[str, bool]] = {
    "ascof-1f.paid_work": (PAID_1F, True),
    "ips-access.mhs116": (ACCESS, False),
    "ips-access.mhs116a": (ACCESS, False),
    "ips-grow.retention_share": (CASELOAD, True),
    "programme-contract.starts": (STARTS, True),
    "programme-contract.into_work": (INTO_WORK, True),
    "programme-contract.into_work_rate": (INTO_WORK, True),
    **{f"programme-contract.sustained_{weeks}": (sustained(weeks), True) for weeks in (13, 26, 52)},
    "reach.people_supported": (REACH, True),
    "work-trial.people": (TRIALS, True),
    "work-trial.trials": (TRIALS, False),
}
"""Measure -> (rows, whether people are counted)."""
