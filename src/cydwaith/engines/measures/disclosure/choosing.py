# SPDX-License-Identifier: AGPL-3.0-or-later
"""Secondary suppression of one component: heuristic first, then the bound, then, up to a size, the optimum."""

from cydwaith.engines.measures.disclosure.task import Choice, Task

ROUNDS = 200
"""Choices that the exact method may try."""
NODES = 1_000
"""Nodes that one choice may take."""


def choose(task: Task, *, exact: bool, effort: int) -> Choice:
    """The cells to hide besides those that must be: fewest people, then fewest cells.

    exact: whether to look for the proved optimum. effort: simplex steps that may be spent beyond the heuristic.
    """
    from cydwaith.engines.measures.disclosure.cutting import Cutting
    from cydwaith.engines.measures.disclosure.growing import Growth

    growth = Growth(task).run()
    best, lost, steps = frozenset(growth.chosen), frozenset(growth.lost), growth.steps
    if not best:
        return Choice(best, lost, 0, steps)
    cutting = Cutting(task, lost)
    point = cutting.relax(effort // 2)

    def improve(other: Growth) -> None:
        nonlocal best, steps
        other.lost |= lost
        other.run()
        steps += other.steps
        found = frozenset(other.chosen)
        if frozenset(other.lost) <= lost and task.cost(found) < task.cost(best):
            best = found

    if cutting.bound < task.cost(best):
        improve(Growth(task, discount=1.0 - 0.99 * point))
    rounds = 0
    while exact and cutting.bound < task.cost(best) and rounds < ROUNDS and cutting.steps < effort:
        rounds += 1
        chosen, proved = cutting.choose(NODES, effort)
        if chosen is None:
            break
        exposed = task.exposed(chosen, lost)
        if not exposed:
            if task.cost(chosen) < task.cost(best):
                best = chosen
            if not proved:
                break
            continue
        cutting.forbid(chosen, sorted(exposed))
        improve(Growth(task, start=chosen))
    return Choice(best, lost, min(cutting.bound, task.cost(best)), steps + cutting.steps)
