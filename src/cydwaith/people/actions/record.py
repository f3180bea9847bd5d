# SPDX-License-Identifier: AGPL-3.0-or-later
"""The record itself: adding a person, changing who they are and what they need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cydwaith.engines.names import family_sort_key, search_terms
from cydwaith.kernel import reads
from cydwaith.kernel.actions import action, check_version, nothing_to_write, once, wrote
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Conflict, Invalid, Refused
from cydwaith.kernel.guard import admit
from cydwaith.kernel.roles import Permission, Role
from cydwaith.partnerships import partners
from cydwaith.people import bringing, visibility
from cydwaith.people.models import Needs, Person, SearchTerm
from cydwaith.people.queries.lookup import own_organisation, own_records, person_for_change
from cydwaith.people.rules import details, needs
from cydwaith.people.shapes import IDENTITY_FIELDS, NewPerson

# Says no more than that it was not kept: whether somebody on a colleague's caseload has a number is theirs.
NOT_KEPT = _("This NHS number cannot be kept here. Check it. If it is right, ask your team manager to look.")
NHS_TAKEN = {
    "person_nhs_once": ("nhs_number", NOT_KEPT),
    # SQLite names the columns of the broken index, not the index
    "people_person.organisation_id, people_person.nhs_number": ("nhs_number", NOT_KEPT),
}
OWN_FIELDS = frozenset(
    {
        "called",
        "email",
        "phone",
        "address",
        "postcode",
        "spoken_language",
        "written_language",
        "other_language",
    }
)
"""What a person may change by themself; for the rest they ask for a correction."""


@action("people.add_person", permission=Permission.ADD_PERSON, messages=NHS_TAKEN)
def add_person(*, by: Actor, person: NewPerson, token: str | None = None) -> str:
    """Add a person to the actor's organisation; returns the new record's reference.

    The organisation holds the record from then on; the named adviser (or the actor, if an adviser) works with them.
    Raises `Invalid` with everything that is wrong at once.
    """

    def make() -> str:
        here = own_organisation(by)
        made, errors = bringing.prepared(by, [person])
        if person.adviser_id is not None and not partners.works_at(person.adviser_id, here):
            errors["0:adviser_id"] = [_now("Choose somebody who works here.")]
        if errors:
            raise Invalid({name.partition(":")[2]: messages for name, messages in errors.items()})
        _check_number(by, here, made[0].values["nhs_number"])
        bringing.write(here, made)
        return made[0].reference

    return str(once(token, make))


def _check_number(by: Actor, organisation_id: int, number: str, but: int = 0) -> None:
    """An NHS number stands in one record of an organisation. Raises `Invalid`; where the actor may not see the other
    record, the same words as for any other failure, and a trail (`Refused`)."""
    if not number:
        return
    with reads.muted():
        other = (
            admit(
                Person.objects.filter(
                    organisation_id=organisation_id, nhs_number=number, joined_into__isnull=True
                )
            )
            .exclude(pk=but)
            .values_list("pk", flat=True)
            .first()
        )
    if other is None:
        return
    for _pk, reference in own_records(by).filter(pk=other).values_list("pk", "reference"):
        raise Invalid.on("nhs_number", _now("A record that you see has this NHS number:") + f" {reference}")
    raise Refused({"nhs_number": [str(NOT_KEPT)]}, person_id=other, tried={"nhs_number": number})


@action(
    "people.change_identity", permission=(Permission.WORK_CASELOAD, Permission.OWN_RECORD), messages=NHS_TAKEN
)
def change_identity(
    *, by: Actor, reference: str | None, version: int | None, values: Mapping[str, Any]
) -> int:
    """Change who somebody is or how to reach them; returns the new version.

    `values`: some of `IDENTITY_FIELDS`; a person changes `OWN_FIELDS` of their own record. Raises `Conflict` where
    the record was changed since `version`, and `Invalid`.
    """
    person = person_for_change(by, reference)
    allowed = OWN_FIELDS if by.role is Role.PERSON else frozenset(IDENTITY_FIELDS)
    if not set(values) <= allowed:
        raise Invalid(
            {name: [_now("Ask for a correction to change this.")] for name in set(values) - allowed}
        )
    kept, errors = details.checked(values, today=timezone.localdate())
    if errors:
        raise Invalid(errors)
    changed = {name: value for name, value in kept.items() if getattr(person, name) != value}
    if not changed:
        nothing_to_write()
        return person.version
    check_version(person, version, shown=tuple(values))
    _check_number(by, person.organisation_id, changed.get("nhs_number", ""), but=person.pk)
    for name, value in changed.items():
        setattr(person, name, value)
    person.sort_key = family_sort_key(person.name)
    person.save(update_fields=[*changed, "sort_key", "version"])
    if changed.keys() & {"name", "called"}:
        write_terms(person)
        visibility.reindex([person.pk])
    wrote(person, changed=changed)
    return person.version


def write_terms(person: Person) -> None:
    """Write anew under which terms a person is found: their own name, and those of records joined into theirs."""
    joined = admit(Person.objects.filter(joined_into_id=person.pk)).values_list("pk", "name", "called")
    names = [(person.name, person.called), *((name, called) for _pk, name, called in joined)]
    terms = dict.fromkeys(term for name, called in names for term in search_terms(name, called))
    admit(SearchTerm.objects.filter(person_id=person.pk)).delete()
    SearchTerm.objects.bulk_create([SearchTerm(person_id=person.pk, term=term) for term in terms])


@action("people.change_needs", permission=(Permission.WORK_CASELOAD, Permission.OWN_RECORD))
def change_needs(
    *,
    by: Actor,
    reference: str | None,
    version: int | None,
    formats: Sequence[str],
    communication: str,
    access: str,
) -> int:
    """Change how to communicate with somebody and what they need; returns the new version.

    `version` 0: nothing was recorded when the form was read. Raises `Conflict` and `Invalid`.
    """
    person = person_for_change(by, reference)
    if wrong := needs.problems(formats):
        raise Invalid(wrong)
    values = {
        "formats": list(dict.fromkeys(formats)),
        "communication": communication.strip(),
        "access": access.strip(),
    }
    row = Needs.objects.visible_to(by).filter(person_id=person.pk).first()
    if row is None:
        row = Needs.objects.create(person_id=person.pk, **values)
        wrote(row, changed=values)
        return row.version
    if version == 0:
        raise Conflict({name: getattr(row, name) for name in values}, row.version)
    if all(getattr(row, name) == value for name, value in values.items()):
        nothing_to_write()
        return row.version
    check_version(row, version, shown=tuple(values))
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    wrote(row, changed=values)
    return row.version
