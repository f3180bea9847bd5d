# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where a journey may go next and what each step still lacks; on which programmes one may begin."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cydwaith.engines import pathways
from cydwaith.journeys import evidence
from cydwaith.journeys.models import Journey
from cydwaith.kernel.actor import Actor
from cydwaith.partnerships.queries import ProgrammeName, deliverable_programmes


@dataclass(frozen=True, slots=True)
class NextStep:
    """A stage that one may go to. `missing`: (code, words) of what it still lacks; () when it can be taken now."""

    stage: str
    label: str
    missing: tuple[tuple[str, str], ...]


def next_steps(actor: Actor, journey_id: int) -> tuple[NextStep, ...]:
    """The steps that the pathway allows from where the journey is, in its order. Raises `NotVisible`.

    What closing and a break ask for is asked in their forms, so it stands here as missing.
    """
    journey = Journey.objects.visible_to(actor).filter(pk=journey_id).one()
    pathway = pathways.get(journey.pathway, journey.pathway_version)
    steps = [step for step in pathway.transitions if step.frm == journey.stage]
    needs = dict.fromkeys(need for step in steps for need in step.needs)
    facts = evidence.journey_facts(actor, journey, needs)
    return tuple(
        NextStep(
            stage=stage.code,
            label=stage.staff.in_(actor.language),
            missing=tuple(
                (one.code, _(one.message))
                for one in pathways.missing(pathway, journey.stage, stage.code, facts)
            ),
        )
        for stage in pathways.allowed(pathway, journey.stage)
    )


def programmes_for(actor: Actor) -> tuple[ProgrammeName, ...]:
    """The programmes on which the actor's organisation may open a journey today, by name."""
    return deliverable_programmes(actor.organisation_id)
