# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every write of this context, by noun. One verb each; see `kernel.actions`."""

from .bulk import add_people_bulk, remove_people_bulk
from .facts import end_fact, record_fact
from .involvement import assign, cover, end_involvement, reassign
from .record import add_person, change_identity, change_needs

__all__ = [
    "add_people_bulk",
    "add_person",
    "assign",
    "change_identity",
    "change_needs",
    "cover",
    "end_fact",
    "end_involvement",
    "reassign",
    "record_fact",
    "remove_people_bulk",
]
