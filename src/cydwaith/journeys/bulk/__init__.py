# SPDX-License-Identifier: AGPL-3.0-or-later
"""Many rows at once, for the importer: inside its one action, which writes the audit rows.

The caller vouches for the values (its plan has checked them); what the database can say it still says. Everything
that is put in here can be taken out again by `remove`, with its children, as undoing an import asks.
"""

from cydwaith.journeys.shapes import NewTerms

from .adding import add_contacts, add_jobs, add_journeys, open_journeys, stages
from .removing import remove
from .settling import settle_journeys
from .shapes import NewContact, NewJob, NewJourney

__all__ = [
    "NewContact",
    "NewJob",
    "NewJourney",
    "NewTerms",
    "add_contacts",
    "add_jobs",
    "add_journeys",
    "open_journeys",
    "remove",
    "settle_journeys",
    "stages",
]
