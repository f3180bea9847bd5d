# SPDX-License-Identifier: AGPL-3.0-or-later
"""How slips are seeded into the running code: each maker gives what alters it for the length of one test.

Source is altered, and not replaced, so that a hole is a slip in the code as it stands: where the code no longer says
what is altered, seeding fails.
"""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from cydwaith.kernel import guard, prepared
from cydwaith.kernel.system import system
from cydwaith.people import models, openness, policy, sharing, visibility

Patch = pytest.MonkeyPatch
Seed = Callable[[Patch], None]


def altered(module: Any, name: str, old: str, new: str) -> Any:
    """The function `name` of a module or class with `old` replaced by `new` in its source, which must hold it."""
    source = textwrap.dedent(inspect.getsource(getattr(module, name)))
    assert old in source, f"{module.__name__}.{name} no longer says {old!r}: seed the hole anew"
    space = {**getattr(module, name).__globals__, "admit": guard.admit}
    exec(
        compile(
            "from __future__ import annotations\n" + source.replace(old, new), f"<{name} with a hole>", "exec"
        ),
        space,
    )
    return space[name]


def in_function(module: ModuleType, name: str, old: str, new: str, *also: ModuleType) -> Seed:
    """A slip in a function, as its own module and `also` know it."""

    def seed(patch: Patch) -> None:
        hole = altered(module, name, old, new)
        for place in (module, *also):
            assert hasattr(place, name)
            patch.setattr(place, name, hole)

    return seed


def in_index(old: str, new: str) -> Seed:
    """A slip in the condition that is asked of the visibility index."""

    def seed(patch: Patch) -> None:
        assert old in openness._OPEN, f"the clause no longer says {old!r}: seed the hole anew"
        patch.setattr(openness, "_OPEN", openness._OPEN.replace(old, new))

    return seed


def registered_as(model: Any, rule: guard.Policy = guard.everything, *, share: bool = False) -> Seed:
    """A model registered with another rule."""

    def seed(patch: Patch) -> None:
        assert guard._rules[model] != guard.Rule(rule, share)
        patch.setitem(guard._rules, model, guard.Rule(rule, share))

    return seed


def in_policy(model: Any, name: str, old: str, new: str) -> Seed:
    """A slip in a policy of `people`, registered as before."""

    def seed(patch: Patch) -> None:
        before = guard._rules[model]
        patch.setattr(policy, name, altered(policy, name, old, new))
        if before.policy.__name__ == name:
            patch.setitem(guard._rules, model, guard.Rule(getattr(policy, name), before.sharing))

    return seed


def in_rule(old: str, new: str) -> Seed:
    """A slip in the rule itself, written out into the index."""

    def seed(patch: Patch) -> None:
        patch.setattr(visibility, "openings", altered(sharing, "openings", old, new))
        with system("seed a hole"):
            visibility.reindex(models.Person.objects.values_list("pk", flat=True))

    return seed


def in_clause(old: str, new: str) -> Seed:
    """A slip in the sharing clause, as the guard asks it."""

    def seed(patch: Patch) -> None:
        hole = altered(sharing, "clause", old, new)
        patch.setattr(sharing, "clause", hole)
        patch.setattr(guard, "_sharing", [hole])

    return seed


def all_of(*seeds: Seed) -> Seed:
    """Several slips at once, where one alone is covered by another lock."""

    def seed(patch: Patch) -> None:
        for one in seeds:
            one(patch)

    return seed


def in_prepared(module: ModuleType, kept: str, name: str, old: str, new: str) -> Seed:
    """A slip in a function of which a prepared read is made."""

    def seed(patch: Patch) -> None:
        read = getattr(module, kept)
        assert isinstance(read, prepared.Prepared)
        patch.setattr(read, "build", altered(module, name, old, new))
        read.forget()

    return seed
