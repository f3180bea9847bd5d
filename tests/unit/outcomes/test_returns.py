# SPDX-License-Identifier: AGPL-3.0-or-later
"""The way of a return: checked, frozen, signed by two, given out, counted again, withdrawn, corrected."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from cydwaith.kernel.errors import Invalid, NotAllowed, NotVisible
from cydwaith.outcomes import actions, queries, tasks
from cydwaith.outcomes.actions import NewReturn
from cydwaith.outcomes.models import Release, ReleaseFigure, SignOff
from cydwaith.outcomes.vocabulary import Protection, ReturnState

from .world import Bay, ago, today


@pytest.fixture
def drawn(bay: Bay, monkeypatch: pytest.MonkeyPatch) -> int:
    """A return over a year, of eight people who started and seven in work; drawn up, and the facts taken."""
    for number in range(8):
        reference = bay.person(f"Council {number}", opened=200)
        if number < 7:
            bay.job(reference, started=100)
    tasks.take_snapshot(bay.partnership.pk, bay.analyst)
    return draw(bay)


def draw(bay: Bay, **given: Any) -> int:
    values: dict[str, Any] = {
        "title_en": "Work in the Bay",
        "title_cy": "Gwaith yn y Bae",
        "rulebooks": ("programme-contract",),
        "first_day": ago(365),
        "last_day": ago(1),
        **given,
    }
    return actions.draw_up_return(by=bay.analyst, partnership_id=bay.partnership.pk, new=NewReturn(**values))


def state(return_id: int) -> str:
    return str(Release.objects.get(pk=return_id).state)


def sign(bay: Bay, return_id: int, *who: Any) -> None:
    for actor in who:
        digest = Release.objects.get(pk=return_id).digest
        actions.sign_return(by=actor, return_id=return_id, digest=digest)


def given_out(bay: Bay, return_id: int) -> None:
    actions.check_return(by=bay.analyst, return_id=return_id)
    sign(bay, return_id, bay.analyst, bay.governance)
    actions.give_out_return(by=bay.analyst, return_id=return_id)


def shown(return_id: int, edition: int = 1) -> dict[str, str]:
    return {one.measure: one.shown_numerator for one in queries.frozen(return_id, edition)}


def test_a_return_is_frozen_and_two_people_sign_it(bay: Bay, drawn: int) -> None:
    with pytest.raises(Invalid, match="cannot be signed"):
        sign(bay, drawn, bay.analyst)
    actions.check_return(by=bay.analyst, return_id=drawn)
    assert state(drawn) == ReturnState.CHECKED
    assert shown(drawn)["starts"] == "10"
    assert shown(drawn)["into_work"] == "5"
    assert shown(drawn)["sustained_52"] == "*"
    sign(bay, drawn, bay.analyst)
    with pytest.raises(Invalid, match="signed this already"):
        sign(bay, drawn, bay.analyst)
    with pytest.raises(Invalid, match="Two people must have signed"):
        actions.give_out_return(by=bay.analyst, return_id=drawn)
    with pytest.raises(Invalid, match="cannot be checked again"):
        actions.check_return(by=bay.analyst, return_id=drawn)
    sign(bay, drawn, bay.manager)
    actions.give_out_return(by=bay.analyst, return_id=drawn)
    assert state(drawn) == ReturnState.RELEASED
    assert [one.name for one in queries.signatures(drawn, 1)] == ["Non Ellis", "Nia Hughes"]
    assert [one.code for one in queries.released()] == [Release.objects.get(pk=drawn).code]


def test_who_may_not_does_not(bay: Bay, drawn: int) -> None:
    for actor in (bay.charity_analyst, bay.elsewhere):
        with pytest.raises(NotVisible):
            actions.check_return(by=actor, return_id=drawn)
        with pytest.raises(NotVisible):
            queries.one_return(actor, drawn)
    actions.check_return(by=bay.analyst, return_id=drawn)
    with pytest.raises(NotAllowed):
        sign(bay, drawn, bay.adviser)
    with pytest.raises(NotAllowed):
        actions.draw_up_return(
            by=bay.governance, partnership_id=bay.partnership.pk, new=NewReturn(
                title_en="x", title_cy="", rulebooks=("programme-contract",), first_day=today(), last_day=today()
            ),
        )  # fmt: skip
    with pytest.raises(Invalid, match="Somebody else was at this"):
        actions.sign_return(by=bay.analyst, return_id=drawn, digest="0" * 64)


def test_what_is_frozen_the_database_keeps(bay: Bay, drawn: int) -> None:
    given_out(bay, drawn)
    for attempt in (
        lambda: ReleaseFigure.objects.filter(release_id=drawn).update(numerator=9),
        lambda: ReleaseFigure.objects.filter(release_id=drawn).delete(),
        lambda: SignOff.objects.filter(release_id=drawn).update(user_id=bay.second.user_id),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            attempt()


def test_it_comes_out_the_same_again_and_later_changes_are_told(bay: Bay, drawn: int) -> None:
    given_out(bay, drawn)
    assert actions.reproduce(by=bay.analyst, return_id=drawn) == ()
    bay.person("One more", opened=50)
    tasks.take_snapshot(bay.partnership.pk, bay.analyst)
    assert actions.reproduce(by=bay.analyst, return_id=drawn) == (), "by its own facts still the same"
    _newest, found = actions.changes(by=bay.analyst, return_id=drawn)
    moved = {one.key[1]: (one.before.numerator, one.now.numerator) for one in found}  # type: ignore[union-attr]
    assert moved["starts"] == (8, 9)


def test_it_is_withdrawn_with_a_note_that_everybody_may_read(bay: Bay, drawn: int) -> None:
    given_out(bay, drawn)
    with pytest.raises(Invalid, match="why"):
        actions.withdraw_return(by=bay.governance, return_id=drawn, note_en=" ")
    actions.withdraw_return(by=bay.governance, return_id=drawn, note_en="A file was brought in twice.")
    one = queries.released_one(Release.objects.get(pk=drawn).code)
    assert (one.state, str(one.note)) == (ReturnState.WITHDRAWN, "A file was brought in twice.")
    with pytest.raises(Invalid):
        actions.correct_return(by=bay.analyst, return_id=drawn, note_en="Again")


def test_a_corrected_one_takes_its_place_once_it_is_given_out(bay: Bay, drawn: int) -> None:
    given_out(bay, drawn)
    new = actions.correct_return(by=bay.analyst, return_id=drawn, note_en="Two people were missing.")
    assert state(drawn) == ReturnState.RELEASED, "until the new one is given out the old one stands"
    given_out(bay, new)
    assert (state(drawn), state(new)) == (ReturnState.CORRECTED, ReturnState.RELEASED)
    old = queries.released_one(Release.objects.get(pk=drawn).code)
    assert (str(old.note), old.replaced_by) == ("Two people were missing.", Release.objects.get(pk=new).code)


def test_for_the_funder_alone_it_is_exact_and_never_public(bay: Bay, drawn: int) -> None:
    made = draw(bay, protection=Protection.INTERNAL, title_en="For the funder")
    given_out(bay, made)
    assert shown(made)["into_work"] == "7"
    assert queries.released() == ()
    with pytest.raises(NotVisible):
        queries.released_one(Release.objects.get(pk=made).code)


def test_what_it_says_wrong_is_said_field_by_field(bay: Bay) -> None:
    with pytest.raises(Invalid) as caught:
        draw(
            bay,
            title_en=" ",
            rulebooks=("no-such",),
            first_day=date(2020, 2, 1),
            last_day=date(2020, 1, 1),
            base=0,
        )
    assert set(caught.value.errors) == {"title_en", "rulebooks", "last_day", "base"}
    made = draw(bay)
    with pytest.raises(Invalid, match="Nothing has been counted"):
        actions.check_return(by=bay.analyst, return_id=made)


def test_nobody_signs_what_something_was_found_for(bay: Bay, drawn: int) -> None:
    actions.check_return(by=bay.analyst, return_id=drawn)
    Release.objects.filter(pk=drawn).update(checks=[{"code": "undone", "level": "stop"}])
    assert queries.one_return(bay.analyst, drawn).stopped
    with pytest.raises(Invalid, match="for which nobody can sign"):
        sign(bay, drawn, bay.analyst)
    assert state(drawn) == ReturnState.CHECKED
