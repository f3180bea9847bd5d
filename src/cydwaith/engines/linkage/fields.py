# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which column of a table is what: the fields that linkage knows, and the headings they go by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from cydwaith.engines.linkage.problems import LinkProblem
from cydwaith.engines.tables import FIELDS as IMPORTED
from cydwaith.engines.tables import fold

_OF_THE_IMPORTER: Final = {
    "name": "person.full_name",
    "given": "person.given_name",
    "family": "person.family_name",
    "called": "person.called",
    "dob": "person.date_of_birth",
    "number": "person.nhs_number",
    "email": "person.email",
    "phone": "person.phone",
    "postcode": "person.postcode",
    "street": "person.address",
    "id": "person.reference",
}
_MORE: Final[dict[str, str]] = {
    "dataset": "source dataset|dataset|source|partner|set ddata|ffynhonnell",
    "id": "rec id|row id|record|ref|reference|cyf|rhif",
    "name": "fullname",
    "given": "forename 1|forename1|firstname|forenames|enw bedydd",
    "middle": "middle name|middle names|second forename|forename 2|forename2|enw canol|enwau canol",
    "family": "lastname|familyname",
    "former": "maiden name|previous surname|former name|former surname|birth surname|previous family name"
    "|family name at birth|surname at birth|other family name|alias surname"
    "|enw morwynol|enw blaenorol|cyfenw blaenorol|cyfenw adeg geni",
    "sex": "sex|gender|gender stated|rhyw|rhywedd",
    "number": "nhs number traced|social security number|social security id|soc sec id|ssn|national insurance number"
    "|national insurance no|ni number|nino|citizen id|national id|tax id|rhif yswiriant gwladol",
    "house": "house number|house no|street number|street no|building number|rhif ty",
    "street": "street name|thoroughfare|stryd|addr1|address1|address line1",
    "street2": "address 2|address2|address line 2|addr2|locality|estate",
    "town": "town|city|suburb|post town|posttown|town or city|tref|dinas|municipality|village|pentref",
    "opted_out": "opted out|opt out|linkage opt out|no linkage|optout|wedi optio allan|optio allan",
}


def _headings() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for name, imported in _OF_THE_IMPORTER.items():
        field = IMPORTED[imported]
        # What several tables use ("number") is too little to go by, but for an id.
        found[name] = [fold(name), *field.synonyms]
    for name, more in _MORE.items():
        found.setdefault(name, [fold(name)]).extend(more.split("|"))
    return MappingProxyType({name: tuple(found[name]) for name in FIELDS})


FIELDS: Final = (
    "dataset", "id", "name", "given", "middle", "family", "former", "called", "dob", "sex", "number", "house",
    "street", "street2", "town", "postcode", "phone", "email", "opted_out",
)  # fmt: skip
"""Fields of a record. ``dataset`` and ``id`` together name a record; all may be missing but a name."""

HEADINGS: Final = _headings()
"""Field -> folded headings (`engines.tables.fold`) that mean it, the surest first."""

COMPARED: Final = ("dob", "number", "postcode", "phone", "email", "street", "town", "sex")
"""What may stand beside a name: without any of it nothing can be said of who is who."""


def guess_columns(headings: Iterable[str], given: Mapping[str, str] | None = None) -> dict[str, str]:
    """Field -> heading of the table. What ``given`` names is taken as it stands.

    Raises `LinkProblem`: ``field-unknown`` (``given`` names no field), ``column-missing`` (a heading that the
    table has not), ``name-missing`` (no column of names), ``nothing-to-compare``.
    """
    there = tuple(headings)
    chosen = dict(given or {})
    for field, heading in chosen.items():
        if field not in FIELDS:
            raise LinkProblem("field-unknown", value=field, fields=", ".join(FIELDS))
        if heading not in there:
            raise LinkProblem("column-missing", value=heading, columns=", ".join(there))
    folded: dict[str, str] = {}
    for heading in there:
        if heading not in chosen.values():
            folded.setdefault(fold(heading), heading)
    for field in FIELDS:
        if field in chosen:
            continue
        match = next((folded[word] for word in HEADINGS[field] if word in folded), None)
        if match is not None:
            chosen[field] = match
            del folded[fold(match)]
    if not {"name", "given", "family"} & chosen.keys():
        raise LinkProblem("name-missing", columns=", ".join(there))
    if not set(COMPARED) & chosen.keys():
        raise LinkProblem("nothing-to-compare", columns=", ".join(there))
    return chosen
