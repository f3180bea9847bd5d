# SPDX-License-Identifier: AGPL-3.0-or-later
"""Emptying a database that has append-only tables: for tests alone, by a setting that production never has."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


def refuse_unless_test() -> None:
    """Raise unless `CYDWAITH_ALLOW_FLUSH` is set (only the test settings set it)."""
    if not getattr(settings, "CYDWAITH_ALLOW_FLUSH", False):
        raise ImproperlyConfigured("this site's audit trail cannot be emptied")
