# SPDX-License-Identifier: AGPL-3.0-or-later
"""People as a Django app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "cydwaith.people"
    label = "people"

    def ready(self) -> None:
        from cydwaith.kernel.facts import register as register_facts
        from cydwaith.partnerships.rules import register_flow_end, register_tie

        from . import closing, facts, identity, policy

        policy.register()
        register_facts(facts.READS, facts.FILLS)
        register_tie(identity.people_held)
        register_flow_end(closing.close_shares)
