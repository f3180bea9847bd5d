# SPDX-License-Identifier: AGPL-3.0-or-later
"""Outcomes as a Django app."""

from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    name = "cydwaith.outcomes"
    label = "outcomes"

    def ready(self) -> None:
        from cydwaith.kernel.facts import register as register_facts

        from . import facts, keys

        keys.register()
        register_facts(facts.READS, facts.FILLS)
