# SPDX-License-Identifier: AGPL-3.0-or-later
"""From the plan's typed values to what `people` and `journeys` take in, item by item. Pure.

Each function gives keyword arguments for the dataclass of the same name, and says through `say` what it had to assume:
a spreadsheet has gaps, and a gap is said, never hidden.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from cydwaith.engines.tables import Item
from cydwaith.people.shapes import NewFact

from .lookup import KnownProgramme

FACTS: Final = (
    "primary_support_reason", "ehc_plan", "carer", "long_term_sick", "gender", "ethnicity", "education_level",
)  # fmt: skip
"""Fields of the plan's person that are kept as dated facts, under the same names."""

Say = Callable[[str, str], None]
"""(code of `words`, name of the field) -> noted, at the place where the field's value stood."""

Values = dict[str, Any]


def person(values: Mapping[str, Any], *, since: date | None, adviser_id: int | None, today: date) -> Values:
    """Arguments of `people.shapes.NewPerson` but `since`, which needs a time zone."""
    name = values.get("full_name") or " ".join(
        part for part in (values.get("given_name"), values.get("family_name")) if part
    )
    facts = tuple(
        NewFact(kind=kind, value=_yes_no(values[kind]), starts_on=since or today)
        for kind in FACTS
        if values.get(kind) is not None
    )
    return {
        "name": name,
        "called": values.get("called", ""),
        "date_of_birth": values.get("date_of_birth"),
        "nhs_number": values.get("nhs_number", ""),
        "email": values.get("email", ""),
        "phone": values.get("phone", ""),
        "address": values.get("address", ""),
        "postcode": values.get("postcode", ""),
        "spoken_language": values.get("spoken_language", ""),
        "written_language": values.get("written_language", ""),
        "other_language": values.get("spoken_language_text") or values.get("written_language_text", ""),
        "communication": values.get("communication_needs", ""),
        "access": values.get("access_needs", ""),
        "facts": facts,
        "adviser_id": adviser_id,
    }


def journey(
    item: Item,
    *,
    programme: KnownProgramme,
    adviser_id: int | None,
    earliest: date | None,
    today: date,
    say: Say,
) -> Values:
    """Arguments of `journeys.bulk.NewJourney` but the person. `earliest`: first day of anything else known."""
    values = item.values
    referred, started = values.get("referred_on"), values.get("started_on")
    opened = started or referred
    if opened is None:
        opened = earliest or today
        say("journey-start-assumed", "started_on")
    if referred is not None and referred > opened:
        say("referred-after-start", "referred_on")
        referred = opened
    closed = values.get("closed_on")
    return {
        "programme_id": programme.programme_id,
        "opened_on": opened,
        "referred_on": referred or opened,
        "stage": "closed" if closed else (values.get("stage") or None),
        "stage_since": closed,
        "closed_on": closed,
        "close_reason": values.get("close_reason") or "other" if closed else "",
        "work_at_start": values.get("work_at_start") or "",
        "user_id": adviser_id,
    }


def job(item: Item, *, say: Say) -> Values:
    """Arguments of `journeys.bulk.NewJob` but person, journey and terms."""
    values = item.values
    kind = values.get("kind")
    if kind is None:
        say("job-kind-assumed", "kind")
    return {
        "employer_name": values.get("employer", ""),
        "title": values.get("title", ""),
        "soc": values.get("soc_code", ""),
        "kind": kind or "employed",
        "starts_on": values.get("start"),
        "ends_on": values.get("end"),
        "end_reason": values.get("end_reason", "") if values.get("end") else "",
        "found_through_support": values.get("found_through_support"),
    }


def terms(job_item: Item, *, say: Say) -> list[Values]:
    """Arguments of `journeys.bulk.NewTerms`, one for each day from which hours or pay are known."""
    found: dict[date, Values] = {}
    for item in job_item.terms:
        values = item.values
        from_on = values.get("start") or job_item.values.get("start")
        pay, period = values.get("pay"), values.get("pay_period", "")
        if not period:
            pay = None  # the plan has said that its period is missing
        hours = values.get("hours")
        if from_on is None:
            say("terms-without-start", "start")
        elif hours is not None or pay is not None:
            found[from_on] = {
                "from_on": from_on,
                "hours_minutes_week": None if hours is None else _whole(Decimal(hours) * 60),
                "pay_pence": None if pay is None else _whole(Decimal(pay) * 100),
                "pay_period": period if pay is not None else "",
            }
    return [found[day] for day in sorted(found)]


def contact(item: Item, *, adviser_id: int | None) -> Values:
    """Arguments of `journeys.bulk.NewContact` but person and journey."""
    values = item.values
    return {
        "on": values["when"],
        "with_whom": values.get("with_whom", "person"),
        "how": values.get("mode", "other"),
        "minutes": values.get("minutes"),
        "outcome": values.get("outcome", ""),
        "note": values.get("note", ""),
        "user_id": adviser_id,
    }


def earliest_day(jobs: tuple[Item, ...], contacts: tuple[Item, ...]) -> date | None:
    """The first day on which anything is known to have happened."""
    days = [item.values.get("start") for item in jobs] + [item.values.get("when") for item in contacts]
    return min((day for day in days if day is not None), default=None)


def _whole(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _yes_no(value: Any) -> str:
    """A fact's value: booleans as yes and no, codes as they are."""
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)
