# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every write of this context, by noun. One verb each; see `kernel.actions`."""

from .accounts import accept_account, confirm_invitation, invite_account
from .asking import answer_correction, answer_look_question, ask_about_look, ask_correction
from .bulk import add_people_bulk, involve_bulk, remove_people_bulk
from .emergencies import break_glass, review_break_glass
from .facts import end_fact, record_fact
from .involvement import assign, cover, end_involvement, reassign
from .joins import join_duplicates, undo_join
from .links import count_apart, decide_link, keep_links, reopen_link, set_link_rule
from .record import add_person, change_identity, change_needs
from .referrals import (
    accept_referral,
    answer_more,
    ask_more,
    decline_referral,
    refer,
    self_refer,
    withdraw_referral,
)
from .sharing import decide_sharing, end_exclusion, exclude, withdraw, withdraw_all
from .supporters import add_supporter, end_supporter

__all__ = [
    "accept_account",
    "accept_referral",
    "add_people_bulk",
    "add_person",
    "add_supporter",
    "answer_correction",
    "answer_look_question",
    "answer_more",
    "ask_about_look",
    "ask_correction",
    "ask_more",
    "assign",
    "break_glass",
    "change_identity",
    "change_needs",
    "confirm_invitation",
    "count_apart",
    "cover",
    "decide_link",
    "decide_sharing",
    "decline_referral",
    "end_exclusion",
    "end_fact",
    "end_involvement",
    "end_supporter",
    "exclude",
    "invite_account",
    "involve_bulk",
    "join_duplicates",
    "keep_links",
    "reassign",
    "record_fact",
    "refer",
    "remove_people_bulk",
    "reopen_link",
    "review_break_glass",
    "self_refer",
    "set_link_rule",
    "undo_join",
    "withdraw",
    "withdraw_all",
    "withdraw_referral",
]
