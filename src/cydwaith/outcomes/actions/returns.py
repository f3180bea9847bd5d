# SPDX-License-Identifier: AGPL-3.0-or-later
"""The way of a return: drawn up, checked and frozen, signed by two people, given out, withdrawn or corrected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cydwaith.kernel.actions import action, once, wrote
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Invalid
from cydwaith.kernel.roles import Permission
from cydwaith.outcomes import counting, packs, policy, releasing, rules
from cydwaith.outcomes.models import Release, ReleaseFigure, SignOff, Snapshot
from cydwaith.outcomes.queries import given as reads
from cydwaith.outcomes.vocabulary import Protection, ReturnState
from cydwaith.partnerships.queries.figures import funders_of, programmes_of

S = ReturnState
_TWICE = ("", gettext_lazy("You have signed this already. The second signature is somebody else's."))


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReturn:
    """A return as it is drawn up. `programme`: code, "" for all of the partnership."""

    title_en: str
    title_cy: str
    rulebooks: tuple[str, ...]
    first_day: date
    last_day: date
    step: str = counting.WHOLE
    grouping: tuple[str, ...] = ()
    programme: str = ""
    funder_id: int | None = None
    protection: str = Protection.ROUNDED
    threshold: int = 5
    base: int = 5


def _faults(new: NewReturn, partnership_id: int) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    if not new.title_en.strip() or len(new.title_en) > 200:
        errors["title_en"] = [_("Write a title of up to 200 characters.")]
    if not new.rulebooks or set(new.rulebooks) - set(counting.rulebooks()):
        errors["rulebooks"] = [_("Choose one or more of the answers.")]
    if new.last_day < new.first_day:
        errors["last_day"] = [_("The last day must not come before the first.")]
    if new.step not in (counting.WHOLE, *counting.STEPS):
        errors["step"] = [_("Choose one of the answers.")]
    if set(new.grouping) - {"programme", "partner", "area"}:
        errors["grouping"] = [_("Choose one or more of the answers.")]
    if new.programme and new.programme not in {one.code for one in programmes_of(partnership_id)}:
        errors["programme"] = [_("Choose one of the answers.")]
    if new.funder_id is not None and new.funder_id not in funders_of(partnership_id):
        errors["funder"] = [_("Choose one of the answers.")]
    if new.protection not in Protection.values:
        errors["protection"] = [_("Choose one of the answers.")]
    for name in ("threshold", "base"):
        if not 1 <= getattr(new, name) <= 100:
            errors[name] = [_("Write a whole number from 1 to 100.")]
    return errors


def _code(new: NewReturn) -> str:
    """A readable address that nobody has yet."""
    stem = slugify(f"{new.title_en} {new.first_day:%Y-%m}")[:60].strip("-") or "return"
    taken = set(Release.objects.filter(code__startswith=stem).values_list("code", flat=True))
    return next(
        code
        for code in (stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3)))
        if code not in taken
    )


@action("outcomes.draw_up_return", permission=Permission.PREPARE_RETURN)
def draw_up_return(*, by: Actor, partnership_id: int, new: NewReturn, token: str | None = None) -> int:
    """Draw up a return; returns its id. Raises `Invalid`, `NotVisible`."""

    def make() -> int:
        policy.answered_place(by, partnership_id)
        errors = _faults(new, partnership_id)
        if errors:
            raise Invalid(errors)
        return _made(by, partnership_id, new)

    return int(once(token, make))


def _made(by: Actor, partnership_id: int, new: NewReturn, **more: Any) -> int:
    row = Release.objects.create(
        partnership_id=partnership_id,
        code=_code(new),
        title_en=new.title_en.strip(),
        title_cy=new.title_cy.strip(),
        funder_id=new.funder_id,
        programme=new.programme,
        step=new.step,
        first_day=new.first_day,
        last_day=new.last_day,
        grouping=list(new.grouping),
        rulebooks=list(new.rulebooks),
        protection=new.protection,
        threshold=new.threshold,
        base=new.base,
        made_by=by.user_id,
        **more,
    )
    wrote(row, changed={"code": row.code}, partnership_id=partnership_id)
    return int(row.pk)


def check_return(*, by: Actor, return_id: int) -> None:
    """Count a return over the newest snapshot, protect and audit it, and freeze what came of it as a new edition.

    The counting stands outside the write, which must not wait for it. Raises `Invalid` where nothing can be counted,
    or somebody has signed already; `NotVisible`.
    """
    row = reads.own_return(by, return_id)
    if not rules.may_follow(row.state, S.CHECKED):
        raise Invalid.on("", _("This has been signed. It cannot be checked again."))
    snapshot = reads.newest_snapshot(row.partnership_id)
    if snapshot is None:
        raise Invalid.on("", _("Nothing has been counted yet"))
    try:
        versions = packs.versions_now(row)
        figures = packs.count(row, snapshot, versions)
    except counting.NotCountedError as error:
        raise Invalid.on("", f"{counting.FAILURES[error.code]} {error.where}".strip()) from error
    made = releasing.protect(
        figures,
        name=f"{row.code}.{row.edition + 1}",
        protection=row.protection,
        threshold=row.threshold,
        base=row.base,
        former=reads.former(row) if row.protection != Protection.INTERNAL else (),
    )
    found = packs.checks(row, snapshot, figures, made.findings)
    freeze_return(
        by=by,
        return_id=return_id,
        edition=row.edition + 1,
        snapshot_id=snapshot.pk,
        versions=versions,
        made=made,
        checks=found,
    )


@action("outcomes.freeze_return", permission=Permission.PREPARE_RETURN)
def freeze_return(
    *,
    by: Actor,
    return_id: int,
    edition: int,
    snapshot_id: int,
    versions: dict[str, str],
    made: releasing.Outcome,
    checks: Sequence[packs.Check],
) -> None:
    """Freeze an edition of a return. Raises `Invalid` where somebody was quicker, or has signed; `NotVisible`."""
    row = reads.own_return(by, return_id, lock=True)
    if not rules.may_follow(row.state, S.CHECKED) or edition != row.edition + 1:
        raise Invalid.on("", _("Somebody else was at this meanwhile. Look at it again."))
    ReleaseFigure.objects.bulk_create(
        (_frozen(row.pk, edition, place, one) for place, one in enumerate(made.figures)), batch_size=500
    )
    row.edition, row.state = edition, S.CHECKED
    row.snapshot = Snapshot.objects.get(pk=snapshot_id)
    row.versions, row.checks, row.audit = versions, [one.as_json() for one in checks], made.audit
    row.digest, row.frozen_at = releasing.digest(made.figures), timezone.now()
    row.version += 1
    row.save()
    wrote(row, changed={"edition": edition, "digest": row.digest}, partnership_id=row.partnership_id)


def _frozen(return_id: int, edition: int, place: int, one: releasing.Told) -> ReleaseFigure:
    programme, partner, area, stratum = one.group
    return ReleaseFigure(
        release_id=return_id,
        edition=edition,
        place=place,
        rulebook=one.rulebook,
        measure=one.measure,
        first_day=one.first_day,
        last_day=one.last_day,
        programme=programme,
        partner=partner,
        area=area,
        stratum=stratum,
        numerator=one.numerator,
        denominator=one.denominator,
        value=one.value,
        lines=[list(pair) for pair in one.lines],
        unit=one.unit,
        cell=one.cell,
        shown_numerator=one.shown_numerator,
        shown_denominator=one.shown_denominator,
        shown_value=one.shown_value,
    )


@action(
    "outcomes.sign_return",
    permission=Permission.SIGN_RETURN,
    messages={"signoff_once": _TWICE, "outcomes_signoff.release_id": _TWICE},
)
def sign_return(*, by: Actor, return_id: int, digest: str) -> None:
    """Sign what is frozen, by the digest that one was shown; two people do. Raises `Invalid`, `NotVisible`."""
    row = reads.own_return(by, return_id, lock=True)
    signed = list(SignOff.objects.filter(release=row, edition=row.edition).values_list("user_id", flat=True))
    following = S.SIGNED_TWICE if signed else S.SIGNED_ONCE
    if not rules.may_follow(row.state, following):
        raise Invalid.on("", _("This cannot be signed now."))
    if digest != row.digest:
        raise Invalid.on("", _("Somebody else was at this meanwhile. Look at it again."))
    if any(one["level"] == "stop" for one in row.checks):
        raise Invalid.on("", _("Something was found for which nobody can sign this."))
    if by.user_id in signed:
        raise Invalid.on("", str(_TWICE[1]))
    SignOff.objects.create(
        release=row,
        edition=row.edition,
        digest=digest,
        user_id=by.user_id or 0,
        organisation_id=by.organisation_id or 0,
        role=by.role.value,
    )
    row.state = following
    row.version += 1
    row.save(update_fields=["state", "version"])
    wrote(row, changed={"state": following, "digest": digest}, partnership_id=row.partnership_id)


@action("outcomes.give_out_return", permission=Permission.PREPARE_RETURN)
def give_out_return(*, by: Actor, return_id: int) -> None:
    """Give out what two people signed; the one that it corrects is then replaced. Raises `Invalid`, `NotVisible`."""
    row = reads.own_return(by, return_id, lock=True)
    if not rules.may_follow(row.state, S.RELEASED):
        raise Invalid.on("", _("Two people must have signed first."))
    row.state, row.released_at = S.RELEASED, timezone.now()
    row.version += 1
    row.save(update_fields=["state", "released_at", "version"])
    wrote(row, changed={"state": S.RELEASED}, partnership_id=row.partnership_id)
    if row.replaces_id is not None:
        old = Release.objects.select_for_update().get(pk=row.replaces_id)
        if rules.may_follow(old.state, S.CORRECTED):
            _end(old, S.CORRECTED, row.note_en, row.note_cy)


def _end(row: Release, state: ReturnState, note_en: str, note_cy: str) -> None:
    row.state, row.withdrawn_at = state, timezone.now()
    row.note_en, row.note_cy = note_en.strip(), note_cy.strip()
    row.version += 1
    row.save(update_fields=["state", "withdrawn_at", "note_en", "note_cy", "version"])
    wrote(row, changed={"state": state, "note": row.note_en}, partnership_id=row.partnership_id)


def _note(note_en: str) -> None:
    if not note_en.strip():
        raise Invalid.on("note_en", _("Write what everybody may read of why."))


@action("outcomes.withdraw_return", permission=Permission.SIGN_RETURN)
def withdraw_return(*, by: Actor, return_id: int, note_en: str, note_cy: str = "") -> None:
    """Withdraw what was given out, with a note for everybody. Raises `Invalid`, `NotVisible`."""
    row = reads.own_return(by, return_id, lock=True)
    if not rules.may_follow(row.state, S.WITHDRAWN):
        raise Invalid.on("", _("Only what was given out can be withdrawn."))
    _note(note_en)
    _end(row, S.WITHDRAWN, note_en, note_cy)


@action("outcomes.correct_return", permission=Permission.PREPARE_RETURN)
def correct_return(*, by: Actor, return_id: int, note_en: str, note_cy: str = "") -> int:
    """Draw up a return that will take the place of one that was given out; returns its id. The old one stands until the
    new one is given out. Raises `Invalid`, `NotVisible`."""
    row = reads.own_return(by, return_id, lock=True)
    if not rules.may_follow(row.state, S.CORRECTED):
        raise Invalid.on("", _("Only what was given out can be corrected."))
    if Release.objects.filter(replaces=row).exists():
        raise Invalid.on("", _("A correction of this is drawn up already."))
    _note(note_en)
    new = NewReturn(
        title_en=row.title_en,
        title_cy=row.title_cy,
        rulebooks=tuple(row.rulebooks),
        first_day=row.first_day,
        last_day=row.last_day,
        step=row.step,
        grouping=tuple(row.grouping),
        programme=row.programme,
        funder_id=row.funder_id,
        protection=row.protection,
        threshold=row.threshold,
        base=row.base,
    )
    return _made(by, row.partnership_id, new, replaces=row, note_en=note_en.strip(), note_cy=note_cy.strip())


def reproduce(*, by: Actor, return_id: int) -> tuple[releasing.Difference, ...]:
    """Count a frozen return again, over its own snapshot by its own versions: what comes out otherwise, none if all is
    the same to the digit. Raises `Invalid` where it cannot be counted any more; `NotVisible`."""
    row = reads.own_return(by, return_id)
    if row.snapshot is None:
        raise Invalid.on("", _("This is not frozen yet."))
    return against(row, row.snapshot, row.versions)


def changes(*, by: Actor, return_id: int) -> tuple[Snapshot, tuple[releasing.Difference, ...]]:
    """What would come out otherwise by the facts as they are known now: the newest snapshot, and the differences.

    Raises `Invalid`, `NotVisible`.
    """
    row = reads.own_return(by, return_id)
    newest = reads.newest_snapshot(row.partnership_id)
    if row.snapshot is None or newest is None:
        raise Invalid.on("", _("This is not frozen yet."))
    return newest, against(row, newest, row.versions)


def against(row: Release, snapshot: Snapshot, versions: dict[str, str]) -> tuple[releasing.Difference, ...]:
    """What comes out otherwise when a frozen return is counted over a snapshot by these versions. Raises `Invalid`."""
    try:
        now = packs.count(row, snapshot, versions)
    except counting.NotCountedError as error:
        raise Invalid.on("", f"{counting.FAILURES[error.code]} {error.where}".strip()) from error
    return releasing.differences(reads.frozen(row.pk, row.edition), now)
