# SPDX-License-Identifier: AGPL-3.0-or-later
"""The small parts: the private folder, what may follow what, names of files, digests, the lookup."""

from __future__ import annotations

import stat
from datetime import date

import pytest
from django.utils import translation

from cydwaith.intake import rules, store
from cydwaith.intake.lookup import OrganisationLookup
from cydwaith.intake.store import Folder, Meter
from cydwaith.intake.vocabulary import State
from tests.unit.intake.worlds import member, world


@pytest.fixture
def folder() -> Folder:
    return Folder("abc")


def test_a_folder_is_closed_to_others_and_its_files_come_whole_or_not_at_all(folder: Folder) -> None:
    folder.keep([b"one", b"two"])
    assert folder.source.read_bytes() == b"onetwo"
    assert stat.S_IMODE(folder.path.stat().st_mode) == 0o700
    assert stat.S_IMODE(folder.source.stat().st_mode) == 0o600
    with pytest.raises(RuntimeError), folder.replacing(folder.source) as sink:
        sink.write(b"half")
        raise RuntimeError
    assert folder.source.read_bytes() == b"onetwo"
    assert [path.name for path in folder.path.iterdir()] == ["source"]
    folder.remove()
    folder.remove()
    assert not folder.path.exists()


def test_one_works_on_a_batch_and_another_is_told_so(folder: Folder) -> None:
    assert not folder.held()
    with folder.working() as mine, folder.working() as theirs:
        assert (mine, theirs, folder.held()) == (True, False, True)
    assert not folder.held()


def test_progress_is_what_was_said_last(folder: Folder) -> None:
    assert folder.progress() is None
    folder.make()
    meter = Meter(folder, "checking", 10)
    meter.add(4)
    meter.say()
    far = folder.progress()
    assert far is not None
    assert (far.step, far.done, far.total) == ("checking", 4, 10)


def test_every_state_says_what_may_follow() -> None:
    assert set(rules.FOLLOWS) == set(State.values)
    assert all(after <= set(State.values) for after in rules.FOLLOWS.values())
    assert rules.may_follow("checked", "committing")
    assert not rules.may_follow("uploaded", "committing")
    assert not rules.may_follow("undone", "checking")


def test_names_and_digests_tell_nothing_and_hold_still() -> None:
    assert rules.neutral_name(date(2026, 3, 3), 2, "csv") == "import-2026-03-03-2.csv"
    assert rules.key_digest("1", "person", "R1") == rules.key_digest("1", "person", "R1")
    assert rules.key_digest("1", "person", "R1") != rules.key_digest("11", "person", "R1")
    assert rules.key_digest("ab", "c") != rules.key_digest("a", "bc")
    assert rules.content_digest({"a": 1, "b": 2}) == rules.content_digest({"b": 2, "a": 1})
    assert rules.content_digest({"a": 1}) != rules.content_digest({"a": 2})
    assert rules.signature([("S", ["a", "b"])]) == rules.signature([("S", ["b", "a"])])
    assert rules.signature([("S", ["a"])]) != rules.signature([("T", ["a"])])


@pytest.mark.django_db
def test_the_lookup_knows_programmes_stages_and_colleagues_by_every_name() -> None:
    here = world()
    world("b")
    found = OrganisationLookup(here.organisation.pk)
    assert [found.find("journey.programme", text, {}) for text in ("ips-a", "IPS (A)", "clc (a)", "ips-b", "")] == [
        "ips-a", "ips-a", "ips-a", None, None,
    ]  # fmt: skip
    assert found.find("journey.adviser", "CARYS.PUGH@example.org", {}) == str(here.carys.pk)
    assert found.find("journey.adviser", "Carys Pugh", {}) == str(here.carys.pk)
    assert found.find("journey.adviser", "cb@example.org", {}) is None
    assert found.find("journey.stage", "Job search", {"programme": "ips-a"}) == "job_search"
    assert found.find("journey.stage", "job_search", {}) == "job_search"
    assert found.find("person.gender", "F", {}) is None
    assert ("ips-a", "IPS (A)") in found.choices("journey.programme")
    assert found.choices("person.gender") == ()
    assert found.pathway_of("ips-a") == "ips"
    with translation.override("cy"):
        assert ("ips-a", "CLC (A)") in OrganisationLookup(here.organisation.pk).choices("journey.programme")


@pytest.mark.django_db
def test_a_name_that_two_colleagues_bear_says_nobody() -> None:
    from cydwaith.kernel.roles import Role

    here = world()
    member(here.organisation, Role.ADVISER, "other.carys@example.org", "Carys Pugh")
    found = OrganisationLookup(here.organisation.pk)
    assert found.find("journey.adviser", "Carys Pugh", {}) is None
    assert store.root().name == "imports"
