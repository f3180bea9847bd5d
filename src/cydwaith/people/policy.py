# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may see which rows of this context, beyond (or instead of) the sharing clause."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from cydwaith.kernel import guard, reads
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.guard import admit
from cydwaith.kernel.roles import Role
from cydwaith.kernel.vocabulary import Category, Purpose
from cydwaith.partnerships import partners

from . import access_log, models, sharing

CASEWORKERS = frozenset({Role.ADVISER, Role.MANAGER})


def nothing(prefix: str) -> Q:
    """No row."""
    return Q(**{f"{prefix}pk__in": []})


def kept_here(actor: Actor, prefix: str) -> Q:
    """Rows about people whose record the actor's organisation keeps. Asked row by row: an organisation keeps
    thousands of records, and rows of these tables are few."""
    own = models.Person.objects.filter(
        organisation_id=actor.organisation_id or 0, pk=OuterRef(f"{prefix}person_id")
    )
    return Q(Exists(admit(own)))


def held_by_own_organisation(actor: Actor, prefix: str) -> Q:
    """The person themself, or staff of the organisation that keeps the record: not a partner, not a supporter."""
    if actor.role in CASEWORKERS:
        return kept_here(actor, prefix)
    return Q() if actor.role is Role.PERSON else nothing(prefix)


def of_themself(actor: Actor, prefix: str, name: str = "person_id") -> Q:
    """Rows about the person who asks. Without a record of their own that is none, not those that name nobody."""
    return nothing(prefix) if actor.person_id is None else Q(**{f"{prefix}{name}": actor.person_id})


def of_own_place(actor: Actor, prefix: str, name: str = "organisation_id") -> Q:
    """Rows of the actor's organisation. Without one that is none, not those that name no organisation."""
    return (
        nothing(prefix) if actor.organisation_id is None else Q(**{f"{prefix}{name}": actor.organisation_id})
    )


def exclusions(actor: Actor, prefix: str) -> Q:
    """The person, and the manager of the organisation that keeps the record (who has to act on it)."""
    if actor.role is Role.MANAGER:
        return held_by_own_organisation(actor, prefix)
    return Q() if actor.role is Role.PERSON else nothing(prefix)


def own_only(actor: Actor, prefix: str) -> Q:
    """The person alone."""
    return Q() if actor.role is Role.PERSON else nothing(prefix)


def emergencies(actor: Actor, prefix: str) -> Q:
    """The person; who broke the glass; the governance lead of their organisation."""
    match actor.role:
        case Role.PERSON:
            return of_themself(actor, prefix)
        case Role.ADVISER | Role.MANAGER:
            return of_own_place(actor, prefix) & Q(**{f"{prefix}user_id": actor.user_id or 0})
        case Role.GOVERNANCE:
            return of_own_place(actor, prefix)
    return nothing(prefix)


def looks(actor: Actor, prefix: str) -> Q:
    """The person whose record it was; the governance lead of the organisation that looked."""
    if actor.role is Role.PERSON:
        own = admit(models.AccessEntry.objects.filter(person_id=actor.person_id or 0))
        return of_themself(actor, prefix) | Q(**{f"{prefix}pk__in": own.values("log_id")})
    if actor.role is Role.GOVERNANCE:
        return of_own_place(actor, prefix)
    return nothing(prefix)


def of_person_or_governance(actor: Actor, prefix: str) -> Q:
    """The person; the governance lead of the organisation it concerns."""
    if actor.role is Role.PERSON:
        return of_themself(actor, prefix)
    if actor.role is Role.GOVERNANCE:
        return of_own_place(actor, prefix)
    return nothing(prefix)


def corrections(actor: Actor, prefix: str) -> Q:
    """The person, the staff who work with them at the holder, and the holder's governance lead. No partner."""
    if actor.role is Role.PERSON:
        return of_themself(actor, prefix)
    if actor.role is Role.GOVERNANCE:
        return kept_here(actor, prefix)
    if actor.role in CASEWORKERS:
        return kept_here(actor, prefix) & sharing.clause(actor, f"{prefix}person_id", Category.IDENTITY)
    return nothing(prefix)


RECIPIENT_READS = ("sent", "more_asked", "accepted")
"""Once declined or taken back, a referral is the sender's alone."""


def referrals(actor: Actor, prefix: str) -> Q:
    """The person; the recipient's caseworkers, while it is theirs to read; the sender's, if they see the person.

    Whom the person keeps out is kept out of the referral too, although no sharing clause stands before it.
    """
    if actor.role is Role.PERSON:
        return of_themself(actor, prefix) | of_themself(actor, prefix, "received_as_id")
    if actor.role in CASEWORKERS:
        sent = of_own_place(actor, prefix, "source_id")
        sent &= sharing.clause(actor, f"{prefix}person_id", Category.IDENTITY)
        received = of_own_place(actor, prefix, "recipient_id") & Q(**{f"{prefix}state__in": RECIPIENT_READS})
        out = sharing.excluded(actor, timezone.now())
        for about in ("person_id", "received_as_id"):  # at the sender's, and in the record made of it here
            received &= ~Q(**{f"{prefix}{about}__in": out.values("person_id")})
        return sent | received
    return nothing(prefix)


def link_sides(actor: Actor, prefix: str) -> Q:
    """The linkage reviewer's, to count results: people of the own organisation, and of those that send it their records
    for that, under an agreement in force. Whoever keeps the reviewer out is not among them."""
    if actor.role is not Role.LINKAGE or actor.purpose is not Purpose.COUNT_RESULTS:
        return nothing(prefix)
    here = actor.organisation_id or 0
    sources = {here} | partners.sources_of(here, Purpose.COUNT_RESULTS, Category.IDENTITY)
    theirs = admit(
        models.Person.objects.filter(organisation_id__in=sources, pk=OuterRef(f"{prefix}person_id"))
    )
    out = sharing.excluded(actor, timezone.now())
    return Q(Exists(theirs)) & ~Q(**{f"{prefix}person_id__in": out.values("person_id")})


def register() -> None:
    """Register every guarded model of the context, the sharing clause and the read log."""
    guard.register_sharing(sharing.clause)
    reads.register_sink(access_log.write)
    for model in (
        models.Person,
        models.SearchTerm,
        models.Needs,
        models.CareFact,
        models.EqualityFact,
        models.SkillsFact,
        models.MoneyFact,
        models.Involvement,
        models.Supporter,
    ):
        guard.register(model)
    guard.register(models.SharingDecision, held_by_own_organisation)
    guard.register(models.PersonJoin, held_by_own_organisation)
    guard.register(models.AccountInvitation, held_by_own_organisation)
    guard.register(models.Exclusion, exclusions)
    guard.register(models.Visibility, own_only)
    guard.register(models.BreakGlass, emergencies, sharing=False)
    guard.register(models.AccessLog, looks, sharing=False)
    guard.register(models.AccessEntry, own_only)
    guard.register(models.AccessQuestion, of_person_or_governance, sharing=False)
    guard.register(models.Correction, corrections, sharing=False)
    guard.register(models.Referral, referrals, sharing=False)
    guard.register(models.LinkSide, link_sides, sharing=False)
    guard.register(models.CountedApart, held_by_own_organisation)
