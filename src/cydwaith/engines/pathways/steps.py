# SPDX-License-Identifier: AGPL-3.0-or-later
"""Moving along a pathway: which steps are allowed, and what is still missing for one."""

from dataclasses import dataclass

from cydwaith.engines.pathways.evidence import EVIDENCE, JourneyFacts
from cydwaith.engines.pathways.model import Pathway, Stage, StageKind
from cydwaith.engines.pathways.words import MESSAGES


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that a step still needs. code: a key of `words.MESSAGES`."""

    code: str

    @property
    def message(self) -> str:
        """The English words, to be looked up in the catalogue."""
        return MESSAGES[self.code]


def allowed(pathway: Pathway, frm: str) -> tuple[Stage, ...]:
    """The stages one may go to from a stage, in the order of the pathway. Raises KeyError for an unknown
    stage."""
    pathway.stage(frm)
    targets = {step.to for step in pathway.transitions if step.frm == frm}
    return tuple(stage for stage in pathway.stages if stage.code in targets)


def missing(pathway: Pathway, frm: str, to: str, facts: JourneyFacts) -> list[Missing]:
    """What is lacking before the journey may go from one stage to another; [] when it may go now.

    A step that the pathway does not have is `step_not_allowed`. A closing reason must be one of the
    pathway's. Nothing is repeated; the order is that of the pathway's definition. Raises KeyError for an
    unknown stage.
    """
    target = pathway.stage(to)
    pathway.stage(frm)
    step = next((step for step in pathway.transitions if (step.frm, step.to) == (frm, to)), None)
    if step is None:
        return [Missing("step_not_allowed")]
    codes = [code for need in step.needs for code in EVIDENCE[need](facts)]
    known = {reason.code for reason in pathway.closing_reasons}
    if target.kind is StageKind.CLOSED and facts.closing_reason and facts.closing_reason not in known:
        codes.append("closing_reason_unknown")
    return [Missing(code) for code in dict.fromkeys(codes)]
