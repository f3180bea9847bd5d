# SPDX-License-Identifier: AGPL-3.0-or-later
"""The world of the access tests, made once a module."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest
from django.db import transaction
from django.test import override_settings

from .walk import Walker
from .world import build


@pytest.fixture(scope="module")
def walker(django_db_setup: Any, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Walker]:
    """The world and its fifteen personas, rolled back at the end; files that were brought, in a folder of its own."""
    # However long the walk takes on a busy machine: whoever signed in at its beginning has just signed in.
    patient = dict.fromkeys(("ACCOUNT_REAUTHENTICATION_TIMEOUT", "CYDWAITH_STAFF_IDLE"), 24 * 60 * 60)
    settings = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files"), **patient)
    # Counting everything anew is tested where it belongs; here it would be done for each who may ask for it.
    at_once = mock.patch("cydwaith.outcomes.tasks.count_anew")
    with settings, at_once, django_db_blocker.unblock(), transaction.atomic():
        yield Walker(build())
        transaction.set_rollback(True)
