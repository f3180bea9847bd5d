# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tables of the person, in three groups: the record, sharing, and what passes between people and partners."""

from .exchange import AccountInvitation, Correction, PersonJoin, Referral, ReferralState
from .links import CountedApart, Link, LinkRule, LinkSide, LinkState
from .record import CareFact, EqualityFact, MoneyFact, Needs, Person, SearchTerm, SkillsFact
from .sharing import (
    TOLD,
    AccessEntry,
    AccessLog,
    AccessQuestion,
    BreakGlass,
    Exclusion,
    HowDecided,
    HowGiven,
    Involvement,
    SharingDecision,
    Supporter,
    Visibility,
)

__all__ = [
    "TOLD",
    "AccessEntry",
    "AccessLog",
    "AccessQuestion",
    "AccountInvitation",
    "BreakGlass",
    "CareFact",
    "Correction",
    "CountedApart",
    "EqualityFact",
    "Exclusion",
    "HowDecided",
    "HowGiven",
    "Involvement",
    "Link",
    "LinkRule",
    "LinkSide",
    "LinkState",
    "MoneyFact",
    "Needs",
    "Person",
    "PersonJoin",
    "Referral",
    "ReferralState",
    "SearchTerm",
    "SharingDecision",
    "SkillsFact",
    "Supporter",
    "Visibility",
]
