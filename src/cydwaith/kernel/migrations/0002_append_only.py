# SPDX-License-Identifier: AGPL-3.0-or-later
"""The audit trail and its seals are append-only."""

from django.db import migrations

from cydwaith.kernel.db.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]
    operations = [append_only("kernel_auditrow"), append_only("kernel_auditlink")]
