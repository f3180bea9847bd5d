# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every read of this context. Fetching and authorising are one call: what one may not see looks absent."""

from cydwaith.people.identity import OpenInvitation
from cydwaith.people.identity import open_invitation as account_invitation

from .lookup import people_for_change, person_by_id_for_change, person_for_change, person_id_of

__all__ = [
    "OpenInvitation",
    "account_invitation",
    "people_for_change",
    "person_by_id_for_change",
    "person_for_change",
    "person_id_of",
]
