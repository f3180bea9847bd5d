# SPDX-License-Identifier: AGPL-3.0-or-later
"""One person on a journey, and an adviser's browser that writes about them."""

from __future__ import annotations

from typing import Any

from cydwaith.journeys import queries
from cydwaith.people.models import Person
from tests.unit.journeys.world import World
from tests.web.advice.browser import Browser, hidden


class Story:
    """One person on a journey, and what their record says."""

    def __init__(self, world: World, browser: Browser) -> None:
        self.world, self.browser = world, browser
        self.reference, self.journey = world.journey("Awen Parry")
        self.person_id = (
            Person.objects.visible_to(world.manager)
            .filter(reference=self.reference)
            .values_list("pk", flat=True)
            .get()
        )

    def at(self, page: str) -> str:
        return f"/advice/people/{self.reference}/{page}"

    def send(self, page: str, answered: int = 302, **fields: Any) -> Any:
        """Open the page, then send its hidden fields with these."""
        found = self.browser.get(self.at(page))
        kept = {name: hidden(found, name) for name in ("token", "version") if f'name="{name}"' in found}
        return self.browser.post(self.at(page), answered, **{**kept, **fields})

    @property
    def summary(self) -> Any:
        return queries.person_summary(self.world.mair, self.person_id)

    @property
    def plan(self) -> Any:
        return queries.person_plan(self.world.mair, self.person_id)

    @property
    def work(self) -> Any:
        return queries.person_work(self.world.mair, self.person_id)

    @property
    def contacts(self) -> Any:
        return queries.person_contacts(self.world.mair, self.person_id).contacts
