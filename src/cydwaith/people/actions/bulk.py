# SPDX-License-Identifier: AGPL-3.0-or-later
"""People by the thousand: brought in, and taken out again when an import is undone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _now

from cydwaith.kernel import reads
from cydwaith.kernel.actions import action, nothing_to_write, wrote_about
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Invalid, NotVisible
from cydwaith.kernel.guard import admit
from cydwaith.kernel.roles import Permission
from cydwaith.partnerships import partners
from cydwaith.people import bringing, models, moving, sharing, visibility
from cydwaith.people.queries.lookup import own_organisation, own_records
from cydwaith.people.shapes import NewPerson

from .record import NHS_TAKEN, NOT_KEPT


@action("people.add_people_bulk", permission=Permission.IMPORT, messages=NHS_TAKEN)
def add_people_bulk(*, by: Actor, people: Sequence[NewPerson]) -> list[int]:
    """Add people to the actor's organisation; returns their ids in the order given. One audit row a person.

    All or none: raises `Invalid` with "row:field" for every row that cannot be taken in. Best called with 1,000 to
    10,000 at a time.
    """
    here = own_organisation(by)
    if not people:
        nothing_to_write()
        return []
    ready, errors = bringing.prepared(by, people)
    named = {person.adviser_id for person in ready if person.adviser_id is not None}
    strangers = named - {one.user_id for one in partners.colleagues(here)}
    for row, person in enumerate(ready):
        if person.adviser_id in strangers:
            errors[f"{row}:adviser_id"] = [_now("Choose somebody who works here.")]
    errors |= _taken(here, ready)
    if errors:
        raise Invalid(errors)
    bringing.write(here, ready)
    return [person.pk for person in ready]


@action("people.involve_bulk", permission=Permission.IMPORT)
def involve_bulk(*, by: Actor, pairs: Iterable[tuple[int, int]]) -> int:
    """Name advisers, (person id, user id), for people of the own organisation; returns how many began.

    Whoever already works with somebody is left as they are; whom a person keeps out is left out. Raises
    `NotVisible` for a person of another organisation, `Invalid` for somebody who does not work here.
    """
    here = own_organisation(by)
    wanted = list(dict.fromkeys(pairs))
    if {user for _person, user in wanted} - {one.user_id for one in partners.colleagues(here)}:
        raise Invalid.on("adviser_id", _now("Choose somebody who works here."))
    began: list[tuple[int, int]] = []
    for start in range(0, len(wanted), visibility.BATCH):
        part = wanted[start : start + visibility.BATCH]
        began += _fresh(by, here, part)
    if not began:
        nothing_to_write()
    now = timezone.now()
    models.Involvement.objects.bulk_create(
        [
            models.Involvement(
                person_id=pk, organisation_id=here, user_id=user, role="adviser", starts_at=now
            )
            for pk, user in began
        ],
        batch_size=500,
    )
    for pk, user in began:
        wrote_about("people.involvement", person_id=pk, changed={"user": user, "starts_at": now})
    visibility.reindex(pk for pk, _user in began)
    return len(began)


def _fresh(by: Actor, here: int, part: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Of some pairs, those that do not hold yet and that the person does not refuse."""
    ids = {pk for pk, _user in part}
    if own_records(by).filter(pk__in=ids).count() != len(ids):
        raise NotVisible("Person")
    rows = admit(
        models.Involvement.objects.filter(
            person_id__in=ids, organisation_id=here, user_id__isnull=False, ends_at__isnull=True
        )
    )
    there = set(rows.values_list("person_id", "user_id"))
    out = {user: sharing.kept_out(ids, user_id=user) for user in {user for _pk, user in part}}
    return [(pk, user) for pk, user in part if (pk, user) not in there and pk not in out[user]]


def _taken(here: int, ready: Sequence[bringing.Prepared]) -> dict[str, list[str]]:
    """NHS numbers that stand twice among the new people, or on a record that is there."""
    rows: dict[str, int] = {}
    errors: dict[str, list[str]] = {}
    for row, person in enumerate(ready):
        number = person.values["nhs_number"]
        if number and rows.setdefault(number, row) != row:
            errors[f"{row}:nhs_number"] = [_now("This NHS number stands twice in what is brought in.")]
    numbers = list(rows)
    for start in range(0, len(numbers), visibility.BATCH):
        part = numbers[start : start + visibility.BATCH]
        held = admit(
            models.Person.objects.filter(organisation_id=here, nhs_number__in=part, joined_into__isnull=True)
        )
        for number in held.values_list("nhs_number", flat=True):
            errors[f"{rows[number]}:nhs_number"] = [str(NOT_KEPT)]
    return errors


_OWN = (
    models.SearchTerm, models.Needs, models.CareFact, models.EqualityFact, models.SkillsFact, models.MoneyFact,
    models.Involvement, models.Visibility,
)  # fmt: skip
_SPARED = (models.AccessLog, models.AccessEntry)
"""Who has looked stays, as it does when a person is erased."""


@action("people.remove_people_bulk", permission=Permission.IMPORT)
def remove_people_bulk(*, by: Actor, person_ids: Sequence[int]) -> list[int]:
    """Take people out again whom an import had brought in; returns the ids of those that stay.

    Those stay whom somebody has changed since (their version rose), who decided on sharing, have an account or a
    supporter, were referred, joined or asked something, or about whom another context still holds a row: each
    context takes its own rows out first.
    """
    stay: list[int] = []
    for start in range(0, len(person_ids), visibility.BATCH):
        stay += _remove(by, list(person_ids[start : start + visibility.BATCH]))
    if len(stay) == len(person_ids):
        nothing_to_write()
    return stay


def _remove(by: Actor, part: list[int]) -> list[int]:
    untouched = own_records(by).filter(pk__in=part, version=1, user_id__isnull=True)
    free = set(untouched.values_list("pk", flat=True)) - _held_elsewhere(part)
    gone = sorted(free)
    for model in _OWN:
        admit(model.objects.filter(person_id__in=gone)).delete()
    admit(models.Person.objects.filter(pk__in=gone))._raw_delete("default")
    for pk in gone:
        wrote_about("people.person", object_id=pk, person_id=pk)
    return [pk for pk in part if pk not in free]


def _held_elsewhere(part: list[int]) -> set[int]:
    """Which of these people another guarded row still points to."""
    held: set[int] = set()
    for model, field in moving.person_keys():
        if model not in _OWN and model not in _SPARED:
            rows = admit(model.objects.filter(**{f"{field}__in": part}))
            with reads.muted():
                held.update(rows.values_list(field, flat=True).distinct())
    return held
