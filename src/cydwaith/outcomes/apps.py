# SPDX-License-Identifier: AGPL-3.0-or-later
"""Outcomes as a Django app."""

from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    name = "cydwaith.outcomes"
    label = "outcomes"

    def ready(self) -> None:
        from . import keys

        keys.register()
