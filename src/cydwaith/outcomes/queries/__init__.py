# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reads of outcomes: frozen dataclasses, of what the actor's organisation may read. One module a topic."""

from cydwaith.outcomes.policy import place, readable

from .behind import AboutPerson, Behind, Judged, Said, about_person, behind
from .compare import Compared, Reach, Reached, SideBySide, compared, reach
from .fidelity import SCALES, Fidelity, fidelity, fidelity_programmes
from .given import (
    ReturnLine,
    ReturnView,
    Signature,
    frozen,
    one_return,
    released,
    released_one,
    returns,
    signatures,
)
from .measure import MeasureView, Names, Published, TakenApart, figure, measure, names
from .overview import Book, Overview, Series, Target, overview
from .programme import ContractView, Followed, ProgrammeFigures, programme, programmes
from .shapes import FigureView, RunView

__all__ = [
    "SCALES",
    "AboutPerson",
    "Behind",
    "Book",
    "Compared",
    "ContractView",
    "Fidelity",
    "FigureView",
    "Followed",
    "Judged",
    "MeasureView",
    "Names",
    "Overview",
    "ProgrammeFigures",
    "Published",
    "Reach",
    "Reached",
    "ReturnLine",
    "ReturnView",
    "RunView",
    "Said",
    "Series",
    "SideBySide",
    "Signature",
    "TakenApart",
    "Target",
    "about_person",
    "behind",
    "compared",
    "fidelity",
    "fidelity_programmes",
    "figure",
    "frozen",
    "measure",
    "names",
    "one_return",
    "overview",
    "place",
    "programme",
    "programmes",
    "reach",
    "readable",
    "released",
    "released_one",
    "returns",
    "signatures",
]
