# SPDX-License-Identifier: AGPL-3.0-or-later
"""An employer reads the one page that the person wrote, and nothing else; the person sees it beforehand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from cydwaith.journeys import actions, queries
from cydwaith.journeys.models import EmployerSnapshot, Journey, SnapshotLink
from cydwaith.journeys.policy import Bearer
from cydwaith.kernel.actor import Actor, organisation_key
from cydwaith.kernel.errors import Invalid, NotAllowed, NotVisible
from cydwaith.kernel.roles import Role
from cydwaith.kernel.vocabulary import Category, Purpose
from cydwaith.people.models import Person
from tests import factories

from .world import World

pytestmark = pytest.mark.django_db
EMPLOYER = Actor(role=Role.EMPLOYER, purpose=Purpose.FIND_WORK)
WORDS = {"adjustments": "A quiet desk", "helps": "Write things down for me", "condition": "I am autistic"}


def tell(by: Actor, level: str, **given: Any) -> Any:
    return actions.tell_employer(by=by, employer_name="Becws Glan", level=level, **{**WORDS, **given})


@pytest.mark.parametrize(
    ("level", "read"),
    [("adjustments", ("A quiet desk", "", "")), ("helps", ("A quiet desk", "Write things down for me", "")),
     ("condition", ("A quiet desk", "Write things down for me", "I am autistic"))],
)  # fmt: skip
def test_the_level_is_all_that_is_told(world: World, level: str, read: tuple[str, ...]) -> None:
    herself = world.themself(world.person("Awen Lewis"))
    told = tell(herself, level)
    page = actions.open_snapshot(by=EMPLOYER, token=told.link_token)
    assert (page.adjustments, page.helps, page.condition) == read
    assert (page.shown_name, page.employer_name) == ("Awen", "Becws Glan")
    # What is beyond the level was not even kept.
    row = EmployerSnapshot.objects.visible_to(herself).get(pk=told.snapshot_id)
    assert (row.adjustments, row.helps, row.condition) == read


def test_the_preview_is_the_page(world: World) -> None:
    herself = world.themself(world.person("Awen Lewis"))
    preview = queries.snapshot_preview(herself, employer_name="Becws Glan", level="helps", **WORDS)
    told = tell(herself, "helps")
    page = actions.open_snapshot(by=EMPLOYER, token=told.link_token)
    assert replace(preview, made_at=page.made_at, expires_at=page.expires_at) == page
    assert EmployerSnapshot.objects.visible_to(herself).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_preview_with_a_job_locks_no_row(world: World) -> None:
    """A page asks outside a transaction, where PostgreSQL refuses to lock: what is shown beforehand only looks."""
    awen, _journey = world.journey("Awen Lewis")
    job = world.job(awen, world.clock.day)
    herself = world.themself(awen)
    given = {"employer_name": "Becws Glan", "level": "helps", **WORDS}
    assert queries.snapshot_preview(herself, job_id=job.job_id, **given).employer_name == "Becws Glan"
    stranger = world.themself(world.person("Huw"))
    with pytest.raises(Invalid):
        queries.snapshot_preview(stranger, job_id=job.job_id, **given)


def test_nothing_is_a_choice_too(world: World) -> None:
    herself = world.themself(world.person("Awen"))
    told = tell(herself, "nothing")
    assert told.link_token == ""
    (view,) = queries.my_snapshots(herself)
    assert (view.level_words, view.adjustments, view.links) == ("Nothing", "", ())
    with pytest.raises(Invalid):
        actions.new_link(by=herself, snapshot_id=told.snapshot_id)


def test_a_link_ends_by_itself_or_at_the_persons_word(world: World) -> None:
    herself = world.themself(world.person("Awen"))
    told = tell(herself, "helps", days=14)
    actions.open_snapshot(by=EMPLOYER, token=told.link_token)
    world.clock.on(world.clock.day + timedelta(days=13))
    actions.open_snapshot(by=EMPLOYER, token=told.link_token)
    (link,) = queries.my_snapshots(herself)[0].links
    assert (link.times_opened, link.live) == (2, True)
    assert link.opened_at is not None and link.last_opened_at is not None
    assert link.opened_at.date() == date(2025, 6, 2) < link.last_opened_at.date()
    world.clock.on(world.clock.day + timedelta(days=2))
    with pytest.raises(NotVisible):
        actions.open_snapshot(by=EMPLOYER, token=told.link_token)
    again = actions.new_link(by=herself, snapshot_id=told.snapshot_id, days=1)
    assert actions.open_snapshot(by=EMPLOYER, token=again).helps == "Write things down for me"
    newest = queries.my_snapshots(herself)[0].links[0]
    actions.revoke_link(by=herself, link_id=newest.id)
    for token in (again, "", "guessed", told.link_token):
        with pytest.raises(NotVisible):
            actions.open_snapshot(by=EMPLOYER, token=token)


def test_sent_twice_it_is_told_once_and_the_token_is_not_kept(world: World) -> None:
    herself = world.themself(world.person("Awen"))
    first, second = tell(herself, "helps", token="form"), tell(herself, "helps", token="form")
    assert (first.snapshot_id, bool(first.link_token), second.link_token) == (second.snapshot_id, True, "")
    assert SnapshotLink.objects.visible_to(herself).get().token_digest != first.link_token


def test_the_person_alone_writes_it(world: World) -> None:
    awen = world.person("Awen")
    herself = world.themself(awen)
    told = tell(herself, "helps")
    for call in (
        lambda: tell(world.mair, "helps"),
        lambda: actions.new_link(by=world.manager, snapshot_id=told.snapshot_id),
        lambda: actions.open_snapshot(by=world.mair, token=told.link_token),
    ):
        with pytest.raises(NotAllowed):
            call()
    with pytest.raises(NotVisible):
        actions.new_link(by=world.themself(world.person("Bryn")), snapshot_id=told.snapshot_id)


def test_the_bearer_of_a_link_reads_one_snapshot_and_no_record(world: World) -> None:
    awen, _journey = world.journey("Awen")
    herself = world.themself(awen)
    tell(herself, "condition")
    other = tell(herself, "adjustments")
    bearer = Bearer(role=Role.EMPLOYER, purpose=Purpose.FIND_WORK, token_digest=_digest(other.link_token))
    assert [row.pk for row in EmployerSnapshot.objects.visible_to(bearer)] == [other.snapshot_id]
    assert Person.objects.visible_to(bearer).count() == Journey.objects.visible_to(bearer).count() == 0
    assert (
        EmployerSnapshot.objects.visible_to(EMPLOYER).count()
        == SnapshotLink.objects.visible_to(EMPLOYER).count()
        == 0
    )


def _digest(token: str) -> str:
    from cydwaith.journeys.snapshots import digest

    return digest(token)


def test_the_condition_is_health_and_the_rest_is_adjustments(world: World) -> None:
    awen = world.person("Awen")
    herself = world.themself(awen)
    tell(herself, "condition")
    tell(herself, "helps")
    person = Person.objects.visible_to(world.mair).get(reference=awen)
    partner = factories.organisation()
    reader = factories.adviser(partner)
    factories.share(organisation_key(partner.pk), person, int(Category.ADJUSTMENTS), organisation=partner)
    assert [one.level for one in queries.told_employers(reader, person.pk)] == ["helps"]
    assert [one.level for one in queries.told_employers(world.mair, person.pk)] == ["helps", "condition"]


def test_what_is_missing_is_said_at_once(world: World) -> None:
    herself = world.themself(world.person("Awen"))
    with pytest.raises(Invalid) as raised:
        actions.tell_employer(
            by=herself, employer_name=" ", level="helps", adjustments="A desk", days=0, job_id=99
        )
    assert set(raised.value.errors) == {"employer_name", "helps", "days", "job_id"}
    with pytest.raises(Invalid):
        tell(herself, "everything")
