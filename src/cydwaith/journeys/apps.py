# SPDX-License-Identifier: AGPL-3.0-or-later
"""Journeys as a Django app."""

from django.apps import AppConfig


class JourneysConfig(AppConfig):
    name = "cydwaith.journeys"
    label = "journeys"

    def ready(self) -> None:
        from django.db.models.signals import post_save

        from cydwaith.kernel.facts import register as register_facts
        from cydwaith.partnerships.rules import register_tie

        from . import facts, policy, upkeep

        policy.register()
        register_facts(facts.READS, facts.FILLS)
        register_tie(upkeep.people_held)
        post_save.connect(upkeep.follow_person, sender="people.Person", dispatch_uid="journeys.follow_person")
