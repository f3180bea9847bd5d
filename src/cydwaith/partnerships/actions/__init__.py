# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes of who works together: one verb each, by an actor, audited. One module a topic."""

from .accounts import appoint_operator, choose_language, open_account, sign_out_everywhere
from .invitations import Issued, accept_invitation, invite, invite_again, withdraw_invitation
from .members import change_member, end_absence, end_membership, record_absence, reset_second_step
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
from .programmes import (
    NewProgramme,
    add_delivery,
    change_programme,
    end_delivery,
    open_programme,
    set_target,
)

__all__ = [
    "Issued",
    "NewProgramme",
    "accept_invitation",
    "add_delivery",
    "add_flow",
    "add_partner",
    "appoint_operator",
    "change_colours",
    "change_member",
    "change_organisation",
    "change_programme",
    "choose_language",
    "draft_agreement",
    "end_absence",
    "end_delivery",
    "end_membership",
    "end_partner",
    "invite",
    "invite_again",
    "open_account",
    "open_organisation",
    "open_partnership",
    "open_programme",
    "record_absence",
    "reset_second_step",
    "set_target",
    "sign_agreement",
    "sign_out_everywhere",
    "switch_flow",
    "withdraw_invitation",
]
