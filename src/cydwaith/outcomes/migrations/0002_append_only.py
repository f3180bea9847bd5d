# SPDX-License-Identifier: AGPL-3.0-or-later
"""Frozen figures and signatures are never altered."""

from django.db import migrations

from cydwaith.kernel.db.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("outcomes", "0001_initial")]
    operations = [append_only("outcomes_releasefigure"), append_only("outcomes_signoff")]
