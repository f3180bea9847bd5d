# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reads of outcomes: frozen dataclasses, of what the actor's organisation may read. One module a topic."""

from cydwaith.outcomes.policy import place, readable

from .measure import MeasureView, Names, Published, TakenApart, figure, measure, names
from .overview import Book, Overview, Series, Target, overview
from .programme import ContractView, Followed, ProgrammeFigures, programme, programmes
from .shapes import FigureView, RunView

__all__ = [
    "Book",
    "ContractView",
    "FigureView",
    "Followed",
    "MeasureView",
    "Names",
    "Overview",
    "ProgrammeFigures",
    "Published",
    "RunView",
    "Series",
    "TakenApart",
    "Target",
    "figure",
    "measure",
    "names",
    "overview",
    "place",
    "programme",
    "programmes",
    "readable",
]
