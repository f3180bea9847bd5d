# SPDX-License-Identifier: AGPL-3.0-or-later
"""Linkage: records of different partners, or of one, that are the same person. Linked, never merged.

Words: a *record* is a row of a *data set*; a *pair* two of them; a *comparison* one thing compared, whose outcome is a
*level* with a *weight* in bits; a *cluster* the records of one person; the *review band* pairs a person must look at.

Promises: the same records and settings give the same answer in whatever order they come; a remembered split is never
undone by a chain of other links; who opted out is linked to nobody; source rows are not touched; every link has its
reasons. Nothing is fetched from anywhere. Who may see whom is for the caller.
"""

from __future__ import annotations

from cydwaith.engines.linkage.index import Candidate, Index, candidates, open_index
from cydwaith.engines.linkage.linking import link
from cydwaith.engines.linkage.problems import LinkProblem
from cydwaith.engines.linkage.reading import Source
from cydwaith.engines.linkage.result import Linked, People, Reason, reasons
from cydwaith.engines.linkage.settings import DEFAULT, Settings, Thresholds
from cydwaith.engines.linkage.words import PROBLEMS, REASONS

__all__ = [
    "DEFAULT",
    "PROBLEMS",
    "REASONS",
    "Candidate",
    "Index",
    "LinkProblem",
    "Linked",
    "People",
    "Reason",
    "Settings",
    "Source",
    "Thresholds",
    "candidates",
    "link",
    "open_index",
    "reasons",
]
