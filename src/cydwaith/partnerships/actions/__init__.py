# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes of who works together: one verb each, by an actor, audited. One module a topic."""

from .accounts import choose_language, sign_out_everywhere
from .invitations import Issued, accept_invitation, invite, invite_again, withdraw_invitation
from .members import change_member, end_absence, end_membership, record_absence
from .organisations import change_colours, change_organisation, open_organisation
from .partnerships import (
    add_flow,
    add_partner,
    draft_agreement,
    end_partner,
    open_partnership,
    sign_agreement,
    switch_flow,
)

__all__ = [
    "Issued",
    "accept_invitation",
    "add_flow",
    "add_partner",
    "change_colours",
    "change_member",
    "change_organisation",
    "choose_language",
    "draft_agreement",
    "end_absence",
    "end_membership",
    "end_partner",
    "invite",
    "invite_again",
    "open_organisation",
    "open_partnership",
    "record_absence",
    "sign_agreement",
    "sign_out_everywhere",
    "switch_flow",
    "withdraw_invitation",
]
