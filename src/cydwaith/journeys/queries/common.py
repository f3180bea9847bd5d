# SPDX-License-Identifier: AGPL-3.0-or-later
"""What several reads of journeys share: whose rows, words of stages and actions, needs."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cydwaith.engines import pathways
from cydwaith.journeys.models import NOTHING_DUE, Journey
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.prepared import DAY, given
from cydwaith.partnerships.queries import answered_for
from cydwaith.people.queries import own_organisation


def open_journeys(actor: Actor, *joins: str) -> Any:
    """Open journeys with the actor's organisation, as far as the actor may see them."""
    return Journey.objects.visible_to(actor, *joins).filter(
        organisation_id=given("organisation_id", own_organisation(actor)), closed_on__isnull=True
    )


def in_my_hands(actor: Actor, today: date) -> Any:
    """Accounts whose caseload the actor answers for today: their own, and of colleagues whom they stand in for."""
    return answered_for(
        given("user_id", actor.user_id),
        given("organisation_id", own_organisation(actor)),
        given("today", today, DAY),
    )


@cache
def pathway_of(code: str, version: int) -> pathways.Pathway:
    """A version of a pathway: asked once a row of every list."""
    return pathways.get(code, version)


def stage_of(code: str, version: int, stage: str) -> pathways.Stage:
    """The stage of a version of a pathway."""
    return pathway_of(code, version).stage(stage)


def due_day(day: date) -> date | None:
    """When something falls due next, None where nothing does."""
    return None if day == NOTHING_DUE else day


def urgency_of(day: date | None, today: date) -> str:
    """ "overdue", "today", "this_week", "later" or "none"."""
    return pathways.urgency(day, today).value


def action_words(code: str, language: str = "") -> str:
    """The one action that is due, in words. `language`: that of the page, where a list asks once a row."""
    return _said(code, language or get_language() or "") if code else ""


@cache
def _said(code: str, _language: str) -> str:
    """Of a few words, asked once a row of every list."""
    return _(pathways.MESSAGES[code])
