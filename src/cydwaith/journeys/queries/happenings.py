# SPDX-License-Identifier: AGPL-3.0-or-later
"""What happened, for the timeline: stages, contacts, jobs, reviews, new versions of the profile."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cydwaith.engines import pathways
from cydwaith.journeys.vocabulary import closing_label

from .arms import Row
from .record_shapes import ContactView, Happened, JobView, ProfileView, ReviewView


def newest_first(one: Happened) -> tuple[Any, ...]:
    """The order of the timeline; on one day the turning points stand above."""
    return (-one.when.toordinal(), not one.key, -one.id)


def of_stages(journeys: Iterable[Row], changes: Sequence[Row], language: str) -> Iterator[Happened]:
    """Stages that were entered."""
    paths = {row["pk"]: pathways.get(row["pathway"], row["pathway_version"]) for row in journeys}
    for change in changes:
        pathway = paths.get(change["journey_id"])
        if pathway is None:
            continue
        stage = pathway.stage(change["to"])
        reason = closing_label(pathway, change["reason"], language) if change["reason"] else ""
        yield Happened(
            when=change["on"],
            what=stage.staff.in_(language),
            text=reason,
            by=change["by"] or "",
            key=True,
            kind="stage",
            id=change["pk"],
        )


def of_contacts(contacts: Iterable[ContactView]) -> Iterator[Happened]:
    """Contacts, those too that did not come about."""
    for one in contacts:
        whom = one.employer_name or ("" if one.with_person else one.with_whom)
        what = one.how if one.met else one.outcome
        yield Happened(
            when=one.on,
            what=f"{what}: {whom}" if whom else what,
            text=one.summary,
            by=one.by,
            kind="contact",
            id=one.id,
        )


def of_jobs(jobs: Iterable[JobView]) -> Iterator[Happened]:
    """Jobs that began and ended; one that begins on Monday has not happened yet."""
    today = timezone.localdate()
    for job in jobs:
        name = job.employer_name or job.kind
        if job.starts_on and job.starts_on <= today:
            yield Happened(
                job.starts_on, f"{_('Job began')}: {name}", job.title, key=True, kind="job", id=job.id
            )
        if job.ends_on and job.ends_on <= today:
            yield Happened(
                job.ends_on, f"{_('Job ended')}: {name}", job.end_reason, key=True, kind="job", id=job.id
            )


def of_reviews(reviews: Iterable[ReviewView]) -> Iterator[Happened]:
    """Reviews that were held."""
    for one in reviews:
        if one.done_on:
            text = _("In work") if one.in_work else _("Not in work")
            yield Happened(
                one.done_on,
                f"{_('Review, weeks in work')}: {one.week}",
                text,
                one.by,
                kind="review",
                id=one.id,
            )


def of_profiles(profiles: Sequence[ProfileView]) -> Iterator[Happened]:
    """New versions of the profile, with what the person wants."""
    for one in profiles:
        yield Happened(
            when=timezone.localdate(one.written_at),
            what=_("Profile written") if one is profiles[0] else _("Profile changed"),
            text=one.wants,
            by=one.by,
            own=one.mine and bool(one.wants),
            kind="profile",
            id=one.id,
        )
