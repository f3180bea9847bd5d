# SPDX-License-Identifier: AGPL-3.0-or-later
"""Journeys as a Django app."""

from django.apps import AppConfig


class JourneysConfig(AppConfig):
    name = "cydwaith.journeys"
    label = "journeys"

    def ready(self) -> None:
        from . import policy

        policy.register()
