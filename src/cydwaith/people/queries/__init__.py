# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every read of this context. Fetching and authorising are one call: what one may not see looks absent."""

from cydwaith.people.identity import OpenInvitation
from cydwaith.people.identity import open_invitation as account_invitation
from cydwaith.people.partners import Colleague

from .asking import (
    CorrectionView,
    EmergencyView,
    LookQuestion,
    corrections,
    emergencies,
    look_questions,
)
from .bringing_in import Holder, Named, changeable, names, nhs_holders
from .duplicates import (
    Asked,
    Comparison,
    JoinView,
    LikelyDuplicate,
    comparison,
    duplicates,
    duplicates_of,
    joins,
)
from .header import Header, header
from .looks import LogFilter, Look, Looks, access_log_page, log_users, who_has_looked
from .lookup import (
    own_organisation,
    people_for_change,
    person_by_id_for_change,
    person_for_change,
    person_id_of,
)
from .record import Editable, FactView, InvolvedView, NeedsView, Record, SupporterView, editable, record
from .referrals import (
    Place,
    ReferralView,
    ReferTo,
    inbox,
    outbox,
    places_for_self_referral,
    refer_to,
    referral,
    referrals_of,
)
from .search import Found, FoundPerson, search
from .sharing import (
    BasisView,
    DecisionView,
    ExclusionView,
    Offer,
    Receipt,
    SharingState,
    offers,
    receipt,
    sharing_state,
)
from .team import HeldPerson, Unassigned, held_people, involved_ids, team, unassigned, unassigned_people

__all__ = [
    "Asked",
    "BasisView",
    "Colleague",
    "Comparison",
    "CorrectionView",
    "DecisionView",
    "Editable",
    "EmergencyView",
    "ExclusionView",
    "FactView",
    "Found",
    "FoundPerson",
    "Header",
    "HeldPerson",
    "Holder",
    "InvolvedView",
    "JoinView",
    "LikelyDuplicate",
    "LogFilter",
    "Look",
    "LookQuestion",
    "Looks",
    "Named",
    "NeedsView",
    "Offer",
    "OpenInvitation",
    "Place",
    "Receipt",
    "Record",
    "ReferTo",
    "ReferralView",
    "SharingState",
    "SupporterView",
    "Unassigned",
    "access_log_page",
    "account_invitation",
    "changeable",
    "comparison",
    "corrections",
    "duplicates",
    "duplicates_of",
    "editable",
    "emergencies",
    "header",
    "held_people",
    "inbox",
    "involved_ids",
    "joins",
    "log_users",
    "look_questions",
    "names",
    "nhs_holders",
    "offers",
    "outbox",
    "own_organisation",
    "people_for_change",
    "person_by_id_for_change",
    "person_for_change",
    "person_id_of",
    "places_for_self_referral",
    "receipt",
    "record",
    "refer_to",
    "referral",
    "referrals_of",
    "search",
    "sharing_state",
    "team",
    "unassigned",
    "unassigned_people",
    "who_has_looked",
]
