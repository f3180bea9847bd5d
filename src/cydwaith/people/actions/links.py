# SPDX-License-Identifier: AGPL-3.0-or-later
"""Deciding which records count as one human, and the person's wish to be counted apart. Nothing is ever merged."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from cydwaith.kernel import bulk
from cydwaith.kernel.actions import action, nothing_to_write, wrote, wrote_about
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Invalid, NotVisible
from cydwaith.kernel.guard import admit
from cydwaith.kernel.roles import Permission, Role
from cydwaith.partnerships import partners
from cydwaith.people.linking import Found
from cydwaith.people.models import CountedApart, Link, LinkRule, LinkSide, LinkState
from cydwaith.people.models.links import MILLION
from cydwaith.people.queries.lookup import person_for_change


def _both_sides(by: Actor, link_id: int) -> list[LinkSide]:
    """The two sides of a link whose both people the reviewer may look at. Raises `NotVisible`."""
    sides = list(LinkSide.objects.visible_to(by).filter(link_id=link_id).select_related("link"))
    if len(sides) != 2:
        raise NotVisible("Link")
    return sides


@action("people.decide_link", permission=Permission.REVIEW_LINKS)
def decide_link(*, by: Actor, link_id: int, same: bool) -> None:
    """Two records count as one person from now on, or as two and never again as one. What was compared is let go."""
    sides = _both_sides(by, link_id)
    link = sides[0].link
    if link.state != LinkState.WAITING:
        raise Invalid.on("same", _("Somebody has decided this already."))
    link.state = LinkState.LINKED if same else LinkState.APART
    link.decided_by, link.decided_at = by.user_id, timezone.now()
    link.save(update_fields=["state", "decided_by", "decided_at"])
    for side in sides:
        side.shown = {}
        side.save(update_fields=["shown"])
        wrote(link, changed={"state": link.state}, person_id=side.person_id)


@action("people.reopen_link", permission=Permission.REVIEW_LINKS)
def reopen_link(*, by: Actor, link_id: int) -> None:
    """Take a decision back. What is to be compared comes with the next search."""
    sides = _both_sides(by, link_id)
    link = sides[0].link
    if link.state == LinkState.WAITING:
        return nothing_to_write()
    link.state, link.decided_by, link.decided_at = LinkState.WAITING, None, None
    link.save(update_fields=["state", "decided_by", "decided_at"])
    for side in sides:
        wrote(link, changed={"state": link.state}, person_id=side.person_id)
    return None


@action(
    "people.keep_links",
    permission=(Permission.REVIEW_LINKS, Permission.PREPARE_RETURN, Permission.OPERATE_SITE),
)
def keep_links(*, by: Actor, partnership_id: int, found: Iterable[Found]) -> int:
    """Keep what a search found, in place of what the last one did; returns how many links there are. What was decided
    stays, whatever the machine thinks of it now. Only for a partnership that the actor's organisation leads, or the
    site itself. Raises `NotVisible`."""
    if by.role is not Role.OPERATOR and partners.lead_of(partnership_id) != by.organisation_id:
        raise NotVisible("Partnership")
    now = timezone.now()
    found = list(found)
    kept = _pairs_of(partnership_id)
    decided = {pair for pair, (_link, state) in kept.items() if state != LinkState.WAITING}
    fresh = [one for one in found if (one.first, one.second) not in decided]
    old = [link for link, state in kept.values() if state == LinkState.WAITING]
    admit(LinkSide.objects.filter(link_id__in=old)).delete()
    Link.objects.filter(pk__in=old).delete()
    ids = bulk.reserve(Link, len(fresh))
    bulk.insert(
        Link,
        ("id", "partnership_id", "probability", "reasons", "state", "seen_at"),
        (
            (pk, partnership_id, one.probability, list(one.reasons), LinkState.WAITING.value, now)
            for pk, one in zip(ids, fresh, strict=True)
        ),
    )
    bulk.insert(
        LinkSide,
        ("link_id", "person_id", "second", "shown"),
        (
            (pk, person, second, one.shown[second] if one.shown else {})
            for pk, one in zip(ids, fresh, strict=True)
            for second, person in ((False, one.first), (True, one.second))
        ),
    )
    wrote_about("people.links", partnership_id=partnership_id, changed={"links": len(fresh)})
    return len(fresh) + len(decided)


def _pairs_of(partnership_id: int) -> dict[tuple[int, int], tuple[int, str]]:
    """(the two people's ids, the lower first) -> the link and its state."""
    sides = admit(LinkSide.objects.filter(link__partnership_id=partnership_id))
    rows = sides.order_by("link_id", "person_id").values_list("person_id", "link_id", "link__state")
    met: dict[int, int] = {}
    found: dict[tuple[int, int], tuple[int, str]] = {}
    for person, link, state in rows:
        if link in met:
            found[met[link], person] = (link, state)
        met[link] = person
    return found


@action("people.set_link_rule", permission=Permission.REVIEW_LINKS)
def set_link_rule(
    *, by: Actor, partnership_id: int, review_from: int, link_from: int, sure_from: int
) -> None:
    """Set from which probability (millionths) records are looked at, count as one, and need no look.

    Only where the actor's organisation leads the partnership. Raises `Invalid` where they are out of order.
    """
    if partners.lead_of(partnership_id) != by.organisation_id:
        raise NotVisible("Partnership")
    if not 0 < review_from <= link_from <= sure_from < MILLION:
        raise Invalid.on(
            "link_from", _("Each of the three must be at least the one before it, and below 100.")
        )
    rule, _made = LinkRule.objects.get_or_create(partnership_id=partnership_id)
    rule.review_from, rule.link_from, rule.sure_from = review_from, link_from, sure_from
    rule.version += 1
    rule.save()
    changed = {"review_from": review_from, "link_from": link_from, "sure_from": sure_from}
    wrote(rule, changed=changed, partnership_id=partnership_id)


@action("people.count_apart", permission=(Permission.OWN_RECORD, Permission.WORK_CASELOAD))
def count_apart(*, by: Actor, reference: str | None = None, apart: bool) -> None:
    """The person wants their records counted by themselves, or lets them be put together for counting again.

    Staff write down what they were told. What was known of links goes at once, decisions too.
    """
    person = person_for_change(by, reference)
    found = CountedApart.objects.visible_to(by).filter(person_id=person.pk).first()
    if (found is not None) == apart:
        return nothing_to_write()
    if found is not None:
        wrote(found, changed={"apart": False}, person_id=person.pk)
        found.delete()
        return None
    made = CountedApart.objects.create(person_id=person.pk, recorded_by=by.user_id)
    sides = admit(LinkSide.objects.filter(person_id=person.pk)).values_list("person_id", "link_id")
    links = [link_id for _person, link_id in sides]
    admit(LinkSide.objects.filter(link_id__in=links)).delete()
    Link.objects.filter(pk__in=links).delete()
    wrote(made, changed={"apart": True})
    return None
