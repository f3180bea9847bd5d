# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who stands behind a figure, for whoever may see them; and what each rule says of one person, and by when.

A snapshot knows numbers alone. Whose a number is, people's own policy says (`keys`): one that it does not open stays a
number, and is told as "somebody else" without even that.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import NotAllowed, NotVisible
from cydwaith.kernel.roles import Permission
from cydwaith.outcomes import counting, keys
from cydwaith.outcomes.models import Run, Snapshot
from cydwaith.partnerships.queries.figures import places
from cydwaith.people import queries as people

from .measure import TakenApart, figure

PAGE = 50


@dataclass(frozen=True, slots=True)
class Judged:
    """What a line says of one subject. `reference` and `name` empty: somebody whom the reader may not see.

    `by_day`: when it will be reached, or is lost if nothing changes; `lacks`: how much is lacking.
    """

    reference: str
    name: str
    by_day: date | None
    lacks: int | None


@dataclass(frozen=True, slots=True)
class Behind:
    """A page of the subjects behind one line of a figure. `more`: whether another page follows."""

    found: TakenApart
    line: Any
    number: int
    rows: tuple[Judged, ...]
    hidden: int
    page: int
    more: bool


def behind(actor: Actor, figure_id: int, line: str, page: int = 1) -> Behind:
    """Those behind one line of a figure, as far as the actor's organisation supports them.

    Raises `NotAllowed`, `NotVisible`.
    """
    if not actor.may(Permission.MANAGE_TEAM):
        raise NotAllowed("behind")
    found = figure(actor, figure_id)
    number = next((n for one, n in found.lines if one.code == line), None)
    if number is None:
        raise NotVisible("line")
    from cydwaith.engines.measures import verdicts
    from cydwaith.engines.measures.periods import Period

    one = found.figure
    group = tuple(
        (name, "" if getattr(one, name) == counting.UNKNOWN else getattr(one, name))
        for name in ("programme", "partner", "area")
        if getattr(one, name)
    )
    snapshot = Snapshot.objects.get(pk=found.run.snapshot_id)
    with counting.opened(snapshot) as engine:
        rulings = verdicts.rulings(
            engine,
            found.book,
            found.measure,
            (Period(one.first_day, one.last_day),),
            as_of=snapshot.as_of,
            options=Run.objects.values_list("options", flat=True).get(pk=one.run_id),
            wanted=verdicts.Wanted(group=group, stratum=one.stratum, line=line),
            offset=(page - 1) * PAGE,
            limit=PAGE + 1,
        )
    shown = rulings[:PAGE]
    known = keys.person_ids(actor, snapshot.pk, {who for each in shown for who in each.people})
    names = people.names(actor, set(known.values()))
    rows = []
    for each in shown:
        who = next((names[known[n]] for n in each.people if known.get(n) in names), None)
        rows.append(Judged(who.reference if who else "", who.name if who else "", each.by_day, each.lacks))
    # What is lost or reached first stands first: that is whom somebody can still do something for.
    named = tuple(
        sorted((row for row in rows if row.name), key=lambda row: (row.by_day or date.max, row.name))
    )
    return Behind(
        found,
        next(each for each, _n in found.lines if each.code == line),
        number,
        named,
        len(rows) - len(named),
        page,
        len(rulings) > PAGE,
    )


@dataclass(frozen=True, slots=True)
class Said:
    """What one measure says of a person in a period. `line`: engines.measures' Line; None: it says nothing of them."""

    measure: Any
    first_day: date
    last_day: date
    stratum: str
    line: Any
    by_day: date | None
    lacks: int | None


@dataclass(frozen=True, slots=True)
class AboutPerson:
    """What a rulebook says of one person. `as_of` None: they are in no snapshot yet."""

    book: Any
    books: tuple[Any, ...]
    as_of: date | None
    said: tuple[Said, ...]


def about_person(actor: Actor, reference: str, rulebook: str = "") -> AboutPerson:
    """What the measures of a rulebook say of a person of the actor's own organisation, this year and the last.

    Not of one whom a partner shared: a verdict tells of jobs and stages, whatever else was shared. Raises `NotVisible`,
    `counting.NotCountedError`.
    """
    person_id = people.person_for_change(actor, reference).pk
    books = counting.rulebooks()
    book = books.get(rulebook) or books.get("programme-contract") or next(iter(books.values()))
    every = tuple(books.values())
    for place in places(actor.organisation_id):
        snapshot = (
            Snapshot.objects.filter(partnership_id=place.partnership_id, dropped_at=None)
            .order_by("-as_of", "-pk")
            .first()
        )
        number = keys.number_of(actor, snapshot.pk, person_id) if snapshot is not None else None
        if snapshot is not None and number is not None:
            return AboutPerson(book, every, snapshot.as_of, _said(snapshot, book, number))
    return AboutPerson(book, every, None, ())


def _said(snapshot: Snapshot, book: Any, number: int) -> tuple[Said, ...]:
    from cydwaith.engines.measures import verdicts

    first, last = counting.span("year", snapshot.as_of)
    periods = counting.periods("year", first, last)[-2:]
    found: list[Said] = []
    with counting.opened(snapshot, of=number) as engine:
        for measure in book.measures:
            rulings = verdicts.rulings(
                engine,
                book,
                measure,
                periods,
                as_of=snapshot.as_of,
                wanted=verdicts.Wanted(person=number),
            )
            newest = [
                each for each in rulings if not each.part or each.part == max(one.part for one in rulings)
            ]
            found += [
                Said(
                    measure,
                    each.period.first,
                    each.period.last,
                    each.stratum,
                    each.line,
                    each.by_day,
                    each.lacks,
                )
                for each in sorted(newest, key=lambda one: (one.period, one.stratum), reverse=True)
            ]
            if not newest:
                found.append(Said(measure, periods[-1].first, periods[-1].last, "", None, None, None))
    return tuple(found)
