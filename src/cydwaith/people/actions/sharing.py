# SPDX-License-Identifier: AGPL-3.0-or-later
"""The person's choices: who may see what, for what, until when; withdrawn by one click; and who is kept out."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cydwaith.kernel.actions import action, nothing_to_write, once, wrote
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Invalid
from cydwaith.kernel.periods import in_force
from cydwaith.kernel.roles import Permission, Role
from cydwaith.kernel.vocabulary import CATEGORY_LABELS, categories_of
from cydwaith.partnerships import partners
from cydwaith.people import sharing, visibility
from cydwaith.people.deciding import (
    Choice,
    current_decisions,
    decide,
    how_it_came,
    newest,
    withdraw_from,
)
from cydwaith.people.models import Exclusion, Person, SharingDecision, Supporter
from cydwaith.people.queries.lookup import person_for_change
from cydwaith.people.rules.sharing import choice_problems, purpose_problems
from cydwaith.people.shapes import Recipient

_BOTH = (Permission.OWN_RECORD, Permission.WORK_CASELOAD)


@action("people.decide_sharing", permission=_BOTH)
def decide_sharing(
    *,
    by: Actor,
    reference: str | None,
    recipient: Recipient,
    purpose: str,
    categories: int,
    ends_on: date,
    how_given: str = "screen",
    token: str | None = None,
) -> int:
    """Record what the person chose to share, with whom, for what and until when; returns the decision's id.

    It replaces what was decided before for the same recipient and purpose. A partner organisation needs a flow that
    is switched on, under an agreement in force for as long as the share is to last, for these categories. Raises
    `Invalid` with everything that is wrong.
    """

    def make() -> int:
        person = person_for_change(by, reference)
        how = how_it_came(by, how_given)
        errors = choice_problems(categories, ends_on, today=timezone.localdate()) | purpose_problems(purpose)
        errors |= _recipient_problems(by, person, recipient)
        partnership_id = None
        if not errors and recipient.organisation_id not in (None, person.organisation_id):
            errors, partnership_id = _flow_problems(person, recipient, purpose, categories, ends_on)
        if errors:
            raise Invalid(errors)
        before = _standing(by, person.pk, recipient.key, purpose)
        made = decide(
            person.pk,
            Choice(recipient, purpose, categories, ends_on),
            replaces=before,
            recorded_by=by.user_id,
            how_given=how,
            partnership_id=partnership_id,
        )
        visibility.reindex([person.pk])
        return made.pk

    return int(once(token, make))


def _standing(by: Actor, person_id: int, recipient: str, purpose: str) -> SharingDecision | None:
    """The newest decision for a recipient and purpose, withdrawn or not."""
    rows = SharingDecision.objects.visible_to(by).filter(
        person_id=person_id, recipient=recipient, purpose=purpose
    )
    found: SharingDecision | None = newest(rows).order_by("-pk").first()
    return found


def _recipient_problems(by: Actor, person: Person, recipient: Recipient) -> dict[str, list[str]]:
    nobody = {"recipient": [_("Choose with whom this is shared.")]}
    if by.role is not Role.PERSON and recipient.user_id == by.user_id:
        return nobody  # what is shared with oneself, a colleague writes down
    if recipient.organisation_id is None:
        if recipient.user_id is None or not _supports(by, person, recipient.user_id):
            return nobody
    elif (recipient.role and (recipient.user_id is not None or recipient.role not in partners.CASEWORK)) or (
        recipient.user_id is not None and not partners.works_at(recipient.user_id, recipient.organisation_id)
    ):
        return nobody
    if sharing.kept_out([person.pk], user_id=recipient.user_id, organisation_id=recipient.organisation_id):
        if by.role not in (Role.PERSON, Role.MANAGER):  # who is on the list is read by these two alone
            return {"recipient": [_("They cannot be sent this. Ask the person.")]}
        return {"recipient": [_("They are on the list of those who are kept out. Take them off it first.")]}
    return {}


def _supports(by: Actor, person: Person, user_id: int) -> bool:
    rows = Supporter.objects.visible_to(by).filter(
        in_force(timezone.now(), start="starts_at", end="ends_at"), person_id=person.pk, user_id=user_id
    )
    return bool(rows.exists())


def _flow_problems(
    person: Person, recipient: Recipient, purpose: str, categories: int, ends_on: date
) -> tuple[dict[str, list[str]], int | None]:
    flows = partners.open_flows(
        source_id=person.organisation_id, recipient_id=recipient.organisation_id, purpose=purpose
    )
    if not flows:
        return {"recipient": [_("There is no agreement in force to share with them for this.")]}, None
    lasting = [flow for flow in flows if flow.agreement_ends_on >= ends_on]
    if not lasting:
        last = max(flow.agreement_ends_on for flow in flows)
        return {
            "ends_on": [
                _("The agreement between the organisations ends before that:")
                + f" {date_format(last, 'j F Y')}"
            ]
        }, None
    covered = 0
    for flow in lasting:
        covered |= flow.categories
    if beyond := categories & ~covered:
        words = ", ".join(str(CATEGORY_LABELS[one]) for one in categories_of(beyond))
        return {"categories": [_("The agreement does not cover:") + f" {words}"]}, None
    return {}, lasting[0].partnership_id


@action("people.withdraw", permission=_BOTH)
def withdraw(*, by: Actor, reference: str | None, decision_id: int, how_given: str = "screen") -> None:
    """Withdraw what was shared: no reason is asked, and it holds from the next request. Twice is as once."""
    person = person_for_change(by, reference)
    how = how_it_came(by, how_given)
    asked = SharingDecision.objects.visible_to(by).filter(pk=decision_id, person_id=person.pk).one()
    standing = _standing(by, person.pk, asked.recipient, asked.purpose)
    if standing is None or not standing.categories:
        nothing_to_write()
        return
    withdraw_from(standing, by, how)
    visibility.reindex([person.pk])


@action("people.withdraw_all", permission=_BOTH)
def withdraw_all(*, by: Actor, reference: str | None, how_given: str = "screen") -> int:
    """Withdraw everything that the person shares; returns how many decisions were ended."""
    person = person_for_change(by, reference)
    how = how_it_came(by, how_given)
    standing = current_decisions(by, person.pk)
    for decision in standing:
        withdraw_from(decision, by, how)
    if not standing:
        nothing_to_write()
    visibility.reindex([person.pk])
    return len(standing)


@action("people.exclude", permission=_BOTH)
def exclude(
    *,
    by: Actor,
    reference: str | None,
    user_id: int | None = None,
    organisation_id: int | None = None,
    how_given: str = "screen",
) -> int:
    """Keep somebody, or a whole organisation, out of the record, whatever else would let them in; returns an id.

    `how_given`: where staff were told, who write it down. What was shared with them is withdrawn, so that nothing
    opens by itself should they come off the list. The organisation that keeps the record cannot be kept out of it.
    Raises `Invalid`.
    """
    person = person_for_change(by, reference)
    how = how_it_came(by, how_given)
    if (user_id is None) == (organisation_id is None):
        raise Invalid.on("", _("Choose one person or one organisation."))
    if organisation_id == person.organisation_id or (user_id is not None and user_id == person.user_id):
        raise Invalid.on("", _("The organisation that keeps the record cannot be kept out of it."))
    if user_id is not None and not partners.user_names([user_id]):
        raise Invalid.on("user_id", _("Choose one person or one organisation."))
    if organisation_id is not None and not partners.organisation_names([organisation_id]):
        raise Invalid.on("organisation_id", _("Choose one person or one organisation."))
    there = sharing.exclusion_in_force(person.pk, user_id=user_id, organisation_id=organisation_id)
    if there is not None:
        nothing_to_write()
        return there
    made = Exclusion.objects.create(
        person_id=person.pk,
        user_id=user_id,
        organisation_id=organisation_id,
        starts_at=timezone.now(),
        how_given=how,
        recorded_by=by.user_id,
    )
    wrote(made, changed={"user": user_id, "organisation": organisation_id, "how_given": how})
    for decision in current_decisions(by, person.pk):
        if (user_id is not None and decision.user_id == user_id) or (
            organisation_id is not None and decision.organisation_id == organisation_id
        ):
            withdraw_from(decision, by, how)
    visibility.reindex([person.pk])
    return made.pk


@action("people.end_exclusion", permission=(Permission.OWN_RECORD, Permission.MANAGE_TEAM))
def end_exclusion(*, by: Actor, reference: str | None, exclusion_id: int) -> None:
    """Take somebody off the list of those kept out. They see again only what their work or a new share opens."""
    person = person_for_change(by, reference)
    row = Exclusion.objects.visible_to(by).filter(pk=exclusion_id, person_id=person.pk).one()
    if row.ends_at is not None:
        nothing_to_write()
        return
    row.ends_at = max(timezone.now(), row.starts_at)
    row.save(update_fields=["ends_at"])
    wrote(row, changed={"ends_at": row.ends_at})
