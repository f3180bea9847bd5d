# SPDX-License-Identifier: AGPL-3.0-or-later
"""Returns: in the making for those who answer for the partnership, and given out for everybody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cydwaith.kernel import bilingual
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.bilingual import Bilingual
from cydwaith.kernel.errors import NotVisible
from cydwaith.outcomes import policy
from cydwaith.outcomes.models import Release, ReleaseFigure, SignOff, Snapshot
from cydwaith.outcomes.releasing import Told
from cydwaith.outcomes.vocabulary import OUT, Protection, ReturnState
from cydwaith.partnerships.queries.figures import Place


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed, for which organisation, when."""

    user_id: int
    name: str
    organisation: Bilingual
    signed_at: datetime


@dataclass(frozen=True, slots=True)
class ReturnView:
    """A return. `checks` and `audit` as they were kept when it was frozen; `as_of`: of the facts, None for a draft."""

    id: int
    partnership_id: int
    code: str
    title: Bilingual
    funder: Bilingual | None
    programme: str
    step: str
    first_day: date
    last_day: date
    grouping: tuple[str, ...]
    rulebooks: tuple[str, ...]
    versions: dict[str, str]
    protection: str
    threshold: int
    base: int
    state: str
    edition: int
    as_of: date | None
    checks: tuple[dict[str, Any], ...]
    audit: dict[str, Any]
    digest: str
    frozen_at: datetime | None
    released_at: datetime | None
    withdrawn_at: datetime | None
    note: Bilingual
    replaces: str
    replaced_by: str
    version: int

    @property
    def stopped(self) -> bool:
        """Whether something was found for which nobody can sign it."""
        return any(one["level"] == "stop" for one in self.checks)

    @property
    def protection_words(self) -> str:
        """How it is kept from telling of anybody."""
        return str(Protection(self.protection).label)

    @property
    def state_words(self) -> str:
        """How far it has come."""
        return str(ReturnState(self.state).label)


def _view(row: Release) -> ReturnView:
    funder = row.funder
    replacing = Release.objects.filter(replaces=row).values_list("code", flat=True).first()
    return ReturnView(
        row.pk,
        row.partnership_id,
        row.code,
        bilingual.of(row, "title"),
        bilingual.of(funder, "name") if funder else None,
        row.programme,
        row.step,
        row.first_day,
        row.last_day,
        tuple(row.grouping),
        tuple(row.rulebooks),
        dict(row.versions),
        row.protection,
        row.threshold,
        row.base,
        row.state,
        row.edition,
        row.snapshot.as_of if row.snapshot else None,
        tuple(row.checks),
        {name: value for name, value in row.audit.items() if name != "published"},
        row.digest,
        row.frozen_at,
        row.released_at,
        row.withdrawn_at,
        bilingual.of(row, "note"),
        row.replaces.code if row.replaces else "",
        replacing or "",
        row.version,
    )


@dataclass(frozen=True, slots=True)
class ReturnLine:
    """A return in a list."""

    id: int
    code: str
    title: Bilingual
    first_day: date
    last_day: date
    state: str
    state_words: str
    released_at: datetime | None
    protection: str


def _lines(rows: Any) -> tuple[ReturnLine, ...]:
    columns = (
        "pk",
        "code",
        "title_en",
        "title_cy",
        "first_day",
        "last_day",
        "state",
        "released_at",
        "protection",
    )
    return tuple(
        ReturnLine(
            pk, code, Bilingual(en, cy), first, last, state, str(ReturnState(state).label), at, protection
        )
        for pk, code, en, cy, first, last, state, at, protection in rows.values_list(*columns)
    )


def returns(actor: Actor, code: str = "") -> tuple[Place, tuple[Place, ...], tuple[ReturnLine, ...]]:
    """Returns of a partnership for which the actor's organisation answers, the newest first; none for others.

    Raises `NotVisible`, `NotAllowed`.
    """
    places = policy.readable(actor)
    at = policy.place(actor, code)
    rows = Release.objects.filter(partnership_id=at.partnership_id).order_by("-pk")
    return at, places, _lines(rows[:200]) if at.whole else ()


def own_return(actor: Actor, return_id: int, *, lock: bool = False) -> Release:
    """A return of a partnership for which the actor's organisation answers, as a row. Raises `NotVisible`."""
    rows = (
        Release.objects.select_for_update() if lock else Release.objects.select_related("snapshot", "funder")
    )
    row = rows.filter(pk=return_id).first()
    if row is None:
        raise NotVisible("return")
    policy.answered_place(actor, row.partnership_id)
    return row


def one_return(actor: Actor, return_id: int) -> ReturnView:
    """One return. Raises `NotVisible`, `NotAllowed`."""
    return _view(own_return(actor, return_id))


def signatures(return_id: int, edition: int) -> tuple[Signature, ...]:
    """Who signed an edition, in order. One statement."""
    rows = SignOff.objects.filter(release_id=return_id, edition=edition).order_by("pk")
    return tuple(
        Signature(user_id, name, Bilingual(en, cy), at)
        for user_id, name, en, cy, at in rows.values_list(
            "user_id", "user__name", "organisation__name_en", "organisation__name_cy", "signed_at"
        )
    )


def frozen(return_id: int, edition: int) -> tuple[Told, ...]:
    """The frozen figures of an edition, in order. One statement."""
    rows = ReleaseFigure.objects.filter(release_id=return_id, edition=edition).order_by("place")
    return tuple(
        Told(
            one.rulebook,
            one.measure,
            "",
            one.first_day,
            one.last_day,
            (one.programme, one.partner, one.area, one.stratum),
            one.numerator,
            one.denominator,
            one.value,
            tuple((code, number) for code, number in one.lines),
            one.unit,
            0,
            one.cell,
            one.shown_numerator,
            one.shown_denominator,
            one.shown_value,
        )
        for one in rows
    )


def newest_snapshot(partnership_id: int) -> Snapshot | None:
    """The newest snapshot of a partnership whose folder is still there."""
    rows = Snapshot.objects.filter(partnership_id=partnership_id, dropped_at=None)
    return rows.order_by("-as_of", "-pk").first()


def former(release: Release) -> tuple[dict[str, Any], ...]:
    """What readers have already of a partnership's returns, but for the one itself: for the audit."""
    rows = Release.objects.filter(partnership_id=release.partnership_id, state__in=sorted(OUT))
    audits: Iterable[Any] = rows.exclude(pk=release.pk).order_by("pk").values_list("audit", flat=True)
    return tuple(one["published"] for one in audits if one.get("published"))


def released() -> tuple[ReturnLine, ...]:
    """What was given out and is for everybody, the newest first; what was withdrawn stays in the list."""
    rows = Release.objects.filter(state__in=sorted(OUT)).exclude(protection=Protection.INTERNAL)
    return _lines(rows.order_by("-released_at", "-pk")[:500])


def released_one(code: str) -> ReturnView:
    """One of them. Raises `NotVisible`."""
    rows = Release.objects.select_related("snapshot", "funder", "replaces").filter(
        code=code, state__in=sorted(OUT)
    )
    row = rows.exclude(protection=Protection.INTERNAL).first()
    if row is None:
        raise NotVisible("return")
    return _view(row)
