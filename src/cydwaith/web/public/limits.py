# SPDX-License-Identifier: AGPL-3.0-or-later
"""Asking for help without proving that one is no robot: a field that people do not see, a moment of time, and a
count of messages a place. Nobody else's service is asked, and nobody has to read crooked letters."""

from __future__ import annotations

import time

from allauth.core.internal import ratelimit
from django.http import HttpRequest

RATES = {"help": "20/1h/ip,300/1h/key"}
"""Twenty an hour from one place (a library's computers share one address), three hundred from everywhere."""
LEAST_SECONDS = 2.0
"""Nobody reads and answers the questions faster."""


def too_many(request: HttpRequest) -> bool:
    """Whether so many messages came from here, or from everywhere, that this one has to wait. Counts it."""
    used = ratelimit.consume(request, app="cydwaith", action="help", config=RATES, key="everywhere")
    return used is None


def is_robot(*, trap: str, since: float) -> bool:
    """Whether nobody human sent this: the hidden field is filled, or it came within seconds of the first answer."""
    return bool(trap) or time.time() - since < LEAST_SECONDS
