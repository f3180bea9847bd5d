# SPDX-License-Identifier: AGPL-3.0-or-later
"""Profile versions, stage changes and agreements to the plan are never altered."""

from django.db import migrations

from cydwaith.journeys.frozen import freeze, thaw


class Migration(migrations.Migration):
    dependencies = [("journeys", "0001_initial")]
    operations = [migrations.RunPython(freeze, thaw)]
