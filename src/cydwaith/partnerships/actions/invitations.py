# SPDX-License-Identifier: AGPL-3.0-or-later
"""Invitations to a role at an organisation: a secret that works once, until a day, unless it is withdrawn."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _

from cydwaith.kernel.actions import action, wrote
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Invalid, NotAllowed, NotVisible
from cydwaith.kernel.models import User
from cydwaith.kernel.roles import Permission, Role
from cydwaith.partnerships import rules
from cydwaith.partnerships.models import Invitation, Membership, Organisation


@dataclass(frozen=True, slots=True)
class Issued:
    """An invitation and its secret, which is written nowhere: put it into the letter and forget it."""

    invitation_id: int
    secret: str


def digest(secret: str) -> str:
    """What is kept of an invitation's secret: SHA-256, in hex. The secret has 256 random bits, so it needs no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _new_secret() -> str:
    return secrets.token_urlsafe(32)


def _check(email: str, role: str, language: str, roles: tuple[Role, ...]) -> None:
    errors: dict[str, list[str]] = {}
    try:
        validate_email(email)
    except ValidationError:
        errors["email"] = [_("Write an email address, such as name@example.org.")]
    if role not in {r.value for r in roles}:
        errors["role"] = [_("Choose one of the roles.")]
    if language not in ("en", "cy"):
        errors["language"] = [_("Choose English or Welsh.")]
    if errors:
        raise Invalid(errors)


@action("partnerships.invite", permission=(Permission.MANAGE_ORGANISATION, Permission.OPERATE_SITE))
def invite(
    *,
    by: Actor,
    email: str,
    name: str = "",
    role: str,
    language: str = "en",
    organisation_id: int | None = None,
) -> Issued:
    """Invite an address to a role at the actor's organisation.

    The site operator names the organisation and may invite its administrators alone. Raises `Invalid` for a faulty
    address or role, for the actor's own address (nobody gives themself a role), and where an invitation to the same
    role is still open or the person already has it.
    """
    operator = by.may(Permission.OPERATE_SITE)
    place = organisation_id or 0 if operator else rules.acting_for(by)
    email = email.strip().lower()
    _check(email, role, language, (Role.ADMINISTRATOR,) if operator else rules.INVITED_ROLES)
    if not operator and User.objects.filter(pk=by.user_id or 0, email=email).exists():
        raise Invalid.on("email", _("Nobody gives themself a role. Another administrator does this for you."))
    organisation = Organisation.objects.select_for_update().filter(pk=place).first()
    if organisation is None:
        raise NotVisible("organisation")
    now = timezone.now()
    if Membership.objects.filter(
        organisation=organisation, role=role, user__email=email, ends_on__isnull=True
    ).exists():
        raise Invalid.on("email", _("This person already has this role here."))
    if Invitation.objects.filter(
        organisation=organisation, email=email, role=role,
        accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=now,
    ).exists():  # fmt: skip
        raise Invalid.on(
            "email", _("An invitation to this address is open. You can send it again from the list.")
        )
    secret = _new_secret()
    made = Invitation.objects.create(
        organisation=organisation, email=email, name=name.strip(), role=role, language=language,
        token_digest=digest(secret), invited_by=by.user_id, expires_at=rules.expiry(now),
    )  # fmt: skip
    wrote(made, changed={"email": email, "role": role, "expires_at": made.expires_at})
    return Issued(made.pk, secret)


def _open(by: Actor, invitation_id: int) -> Invitation:
    found = (
        Invitation.objects.select_for_update()
        .filter(pk=invitation_id, accepted_at__isnull=True, withdrawn_at__isnull=True)
        .first()
    )
    if found is None or (found.organisation_id != by.organisation_id and not by.may(Permission.OPERATE_SITE)):
        raise NotVisible("invitation")
    return found


@action("partnerships.invite_again", permission=(Permission.MANAGE_ORGANISATION, Permission.OPERATE_SITE))
def invite_again(*, by: Actor, invitation_id: int) -> Issued:
    """A new secret and a new last day; the secret that was sent before stops working. Raises `NotVisible`."""
    found = _open(by, invitation_id)
    secret = _new_secret()
    found.token_digest = digest(secret)
    found.expires_at = rules.expiry(timezone.now())
    found.save(update_fields=["token_digest", "expires_at"])
    wrote(found, changed={"expires_at": found.expires_at})
    return Issued(found.pk, secret)


@action(
    "partnerships.withdraw_invitation", permission=(Permission.MANAGE_ORGANISATION, Permission.OPERATE_SITE)
)
def withdraw_invitation(*, by: Actor, invitation_id: int) -> None:
    """The link stops working from now on. Raises `NotVisible` where it was taken up or withdrawn."""
    found = _open(by, invitation_id)
    found.withdrawn_at = timezone.now()
    found.save(update_fields=["withdrawn_at"])
    wrote(found, changed={"withdrawn_at": found.withdrawn_at})


@action("partnerships.accept_invitation", permission=None)
def accept_invitation(*, by: Actor, secret: str) -> int:
    """Take up an invitation, once: the actor's account has the role from today. Returns the membership's id.

    Raises `NotVisible` for a secret that does not work (any more), `Invalid` on "account" where the account has
    another address than the one that was invited.
    """
    if by.user_id is None:
        raise NotAllowed("partnerships.accept_invitation")
    found = Invitation.objects.select_for_update().filter(token_digest=digest(secret)).first()
    now = timezone.now()
    if found is None or _state(found) != "open":
        raise NotVisible("invitation")
    if found.invited_by == by.user_id and found.role != Role.ADMINISTRATOR.value:
        raise NotVisible("invitation")  # written to an address that became the writer's own
    user = User.objects.get(pk=by.user_id)
    if user.email.lower() != found.email:
        raise Invalid.on(
            "account", _("This invitation is for another email address than the one you signed in with.")
        )
    held = Membership.objects.filter(
        user=user, organisation_id=found.organisation_id, role=found.role, ends_on__isnull=True
    ).first()
    membership = held or Membership.objects.create(
        user=user, organisation_id=found.organisation_id, role=found.role, starts_on=timezone.localdate()
    )
    found.accepted_at = now
    found.save(update_fields=["accepted_at"])
    wrote(membership, changed={"role": found.role, "user": user.pk})
    wrote(found, changed={"accepted_at": now})
    return membership.pk


def _state(row: Invitation) -> str:
    times = rules.InvitationTimes(row.expires_at, row.accepted_at, row.withdrawn_at)
    return rules.invitation_state(times, timezone.now())
