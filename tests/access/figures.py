# SPDX-License-Identifier: AGPL-3.0-or-later
"""The world's own people counted: real figures, so that pages which tell numbers can be seen to tell nothing else."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.roles import Role
from cydwaith.kernel.vocabulary import Purpose
from cydwaith.outcomes import actions, counting, tasks
from cydwaith.outcomes.models import FigureRow, Release, Snapshot

if TYPE_CHECKING:
    from .world import World

BOOK, MEASURE, LINE = "programme-contract", "starts", "started"


CODE = "work-for-all-2024-01"
"""The address under which everybody finds what was given out."""


def _actor(world: World, name: str, role: Role) -> Actor:
    return Actor(
        role=role,
        purpose=Purpose.COUNT_RESULTS,
        user_id=world.users[name].pk,  # type: ignore[union-attr]
        organisation_id=world.organisations["here"].pk,
    )


def count(world: World) -> None:
    """Count the partnership by one rulebook, enter a contract, and give out a return that two people signed."""
    by = _actor(world, "analyst", Role.ANALYST)
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
    world.figures["return_id"] = _given_out(world, by)


def _given_out(world: World, by: Actor) -> int:
    """A return of everybody's starts, given out."""
    new = actions.NewReturn(
        title_en="Work for all",
        title_cy="Gwaith i bawb",
        rulebooks=(BOOK,),
        first_day=date(2024, 1, 1),
        last_day=date(2027, 12, 31),
    )
    made = actions.draw_up_return(by=by, partnership_id=world.partnership.pk, new=new)
    actions.check_return(by=by, return_id=made)
    digest = Release.objects.get(pk=made).digest
    for signer in (by, _actor(world, "manager", Role.MANAGER)):
        actions.sign_return(by=signer, return_id=made, digest=digest)
    actions.give_out_return(by=by, return_id=made)
    return made
