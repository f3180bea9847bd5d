# SPDX-License-Identifier: AGPL-3.0-or-later
"""What makes a sharing decision acceptable, apart from agreements: it has an end, says what, and for what."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from cydwaith.kernel.vocabulary import ALL_CATEGORIES, Purpose

LONGEST = timedelta(days=731)
"""A decision holds for two years at most; then the person is asked again."""


def choice_problems(categories: int, ends_on: date | None, *, today: date) -> dict[str, list[str]]:
    """Field -> what is wrong with what is shared and until when; empty when nothing is."""
    found: dict[str, list[str]] = {}
    if categories <= 0 or categories & ~int(ALL_CATEGORIES):
        found["categories"] = [_("Choose what may be seen.")]
    if ends_on is None:
        found["ends_on"] = [_("Write the day on which this ends.")]
    elif ends_on <= today:
        found["ends_on"] = [_("Choose a day after today.")]
    elif ends_on - today > LONGEST:
        found["ends_on"] = [_("Choose a day within the next two years.")]
    return found


def purpose_problems(purpose: str) -> dict[str, list[str]]:
    """Field -> what is wrong with the purpose; empty when nothing is."""
    return {} if purpose in set(Purpose) else {"purpose": [_("Choose what this is for.")]}


def midnight(day: date) -> datetime:
    """The moment at which a day begins here: a share that ends on a day is closed from its first minute."""
    return timezone.make_aware(datetime.combine(day, time.min))
