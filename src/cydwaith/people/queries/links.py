# SPDX-License-Identifier: AGPL-3.0-or-later
"""What waits for the linkage reviewer: two records side by side, without saying whose they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from cydwaith.kernel import reads
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.bilingual import Bilingual
from cydwaith.partnerships import partners
from cydwaith.people.models import CountedApart, Link, LinkRule, LinkSide, LinkState


@dataclass(frozen=True, slots=True)
class LinkCase:
    """One link to look at: per cent likely, why (codes), and what was compared of each record."""

    link_id: int
    per_cent: float
    reasons: tuple[str, ...]
    first: Mapping[str, str]
    second: Mapping[str, str]
    state: str
    decided_by: str
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many links wait, and how many were decided either way."""

    waiting: int
    linked: int
    apart: int


def _reviewable(actor: Actor) -> Any:
    """Links both sides of which the actor may look at. Only ids: nobody's record is shown by that."""
    with reads.muted():
        sides = (
            LinkSide.objects.visible_to(actor).values("link_id").annotate(sides=Count("pk")).filter(sides=2)
        )
        return Link.objects.filter(pk__in=sides.values("link_id"))


def links_waiting(actor: Actor) -> Waiting:
    """The counts of the desk."""
    links = _reviewable(actor)
    found = dict(links.values_list("state").annotate(n=Count("pk")))
    return Waiting(_to_see(links).count(), found.get(LinkState.LINKED, 0), found.get(LinkState.APART, 0))


def _to_see(links: Any) -> Any:
    """Those that wait and are neither sure nor hopeless, and whose comparison is at hand."""
    rules = LinkRule.objects.filter(partnership_id=OuterRef("partnership_id"))
    usual = LinkRule()
    return (
        links.filter(state=LinkState.WAITING)
        .alias(
            review_from=Coalesce(Subquery(rules.values("review_from")), usual.review_from),
            sure_from=Coalesce(Subquery(rules.values("sure_from")), usual.sure_from),
        )
        .filter(probability__gte=F("review_from"), probability__lt=F("sure_from"))
    )


def next_link(actor: Actor, *, after: int = 0) -> int | None:
    """The link to look at next: the likeliest first; `after` the one that was left for later."""
    links = _to_see(_reviewable(actor)).order_by("-probability", "pk")
    ids = list(links.values_list("pk", flat=True)[:500])
    if after in ids:
        place = ids.index(after) + 1
        return ids[place] if place < len(ids) else None
    return ids[0] if ids else None


def link_case(actor: Actor, link_id: int) -> LinkCase | None:
    """One link, side by side; None where the actor may not look at both people."""
    sides = list(
        LinkSide.objects.visible_to(actor)
        .filter(link_id=link_id)
        .order_by("second")
        .values("person_id", "shown", "link__probability", "link__reasons", "link__state", "link__decided_by",
                "link__decided_at")
    )  # fmt: skip
    if len(sides) != 2:
        return None
    one, other = sides
    names = partners.user_names([one["link__decided_by"]])
    return LinkCase(
        link_id,
        one["link__probability"] / 10_000,
        tuple(one["link__reasons"]),
        one["shown"],
        other["shown"],
        one["link__state"],
        names.get(one["link__decided_by"] or 0, ""),
        one["link__decided_at"],
    )


@dataclass(frozen=True, slots=True)
class Decided:
    """A link that was decided: by number alone, since what was compared is gone."""

    link_id: int
    state: str
    decided_by: str
    decided_at: datetime | None


def links_decided(actor: Actor, *, offset: int = 0, limit: int = 25) -> list[Decided]:
    """Decisions, the newest first."""
    rows = _reviewable(actor).exclude(state=LinkState.WAITING).order_by("-decided_at", "-pk")
    found = list(rows.values_list("pk", "state", "decided_by", "decided_at")[offset : offset + limit])
    names = partners.user_names(row[2] for row in found)
    return [Decided(pk, state, names.get(by or 0, ""), at) for pk, state, by, at in found]


def counted_apart(actor: Actor, person_id: int) -> bool:
    """Whether the person wants their records counted by themselves."""
    return CountedApart.objects.visible_to(actor).filter(person_id=person_id).exists()


@dataclass(frozen=True, slots=True)
class LinkRuleView:
    """The thresholds of one partnership, in millionths."""

    partnership_id: int
    code: str
    name: Bilingual
    review_from: int
    link_from: int
    sure_from: int


def link_rules(actor: Actor) -> list[LinkRuleView]:
    """The thresholds of the partnerships that the actor's organisation leads; those never set are the usual ones."""
    led = partners.led_by(actor.organisation_id or 0)
    kept = LinkRule.objects.in_bulk([one.partnership_id for one in led], field_name="partnership_id")
    usual = LinkRule()
    return [
        LinkRuleView(one.partnership_id, one.code, one.name, rule.review_from, rule.link_from, rule.sure_from)
        for one in led
        for rule in [kept.get(one.partnership_id, usual)]
    ]
