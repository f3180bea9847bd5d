# SPDX-License-Identifier: AGPL-3.0-or-later
"""What IPS fidelity items rest on: the parts of the 25-item scale that the contact log and the job history can show.

Source: IPS fidelity scale, UK and US versions, for what each item looks at; in our own words, since the scale's are
copyright. Each measure says of every journey, contact or job whether it stands for the item; `fidelity` makes numbers
and scores of the same rows, by a scale that is versioned data. The other items need a reviewer.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from .ascof import open_on
from .base import N_, Facts, Line, Measure, Of, Rulebook, Shape, first_line, judgement
from .fidelity_lines import (
    CASELOAD,
    COMMUNITY,
    COMPETITIVE,
    EMPLOYER_CONTACT,
    EMPLOYERS,
    FOLLOW_ALONG,
    JOB_TYPES,
    OUTREACH,
    RAPID,
)
from .history import FAR, PAID, journeys, periods_known

if TYPE_CHECKING:
    import ibis.expr.types as ir

Options = Mapping[str, Any]
COMMUNITY_PLACES = ("community", "home", "workplace")
OUTSIDE_WAYS = ("in_person", "group")


def _ours(facts: Facts, options: Options) -> ir.Table:
    """Journeys on an IPS pathway: `journey_id`, `person_id`, `programme`, `partner`, `area`, `begun`, `last_day`."""
    rows = journeys(facts)
    rows = rows.filter(rows.pathway.isin(options["pathways"]))
    return rows.select(
        "journey_id", "person_id", "programme", "partner", "area", "last_day", begun=rows.start_day
    )


def _periods(facts: Facts) -> ir.Table:
    return periods_known(facts).select("period", "first_day", "at")


def _in_period(facts: Facts, rows: ir.Table, day: str) -> ir.Table:
    periods = _periods(facts)
    return rows.join(periods, [rows[day] >= periods.first_day, rows[day] <= periods.at])


def _contacts(facts: Facts, options: Options) -> ir.Table:
    """Contacts on these journeys, with the journey's columns."""
    contacts = facts["contact"].drop("person_id", "referral_id", "staff_id", "employer_id")
    return contacts.join(_ours(facts, options), "journey_id")


def _jobs(facts: Facts, options: Options) -> ir.Table:
    """Work found through support on these journeys that began in a period, a row each."""
    jobs = facts["job"].drop("person_id").filter(facts["job"].through_support)
    return _in_period(facts, jobs.join(_ours(facts, options), "journey_id"), "start_day")


def caseload(facts: Facts, options: Options) -> ir.Table:
    """Journeys open on the last known day of the period, and who holds them then."""
    periods, ours, held = _periods(facts), _ours(facts, options), facts["staff_assignment"]
    rows = ours.join(periods, [ours.begun <= periods.at, ours.last_day >= periods.at])
    held = held.select("assignment_id", "journey_id", "start_day", "end_day")
    rows = rows.left_join(
        held, [rows.journey_id == held.journey_id, open_on(rows.at, held.start_day, held.end_day)]
    )
    return judgement(
        rows,
        subject_id=rows.journey_id,
        line=first_line(CASELOAD, ("nobody", rows.assignment_id.isnull()), ("held", True)),
        evidence_id=rows.assignment_id.coalesce(rows.journey_id),
    )


def rapid_job_search(facts: Facts, options: Options) -> ir.Table:
    """Journeys that began in the period, by the days until the first contact with an employer."""
    import ibis

    contacts = _contacts(facts, options)
    met = contacts.filter(_with_employer(contacts, options), contacts.day >= contacts.begun)
    order = ibis.window(group_by=met.journey_id, order_by=[met.day, met.contact_id])
    met = met.mutate(place=ibis.row_number().over(order))
    first = met.filter(met.place == 0).select("journey_id", "contact_id", first_day_met=met.day)
    rows = _in_period(facts, _ours(facts, options), "begun").left_join(first, "journey_id")
    seen = (rows.first_day_met <= rows.at).fill_null(False)
    limit = rows.begun + options["rapid_days"]
    return judgement(
        rows.drop("journey_id_right"),
        subject_id=rows.journey_id,
        line=first_line(
            RAPID,
            ("within", seen & (rows.first_day_met <= limit)),
            ("later", seen),
            ("waiting", True),
        ),
        evidence_id=ibis.cases((seen, rows.contact_id), else_=rows.journey_id),
        by_day=ibis.cases((~seen & (limit > rows.at), limit), else_=ibis.null("int32")),
    )


def _with_employer(contacts: ir.Table, options: Options) -> Any:
    met = (contacts.with_whom == "employer") & (contacts.outcome == "met")
    return met & contacts.how.isin(options["employer_ways"])


def employer_contact(facts: Facts, options: Options) -> ir.Table:
    """Contacts with employers in the period."""
    contacts = _contacts(facts, options)
    rows = _in_period(facts, contacts.filter(contacts.with_whom == "employer"), "day")
    return judgement(
        rows,
        subject_id=rows.contact_id,
        line=first_line(
            EMPLOYER_CONTACT,
            ("met", _with_employer(rows, options)),
            ("not_met", rows.outcome != "met"),
            ("other_way", True),
        ),
        evidence_id=rows.contact_id,
    )


def competitive_jobs(facts: Facts, options: Options) -> ir.Table:
    """Work found through support, by whether it is an ordinary paid job."""
    rows = _jobs(facts, options)
    return judgement(
        rows,
        subject_id=rows.job_id,
        line=first_line(COMPETITIVE, ("ordinary", rows.kind.isin(PAID)), ("other_work", True)),
        evidence_id=rows.job_id,
    )


def _known_of(column: str, lines: tuple[Line, ...]) -> Any:
    """A judge of paid jobs by whether they have a value in a column."""

    def judge(facts: Facts, options: Options) -> ir.Table:
        rows = _jobs(facts, options)
        rows = rows.filter(rows.kind.isin(PAID))
        return judgement(
            rows,
            subject_id=rows.job_id,
            line=first_line(lines, ("known", rows[column].notnull()), ("not_known", True)),
            evidence_id=rows.job_id,
        )

    return judge


job_types = _known_of("soc", JOB_TYPES)
"""Paid jobs with an occupation."""
employers = _known_of("employer_id", EMPLOYERS)
"""Paid jobs with an employer."""


def community_contact(facts: Facts, options: Options) -> ir.Table:
    """Contacts that took place in the period, by where; `fidelity` weighs them by their minutes."""
    contacts = _contacts(facts, options)
    rows = _in_period(facts, contacts.filter(contacts.outcome == "met"), "day")
    away = rows.how.isin(OUTSIDE_WAYS)
    return judgement(
        rows,
        subject_id=rows.contact_id,
        line=first_line(
            COMMUNITY,
            ("no_minutes", rows.minutes.isnull()),
            ("no_place", away & rows.place.isnull()),
            ("community", away & rows.place.isin(COMMUNITY_PLACES)),
            ("elsewhere", True),
        ),
        evidence_id=rows.contact_id,
    )


def follow_along(facts: Facts, options: Options) -> ir.Table:
    """People in a paid job on the last known day of the period, by whether they were met in the days before it."""
    import ibis

    periods, ours, jobs = _periods(facts), _ours(facts, options), facts["job"]
    jobs = jobs.filter(jobs.kind.isin(PAID)).select("job_id", "journey_id", "start_day", "end_day")
    rows = ours.join(periods, [ours.begun <= periods.at, ours.last_day >= periods.at])
    rows = rows.join(
        jobs, [rows.journey_id == jobs.journey_id, open_on(rows.at, jobs.start_day, jobs.end_day)]
    ).drop("journey_id_right", "start_day", "end_day")
    contacts = facts["contact"]
    met = contacts.filter(contacts.with_whom == "person", contacts.outcome == "met")
    days = met.group_by("journey_id", "day").agg(contact_id=met.contact_id.max())
    order = ibis.window(group_by=days.journey_id, order_by=days.day)
    days = days.mutate(next_day=days.day.lead().over(order).fill_null(FAR))
    rows = rows.left_join(
        days, [rows.journey_id == days.journey_id, days.day <= rows.at, days.next_day > rows.at]
    ).drop("journey_id_right")
    followed = (rows.day > rows.at - options["follow_days"]).fill_null(False)
    return judgement(
        rows,
        subject_id=rows.journey_id,
        line=first_line(FOLLOW_ALONG, ("followed", followed), ("not_followed", True)),
        evidence_id=ibis.cases((followed, rows.contact_id), else_=rows.job_id),
    )


def outreach(facts: Facts, options: Options) -> ir.Table:
    """Contacts that the person missed, by whether somebody tried again soon on a later day."""
    import ibis

    contacts = _contacts(facts, options)
    tries = contacts.filter(contacts.with_whom.isin(("person", "supporter", "clinical_team")))
    days = tries.select("journey_id", "day").distinct()
    order = ibis.window(group_by=days.journey_id, order_by=days.day)
    days = days.mutate(next_day=days.day.lead().over(order))
    missed = contacts.filter(
        contacts.with_whom == "person", contacts.outcome.isin(("did_not_come", "no_answer"))
    )
    rows = _in_period(facts, missed.join(days, ["journey_id", "day"]), "day")
    limit = rows.day + options["outreach_days"]
    again = ((rows.next_day <= limit) & (rows.next_day <= rows.at)).fill_null(False)
    return judgement(
        rows,
        subject_id=rows.contact_id,
        line=first_line(OUTREACH, ("tried_again", again), ("still_time", limit > rows.at), ("dropped", True)),
        evidence_id=rows.contact_id,
        by_day=ibis.cases((~again & (limit > rows.at), limit), else_=ibis.null("int32")),
    )


def _measure(code: str, title: str, shape: Shape, lines: tuple[Line, ...], judge: Any, unit: str) -> Measure:
    return Measure(code, title, Of.EVENT, shape, lines, judge, unit=unit)


IPS_FIDELITY = Rulebook(
    name="ips-fidelity",
    version="1",
    title=N_("IPS fidelity: what the records show"),
    in_force_from=date(2008, 1, 1),
    in_force_to=None,
    source="IPS fidelity scale of 25 items, UK and US versions, in our own words",
    author="Cydwaith",
    checker="",
    next_review=date(2027, 4, 1),
    tables=("person", "person_link", "journey", "staff", "staff_assignment", "contact", "job"),
    measures=(
        _measure("caseload", N_("Caseload"), Shape.COUNT, CASELOAD, caseload, "journeys"),
        _measure("rapid_job_search", N_("Rapid job search"), Shape.RATE, RAPID, rapid_job_search, "per_cent"),
        _measure(
            "employer_contact",
            N_("Contacts with employers"),
            Shape.COUNT,
            EMPLOYER_CONTACT,
            employer_contact,
            "contacts",
        ),
        _measure("job_types", N_("Different types of job"), Shape.COUNT, JOB_TYPES, job_types, "jobs"),
        _measure("employers", N_("Different employers"), Shape.COUNT, EMPLOYERS, employers, "jobs"),
        _measure(
            "competitive_jobs",
            N_("Ordinary paid jobs"),
            Shape.RATE,
            COMPETITIVE,
            competitive_jobs,
            "per_cent",
        ),
        _measure(
            "community_contact",
            N_("Work in the community"),
            Shape.RATE,
            COMMUNITY,
            community_contact,
            "per_cent",
        ),
        _measure("follow_along", N_("Support in work"), Shape.RATE, FOLLOW_ALONG, follow_along, "per_cent"),
        _measure("outreach", N_("Trying again"), Shape.RATE, OUTREACH, outreach, "per_cent"),
    ),
    options={
        "pathways": ("ips",),
        "employer_ways": ("in_person",),
        "rapid_days": 30,
        "follow_days": 31,
        "outreach_days": 14,
    },
    to_confirm=(
        N_("Only face-to-face contacts with employers count."),
        N_("An employer met within 30 days of the start is met soon enough."),
        N_("Support in work: met at least once in the last 31 days. Only a part of the item."),
        N_("Trying again: another contact within 14 days of one that was missed. Only a part of the item."),
        N_(
            "Work in the community is weighed by minutes; contacts by phone or message are not in the community."
        ),
        N_("A specialist whose hours are not recorded leaves the caseload without a number."),
    ),
)
