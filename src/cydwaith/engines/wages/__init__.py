# SPDX-License-Identifier: AGPL-3.0-or-later
"""The wage floor: what the law lets an hour be paid at least, by date, age and apprenticeship.

Promises: amounts are whole pence; comparing is exact; where the table does not reach it says so and never
guesses.
"""

from cydwaith.engines.wages.checking import KINDS_WITH_FLOOR, Check, Per, Verdict, check, hourly
from cydwaith.engines.wages.rates import (
    KNOWN_UNTIL,
    SOURCE,
    TABLE,
    ApprenticeStatus,
    Band,
    Floor,
    NotKnown,
    age_on,
    floor,
    rates_on,
)
from cydwaith.engines.wages.words import MESSAGES

__all__ = [
    "KINDS_WITH_FLOOR",
    "KNOWN_UNTIL",
    "MESSAGES",
    "SOURCE",
    "TABLE",
    "ApprenticeStatus",
    "Band",
    "Check",
    "Floor",
    "NotKnown",
    "Per",
    "Verdict",
    "age_on",
    "check",
    "floor",
    "hourly",
    "rates_on",
]
