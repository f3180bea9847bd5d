# SPDX-License-Identifier: AGPL-3.0-or-later
"""Referral: the minimum first, word for word, and only where a flow is in force. No answer ever says whether the
recipient knew the person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from cydwaith.kernel.actions import action, nothing_to_write, once, wrote
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Invalid, NotVisible
from cydwaith.kernel.roles import Permission
from cydwaith.kernel.vocabulary import Category, Purpose
from cydwaith.partnerships import partners
from cydwaith.people import bringing, sharing
from cydwaith.people.models import Needs, Person, Referral, ReferralState
from cydwaith.people.queries.lookup import own_organisation, person_by_id_for_change, person_for_change
from cydwaith.people.rules import details, referring
from cydwaith.people.shapes import NewPerson, SelfReferral

S = ReferralState
_OPEN = (S.SENT.value, S.MORE_ASKED.value)


@action("people.refer", permission=Permission.REFER)
def refer(
    *,
    by: Actor,
    reference: str,
    recipient_id: int,
    why: str,
    purpose: str = Purpose.FIND_WORK.value,
    programme_id: int | None = None,
    token: str | None = None,
) -> int:
    """Send the minimum about a person to a partner; returns the referral's id.

    What is sent is who they are, how to reach them and in which language, `why` in the sender's words, and, where
    the agreement covers it, how to communicate with them. Raises `Invalid` where no flow is in force, or the person
    keeps the partner out.
    """

    def make() -> int:
        person = person_for_change(by, reference)
        errors: dict[str, list[str]] = {}
        if not why.strip():
            errors["why"] = [_("Say why you refer them, in a sentence or two.")]
        flows = [
            flow
            for flow in partners.open_flows(
                source_id=person.organisation_id, recipient_id=recipient_id, purpose=purpose
            )
            if flow.categories & Category.IDENTITY
        ]
        if not flows:
            errors["recipient"] = [_("There is no agreement in force to refer to them.")]
        elif sharing.kept_out([person.pk], organisation_id=recipient_id):
            errors["recipient"] = [_("They cannot be sent this. Ask the person.")]
        if programme_id is not None and not partners.delivers(programme_id, recipient_id):
            errors["programme"] = [_("They do not deliver this programme.")]
        if errors:
            raise Invalid(errors)
        known = Needs.objects.visible_to(by).filter(person_id=person.pk).first()
        made = Referral.objects.create(
            partnership_id=flows[0].partnership_id,
            source_id=person.organisation_id,
            recipient_id=recipient_id,
            programme_id=programme_id,
            person_id=person.pk,
            purpose=purpose,
            minimum=referring.minimum(person, known if flows[0].categories & Category.NEEDS else None, why),
            sent_by=by.user_id,
            language=_language(person.written_language, person.spoken_language),
        )
        wrote(made, changed={"recipient": recipient_id, **made.minimum}, partnership_id=made.partnership_id)
        return made.pk

    return int(once(token, make))


def _language(written: str, spoken: str) -> str:
    return "cy" if (written or spoken) == "cy" else "en"


@action("people.self_refer", permission=None)
def self_refer(
    *,
    by: Actor,
    recipient_id: int,
    asked: SelfReferral,
    programme_id: int | None = None,
    token: str | None = None,
) -> int:
    """Somebody asks for help by themself, from the public pages; returns the referral's id. Raises `Invalid`."""

    def make() -> int:
        values = {
            name: value for name, value in asdict(asked).items() if name not in ("why", "communication")
        }
        kept, errors = details.checked(values, today=timezone.localdate())
        if not kept["email"] and not kept["phone"]:
            errors.setdefault("phone", []).append(
                _("Write a phone number or an email address, so that we can answer.")
            )
        if not partners.takes_self_referrals(recipient_id):
            errors["recipient"] = [_("Choose one of the places.")]
        if programme_id is not None and not partners.delivers(programme_id, recipient_id):
            errors["programme"] = [_("They do not deliver this programme.")]
        if errors:
            raise Invalid(errors)
        made = Referral.objects.create(
            recipient_id=recipient_id,
            programme_id=programme_id,
            purpose=Purpose.GET_SUPPORT.value,
            minimum=referring.own_words(kept, asked.communication, asked.why),
            language=by.language
            if by.language == "cy"
            else _language(asked.written_language, asked.spoken_language),
        )
        wrote(made, changed={"recipient": recipient_id, **made.minimum})
        return made.pk

    return int(once(token, make))


def _move(by: Actor, row: Referral, to: str, values: dict[str, Any], *, of: tuple[str, ...] = _OPEN) -> bool:
    """Move a referral on, once: False where somebody else has moved it meanwhile."""
    moved = Referral.objects.visible_to(by).filter(pk=row.pk, state__in=of)
    done = moved.update(state=to, version=F("version") + 1, **values)
    if done:
        wrote(row, changed={"state": to, **values}, partnership_id=row.partnership_id)
    return bool(done)


def _answered() -> Invalid:
    return Invalid.on("", _("This was answered already."))


def _received(by: Actor, referral_id: int) -> Referral:
    """A referral to the actor's organisation. Raises `NotVisible`."""
    rows = Referral.objects.visible_to(by).filter(pk=referral_id, recipient_id=own_organisation(by))
    found: Referral = rows.one()
    return found


def _sent(by: Actor, referral_id: int) -> Referral:
    """A referral that the actor's organisation sent, about somebody the actor works with. Raises `NotVisible`."""
    rows = Referral.objects.visible_to(by).filter(pk=referral_id, source_id=own_organisation(by))
    found: Referral = rows.one()
    if found.person_id is None:
        raise NotVisible("Referral")
    person_by_id_for_change(by, found.person_id)
    return found


def _words(field: str, text: str) -> str:
    if not text.strip():
        raise Invalid.on(field, _("Write an answer."))
    return text.strip().replace("\x00", "")


@action("people.ask_more", permission=Permission.WORK_CASELOAD)
def ask_more(*, by: Actor, referral_id: int, question: str) -> None:
    """The recipient asks for more before deciding."""
    row = _received(by, referral_id)
    if row.source_id is None:
        raise Invalid.on("question", _("They asked by themselves: ring or write to them."))
    if not _move(by, row, S.MORE_ASKED.value, {"asked": _words("question", question)}, of=(S.SENT.value,)):
        raise _answered()


@action("people.answer_more", permission=Permission.REFER)
def answer_more(*, by: Actor, referral_id: int, answer: str) -> None:
    """The sender answers; what was sent at first stays as it was, word for word."""
    row = _sent(by, referral_id)
    if not _move(by, row, S.SENT.value, {"answered": _words("answer", answer)}, of=(S.MORE_ASKED.value,)):
        raise _answered()


@action("people.withdraw_referral", permission=Permission.REFER)
def withdraw_referral(*, by: Actor, referral_id: int) -> None:
    """The sender takes a referral back before it is decided; the recipient can then no longer read it."""
    row = _sent(by, referral_id)
    if not _move(by, row, S.WITHDRAWN.value, {}):
        raise _answered()


@action("people.decline_referral", permission=Permission.WORK_CASELOAD)
def decline_referral(*, by: Actor, referral_id: int, reason: str) -> None:
    """The recipient declines, and says why."""
    row = _received(by, referral_id)
    given = {"reason": _words("reason", reason), "decided_by": by.user_id, "decided_at": timezone.now()}
    if not _move(by, row, S.DECLINED.value, given):
        raise _answered()


@action("people.accept_referral", permission=Permission.WORK_CASELOAD)
def accept_referral(
    *, by: Actor, referral_id: int, adviser_id: int | None = None, existing_reference: str | None = None
) -> str:
    """Accept: the recipient's own record is made from the minimum; returns its reference.

    `adviser_id`: who is to work with them (None: the actor, if an adviser). `existing_reference`: a record that the
    recipient has already and that is the same person; the sender is never told. Sent twice, the same record comes
    back. Raises `Invalid` where it was decided otherwise.
    """
    row = _received(by, referral_id)
    if row.state == S.ACCEPTED.value:
        nothing_to_write()
        return _accepted_as(by, row)
    given = {"decided_by": by.user_id, "decided_at": timezone.now()}
    if not _move(by, row, S.ACCEPTED.value, given):
        raise _answered()
    if existing_reference:
        person = person_for_change(by, existing_reference)
    else:
        person = _own_record(by, row.minimum, adviser_id)
    Referral.objects.visible_to(by).filter(pk=row.pk).update(received_as_id=person.pk)
    return person.reference


def _accepted_as(by: Actor, row: Referral) -> str:
    person = Person.objects.visible_to(by).filter(pk=row.received_as_id or 0).first()
    if person is None:
        raise Invalid.on("", _("A colleague has accepted this already."))
    return str(person.reference)


def _own_record(by: Actor, minimum: Mapping[str, Any], adviser_id: int | None) -> Person:
    here = own_organisation(by)
    if adviser_id is not None and not partners.works_at(adviser_id, here):
        raise Invalid.on("adviser_id", _("Choose somebody who works here."))
    given: NewPerson = referring.as_person(minimum, adviser_id)
    ready, errors = bringing.prepared(by, [given])
    if errors:
        raise Invalid({name.partition(":")[2]: messages for name, messages in errors.items()})
    bringing.write(here, ready)
    return Person(pk=ready[0].pk, reference=ready[0].reference)
