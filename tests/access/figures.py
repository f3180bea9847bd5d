# SPDX-License-Identifier: AGPL-3.0-or-later
"""The world's own people counted: real figures, so that pages which tell numbers can be seen to tell nothing else."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.roles import Role
from cydwaith.kernel.vocabulary import Purpose
from cydwaith.outcomes import actions, counting, tasks
from cydwaith.outcomes.models import FigureRow, Snapshot

if TYPE_CHECKING:
    from .world import World

BOOK, MEASURE, LINE = "programme-contract", "starts", "started"


def count(world: World) -> None:
    """Count the partnership by one rulebook, and enter a contract."""
    by = Actor(
        role=Role.ANALYST,
        purpose=Purpose.COUNT_RESULTS,
        user_id=world.users["analyst"].pk,  # type: ignore[union-attr]
        organisation_id=world.organisations["here"].pk,
    )
    snapshot = Snapshot.objects.get(pk=tasks.take_snapshot(world.partnership.pk, by))
    book = counting.rulebook(BOOK)
    with counting.opened(snapshot) as engine:
        for step in counting.STEPS:
            span = (date(2024, 1, 1), date(2027, 12, 31))
            asked = counting.Asked(BOOK, book.version, step, *span)
            found = counting.figures(engine, asked, as_of=snapshot.as_of, snapshot="")
            actions.keep_run(by=by, snapshot_id=snapshot.pk, asked=asked, found=found)
    figure = FigureRow.objects.filter(measure=MEASURE, numerator__gt=0, programme="", partner="", area="")
    world.figures["figure_id"] = figure.order_by("pk").values_list("pk", flat=True)[0]
    world.figures["contract_id"] = actions.enter_contract(
        by=by,
        partnership_id=world.partnership.pk,
        programme_id=world.programme.pk,
        contract=actions.NewContract(
            reference="C-1", contract_starts_on=date(2024, 1, 1), delivery_starts_on=date(2024, 4, 1)
        ),
    )
