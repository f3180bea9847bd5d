# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a supporter may do beyond reading, where the person lets them see the plan: say that a step is done, or not."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from cydwaith.journeys import upkeep
from cydwaith.journeys.models import Journey, Step
from cydwaith.journeys.vocabulary import WhoDoes
from cydwaith.kernel import reads
from cydwaith.kernel.actions import action, nothing_to_write, wrote
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Invalid
from cydwaith.kernel.guard import admit
from cydwaith.kernel.roles import Permission


@action("journeys.help_with_step", permission=Permission.HELP_PERSON)
def help_with_step(*, by: Actor, step_id: int, done: bool) -> None:
    """Mark a step of the person's plan as done, or take that back. The words stay the person's.

    Raises `NotVisible` where the plan is not (or no longer) open to the supporter, `Invalid` for a step that is
    the adviser's, or was taken out of the plan.
    """
    rows = Step.objects.visible_to(by).filter(person_id=by.person_id or 0, pk=step_id)
    row = rows.select_for_update(of=("self",)).one()
    if row.who_does == WhoDoes.ADVISER:
        raise Invalid.on("", _("This step is the adviser's to do."))
    if row.dropped_on is not None:
        raise Invalid.on("", _("This step is no longer in the plan."))
    if (row.done_on is not None) == done:
        nothing_to_write()
        return
    row.done_on = timezone.localdate() if done else None
    row.version += 1
    row.save(update_fields=["done_on", "version"])
    wrote(row, changed={"done_on": row.done_on})
    _upkeep(row.journey_id)


def _upkeep(journey_id: int) -> None:
    """What falls due next changes with the step. The supporter need not see the journey for it to be kept right."""
    journey = admit(Journey.objects.filter(pk=journey_id))
    with reads.muted():
        for row in upkeep.recounted(journey):
            journey.update(**{name: getattr(row, name) for name in upkeep.DUE})
