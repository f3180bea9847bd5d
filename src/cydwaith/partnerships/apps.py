# SPDX-License-Identifier: AGPL-3.0-or-later
"""Partnerships as a Django app."""

from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    name = "cydwaith.partnerships"
    label = "partnerships"

    def ready(self) -> None:
        from cydwaith.kernel.facts import register as register_facts

        from . import facts

        register_facts(facts.READS, facts.FILLS)
