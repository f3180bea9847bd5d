# SPDX-License-Identifier: AGPL-3.0-or-later
"""Row keys are for those who may import for an organisation, and for nobody else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cydwaith.intake.models import ImportBatch, RowKey
from cydwaith.kernel.roles import Role
from cydwaith.kernel.system import system
from tests import factories

pytestmark = pytest.mark.django_db


def test_keys_are_seen_by_who_imports_for_the_organisation_alone() -> None:
    here, there = factories.organisation(), factories.organisation()
    manager, adviser = factories.adviser(here, Role.MANAGER), factories.adviser(here)
    batch = ImportBatch.objects.create(
        organisation=here, folder="f", kind="csv", size=1, files_until=factories.LONG_AGO
    )
    with system("test"):
        key = RowKey.objects.create(
            batch=batch, person=factories.person(here), key="k", kind="person", object_id=1, made=True
        )
    assert RowKey.objects.visible_to(manager).get() == key
    for nobody in (adviser, factories.adviser(there, Role.MANAGER), replace(manager, organisation_id=None)):
        assert not RowKey.objects.visible_to(nobody).exists()
