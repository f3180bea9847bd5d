# SPDX-License-Identifier: AGPL-3.0-or-later
"""Disclosure control: what of a release may be published, so that no one can be recognised in a small number.

`tabulate` turns tables with totals into a release, `protect` says what is published of it, and `audit` attacks what is
published, as a reader who keeps every release could. Promises: hidden counts keep an interval at least as wide as the
policy's protection, in whole numbers, over everything that is given; in exact mode nothing published differs
from the truth; the same release and policy give the same marks. Where that cannot be (a former release has shown
it already), findings name the cell and the equation, and the release is not safe. It never looks at people.

Sources: the rules of small counts as policies name them; judging by the attack after Fischetti and Salazar,
"Solving the cell suppression problem on tabular data with linear constraints", Management Science 47 (2001).
"""

from cydwaith.engines.measures.disclosure.attack import Interval
from cydwaith.engines.measures.disclosure.audit import Attack, attack, audit
from cydwaith.engines.measures.disclosure.model import (
    Cell,
    Key,
    Problem,
    Relation,
    Release,
    ReleaseProblem,
    Sense,
    Share,
    same,
    total,
    union,
    within,
)
from cydwaith.engines.measures.disclosure.policy import Mode, Policy, PolicyProblem, Style, Zero, percentage
from cydwaith.engines.measures.disclosure.protecting import protect
from cydwaith.engines.measures.disclosure.published import (
    Finding,
    Protected,
    ProtectedCell,
    ProtectedShare,
    Published,
    PublishedCell,
    PublishedShare,
    Term,
    Undoing,
    Why,
)
from cydwaith.engines.measures.disclosure.totals import Adds, Dimension, joined, linked, tabulate

__all__ = [
    "Adds",
    "Attack",
    "Cell",
    "Dimension",
    "Finding",
    "Interval",
    "Key",
    "Mode",
    "Policy",
    "PolicyProblem",
    "Problem",
    "Protected",
    "ProtectedCell",
    "ProtectedShare",
    "Published",
    "PublishedCell",
    "PublishedShare",
    "Relation",
    "Release",
    "ReleaseProblem",
    "Sense",
    "Share",
    "Style",
    "Term",
    "Undoing",
    "Why",
    "Zero",
    "attack",
    "audit",
    "joined",
    "linked",
    "percentage",
    "protect",
    "same",
    "tabulate",
    "total",
    "union",
    "within",
]
