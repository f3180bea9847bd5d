# SPDX-License-Identifier: AGPL-3.0-or-later
"""Referrals: what came in, what was sent, and where a person can ask for help by themself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from cydwaith.kernel import reads
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.bilingual import Bilingual
from cydwaith.kernel.errors import NotVisible
from cydwaith.kernel.vocabulary import PURPOSE_LABELS, Category, Purpose
from cydwaith.partnerships import partners
from cydwaith.people.models import Needs, Person, Referral, ReferralState
from cydwaith.people.rules import languages, needs, referring
from cydwaith.people.rules.referring import KEYS
from cydwaith.people.shapes import NewPerson

from .lookup import own_organisation, person_by_id_for_change, person_for_change

LABELS = {
    "name": _("Name"),
    "called": _("Likes to be called"),
    "date_of_birth": _("Date of birth"),
    "email": _("Email address"),
    "phone": _("Phone number"),
    "spoken_language": _("Language to speak"),
    "written_language": _("Language to write in"),
    "other_language": _("Another language"),
    "formats": _("How to communicate"),
    "communication": _("How to communicate, in words"),
    "access": _("Access"),
    "why": _("Why"),
}
OPEN = (ReferralState.SENT.value, ReferralState.MORE_ASKED.value)


@dataclass(frozen=True, slots=True)
class ReferralView:
    """One referral as its reader may see it. `minimum`: (code, label, value as text) of what was sent.

    `source` None: the person asked by themself. `received_reference`: the recipient's own record, for the recipient
    alone. `came_in`: the actor's organisation is the recipient.
    """

    referral_id: int
    state: str
    state_words: str
    source: Bilingual | None
    recipient: Bilingual
    programme: Bilingual | None
    purpose: str
    minimum: tuple[tuple[str, str, str], ...]
    asked: str
    answered: str
    reason: str
    sent_by: str
    sent_at: datetime
    decided_by: str
    decided_at: datetime | None
    person_reference: str
    received_reference: str
    language: str
    came_in: bool
    name: str
    raw: dict[str, Any]

    @property
    def open(self) -> bool:
        """Whether it waits for an answer."""
        return self.state in OPEN

    def value(self, code: str) -> str:
        """One part of what was sent, as text; "" where it was not."""
        return next((text for key, _label, text in self.minimum if key == code), "")


def inbox(actor: Actor, *, open_only: bool = True) -> list[ReferralView]:
    """Referrals to the actor's organisation that may be read, the longest waiting first."""
    rows = Referral.objects.visible_to(actor).filter(recipient_id=own_organisation(actor))
    if open_only:
        rows = rows.filter(state__in=OPEN)
    return _views(actor, rows.order_by("sent_at", "pk"))


def outbox(actor: Actor, *, open_only: bool = False) -> list[ReferralView]:
    """Referrals that the actor's organisation sent about people whom the actor may see, the newest first."""
    rows = Referral.objects.visible_to(actor).filter(source_id=own_organisation(actor))
    if open_only:
        rows = rows.filter(state__in=OPEN)
    return _views(actor, rows.order_by("-sent_at", "-pk"))


def referral(actor: Actor, referral_id: int) -> ReferralView:
    """One referral. Raises `NotVisible`."""
    found = _views(actor, Referral.objects.visible_to(actor).filter(pk=referral_id))
    if not found:
        raise NotVisible("Referral")
    return found[0]


def referrals_of(actor: Actor, reference: str | None = None) -> list[ReferralView]:
    """Referrals about one person, the newest first: for the person, and for the staff who keep the record."""
    person = (
        person_by_id_for_change(actor, actor.person_id or 0)
        if reference is None
        else person_for_change(actor, reference)
    )
    rows = Referral.objects.visible_to(actor).filter(Q(person_id=person.pk) | Q(received_as_id=person.pk))
    return _views(actor, rows.order_by("-sent_at", "-pk"))


def _views(actor: Actor, rows: Any) -> list[ReferralView]:
    found = list(rows.select_related("programme")[:300])
    # Whoever reads a referral reads about the record that was made of it here, too: it is told there as well.
    here = [row for row in found if row.recipient_id == actor.organisation_id]
    reads.note(Person, ("pk",), [(row.received_as_id,) for row in here])
    users = partners.user_names([*(row.sent_by for row in found), *(row.decided_by for row in found)])
    places = partners.organisation_names(
        [*(row.source_id for row in found), *(row.recipient_id for row in found)]
    )
    ids = [pk for row in found for pk in (row.person_id, row.received_as_id) if pk is not None]
    own = Person.objects.visible_to(actor).filter(pk__in=ids, organisation_id=actor.organisation_id or 0)
    references = dict(own.values_list("pk", "reference"))
    return [_view(actor, row, users, places, references) for row in found]


def _view(
    actor: Actor,
    row: Referral,
    users: dict[int, str],
    places: dict[int, Bilingual],
    references: dict[int, str],
) -> ReferralView:
    came_in = row.recipient_id == actor.organisation_id
    programme = row.programme
    return ReferralView(
        referral_id=row.pk,
        state=row.state,
        state_words=str(ReferralState(row.state).label),
        source=places.get(row.source_id) if row.source_id is not None else None,
        recipient=places[row.recipient_id],
        programme=Bilingual(programme.name_en, programme.name_cy) if programme is not None else None,
        purpose=str(PURPOSE_LABELS[Purpose(row.purpose)]),
        minimum=tuple(
            (key, str(LABELS[key]), as_text(key, row.minimum)) for key in KEYS if row.minimum.get(key)
        ),
        asked=row.asked,
        answered=row.answered,
        reason=row.reason,
        sent_by=users.get(row.sent_by or 0, ""),
        sent_at=row.sent_at,
        # Who at the recipient answered is the recipient's own business
        decided_by=users.get(row.decided_by or 0, "") if came_in else "",
        decided_at=row.decided_at,
        person_reference="" if came_in else references.get(row.person_id or 0, ""),
        received_reference=references.get(row.received_as_id or 0, "") if came_in else "",
        language=row.language,
        came_in=came_in,
        name=row.minimum.get("name", ""),
        raw=dict(row.minimum),
    )


def as_text(key: str, found: dict[str, Any]) -> str:
    """One part of a minimum as it is read: codes and dates as words."""
    value = found.get(key, "")
    if key == "date_of_birth":
        return date_format(date.fromisoformat(value), "j F Y")
    if key == "formats":
        return ", ".join(needs.words(value))
    if key in ("spoken_language", "written_language"):
        return languages.words(value, found.get("other_language", ""))
    return str(value)


@dataclass(frozen=True, slots=True)
class ReferTo:
    """A partner to whom the actor's organisation may refer somebody now, and what the agreement lets it send."""

    organisation_id: int
    name: Bilingual
    purposes: tuple[str, ...]
    with_needs: bool


def refer_to(actor: Actor, reference: str) -> list[ReferTo]:
    """Partners to whom a person may be referred now. Raises `NotVisible`."""
    person = person_for_change(actor, reference)
    found: dict[int, list[partners.OpenFlow]] = {}
    for flow in partners.open_flows(source_id=person.organisation_id):
        if flow.categories & Category.IDENTITY:
            found.setdefault(flow.recipient_id, []).append(flow)
    return [
        ReferTo(
            pk,
            flows[0].recipient,
            tuple(flow.purpose for flow in flows),
            any(flow.categories & Category.NEEDS for flow in flows),
        )
        for pk, flows in found.items()
    ]


@dataclass(frozen=True, slots=True)
class Place:
    """An organisation that people may ask for help by themselves: its neutral public name, and where it is."""

    organisation_id: int
    code: str
    name: Bilingual
    area: Bilingual | None


def places_for_self_referral() -> list[Place]:
    """Where somebody can ask for help by themself. For everybody."""
    return [
        Place(
            row["pk"],
            row["code"],
            Bilingual(row["public_name_en"], row["public_name_cy"]),
            Bilingual(row["area__name_en"], row["area__name_cy"]) if row["area__name_en"] else None,
        )
        for row in partners.self_referral_places()
    ]


def minimum_preview(actor: Actor, reference: str) -> dict[str, tuple[tuple[str, str], ...]]:
    """What a referral would carry beside its reason, (label, text), with and without needs. Raises `NotVisible`.

    Keys "identity" and "needs": the second goes along only where the agreement covers needs.
    """
    person = person_for_change(actor, reference)
    known = Needs.objects.visible_to(actor).filter(person_id=person.pk).first()
    whole = referring.minimum(person, known, "")
    needs_keys = ("formats", "communication", "access")
    return {
        "identity": tuple(
            (str(LABELS[key]), as_text(key, whole)) for key in KEYS if key in whole and key not in needs_keys
        ),
        "needs": tuple((str(LABELS[key]), as_text(key, whole)) for key in needs_keys if key in whole),
    }


def referred(view: ReferralView) -> NewPerson:
    """Who was referred, to be compared with the records that are there."""
    return referring.as_person(view.raw, None)
