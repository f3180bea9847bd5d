# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sharing decisions and the access log are append-only."""

from django.db import migrations

from cydwaith.kernel.db.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [append_only("people_sharingdecision"), append_only("people_accesslog")]
