# SPDX-License-Identifier: AGPL-3.0-or-later
"""One organisation's record of one person: identity alone in `Person`, everything else in tables of its category."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cydwaith.engines.names.collation import KEY_LENGTH
from cydwaith.kernel.guard import Guarded
from cydwaith.kernel.periods import valid_period
from cydwaith.kernel.privacy import TECHNICAL, Classes, fields, personal
from cydwaith.kernel.vocabulary import Category


class Person(Guarded):
    """Identity and contact of one person, as one organisation keeps it."""

    category = Category.IDENTITY
    person_field = "pk"
    is_person_table = True

    organisation = models.ForeignKey(
        "partnerships.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    reference = models.CharField(max_length=12, unique=True)  # random, safe in a URL, tells nothing
    name = models.CharField(max_length=200)
    called = models.CharField(max_length=100, blank=True)
    sort_key = models.CharField(max_length=KEY_LENGTH)
    date_of_birth = models.DateField(null=True, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=300, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    nhs_number = models.CharField(max_length=10, blank=True)
    spoken_language = models.CharField(max_length=5, blank=True)  # codes of rules.languages
    written_language = models.CharField(max_length=5, blank=True)
    other_language = models.CharField(max_length=60, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    joined_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    created_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[Classes] = {
        **fields(
            "name called date_of_birth email phone address postcode nhs_number spoken_language written_language"
            " other_language user",
            personal(Category.IDENTITY),
        ),
        **fields("organisation reference sort_key joined_into created_at version", TECHNICAL),
    }

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organisation", "sort_key"], name="person_org_sort"),
            models.Index(fields=["date_of_birth"], name="person_dob"),
            # Hardly anybody was joined: an index of the others would teach the planner to read the whole table
            models.Index(
                fields=["joined_into"], condition=Q(joined_into__isnull=False), name="person_joined"
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "nhs_number"],
                condition=~Q(nhs_number="") & Q(joined_into__isnull=True),
                name="person_nhs_once",
            ),
            models.UniqueConstraint(
                fields=["user", "organisation"], condition=Q(user__isnull=False), name="person_user_once"
            ),
        ]


class SearchTerm(Guarded):
    """One short code under which a person is found (see `engines.names.search_terms`)."""

    category = Category.IDENTITY
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    term = models.CharField(max_length=40)

    privacy: ClassVar[Classes] = {"term": personal(Category.IDENTITY), "person": TECHNICAL}

    class Meta:
        indexes: ClassVar = [models.Index(fields=["term", "person"], name="searchterm_term")]


class Needs(Guarded):
    """How to communicate with the person and what they need to take part. Always in view."""

    category = Category.NEEDS
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    formats = models.JSONField(default=list)  # codes: easy_read, large_print, bsl, text_relay, phone_only …
    communication = models.TextField(blank=True)
    access = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[Classes] = {
        **fields("formats communication access", personal(Category.NEEDS, special=True)),
        **fields("person version", TECHNICAL),
    }


class FactSpell(Guarded):
    """A dated fact that eligibility and the rulebooks need, kept once."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=40)
    value = models.CharField(max_length=120)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True


class CareFact(FactSpell):
    """Primary support reason, EHC plan, caring, long-term sickness, clinical team, care programme, setting."""

    category = Category.HEALTH
    privacy: ClassVar[Classes] = {
        **fields("kind value starts_on ends_on", personal(Category.HEALTH, special=True)),
        **fields("person recorded_at", TECHNICAL),
    }

    class Meta:
        constraints: ClassVar = [valid_period("carefact_period")]
        indexes: ClassVar = [models.Index(fields=["person", "kind"], name="carefact_kind")]


class EqualityFact(FactSpell):
    """Gender and ethnicity as given by the person."""

    category = Category.EQUALITY
    privacy: ClassVar[Classes] = {
        **fields("kind value starts_on ends_on", personal(Category.EQUALITY, special=True)),
        **fields("person recorded_at", TECHNICAL),
    }

    class Meta:
        constraints: ClassVar = [valid_period("equalityfact_period")]
        indexes: ClassVar = [models.Index(fields=["person", "kind"], name="equalityfact_kind")]


class SkillsFact(FactSpell):
    """Education level (ISCED) and the like."""

    category = Category.SKILLS
    privacy: ClassVar[Classes] = {
        **fields("kind value starts_on ends_on", personal(Category.SKILLS)),
        **fields("person recorded_at", TECHNICAL),
    }

    class Meta:
        constraints: ClassVar = [valid_period("skillsfact_period")]
        indexes: ClassVar = [models.Index(fields=["person", "kind"], name="skillsfact_kind")]


class MoneyFact(FactSpell):
    """Benefits the person chose to tell of, other funding declared."""

    category = Category.MONEY
    privacy: ClassVar[Classes] = {
        **fields("kind value starts_on ends_on", personal(Category.MONEY)),
        **fields("person recorded_at", TECHNICAL),
    }

    class Meta:
        constraints: ClassVar = [valid_period("moneyfact_period")]
        indexes: ClassVar = [models.Index(fields=["person", "kind"], name="moneyfact_kind")]
