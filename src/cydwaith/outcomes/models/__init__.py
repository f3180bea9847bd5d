# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tables of outcomes, by noun: snapshots and what was counted over them, contracts, returns, comparators, fidelity."""

from .bases import BaseKind, PopulationBase
from .beside import ComparatorValue, FidelityScore
from .contract import Contract, LocalTarget, ProfileRow
from .counted import FigureRow, Run, Snapshot
from .keys import SnapshotKey
from .release import Release, ReleaseFigure, SignOff

__all__ = [
    "BaseKind",
    "ComparatorValue",
    "Contract",
    "FidelityScore",
    "FigureRow",
    "LocalTarget",
    "PopulationBase",
    "ProfileRow",
    "Release",
    "ReleaseFigure",
    "Run",
    "SignOff",
    "Snapshot",
    "SnapshotKey",
]
