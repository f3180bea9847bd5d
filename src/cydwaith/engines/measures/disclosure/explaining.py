# SPDX-License-Identifier: AGPL-3.0-or-later
"""The equation that undoes a hidden count: which published numbers, with which weights, give its ends.

The dual solution of the attack weighs the relations; added up with these weights they leave the hidden count on one
side and published numbers on the other. The sum is done again in fractions, so that what is told is true to the digit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from math import ceil, floor, inf

from cydwaith.engines.measures.disclosure.knowledge import Knowledge
from cydwaith.engines.measures.disclosure.model import Key
from cydwaith.engines.measures.disclosure.published import Finding, Published, Term
from cydwaith.engines.measures.disclosure.system import System, components, restricted

Sum = tuple[tuple[Term, ...], str]


class Explainer:
    """Adds the equations to findings, solving each component's system at most once as it was published."""

    def __init__(
        self,
        system: System,
        known: Knowledge,
        says_low: Sequence[str],
        says_high: Sequence[str],
        texts: Mapping[Key, str],
        former: Sequence[Published],
    ) -> None:
        self.system = system
        self.known = known
        self.says_low, self.says_high = says_low, says_high
        self.texts = {(release.name, cell.key): cell.text for release in former for cell in release.cells}
        self.texts_now = texts
        self._parts: list[tuple[list[int], System]] | None = None

    def explained(self, finding: Finding, variable: int) -> Finding:
        """The finding with its equations, where linear ones give its ends."""
        most = self._sum(variable, upward=True, end=finding.high)
        least = self._sum(variable, upward=False, end=finding.low)
        if most is not None:
            finding = replace(finding, at_most=most[0], at_most_constant=most[1])
        if least is not None:
            finding = replace(finding, at_least=least[0], at_least_constant=least[1])
        return finding

    def _part(self, variable: int) -> tuple[list[int], System]:
        if self._parts is None:
            self._parts = [
                (variables, restricted(self.system, variables, rows))
                for variables, rows in components(len(self.system.low), self.system.rows)
            ]
        return next(part for part in self._parts if variable in part[0])

    def _sum(self, variable: int, *, upward: bool, end: int | None) -> Sum | None:
        from cydwaith.engines.measures.disclosure.solver import Programme, State

        variables, part = self._part(variable)
        if end is None:
            return None
        target = variables.index(variable)
        if not part.rows:  # it is said outright
            return self._told(variables, part, {target: Fraction(1)}, Fraction(0), -1 if upward else 1, end)
        programme = Programme(part.low, part.high, part.rows)
        answer = programme.largest(target) if upward else programme.least(target)
        if answer.state is not State.OPTIMAL or answer.duals is None:
            return None
        # In sums below, the target stands alone on the left; `turn` undoes that the largest is asked as a minimum.
        turn = -1 if upward else 1
        weights: dict[int, Fraction] = {}
        constant = Fraction(0)
        for row, dual in zip(part.rows, answer.duals.tolist(), strict=True):
            share = Fraction(dual).limit_denominator(10_000) * turn
            if share:
                end_of_row = row.low if share * turn > 0 else row.high
                if end_of_row in (inf, -inf):
                    return None
                constant += share * Fraction(end_of_row)
                for place, weight in row.terms:
                    weights[place] = weights.get(place, Fraction(0)) - share * weight
        weights[target] = weights.get(target, Fraction(0)) + 1
        return self._told(variables, part, weights, constant, turn, end)

    def _told(
        self,
        variables: list[int],
        part: System,
        weights: Mapping[int, Fraction],
        constant: Fraction,
        turn: int,
        end: int,
    ) -> Sum | None:
        terms: list[Term] = []
        reached = constant
        for place, weight in sorted(weights.items()):
            if not weight:
                continue
            at_low = weight * turn > 0
            bound = part.low[place] if at_low else part.high[place]
            if bound in (inf, -inf):
                return None
            reached += weight * Fraction(bound)
            key = self.known.keys[variables[place]]
            release = (self.says_low if at_low else self.says_high)[variables[place]]
            if release or bound:
                text = self.texts.get((release, key)) or self.texts_now.get(key, "")
                terms.append(Term(str(weight), key, release, text))
        if (ceil(reached) if turn > 0 else floor(reached)) != end:
            return None
        return tuple(terms), str(constant)
