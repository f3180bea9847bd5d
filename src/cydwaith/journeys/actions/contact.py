# SPDX-License-Identifier: AGPL-3.0-or-later
"""Recording contacts, putting them right, and moving one that was recorded on the wrong person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cydwaith.journeys import rules, upkeep
from cydwaith.journeys.finding import row_for_change, whose
from cydwaith.journeys.models import Contact, ContactMove, ContactNote
from cydwaith.journeys.shapes import NewContact
from cydwaith.journeys.vocabulary import NOTE_CATEGORIES, MoveReason
from cydwaith.kernel.actions import action, check_version, nothing_to_write, once, wrote
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Invalid
from cydwaith.kernel.roles import Permission
from cydwaith.kernel.vocabulary import Category

FIELDS = (
    "with_whom", "how", "on", "at_time", "minutes", "place", "outcome", "summary", "employer_name", "next_on",
)  # fmt: skip


@action("journeys.record_contact", permission=Permission.WORK_CASELOAD)
def record_contact(
    *, by: Actor, reference: str, contact: NewContact, journey_id: int | None = None, token: str | None = None
) -> int:
    """Record a contact; returns its id. Sent twice with one `token`, it is recorded once.

    `journey_id` None: the person's one open journey with the actor's organisation, if there is one. Raises `Invalid`
    with everything wrong at once, `NotVisible`.
    """

    def make() -> int:
        errors = rules.contact_problems(contact, timezone.localdate())
        if errors:
            raise Invalid(errors)
        person_id, journey = whose(by, reference, journey_id)
        row = Contact.objects.create(
            person_id=person_id,
            journey_id=journey.pk if journey else None,
            user_id=by.user_id,
            **{name: getattr(contact, name) for name in FIELDS},
        )
        if contact.note.strip():
            _write_note(by, row, contact.note, contact.kept_under)
        if journey is not None:
            upkeep.contact_made(journey, row)
        wrote(
            row,
            changed={name: getattr(contact, name) for name in FIELDS},
            partnership_id=journey.partnership if journey else None,
        )
        return row.pk

    return int(once(token, make))


def _write_note(by: Actor, contact: Any, text: str, kept_under: Category) -> ContactNote:
    return ContactNote.objects.create(
        person_id=contact.person_id,
        contact_id=contact.pk,
        kept_under=int(kept_under),
        text=text.strip(),
        user_id=by.user_id,
    )


@action("journeys.correct_contact", permission=Permission.WORK_CASELOAD)
def correct_contact(*, by: Actor, contact_id: int, version: int | None, values: Mapping[str, Any]) -> int:
    """Put right some of `FIELDS` of a contact; returns the new version. Raises `Conflict`, `Invalid`."""
    row = row_for_change(Contact, by, contact_id)
    as_it_was = NewContact(**{name: getattr(row, name) for name in FIELDS})
    try:
        wanted = replace(as_it_was, **values)
    except TypeError:
        raise Invalid(
            {name: [_("This cannot be changed here.")] for name in set(values) - set(FIELDS)}
        ) from None
    errors = rules.contact_problems(wanted, timezone.localdate())
    if errors:
        raise Invalid(errors)
    changed = {name: getattr(wanted, name) for name in FIELDS if getattr(wanted, name) != getattr(row, name)}
    if not changed:
        nothing_to_write()
        return int(row.version)
    check_version(row, version, shown=FIELDS)
    for name, value in changed.items():
        setattr(row, name, value)
    row.save(update_fields=[*changed, "version"])
    if row.journey_id is not None:
        upkeep.refresh(by, row.journey_id, contacts=True)
    wrote(row, changed=changed)
    return int(row.version)


@action("journeys.add_note", permission=Permission.WORK_CASELOAD)
def add_note(*, by: Actor, contact_id: int, text: str, kept_under: Category = Category.NOTES) -> int:
    """Add a note to a contact, kept under the category chosen; returns its id. Raises `Invalid`."""
    row = row_for_change(Contact, by, contact_id)
    if not text.strip():
        raise Invalid.on("text", _("Write the note."))
    if kept_under not in NOTE_CATEGORIES:
        raise Invalid.on("kept_under", _("Choose one of the answers."))
    note = _write_note(by, row, text, kept_under)
    wrote(note, changed={"text": note.text, "kept_under": note.kept_under})
    return int(note.pk)


@action("journeys.move_contact", permission=Permission.WORK_CASELOAD)
def move_contact(
    *, by: Actor, contact_id: int, to_reference: str, reason: str = MoveReason.WRONG_PERSON.value
) -> None:
    """Move a contact with its notes to the record of the person it was about.

    Both records keep a trail: here that one was taken away, there that one came; neither names the other. Raises
    `Invalid`, `NotVisible`.
    """
    row = row_for_change(Contact, by, contact_id)
    if reason not in MoveReason.values:
        raise Invalid.on("reason", _("Choose one of the answers."))
    person_id, journey = whose(by, to_reference, None)
    if person_id == row.person_id:
        raise Invalid.on("to_reference", _("This contact is already on this person's record."))
    left_person, left_journey = row.person_id, row.journey_id
    row.person_id, row.journey_id = person_id, journey.pk if journey else None
    row.version += 1
    row.save(update_fields=["person", "journey", "version"])
    ContactNote.objects.visible_to(by).filter(contact_id=row.pk, person_id=left_person).update(
        person_id=person_id
    )
    for whose_record, out in ((left_person, True), (person_id, False)):
        trail = ContactMove.objects.create(
            person_id=whose_record, contact_id=row.pk, out=out, on=row.on, reason=reason, user_id=by.user_id
        )
        wrote(trail, changed={"out": out, "reason": reason})
    wrote(row, changed={"person": person_id})
    for changed_journey in (left_journey, row.journey_id):
        if changed_journey is not None:
            upkeep.refresh(by, changed_journey, contacts=True)
