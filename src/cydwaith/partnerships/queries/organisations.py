# SPDX-License-Identifier: AGPL-3.0-or-later
"""An organisation's details and invitations; for the site operator, the list of them all."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.utils import timezone

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.bilingual import Bilingual
from cydwaith.kernel.errors import NotAllowed, NotVisible
from cydwaith.kernel.models import User
from cydwaith.kernel.periods import in_force
from cydwaith.kernel.roles import STAFF_ROLES, Permission, Role
from cydwaith.partnerships import rules
from cydwaith.partnerships.models import Invitation, Organisation


@dataclass(frozen=True, slots=True)
class OrganisationDetails:
    """What an administrator may change of their organisation."""

    organisation_id: int
    kind: str
    name_en: str
    name_cy: str
    public_name_en: str
    public_name_cy: str
    email: str
    phone: str
    takes_self_referrals: bool
    ink: str
    accent: str
    version: int
    area: str | None = None

    @property
    def name(self) -> Bilingual:
        """The name inside the partnership."""
        return Bilingual(self.name_en, self.name_cy)


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """An organisation in the operator's list, and how many people work there now."""

    organisation_id: int
    name: Bilingual
    kind: str
    members: int
    administrators: int


@dataclass(frozen=True, slots=True)
class InvitationView:
    """An invitation in an administrator's list. `state`: open, expired, accepted or withdrawn."""

    invitation_id: int
    organisation_id: int
    email: str
    name: str
    role: Role
    language: str
    created_at: datetime
    expires_at: datetime
    state: str


@dataclass(frozen=True, slots=True)
class InvitationOffer:
    """What somebody who holds an invitation's secret reads before taking it up."""

    organisation: Bilingual
    email: str
    name: str
    role: Role
    language: str
    has_account: bool


_DETAILS = (
    "pk", "kind", "name_en", "name_cy", "public_name_en", "public_name_cy", "email", "phone", "takes_self_referrals",
    "ink", "accent", "version", "area__code",
)  # fmt: skip


def organisation(actor: Actor, organisation_id: int | None = None) -> OrganisationDetails:
    """The actor's own organisation; for the operator, any. Raises `NotVisible`."""
    wanted = organisation_id or 0 if actor.may(Permission.OPERATE_SITE) else rules.acting_for(actor)
    row = Organisation.objects.filter(pk=wanted).values_list(*_DETAILS).first()
    if row is None:
        raise NotVisible("organisation")
    return OrganisationDetails(*row)


def colours(organisation_id: int) -> tuple[str, str] | None:
    """An organisation's two colours (#rrggbb), or None where it has the site's own."""
    row = Organisation.objects.filter(pk=organisation_id).values_list("ink", "accent").first()
    return row if row is not None and all(row) else None


def organisation_names(actor: Actor) -> list[tuple[int, Bilingual]]:
    """Every organisation of the site by name: for whoever lets partners in. Raises `NotAllowed`."""
    if not (actor.may(Permission.MANAGE_AGREEMENT) or actor.may(Permission.OPERATE_SITE)):
        raise NotAllowed("organisations")
    rows = Organisation.objects.order_by("name_en").values_list("pk", "name_en", "name_cy")
    return [(pk, Bilingual(en, cy)) for pk, en, cy in rows]


def organisations_on_site(actor: Actor) -> list[OrganisationRow]:
    """Every organisation with the number of its staff, for the operator. Raises `NotAllowed`."""
    if not actor.may(Permission.OPERATE_SITE):
        raise NotAllowed("organisations")
    now = in_force(timezone.localdate(), prefix="memberships__")
    staff = now & Q(memberships__role__in=[r.value for r in STAFF_ROLES])
    rows = (
        Organisation.objects.annotate(
            members=Count("memberships__user", filter=staff, distinct=True),
            administrators=Count(
                "memberships__user", filter=now & Q(memberships__role=Role.ADMINISTRATOR.value), distinct=True
            ),
        )
        .order_by("name_en")
        .values_list("pk", "name_en", "name_cy", "kind", "members", "administrators")
    )
    return [OrganisationRow(pk, Bilingual(en, cy), kind, n, a) for pk, en, cy, kind, n, a in rows]


def invitations(actor: Actor, organisation_id: int | None = None) -> list[InvitationView]:
    """Invitations of the actor's organisation (the operator names one), the newest first; taken up ones a month long.

    Raises `NotAllowed`.
    """
    if not (actor.may(Permission.MANAGE_ORGANISATION) or actor.may(Permission.OPERATE_SITE)):
        raise NotAllowed("invitations")
    wanted = organisation_id or 0 if actor.may(Permission.OPERATE_SITE) else rules.acting_for(actor)
    now = timezone.now()
    rows = Invitation.objects.filter(organisation_id=wanted).order_by("-created_at", "-pk")[:200].values_list(
        "pk", "organisation_id", "email", "name", "role", "language", "created_at", "expires_at", "accepted_at",
        "withdrawn_at",
    )  # fmt: skip
    return [
        InvitationView(
            *row[:4], Role(row[4]), *row[5:8],
            rules.invitation_state(rules.InvitationTimes(row[7], row[8], row[9]), now),
        )
        for row in rows
    ]  # fmt: skip


def invitation_offer(secret: str) -> InvitationOffer | None:
    """What an open invitation offers to whoever holds its secret; None for a secret that does not work (any more).

    `has_account` tells the holder of the mailbox alone, since the secret was sent nowhere else.
    """
    digest = hashlib.sha256(secret.encode()).hexdigest()
    row = Invitation.objects.filter(token_digest=digest).select_related("organisation").first()
    if row is None:
        return None
    times = rules.InvitationTimes(row.expires_at, row.accepted_at, row.withdrawn_at)
    if rules.invitation_state(times, timezone.now()) != "open":
        return None
    place = row.organisation
    return InvitationOffer(
        Bilingual(place.public_name_en, place.public_name_cy), row.email, row.name, Role(row.role), row.language,
        User.objects.filter(email=row.email).exists(),
    )  # fmt: skip


def public_names(organisation_ids: set[int]) -> dict[int, Bilingual]:
    """Neutral public names by organisation's id."""
    rows = Organisation.objects.filter(pk__in=organisation_ids).values_list(
        "pk", "public_name_en", "public_name_cy"
    )
    return {pk: Bilingual(en, cy) for pk, en, cy in rows}
