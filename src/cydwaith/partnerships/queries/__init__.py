# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reads of who works together: frozen dataclasses, narrowed to the actor's organisation. One module a topic."""

from .agreements import (
    AgreementView,
    FlowView,
    PartnershipView,
    partnership,
    partnerships,
    partnerships_on_site,
)
from .members import (
    AbsenceView,
    Member,
    Part,
    absences,
    has_staff_part,
    member,
    members,
    parts,
)
from .organisations import (
    InvitationOffer,
    InvitationView,
    OrganisationDetails,
    OrganisationRow,
    colours,
    invitation_offer,
    invitations,
    organisation,
    organisation_names,
    organisations_on_site,
)

__all__ = [
    "AbsenceView",
    "AgreementView",
    "FlowView",
    "InvitationOffer",
    "InvitationView",
    "Member",
    "OrganisationDetails",
    "OrganisationRow",
    "Part",
    "PartnershipView",
    "absences",
    "colours",
    "has_staff_part",
    "invitation_offer",
    "invitations",
    "member",
    "members",
    "organisation",
    "organisation_names",
    "organisations_on_site",
    "partnership",
    "partnerships",
    "partnerships_on_site",
    "parts",
]
