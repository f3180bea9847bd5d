# SPDX-License-Identifier: AGPL-3.0-or-later
"""Slips to be seeded into the running code: what is altered, and the cell of the matrix that shows it first."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

from django.db.models import Value
from django.http import HttpResponse
from django.utils.translation import get_language

from cydwaith.intake import queries as intake
from cydwaith.journeys import finding
from cydwaith.journeys import policy as journeys_policy
from cydwaith.kernel import actor, guard, reads
from cydwaith.people import access_log, heads, identity, models
from cydwaith.people import queries as people
from cydwaith.people.queries import lookup
from cydwaith.web import actors, pages
from cydwaith.web.accounts import middleware

from .seeding import (
    Seed,
    all_of,
    altered,
    in_clause,
    in_function,
    in_index,
    in_policy,
    in_prepared,
    in_rule,
    registered_as,
)

# Modules whose name their package gives to a function.
board, caseload, common, editing = (
    import_module(f"cydwaith.journeys.queries.{name}") for name in ("board", "caseload", "common", "editing")
)
duplicates, header, search = (
    import_module(f"cydwaith.people.queries.{name}") for name in ("duplicates", "header", "search")
)
members = import_module("cydwaith.partnerships.queries.members")


@dataclass(frozen=True, slots=True)
class Hole:
    """A slip, the cell that shows it first, and what is said of that cell."""

    seed: Seed
    cell: str  # "GET advice:person partner_live"
    says: str


_OWN_CLAUSE = in_clause('Q(**{person: given("person_id", actor.person_id)})', "Q()")
_OWN_ROWS = in_function(finding, "_own", 'Q(person_id=given("person_id", by.person_id), person', "Q(person")
_OWN_PLACE = 'organisation_id=given("organisation_id", own_organisation(actor)), '
_HEAD_IS_OWN = in_function(
    header, "_header", 'own = row["organisation_id"] == actor.organisation_id', "own = True"
)
_RECORD_IS_OWN = in_function(
    lookup,
    "own_records",
    "return rows.filter(organisation_id=actor.organisation_id)",
    "return rows",
)
_DECISIONS_OF_ALL_SEEN = registered_as(models.SharingDecision, share=True)
_ANY_ADDRESS = in_function(
    actors, "actor_for", "(not records or reference is not None)", "not records", pages
)

HOLES: dict[str, Hole] = {
    # The sharing clause and what it asks of the index.
    "no sharing clause at all": Hole(
        lambda patch: patch.setattr(guard, "_sharing", [lambda *_args: guard.EVERYTHING]),
        "GET advice:person adviser_other",
        "told adviser_other",
    ),
    "the category is not asked": Hole(
        in_index("(opened.categories & {category}) > 0", "(0 & {category}) = 0"),
        "GET advice:person partner_live",
        "told partner_live",
    ),
    "an exclusion does not hold": Hole(
        in_index("({who}) AND", "({who}) AND 1 = 0 AND"),
        "GET advice:search?q=Carew adviser_other",
        "told adviser_other",
    ),
    "the purpose is not asked": Hole(
        in_index("opened.purpose = %s", "%s <> ''"),
        "GET advice:person partner_withdrawn",
        "told partner_withdrawn",
    ),
    "an end is not an end": Hole(
        in_index("opened.ends_at > %s)", "%s IS NOT NULL)"),
        "GET advice:person adviser_other",
        "told adviser_other",
    ),
    "the recipient is not asked": Hole(
        in_index("opened.recipient IN ({marks})", "'nobody' NOT IN ({marks})"),
        "GET advice:person adviser_other",
        "told adviser_other",
    ),
    "needs forget the sharing clause": Hole(
        registered_as(models.Needs), "GET advice:person of nesta adviser", "people.needs"
    ),
    # The rule that is written out into the index.
    "a withdrawal closes nothing": Hole(
        in_rule(
            "        at = (decision.recipient, decision.purpose)",
            "        if not decision.categories:\n            continue\n"
            "        at = (decision.recipient, decision.purpose)",
        ),
        "GET advice:person partner_withdrawn",
        "told partner_withdrawn",
    ),
    "an older decision stands beside the newer": Hole(
        in_rule("newest.values()", "decided"), "GET advice:person partner_withdrawn", "told partner_withdrawn"
    ),
    "who worked with somebody once still does": Hole(
        in_rule("int(categories), one.starts_at, one.ends_at", "int(categories), one.starts_at, None"),
        "GET advice:person adviser_other",
        "told adviser_other",
    ),
    "colleagues see each other's caseload": Hole(
        in_rule("key = user_key(one.user_id, one.organisation_id)", "key = f'o{one.organisation_id}'"),
        "GET advice:person adviser_other",
        "told adviser_other",
    ),
    "an emergency never ends": Hole(
        in_rule("emergency.starts_at, emergency.ends_at", "emergency.starts_at, None"),
        "GET advice:emergency_record adviser",
        "gave",
    ),
    # Policies of tables.
    "a referral is read by everybody": Hole(
        registered_as(models.Referral), "GET advice:referrals adviser", "told adviser"
    ),
    "a correction is read by everybody": Hole(
        registered_as(models.Correction), "GET advice:corrections adviser", "told adviser"
    ),
    "emergencies are read by everybody": Hole(
        registered_as(models.BreakGlass), "GET manage:emergencies governance", "told governance"
    ),
    "the governance lead reads every organisation's looks": Hole(
        registered_as(models.AccessLog), "GET manage:looks governance", "gave"
    ),
    "questions about looks are read by everybody": Hole(
        registered_as(models.AccessQuestion), "GET manage:questions governance", "gave"
    ),
    "records kept anywhere count as kept here": Hole(
        in_policy(models.Correction, "kept_here", "organisation_id=actor.organisation_id or 0, ", ""),
        "GET manage:corrections governance",
        "told governance",
    ),
    "a letter is read by a link that was taken back": Hole(
        in_function(journeys_policy, "_live", 'f"{prefix}revoked_at__isnull": True,', ""),
        "GET employer:letter of rhodri anonymous",
        "told anonymous",
    ),
    "a letter is read after its last day": Hole(
        in_function(journeys_policy, "_live", 'f"{prefix}expires_at__gt": timezone.now(),', ""),
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
        in_function(
            identity, "supported_records", 'in_force(now, start="starts_at", end="ends_at"), ', "", actors
        ),
        "GET supporting:home supporter_ended",
        "gave",
    ),
    "everybody operates the site": Hole(
        in_function(
            actors, "actor_for", 'if not getattr(request.user, "is_operator", False):', "if False:", pages
        ),
        "GET operate:home person",
        "gave",
    ),
    "whoever is helped by anybody is helped by me": Hole(
        in_function(identity, "supported_records", ", user_id=user_id", "", actors),
        "GET supporting:home of nesta person",
        "gave",
    ),
    # Two slips at once: either alone is covered by the other lock (see COVERED).
    "a person changes everybody's plan": Hole(
        all_of(_OWN_CLAUSE, _OWN_ROWS), "POST me:plan_step_done of rhodri person", "gave"
    ),
    "partners may change a shared record": Hole(
        all_of(_HEAD_IS_OWN, _RECORD_IS_OWN), "GET advice:person_identity partner_live", "gave"
    ),
    "partners print what else was decided": Hole(
        all_of(_DECISIONS_OF_ALL_SEEN, _RECORD_IS_OWN), "GET advice:person_receipt_pdf partner_live", "gave"
    ),
    # Reads and files.
    "a search is of everybody": Hole(
        in_prepared(
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
        in_function(common, "open_journeys", _OWN_PLACE, "", caseload),
        "GET advice:caseload?format=xlsx manager",
        "gave",
    ),
    "the board holds what partners share": Hole(
        in_function(common, "open_journeys", _OWN_PLACE, "", board), "GET advice:board manager", "gave"
    ),
    "the file of looks names people": Hole(
        in_function(access_log, "references", '"pk", "reference"', '"pk", "name"'),
        "GET manage:looks?format=csv governance",
        "told governance",
    ),
    "a likely duplicate is looked for everywhere": Hole(
        in_function(
            duplicates,
            "duplicates",
            "own_records(actor)",
            "admit(Person.objects.all())",
            people,
        ),
        "GET advice:referral_accept of rhodri adviser",
        "told adviser",
    ),
    "a row is found by its number under any reference": Hole(
        in_function(editing, "_one", "person_id=person_id, pk=pk", "pk=pk"),
        "GET advice:contact_note of gwen with a row of huw manager",
        "gave",
    ),
    "a form begins with anybody's row": Hole(
        in_function(
            editing,
            "_one",
            "model.objects.visible_to(actor).filter(person_id=person_id, pk=pk)",
            "admit(model.objects.filter(pk=pk))",
        ),
        "GET advice:contact_correct of gwen with a row of huw adviser",
        "told adviser",
    ),
    "anybody's file of import is read": Hole(
        in_function(intake, "own_batches", ".filter(organisation_id=acting_for(actor))", ".all()"),
        "GET manage:import_marked of rhodri manager",
        "told manager",
    ),
    "a colleague elsewhere is looked up like one here": Hole(
        in_function(members, "_rows", ", organisation_id=rules.acting_for(actor))", ")"),
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
    "a list is told to the first of those it shows": Hole(
        lambda patch: patch.setattr(
            reads, "_sink", [altered(access_log, "write", "collected.page, ids,", "collected.page, ids[:1],")]
        ),
        "GET advice:caseload adviser_other",
        "told nobody",
    ),
    "a browser keeps a page": Hole(
        lambda patch: patch.setattr(
            middleware.HeadersMiddleware,
            "__call__",
            altered(middleware.HeadersMiddleware, "__call__", '"no-store"', '"private"'),
        ),
        "GET advice:person adviser",
        "a browser may keep",
    ),
    "a line of the log names somebody": Hole(
        in_function(
            header,
            "_header",
            'needs = row["needs"] or {}',
            'needs = row["needs"] or {}\n    __import__("logging").getLogger("cydwaith").info(row["name"])',
        ),
        "GET advice:person adviser",
        "in the log",
    ),
    "what a search shows is told to nobody": Hole(
        in_function(search, "search", "reads.note(Person, _COLUMNS, shown)", "pass", people),
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
