# SPDX-License-Identifier: AGPL-3.0-or-later
"""The programme contract in plain Python, one person at a time, from the rule's words."""

from cydwaith.engines.measures.facts import day_of

PAID = {"employed", "self_employed", "apprenticeship"}
VALUES = {
    ("job", "kind"): ("employed", "employed", "employed", "self_employed", "apprenticeship", "volunteering")
}
ROWS = {"journey": 2, "job": 4}
OPTIONS = [{}, {"gap_days": 0}, {"gap_days": 28}]
INTO = (
    *(
        "into_work",
        "no_date",
        "support_unknown",
        "no_journey",
        "no_job_yet",
        "before",
        "outside",
        "not_support",
    ),
    "not_paid",
)
SUSTAINED = ("sustained", "running", "gap_open", "broken")


def adjust(history, random):
    """Most jobs are found on the journey, a while after it began."""
    for job in history["job"]:
        if history["journey"] and random.random() < 0.6:
            journey = random.choice(history["journey"])
            job["journey_id"] = journey["journey_id"]
            if random.random() < 0.5:
                length = (
                    None
                    if job["end_day"] is None or job["start_day"] is None
                    else job["end_day"] - job["start_day"]
                )
                job["start_day"] = journey["start_day"] + random.choice((0, 1, 20, 90, 200))
                job["end_day"] = None if length is None else job["start_day"] + length


def judge(history, measure, periods, options):
    today = day_of(options["as_of"])
    rows = []
    for number, period in enumerate(periods):
        first, last = day_of(period.first), min(day_of(period.last), today)
        if first > today:
            continue
        if measure == "starts":
            found = starts(history, first, last)
            order = ("started", "began_before")
        elif measure.startswith("into_work"):
            found = into_work(history, first, last, today)
            order = INTO
        else:
            weeks = int(measure.rsplit("_", 1)[1])
            found = sustained(history, first, last, today, weeks, options["gap_days"])
            order = SUSTAINED
        if found:
            line, by, lacks = min(
                found, key=lambda one: (order.index(one[0]), one[1] is None, one[1] or 0, one[2] or 0)
            )
            rows.append({"subject": 1, "period": number, "line": line, "by": by, "lacks": lacks})
    return rows


def open_between(journey, first, last):
    return journey["start_day"] <= last and (journey["end_day"] is None or journey["end_day"] >= first)


def starts(history, first, last):
    return [
        ("started" if journey["start_day"] >= first else "began_before", None, None)
        for journey in history["journey"]
        if open_between(journey, first, last)
    ]


def why_not(job, journeys):
    """None for a job that counts."""
    if job["kind"] not in PAID:
        return "not_paid"
    if job["through_support"] is False:
        return "not_support"
    if job["start_day"] is None:
        return "no_date"
    if job["through_support"] is None:
        return "support_unknown"
    if job["journey_id"] is None:
        return "no_journey"
    journey = journeys[job["journey_id"]]
    return None if open_between(journey, job["start_day"], job["start_day"]) else "outside"


def first_jobs(history, today):
    """Programme to its first job that counts."""
    journeys = {journey["journey_id"]: journey for journey in history["journey"]}
    found = {}
    for job in sorted(history["job"], key=lambda job: (job["start_day"] or 0, job["job_id"])):
        if why_not(job, journeys) is None and job["start_day"] <= today:
            found.setdefault(journeys[job["journey_id"]]["programme"], job)
    return found


def into_work(history, first, last, today):
    journeys = {journey["journey_id"]: journey for journey in history["journey"]}
    best = first_jobs(history, today)
    found = []
    for job in history["job"]:
        reason, start = why_not(job, journeys), job["start_day"]
        if reason is None or (start is not None and start > today):
            continue
        if start is not None:
            here = first <= start <= last
        else:
            here = job["journey_id"] is None or open_between(journeys[job["journey_id"]], first, last)
        if here:
            found.append((reason, None, None))
    for journey in history["journey"]:
        if open_between(journey, first, last):
            job = best.get(journey["programme"])
            if job is None or job["start_day"] > last:
                found.append(("no_job_yet", None, None))
            else:
                found.append(("into_work" if job["start_day"] >= first else "before", None, None))
    return found


def sustained(history, first, last, today, weeks, gap_days):
    paid = [
        job
        for job in history["job"]
        if job["kind"] in PAID and job["start_day"] is not None and job["start_day"] <= today
    ]
    found = []
    for job in first_jobs(history, today).values():
        end = job["start_day"] + 7 * weeks - 1
        if job["start_day"] > last or end < first:
            continue
        free = None  # how far work has come without too long a gap; None: still going
        reach = job["start_day"] - 1
        going = True
        while going:
            going = False
            for other in paid:
                if other["start_day"] <= reach + 1 + gap_days:
                    if other["end_day"] is None:
                        reach, going, free = 10**6, False, 1
                        break
                    if other["end_day"] > reach:
                        reach, going = other["end_day"], True
            if free:
                break
        if end <= last:
            found.append(("sustained" if reach >= end else "broken", None, None))
        elif reach >= last:
            found.append(("running", end, -((last - end) // 7)))
        elif last - reach <= gap_days:
            found.append(("gap_open", reach + gap_days + 1, -((last - end) // 7)))
        else:
            found.append(("broken", None, None))
    return found
