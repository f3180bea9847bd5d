# SPDX-License-Identifier: AGPL-3.0-or-later
"""The table in which tries to sign in are counted, where the settings keep such counts in the database."""

from django.core.management import call_command
from django.db import migrations


def make(_apps, editor):
    call_command("createcachetable", database=editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
