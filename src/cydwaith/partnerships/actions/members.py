# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who works at an organisation, in which role, and who is away."""

from __future__ import annotations

from datetime import date

from allauth.mfa.models import Authenticator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cydwaith.kernel.actions import action, nothing_to_write, wrote
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Invalid, NotVisible
from cydwaith.kernel.models import User
from cydwaith.kernel.periods import in_force
from cydwaith.kernel.roles import Permission, Role
from cydwaith.partnerships import rules
from cydwaith.partnerships.models import Absence, Membership, Organisation


def _member(by: Actor, membership_id: int) -> Membership:
    """The membership of the actor's organisation that goes on, its organisation's row locked against a race."""
    Organisation.objects.select_for_update().filter(pk=rules.acting_for(by)).first()
    found = (
        Membership.objects.filter(pk=membership_id, organisation_id=rules.acting_for(by))
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gt=timezone.localdate()))
        .first()
    )
    if found is None:
        raise NotVisible("membership")
    return found


def _other_administrators(than: Membership, on: date) -> models.QuerySet[Membership]:
    return Membership.objects.filter(
        in_force(on),
        organisation_id=than.organisation_id,
        role=Role.ADMINISTRATOR.value,
        user__is_active=True,
    ).exclude(user_id=than.user_id)


def _not_ones_own(by: Actor, member: Membership) -> None:
    """Nobody gives themself a role, at whichever of their memberships here."""
    if member.user_id != by.user_id:
        return
    if _other_administrators(member, timezone.localdate()).exists():
        raise Invalid.on("role", _("Nobody gives themself a role. Another administrator does this for you."))
    raise Invalid.on(
        "role",
        _(
            "Nobody gives themself a role, and you are the only administrator. Invite another one, who can do it."
        ),
    )


def _keep_an_administrator(leaving: Membership, on: date) -> None:
    if leaving.role != Role.ADMINISTRATOR.value:
        return
    if not _other_administrators(leaving, on).exists():
        raise Invalid.on(
            "",
            _(
                "This is the last administrator. Invite another one first, so that somebody can still let people in."
            ),
        )


def _keep_the_caseload(leaving: Membership, new_role: str | None) -> None:
    """A caseload never falls between people: whoever has one hands it over before they leave."""
    if Role(leaving.role) not in rules.CASEWORK_ROLES or (
        new_role and Role(new_role) in rules.CASEWORK_ROLES
    ):
        return
    others = Membership.objects.filter(
        in_force(timezone.localdate()), user_id=leaving.user_id, organisation_id=leaving.organisation_id,
        role__in=[r.value for r in rules.CASEWORK_ROLES],
    ).exclude(pk=leaving.pk)  # fmt: skip
    if not others.exists() and rules.people_tied(leaving.user_id, leaving.organisation_id):
        raise Invalid.on(
            "", _("There are people on this caseload. A team manager hands them over to somebody else first.")
        )


@action(
    "partnerships.change_member",
    permission=Permission.MANAGE_ORGANISATION,
    messages={
        "membership_once": ("role", gettext_lazy("This person already has this role here.")),
        "membership.role": ("role", gettext_lazy("This person already has this role here.")),
    },
)
def change_member(
    *, by: Actor, membership_id: int, role: str, title: str = "", hours_share: int = 100
) -> int:
    """Change a member's role, job title or hours (per cent of full time). Returns the membership that goes on.

    Another role ends the membership today and begins a new one, so that the past stays told. Nobody changes their own
    role. Raises `Invalid`, also where the organisation would lose its last administrator or people their adviser.
    """
    errors: dict[str, list[str]] = {}
    if role not in {r.value for r in rules.INVITED_ROLES}:
        errors["role"] = [_("Choose one of the roles.")]
    if not 1 <= hours_share <= 100:
        errors["hours_share"] = [_("Write a share of full time from 1 to 100.")]
    if errors:
        raise Invalid(errors)
    member = _member(by, membership_id)
    today = timezone.localdate()
    if role == member.role:
        if (member.title, member.hours_share) == (title.strip(), hours_share):
            nothing_to_write()
            return member.pk
        member.title, member.hours_share = title.strip(), hours_share
        member.save(update_fields=["title", "hours_share"])
        wrote(member, changed={"title": member.title, "hours_share": hours_share})
        return member.pk
    _not_ones_own(by, member)
    _keep_an_administrator(member, today)
    _keep_the_caseload(member, role)
    _end(member, today)
    made = Membership.objects.create(
        user_id=member.user_id, organisation_id=member.organisation_id, role=role, title=title.strip(),
        hours_share=hours_share, starts_on=today,
    )  # fmt: skip
    wrote(made, changed={"role": role})
    return made.pk


def _end(member: Membership, on: date) -> None:
    member.ends_on = max(on, member.starts_on)
    member.save(update_fields=["ends_on"])
    wrote(member, changed={"ends_on": member.ends_on})


@action("partnerships.end_membership", permission=Permission.MANAGE_ORGANISATION)
def end_membership(*, by: Actor, membership_id: int) -> None:
    """End a membership today: from the next request the account has no part here any more.

    Raises `Invalid` where it is the last administrator's, or people on the caseload have not been handed over.
    """
    member = _member(by, membership_id)
    today = timezone.localdate()
    _keep_an_administrator(member, today)
    _keep_the_caseload(member, None)
    for absence in Absence.objects.filter(membership=member, ends_on__isnull=True):
        absence.ends_on = max(today, absence.starts_on)
        absence.save(update_fields=["ends_on"])
        wrote(absence, changed={"ends_on": absence.ends_on})
    _end(member, today)


@action("partnerships.reset_second_step", permission=Permission.MANAGE_ORGANISATION)
def reset_second_step(*, by: Actor, membership_id: int) -> None:
    """Take the second step off a member who has lost phone and codes, and end their sessions.

    They need their password to get in and set a new one up before any staff page. Nobody does it for themself.
    Raises `NotVisible`, `Invalid`.
    """
    member = _member(by, membership_id)
    if member.user_id == by.user_id:
        raise Invalid.on("", _("Another administrator does this for you."))
    user = User.objects.select_for_update().get(pk=member.user_id)
    Authenticator.objects.filter(user=user).delete()
    user.signed_out_at = timezone.now()
    user.save(update_fields=["signed_out_at"])
    wrote(user, changed={"signed_out_at": user.signed_out_at})


@action("partnerships.record_absence", permission=Permission.MANAGE_TEAM)
def record_absence(
    *, by: Actor, membership_id: int, starts_on: date, ends_on: date | None, cover_id: int | None
) -> int:
    """Somebody is away from a day (up to, not including, `ends_on`), and who covers. Returns the absence's id.

    Raises `Invalid` where the days are the wrong way round, overlap another absence, or cover is missing although
    people are on the caseload, or the one who covers is the one away or away then too.
    """
    member = _member(by, membership_id)
    errors: dict[str, list[str]] = {}
    if ends_on is not None and ends_on <= starts_on:
        errors["ends_on"] = [_("The last day must come after the first.")]
    cover = None
    if cover_id is not None:
        cover = _member(by, cover_id)
        if cover.user_id == member.user_id:
            errors["cover"] = [_("Choose somebody else to cover.")]
        elif Role(cover.role) not in rules.CASEWORK_ROLES:
            errors["cover"] = [_("Choose an adviser or a team manager to cover.")]
        elif _overlapping(cover, starts_on, ends_on).exists():
            errors["cover"] = [_("This person is away then too.")]
    elif rules.people_tied(member.user_id, member.organisation_id):
        errors["cover"] = [_("There are people on this caseload: choose who covers.")]
    if _overlapping(member, starts_on, ends_on).exists():
        errors["starts_on"] = [_("An absence is already recorded for these days.")]
    if errors:
        raise Invalid(errors)
    made = Absence.objects.create(membership=member, starts_on=starts_on, ends_on=ends_on, cover=cover)
    wrote(made, changed={"starts_on": starts_on, "ends_on": ends_on, "cover": cover_id})
    return made.pk


def _overlapping(member: Membership, starts_on: date, ends_on: date | None) -> models.QuerySet[Absence]:
    found = Absence.objects.filter(membership__user_id=member.user_id).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=starts_on)
    )
    return found.filter(starts_on__lt=ends_on) if ends_on is not None else found


@action("partnerships.end_absence", permission=Permission.MANAGE_TEAM)
def end_absence(*, by: Actor, absence_id: int) -> int:
    """Somebody is back today (or the absence was a mistake, if it has not begun). Returns the membership's id."""
    found = (
        Absence.objects.select_related("membership")
        .filter(pk=absence_id, membership__organisation_id=rules.acting_for(by))
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gt=timezone.localdate()))
        .first()
    )
    if found is None:
        raise NotVisible("absence")
    found.ends_on = max(timezone.localdate(), found.starts_on)
    found.save(update_fields=["ends_on"])
    wrote(found, changed={"ends_on": found.ends_on})
    return found.membership_id
