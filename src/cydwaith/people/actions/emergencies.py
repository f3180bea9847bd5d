# SPDX-License-Identifier: AGPL-3.0-or-later
"""Break-glass: one record of the own organisation, four hours, with a reason. Read only; reviewed; told."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from cydwaith.engines.names import fold
from cydwaith.kernel import audit
from cydwaith.kernel.actions import REFUSED, action, wrote
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Invalid, NotAllowed, Refused
from cydwaith.kernel.guard import admit
from cydwaith.kernel.roles import Permission
from cydwaith.people import sharing, visibility
from cydwaith.people.models import BreakGlass, Person
from cydwaith.people.queries.lookup import own_organisation

OPEN_FOR = timedelta(hours=4)
TRIES = ((timedelta(minutes=15), 5), (timedelta(days=1), 15))
"""How many guesses that found nobody somebody has, in which time. A colleague of theirs still gets in at once."""


@action("people.break_glass", permission=Permission.BREAK_GLASS)
def break_glass(
    *, by: Actor, reason: str, reference: str = "", name: str = "", date_of_birth: date | None = None
) -> str:
    """Open one record for four hours to keep somebody safe; returns its reference.

    Only a record of the own organisation, and only who is named exactly: by reference, or by the whole name with the
    date of birth. Who is kept out by the person finds nothing. Raises `Invalid`; that nobody matches is said in the
    same words whether the record does not exist, lies elsewhere, or keeps the actor out; it is kept as tried, and after
    a few such tries (`TRIES`) the actor waits.
    """
    if by.user_id is None:
        raise NotAllowed("people.break_glass")
    errors: dict[str, list[str]] = {}
    if len(reason.split()) < 3:
        errors["reason"] = [_("Say what has happened and what you need to know.")]
    if not reference.strip() and not (name.strip() and date_of_birth):
        errors["reference"] = [_("Write the reference, or the whole name and the date of birth.")]
    if errors:
        raise Invalid(errors)
    if _too_many(by):
        raise Invalid.on(
            "", _("You have tried too often. Ask your team manager: it may be urgent, and they can look now.")
        )
    person, meant = _exactly(by, reference.strip().upper(), name, date_of_birth)
    if person is None:
        raise Refused(
            {"reference": [_("No record here matches exactly.")]},
            person_id=meant,
            tried={"reference": reference, "name": name, "date_of_birth": date_of_birth, "reason": reason},
        )
    now = timezone.now()
    made = BreakGlass.objects.create(
        person_id=person.pk,
        organisation_id=own_organisation(by),
        user_id=by.user_id,
        reason=reason.strip().replace("\x00", ""),
        starts_at=now,
        ends_at=now + OPEN_FOR,
    )
    wrote(made, changed={"reason": made.reason, "ends_at": made.ends_at})
    visibility.reindex([person.pk])
    return person.reference


def _too_many(by: Actor) -> bool:
    """Whether somebody has guessed too often lately."""
    now, verb = timezone.now(), "people.break_glass" + REFUSED
    longest = max(span for span, _most in TRIES)
    found = audit.lately(own_organisation(by), [verb], now - longest, user_id=by.user_id)
    return any(sum(row.at > now - span for row in found) >= most for span, most in TRIES)


def _exactly(by: Actor, reference: str, name: str, born: date | None) -> tuple[Person | None, int | None]:
    """The one person meant, and their id where they keep the actor out.

    Read past the guard: that the actor cannot see the record is why they ask.
    """
    rows = admit(Person.objects.filter(organisation_id=own_organisation(by), joined_into__isnull=True))
    if reference:
        found = list(rows.filter(reference=reference))
    else:
        found = [person for person in rows.filter(date_of_birth=born) if fold(person.name) == fold(name)]
    if len(found) != 1:
        return None, None
    out = sharing.kept_out([found[0].pk], user_id=by.user_id, organisation_id=by.organisation_id)
    return (None, found[0].pk) if out else (found[0], None)


@action("people.review_break_glass", permission=Permission.GOVERN)
def review_break_glass(*, by: Actor, emergency_id: int, review: str) -> None:
    """Write down whether an emergency access was justified. Once, and by somebody else than who had it."""
    row = BreakGlass.objects.visible_to(by).filter(pk=emergency_id).one()
    if row.user_id == by.user_id:
        raise Invalid.on("review", _("Somebody else has to review your own access."))
    if row.reviewed_at is not None:
        raise Invalid.on("review", _("This was reviewed already."))
    if not review.strip():
        raise Invalid.on("review", _("Write what you found."))
    row.review, row.reviewed_by, row.reviewed_at = (
        review.strip().replace("\x00", ""),
        by.user_id,
        timezone.now(),
    )
    row.save(update_fields=["review", "reviewed_by", "reviewed_at"])
    wrote(row, changed={"review": row.review})
