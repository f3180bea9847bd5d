# SPDX-License-Identifier: AGPL-3.0-or-later
"""The dated facts that eligibility and the rulebooks need, kept once: kinds, where each is kept, and its values.

Sources: `rulebooks.md` 1 and 3 of the project (ASCOF 1E and 1F, Client Level Data, IPS Grow, IPSPC, ESF participants).
A clinical referral, a spell under the care programme approach and a setting are dated because ASCOF asks for the day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cydwaith.engines.tables.fields import VOCABULARIES
from cydwaith.kernel.vocabulary import Category

YES_NO: dict[str, Promise] = {"yes": _("Yes"), "no": _("No")}
TEXT_LENGTH = 120


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of fact. `values`: code -> label; empty: a few words. `single`: a new spell ends the one before."""

    label: Promise
    category: Category
    values: Mapping[str, Promise | str]
    single: bool = True
    hint: Promise | str = ""


def _listed(name: str) -> Mapping[str, str]:
    return VOCABULARIES[name].labels


_CARE, _EQUAL = Category.HEALTH, Category.EQUALITY
KINDS: dict[str, Kind] = {
    "primary_support_reason": Kind(_("Main reason for support"), _CARE, _listed("support_reason")),
    "ehc_plan": Kind(_("Education, health and care plan, or individual development plan"), _CARE, YES_NO),
    "carer": Kind(_("Cares for somebody"), _CARE, YES_NO),
    "long_term_sick": Kind(_("Long-term sick"), _CARE, YES_NO),
    "clinical_referral": Kind(
        _("Open referral to a clinical team"),
        _CARE,
        {},
        single=False,
        hint=_("The team, such as early intervention or primary care mental health"),
    ),
    "care_programme": Kind(_("Care programme or care and treatment plan"), _CARE, YES_NO),
    "long_term_support": Kind(
        _("Long-term support from the council"),
        _CARE,
        {
            "community": _("In the community"),
            "nursing": _("Nursing home"),
            "residential": _("Residential home"),
            "direct_payment": _("Direct payment"),
        },
    ),
    "setting": Kind(
        _("Where they live"),
        _CARE,
        {
            "own_home": _("Own home, or with family"),
            "supported": _("Supported living"),
            "residential": _("Residential home"),
            "hospital": _("Hospital"),
            "detained": _("Detained under the Mental Health Act"),
            "prison": _("Prison"),
            "no_home": _("No settled home"),
        },
    ),
    "gender": Kind(_("Gender"), _EQUAL, _listed("gender")),
    "ethnicity": Kind(_("Ethnic group"), _EQUAL, _listed("ethnicity")),
    "education_level": Kind(_("Highest education"), Category.SKILLS, _listed("education")),
    "benefit": Kind(
        _("Benefit"),
        Category.MONEY,
        {
            "universal_credit": _("Universal Credit"),
            "esa": _("Employment and Support Allowance"),
            "jsa": _("Jobseeker's Allowance"),
            "pip": _("Personal Independence Payment"),
            "dla": _("Disability Living Allowance"),
            "carers": _("Carer's Allowance"),
            "housing": _("Housing Benefit"),
            "none": _("None"),
        },
        single=False,
    ),
    "other_funding": Kind(
        _("Other funding declared"),
        Category.MONEY,
        {},
        single=False,
        hint=_("Another programme that pays for the same support"),
    ),
}


def label_of(kind: str, value: str) -> str:
    """The words for a stored value; what was written where the kind has no list or the code is old."""
    known = KINDS[kind].values if kind in KINDS else {}
    found = known.get(value)
    return value if found is None else (str(found) if not isinstance(found, str) else _now(found))


def problems(
    kind: str, value: str, starts_on: date | None, ends_on: date | None, *, today: date
) -> dict[str, list[str]]:
    """Field -> what is wrong with a fact, in words; empty when nothing is."""
    found: dict[str, list[str]] = {}
    if kind not in KINDS:
        return {"kind": [_now("Choose what this is about.")]}
    allowed = KINDS[kind].values
    if not value.strip():
        found["value"] = [_now("Choose or write an answer.")]
    elif allowed and value not in allowed:
        found["value"] = [_now("Choose one of the answers.")]
    elif len(value) > TEXT_LENGTH:
        found["value"] = [_now("Write this in fewer words.")]
    if starts_on is None:
        found["starts_on"] = [_now("Write the day from which this holds.")]
    elif starts_on > today:
        found["starts_on"] = [_now("The date must not be in the future.")]
    if starts_on is not None and ends_on is not None and ends_on < starts_on:
        found["ends_on"] = [_now("This ends before it begins.")]
    return found
