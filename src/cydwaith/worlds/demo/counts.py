# SPDX-License-Identifier: AGPL-3.0-or-later
"""The counts of the source documents, taken out of the demonstration's records: nothing here is a number written down.

Read as the site's operator would for a check: under a bypass with its reason. Rulebooks proper come with `outcomes`.
"""

from __future__ import annotations

from datetime import date

from cydwaith.journeys.models import JobSpell, Journey
from cydwaith.kernel.system import system

PAID = ("employed", "self_employed", "apprenticeship")


def supported(programme: str, first: date, last: date) -> int:
    """Distinct people whose journey on the programme began in the period (both days included)."""
    with system("count the demonstration's people supported"):
        found = Journey.objects.filter(programme__code=programme, opened_on__range=(first, last))
        return found.values("person_id").distinct().count()


def into_work(programme: str, first: date, last: date, *, kinds: tuple[str, ...] = PAID) -> int:
    """Distinct people of the programme with a job that the support found, started in the period."""
    with system("count the demonstration's job starts"):
        found = JobSpell.objects.filter(
            journey__programme__code=programme,
            starts_on__range=(first, last),
            kind__in=kinds,
            found_through_support=True,
        )
        return found.values("person_id").distinct().count()


def organisations(programme: str, first: date, last: date) -> int:
    """How many organisations had people on the programme in the period."""
    with system("count the demonstration's organisations"):
        found = Journey.objects.filter(programme__code=programme, opened_on__range=(first, last))
        return found.values("organisation_id").distinct().count()
