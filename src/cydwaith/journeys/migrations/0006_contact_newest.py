# SPDX-License-Identifier: AGPL-3.0-or-later
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journeys", "0005_saved_view")]

    operations = [
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(fields=["person", "on", "id"], name="contact_newest"),
        ),
        migrations.RemoveIndex(model_name="contact", name="contact_person_on"),
    ]
