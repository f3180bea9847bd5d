# SPDX-License-Identifier: AGPL-3.0-or-later
"""The world of the access tests, made once a module."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from .walk import Walker
from .world import build


@pytest.fixture(scope="module")
def walker(django_db_setup: Any, django_db_blocker: Any) -> Iterator[Walker]:
    """The world and its fifteen personas, rolled back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Walker(build())
        transaction.set_rollback(True)
