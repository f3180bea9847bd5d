# SPDX-License-Identifier: AGPL-3.0-or-later
"""Seeded holes: the running code is altered as a slip would alter it, and the ordinary walk must find each.

A hole that stays unfound means that the matrix proves nothing there.
"""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from django.db import transaction

from cydwaith.kernel import actor, guard, reads
from cydwaith.kernel.system import system
from cydwaith.people import identity, models, openness, policy, sharing, visibility
from cydwaith.people.queries import lookup
from cydwaith.web import actors, pages

from .test_matrix import REVIEWED, ROUTES, as_reviewed, faults
from .walk import Walker

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

Patch = pytest.MonkeyPatch


def altered(module: ModuleType, name: str, old: str, new: str) -> Any:
    """The function `name` of `module` with `old` replaced by `new` in its source, which must hold it."""
    source = textwrap.dedent(inspect.getsource(getattr(module, name)))
    assert old in source, f"{module.__name__}.{name} no longer says {old!r}: seed the hole anew"
    space = vars(module).copy()
    exec(compile(source.replace(old, new), f"<{name} with a hole>", "exec"), space)
    return space[name]


def _everyone_is_open(patch: Patch) -> None:
    patch.setattr(guard, "_sharing", [lambda *_args: guard.EVERYTHING])


def _index(old: str, new: str) -> Callable[[Patch], None]:
    def seed(patch: Patch) -> None:
        assert old in openness._OPEN, f"the clause no longer says {old!r}: seed the hole anew"
        patch.setattr(openness, "_OPEN", openness._OPEN.replace(old, new))

    return seed


def _policy(model: Any, rule: guard.Policy, *, share: bool) -> Callable[[Patch], None]:
    return lambda patch: patch.setitem(guard._rules, model, guard.Rule(rule, share))


def _rule(old: str, new: str) -> Callable[[Patch], None]:
    """A slip in the rule itself, written out into the index."""

    def seed(patch: Patch) -> None:
        patch.setattr(visibility, "openings", altered(sharing, "openings", old, new))
        with system("seed a hole"):
            visibility.reindex(models.Person.objects.values_list("pk", flat=True))

    return seed


def _function(
    module: ModuleType, name: str, old: str, new: str, *also: ModuleType
) -> Callable[[Patch], None]:
    def seed(patch: Patch) -> None:
        hole = altered(module, name, old, new)
        for place in (module, *also):
            patch.setattr(place, name, hole)

    return seed


HOLES: dict[str, Callable[[Patch], None]] = {
    "no sharing clause at all": _everyone_is_open,
    "the category is not asked": _index("(opened.categories & {category}) > 0", "(0 & {category}) = 0"),
    "an exclusion does not hold": _index("({who}) AND", "({who}) AND 1 = 0 AND"),
    "the purpose is not asked": _index("opened.purpose = %s", "%s <> ''"),
    "an end is not an end": _index("opened.ends_at > %s)", "%s IS NOT NULL)"),
    "the recipient is not asked": _index("opened.recipient IN ({marks})", "'nobody' NOT IN ({marks})"),
    "a withdrawal opens what it closes": _rule("if decision.categories:", "if True:"),
    "an older decision stands beside the newer": _rule("newest.values()", "decided"),
    "colleagues see each other's caseload": _rule(
        "key = user_key(one.user_id, one.organisation_id)", "key = f'o{one.organisation_id}'"
    ),
    "a person reads everybody's record": _function(
        sharing, "clause", "return Q(**{person: actor.person_id})", "return Q()", policy
    ),
    "partners read who else may see": _policy(models.SharingDecision, guard.everything, share=True),
    "a referral is read by everybody": _policy(models.Referral, guard.everything, share=False),
    "a correction is read by everybody": _policy(models.Correction, guard.everything, share=False),
    "emergencies are read by everybody": _policy(models.BreakGlass, guard.everything, share=False),
    "the governance lead reads every organisation's looks": _policy(
        models.AccessLog, guard.everything, share=False
    ),
    "questions about looks are read by everybody": _policy(
        models.AccessQuestion, guard.everything, share=False
    ),
    "needs forget the sharing clause": _policy(models.Needs, guard.everything, share=False),
    "a role may everything": lambda patch: patch.setattr(actor.Actor, "may", lambda _self, _permission: True),
    "the sign-in is not asked": lambda patch: patch.setattr(
        pages, "redirect_to_login", lambda _path: pages.HttpResponse("in")
    ),
    "a supporter's last day is not a last day": _function(
        identity, "supported_records", 'in_force(now, start="starts_at", end="ends_at"), ', "", actors
    ),
    "everybody operates the site": _function(
        actors, "actor_for", 'if not getattr(request.user, "is_operator", False):', "if False:", pages
    ),
    "partners may change a shared record": _function(
        lookup, "own_records", "return rows.filter(organisation_id=actor.organisation_id)", "return rows"
    ),
    "the read log is forgotten": lambda patch: patch.setattr(reads, "_sink", [lambda _collected: None]),
}


def first_finding(walker: Walker) -> str | None:
    """The first cell of the ordinary walk that is not as reviewed, in words; None where all are."""
    for route in sorted(ROUTES, key=_likely):
        address = walker.address(route)
        for verb in route.verbs:
            for persona in walker.world.allowed:
                cell = walker.visit(persona, verb, address)
                wrong = faults(route, {verb: {persona: cell}})
                if wrong:
                    return f"{route.name}: {wrong[0]}"
                if _cell(as_reviewed({verb: {persona: cell}}), persona) != _cell(
                    REVIEWED[route.name], persona, verb
                ):
                    return f"{verb} {route.name} is not as reviewed for {persona}"
    return None


def _cell(reviewed: dict[str, Any], persona: str, only: str = "") -> dict[str, Any]:
    """What a persona is given, out of the shape of the reviewed file; of one verb, or of all there are."""
    return {
        f"{key} {what}": whose if key.endswith("_rows") else True
        for key, by_what in reviewed.items()
        if not only or key in (only, f"{only}_rows")
        for what, whose in by_what.items()
        if (what == persona if key.endswith("_rows") else persona in whose)
    }


FIRST = (
    "advice:caseload", "advice:person", "advice:person_sharing", "advice:contact", "advice:referral", "manage:looks",
    "manage:emergencies", "manage:questions", "manage:corrections", "me:home", "supporting:home", "operate:home",
    "advice:caseload?whose=shared", "manage:workload",
)  # fmt: skip
"""Pages on which a slip shows soonest: the walk is the whole one, it only ends sooner."""


def _likely(route: Any) -> tuple[int, str]:
    return (FIRST.index(route.name) if route.name in FIRST else len(FIRST)), route.name


@pytest.mark.parametrize("hole", HOLES)
def test_a_seeded_hole_is_found(walker: Walker, monkeypatch: Patch, hole: str) -> None:
    with transaction.atomic():
        HOLES[hole](monkeypatch)
        assert first_finding(walker) is not None, f"nobody noticed: {hole}"
        transaction.set_rollback(True)
