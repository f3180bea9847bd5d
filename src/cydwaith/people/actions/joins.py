# SPDX-License-Identifier: AGPL-3.0-or-later
"""Two records of one organisation that are one human: joined so that it can be undone. Never across organisations."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cydwaith.kernel.actions import action, nothing_to_write, wrote
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Invalid, NotVisible
from cydwaith.kernel.guard import admit
from cydwaith.kernel.roles import Permission
from cydwaith.people import access_log, identity, moving, visibility
from cydwaith.people.models import AccountInvitation, Person, PersonJoin, SearchTerm
from cydwaith.people.queries.lookup import own_organisation, person_by_id_for_change, person_for_change

from .record import NHS_TAKEN, write_terms

LOOKS = "looks"  # key in PersonJoin.moved: looks at the duplicate that the record that stays now shows
ACCOUNT = "account"  # key in PersonJoin.moved: the account that went along


@action("people.join_duplicates", permission=Permission.WORK_CASELOAD)
def join_duplicates(*, by: Actor, keep: str, duplicate: str) -> int:
    """Move everything of one record to another of the same organisation; returns the join's id.

    What the person shared of the duplicate stays with the duplicate: a join opens nothing to a partner or supporter.
    Who they keep out is kept out of both. Raises `Invalid` where both hold something of which there can be one, and
    where one has an account that the actor invited (ADR 20).
    """
    kept, other = person_for_change(by, keep), person_for_change(by, duplicate)
    if kept.pk == other.pk:
        raise Invalid.on("duplicate", _now("Choose two records."))
    if _invited_an_account(by, kept, other) and identity.who_may_confirm(by, kept.pk):
        raise Invalid.on(
            "duplicate", _now("You invited an account of one of them. A colleague joins these two records.")
        )
    access_log.spread_all()  # looks at lists become entries, so that they come along
    now = timezone.now()
    open_links = admit(
        AccountInvitation.objects.filter(
            person_id=other.pk, accepted_at__isnull=True, withdrawn_at__isnull=True
        )
    )
    open_links.update(withdrawn_at=now)
    moved = moving.move_all(other, kept)
    moved[LOOKS] = moving.show_looks_of(other, kept)
    if other.user_id is not None and kept.user_id is None:
        account, other.user_id = other.user_id, None
        other.save(update_fields=["user"])
        kept.user_id = account
        moved[ACCOUNT] = [account]
    _touch(kept)
    other.joined_into_id = kept.pk
    _touch(other)
    made = PersonJoin.objects.create(
        person_id=kept.pk, duplicate_id=other.pk, moved=moved, joined_by=by.user_id, joined_at=now
    )
    _index(kept, other)
    wrote(made, changed={"duplicate": other.pk, **moved})
    wrote(made, changed={"joined_into": kept.pk}, person_id=other.pk)
    return made.pk


def _invited_an_account(by: Actor, *people: Person) -> bool:
    """Whether the actor wrote the invitation by which one of the records got its account: else a record of an invented
    person would bring an account of the actor's own to somebody's life, or that life to the account."""
    links = admit(
        AccountInvitation.objects.filter(
            person_id__in=[person.pk for person in people if person.user_id is not None],
            supporter__isnull=True,
            accepted_at__isnull=False,
            invited_by=by.user_id,
        )
    )
    return bool(links.exists())


def _touch(person: Person) -> None:
    person.version += 1
    person.save(update_fields=["version", "user", "joined_into"])


def _index(kept: Person, other: Person) -> None:
    admit(SearchTerm.objects.filter(person_id=other.pk)).delete()
    write_terms(kept)
    if other.joined_into_id is None:
        write_terms(other)
    visibility.reindex([kept.pk, other.pk])


@action(
    "people.undo_join",
    permission=Permission.WORK_CASELOAD,
    messages={
        **NHS_TAKEN,
        "person_user_once": ("", _("This account has a record there already.")),
    },
)
def undo_join(*, by: Actor, join_id: int) -> str:
    """Part two records that were joined; returns the reference of the one that stands by itself again.

    Everything that was moved goes back; what was written since stays with the record that was kept. Twice is as once.
    """
    row = PersonJoin.objects.visible_to(by).filter(pk=join_id).one()
    kept = person_by_id_for_change(by, row.person_id)
    # The duplicate is seen through the join: after it nobody but a manager has work with it.
    other = admit(Person.objects.filter(pk=row.duplicate_id, organisation_id=own_organisation(by))).one()
    if row.undone_at is not None:
        nothing_to_write()
        return str(other.reference)
    if other.joined_into_id != kept.pk:
        raise NotVisible("PersonJoin")
    moved = dict(row.moved)
    moving.hide_looks(moved.pop(LOOKS, []), kept)
    for account in moved.pop(ACCOUNT, []):
        if kept.user_id == account:
            kept.user_id = None
            kept.save(update_fields=["user"])
            other.user_id = account
    moving.move_back(moved, other, kept)
    _touch(kept)
    other.joined_into_id = None
    _touch(other)
    row.undone_by, row.undone_at = by.user_id, timezone.now()
    row.save(update_fields=["undone_by", "undone_at"])
    _index(kept, other)
    wrote(row, changed={"undone_at": row.undone_at})
    wrote(row, changed={"joined_into": None}, person_id=other.pk)
    return str(other.reference)
