# SPDX-License-Identifier: AGPL-3.0-or-later
"""Intake as a Django app."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "cydwaith.intake"
    label = "intake"

    def ready(self) -> None:
        from . import policy

        policy.register()
