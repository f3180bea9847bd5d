# SPDX-License-Identifier: AGPL-3.0-or-later
"""Slips to be seeded into the running code: what is altered, and the cell of the matrix that shows it first."""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import Any

import pytest
from django.db.models import Value
from django.http import HttpResponse
from django.utils.translation import get_language

from cydwaith.intake import queries as intake
from cydwaith.journeys import finding
from cydwaith.journeys import policy as journeys_policy
from cydwaith.kernel import actor, guard, prepared, reads
from cydwaith.kernel.system import system
from cydwaith.people import access_log, heads, identity, models, openness, policy, sharing, visibility
from cydwaith.people import queries as people
from cydwaith.people.queries import lookup
from cydwaith.web import actors, pages

# Modules whose name their package gives to a function.
board, caseload, common = (
    import_module(f"cydwaith.journeys.queries.{name}") for name in ("board", "caseload", "common")
)
duplicates, header, search = (
    import_module(f"cydwaith.people.queries.{name}") for name in ("duplicates", "header", "search")
)
members = import_module("cydwaith.partnerships.queries.members")

Patch = pytest.MonkeyPatch
Seed = Callable[[Patch], None]


def altered(module: ModuleType, name: str, old: str, new: str) -> Any:
    """The function `name` of `module` with `old` replaced by `new` in its source, which must hold it."""
    source = textwrap.dedent(inspect.getsource(getattr(module, name)))
    assert old in source, f"{module.__name__}.{name} no longer says {old!r}: seed the hole anew"
    space = vars(module).copy()
    exec(
        compile(
            "from __future__ import annotations\n" + source.replace(old, new), f"<{name} with a hole>", "exec"
        ),
        space,
    )
    return space[name]


def _function(module: ModuleType, name: str, old: str, new: str, *also: ModuleType) -> Seed:
    """A slip in a function, as its own module and `also` know it."""

    def seed(patch: Patch) -> None:
        hole = altered(module, name, old, new)
        for place in (module, *also):
            assert hasattr(place, name)
            patch.setattr(place, name, hole)

    return seed


def _index(old: str, new: str) -> Seed:
    """A slip in the condition that is asked of the visibility index."""

    def seed(patch: Patch) -> None:
        assert old in openness._OPEN, f"the clause no longer says {old!r}: seed the hole anew"
        patch.setattr(openness, "_OPEN", openness._OPEN.replace(old, new))

    return seed


def _policy(model: Any, rule: guard.Policy = guard.everything, *, share: bool = False) -> Seed:
    """A model registered with another rule."""

    def seed(patch: Patch) -> None:
        assert guard._rules[model] != guard.Rule(rule, share)
        patch.setitem(guard._rules, model, guard.Rule(rule, share))

    return seed


def _slip_in_policy(model: Any, name: str, old: str, new: str) -> Seed:
    """A slip in a policy of `people`, registered as before."""

    def seed(patch: Patch) -> None:
        before = guard._rules[model]
        patch.setattr(policy, name, altered(policy, name, old, new))
        if before.policy.__name__ == name:
            patch.setitem(guard._rules, model, guard.Rule(getattr(policy, name), before.sharing))

    return seed


def _rule(old: str, new: str) -> Seed:
    """A slip in the rule itself, written out into the index."""

    def seed(patch: Patch) -> None:
        patch.setattr(visibility, "openings", altered(sharing, "openings", old, new))
        with system("seed a hole"):
            visibility.reindex(models.Person.objects.values_list("pk", flat=True))

    return seed


def _clause(old: str, new: str) -> Seed:
    """A slip in the sharing clause, as the guard asks it."""

    def seed(patch: Patch) -> None:
        hole = altered(sharing, "clause", old, new)
        patch.setattr(sharing, "clause", hole)
        patch.setattr(guard, "_sharing", [hole])

    return seed


def _all_of(*seeds: Seed) -> Seed:
    """Several slips at once, where one alone is covered by another lock."""

    def seed(patch: Patch) -> None:
        for one in seeds:
            one(patch)

    return seed


def _prepared(module: ModuleType, kept: str, name: str, old: str, new: str) -> Seed:
    """A slip in a function of which a prepared read is made."""

    def seed(patch: Patch) -> None:
        read = getattr(module, kept)
        assert isinstance(read, prepared.Prepared)
        patch.setattr(read, "build", altered(module, name, old, new))
        read.forget()

    return seed


@dataclass(frozen=True, slots=True)
class Hole:
    """A slip, the cell that shows it first, and what is said of that cell."""

    seed: Seed
    cell: str  # "GET advice:person partner_live"
    says: str


_OWN_CLAUSE = _clause('Q(**{person: given("person_id", actor.person_id)})', "Q()")
_OWN_ROWS = _function(finding, "_own", 'Q(person_id=given("person_id", by.person_id), person', "Q(person")
_OWN_PLACE = 'organisation_id=given("organisation_id", own_organisation(actor)), '
_HEAD_IS_OWN = _function(
    header, "_header", 'own = row["organisation_id"] == actor.organisation_id', "own = True"
)
_RECORD_IS_OWN = _function(
    lookup,
    "own_records",
    "return rows.filter(organisation_id=actor.organisation_id)",
    "return rows",
)
_DECISIONS_OF_ALL_SEEN = _policy(models.SharingDecision, share=True)
_ANY_ADDRESS = _function(actors, "actor_for", "(not records or reference is not None)", "not records", pages)

HOLES: dict[str, Hole] = {
    # The sharing clause and what it asks of the index.
    "no sharing clause at all": Hole(
        lambda patch: patch.setattr(guard, "_sharing", [lambda *_args: guard.EVERYTHING]),
        "GET advice:person adviser_other",
        "told adviser_other",
    ),
    "the category is not asked": Hole(
        _index("(opened.categories & {category}) > 0", "(0 & {category}) = 0"),
        "GET advice:person partner_live",
        "told partner_live",
    ),
    "an exclusion does not hold": Hole(
        _index("({who}) AND", "({who}) AND 1 = 0 AND"),
        "GET advice:search?q=Carew adviser_other",
        "told adviser_other",
    ),
    "the purpose is not asked": Hole(
        _index("opened.purpose = %s", "%s <> ''"),
        "GET advice:person partner_withdrawn",
        "told partner_withdrawn",
    ),
    "an end is not an end": Hole(
        _index("opened.ends_at > %s)", "%s IS NOT NULL)"),
        "GET advice:person adviser_other",
        "told adviser_other",
    ),
    "the recipient is not asked": Hole(
        _index("opened.recipient IN ({marks})", "'nobody' NOT IN ({marks})"),
        "GET advice:person adviser_other",
        "told adviser_other",
    ),
    "needs forget the sharing clause": Hole(
        _policy(models.Needs), "GET advice:person of nesta adviser", "people.needs"
    ),
    # The rule that is written out into the index.
    "a withdrawal closes nothing": Hole(
        _rule(
            "        at = (decision.recipient, decision.purpose)",
            "        if not decision.categories:\n            continue\n"
            "        at = (decision.recipient, decision.purpose)",
        ),
        "GET advice:person partner_withdrawn",
        "told partner_withdrawn",
    ),
    "an older decision stands beside the newer": Hole(
        _rule("newest.values()", "decided"), "GET advice:person partner_withdrawn", "told partner_withdrawn"
    ),
    "who worked with somebody once still does": Hole(
        _rule("int(categories), one.starts_at, one.ends_at", "int(categories), one.starts_at, None"),
        "GET advice:person adviser_other",
        "told adviser_other",
    ),
    "colleagues see each other's caseload": Hole(
        _rule("key = user_key(one.user_id, one.organisation_id)", "key = f'o{one.organisation_id}'"),
        "GET advice:person adviser_other",
        "told adviser_other",
    ),
    "an emergency never ends": Hole(
        _rule("emergency.starts_at, emergency.ends_at", "emergency.starts_at, None"),
        "GET advice:emergency_record adviser",
        "gave",
    ),
    # Policies of tables.
    "a referral is read by everybody": Hole(
        _policy(models.Referral), "GET advice:referrals adviser", "told adviser"
    ),
    "a correction is read by everybody": Hole(
        _policy(models.Correction), "GET advice:corrections adviser", "told adviser"
    ),
    "emergencies are read by everybody": Hole(
        _policy(models.BreakGlass), "GET manage:emergencies governance", "told governance"
    ),
    "the governance lead reads every organisation's looks": Hole(
        _policy(models.AccessLog), "GET manage:looks governance", "gave"
    ),
    "questions about looks are read by everybody": Hole(
        _policy(models.AccessQuestion), "GET manage:questions governance", "gave"
    ),
    "records kept anywhere count as kept here": Hole(
        _slip_in_policy(models.Correction, "kept_here", "organisation_id=actor.organisation_id or 0, ", ""),
        "GET manage:corrections governance",
        "told governance",
    ),
    "a letter is read by a link that was taken back": Hole(
        _function(journeys_policy, "_live", 'f"{prefix}revoked_at__isnull": True,', ""),
        "GET employer:letter of rhodri anonymous",
        "told anonymous",
    ),
    "a letter is read after its last day": Hole(
        _function(journeys_policy, "_live", 'f"{prefix}expires_at__gt": timezone.now(),', ""),
        "GET employer:letter of nesta anonymous",
        "told anonymous",
    ),
    # Who comes as what.
    "a role may everything": Hole(
        lambda patch: patch.setattr(actor.Actor, "may", lambda _self, _permission: True),
        "GET manage:members adviser",
        "gave",
    ),
    "the sign-in is not asked": Hole(
        lambda patch: patch.setattr(pages, "redirect_to_login", lambda _path: HttpResponse("in")),
        "GET advice:today anonymous",
        "gave",
    ),
    "a supporter's last day is not a last day": Hole(
        _function(
            identity, "supported_records", 'in_force(now, start="starts_at", end="ends_at"), ', "", actors
        ),
        "GET supporting:home supporter_ended",
        "gave",
    ),
    "everybody operates the site": Hole(
        _function(
            actors, "actor_for", 'if not getattr(request.user, "is_operator", False):', "if False:", pages
        ),
        "GET operate:home person",
        "gave",
    ),
    "whoever is helped by anybody is helped by me": Hole(
        _function(identity, "supported_records", ", user_id=user_id", "", actors),
        "GET supporting:home of nesta person",
        "gave",
    ),
    # Two slips at once: either alone is covered by the other lock (see COVERED).
    "a person changes everybody's plan": Hole(
        _all_of(_OWN_CLAUSE, _OWN_ROWS), "POST me:plan_step_done of rhodri person", "gave"
    ),
    "partners may change a shared record": Hole(
        _all_of(_HEAD_IS_OWN, _RECORD_IS_OWN), "GET advice:person_identity partner_live", "gave"
    ),
    "partners print what else was decided": Hole(
        _all_of(_DECISIONS_OF_ALL_SEEN, _RECORD_IS_OWN), "GET advice:person_receipt_pdf partner_live", "gave"
    ),
    # Reads and files.
    "a search is of everybody": Hole(
        _prepared(
            search,
            "_PEOPLE",
            "_people",
            "Person.objects.visible_to(actor)",
            "admit(Person.objects.all())",
        ),
        "GET advice:search?q=RHOD0003 adviser",
        "gave",
    ),
    "a list holds what partners share as if it were one's own": Hole(
        _function(common, "open_journeys", _OWN_PLACE, "", caseload),
        "GET advice:caseload?format=xlsx manager",
        "gave",
    ),
    "the board holds what partners share": Hole(
        _function(common, "open_journeys", _OWN_PLACE, "", board), "GET advice:board manager", "gave"
    ),
    "the file of looks names people": Hole(
        _function(access_log, "references", '"pk", "reference"', '"pk", "name"'),
        "GET manage:looks?format=csv governance",
        "told governance",
    ),
    "a likely duplicate is looked for everywhere": Hole(
        _function(
            duplicates,
            "duplicates",
            "own_records(actor)",
            "admit(Person.objects.all())",
            people,
        ),
        "GET advice:referral_accept of rhodri adviser",
        "told adviser",
    ),
    "anybody's file of import is read": Hole(
        _function(intake, "own_batches", ".filter(organisation_id=acting_for(actor))", ".all()"),
        "GET manage:import_marked of rhodri manager",
        "told manager",
    ),
    "a colleague elsewhere is looked up like one here": Hole(
        _function(members, "_rows", ", organisation_id=rules.acting_for(actor))", ")"),
        "GET manage:member of rhodri administrator",
        "gave",
    ),
    "the Welsh page asks less": Hole(
        lambda patch: patch.setattr(
            heads,
            "_may_read_needs",
            lambda _actor, before=heads._may_read_needs: (
                Value(True) if get_language() == "cy" else before(_actor)
            ),
        ),
        "GET advice:person of nesta adviser",
        "in Welsh GET told adviser",
    ),
    # Telling.
    "the read log is forgotten": Hole(
        lambda patch: patch.setattr(reads, "_sink", [lambda _collected: None]),
        "GET advice:person adviser",
        "told nobody",
    ),
    "what a search shows is told to nobody": Hole(
        _function(search, "search", "reads.note(Person, _COLUMNS, shown)", "pass", people),
        "GET advice:search?q=Huw adviser_other",
        "told nobody",
    ),
}


COVERED: dict[str, tuple[Seed, str]] = {
    # Slips that show nowhere, since another lock holds; and where they would show.
    "the clause gives a person every record": (_OWN_CLAUSE, "me:plan_step_done of rhodri"),
    "what a person may change is not asked again": (_OWN_ROWS, "me:plan_step_done of rhodri"),
    "the head of a page takes every record for one's own": (_HEAD_IS_OWN, "advice:person_identity"),
    "every record seen may be changed": (_RECORD_IS_OWN, "advice:person_identity"),
    "every record seen may be changed: its receipts": (_RECORD_IS_OWN, "advice:person_receipt_pdf"),
    "partners read who else may see": (_DECISIONS_OF_ALL_SEEN, "advice:person_receipt_pdf"),
    "a supporter is let in under any address": (_ANY_ADDRESS, "supporting:home of nesta"),
}
