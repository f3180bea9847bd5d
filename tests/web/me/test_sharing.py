# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who can see what: given question by question, taken back by one click, given again as a new decision."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cydwaith.kernel.errors import NotVisible
from cydwaith.kernel.vocabulary import Category
from cydwaith.people import actions, queries
from cydwaith.people.models import SharingDecision
from cydwaith.people.shapes import Recipient

from .stage import Stage, own_account

C = Category


def sees(stage: Stage) -> bool:
    """Whether the partner's adviser finds the person now."""
    try:
        queries.header(stage.partner_adviser, stage.reference)
    except NotVisible:
        return False
    return True


def share(stage: Stage, categories: Category = C.IDENTITY | C.GOALS) -> int:
    return actions.decide_sharing(
        by=stage.me,
        reference=None,
        recipient=Recipient(stage.partner.pk),
        purpose="find_work",
        categories=int(categories),
        ends_on=timezone.localdate() + timedelta(days=90),
    )


def give(browser: Client, stage: Stage, **answers: object) -> str:
    """Answer every question; the address that one ends at."""
    given = {
        "who": {"who": f"o{stage.partner.pk}"},
        "purpose": {"purpose": "find_work"},
        "kinds": {"kinds": [str(int(C.GOALS))]},
        "until": {"span": "quarter"},
        **answers,
    }
    for key, data in given.items():
        answer = browser.post(f"/me/sharing/give/{key}/", data)
        assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def test_question_by_question_to_a_receipt_and_only_then_it_holds(browser: Client, stage: Stage) -> None:
    assert give(browser, stage) == "/me/sharing/give/check/"
    assert not sees(stage)
    page = browser.get("/me/sharing/give/check/").content.decode()
    assert "Teifi College" in page
    assert "Goals and profile" in page
    answer = browser.post("/me/sharing/give/check/")
    assert re.fullmatch(r"/me/sharing/\d+/\?new", answer["Location"])
    assert "They can see it now" in browser.get(answer["Location"]).content.decode()
    assert sees(stage)
    decision = queries.sharing_state(stage.me).decisions[0]
    assert set(decision.categories) == {C.IDENTITY, C.GOALS}
    assert timezone.localdate(decision.ends_at) == timezone.localdate() + timedelta(days=91)


def test_sent_twice_it_is_one_decision(browser: Client, stage: Stage) -> None:
    give(browser, stage)
    session = dict(browser.session["cydwaith.questions"])
    browser.post("/me/sharing/give/check/")
    kept = browser.session
    kept["cydwaith.questions"] = session
    kept.save()
    browser.post("/me/sharing/give/check/")
    assert len(queries.sharing_state(stage.me).history) == 1


@pytest.mark.parametrize(
    ("key", "answers", "says"),
    [
        ("who", {}, "Choose with whom this is shared."),
        ("who", {"who": "o999999"}, "is not one of the available choices"),
        ("purpose", {"purpose": "legal_claim"}, "is not one of the available choices"),
        ("kinds", {}, "Choose what may be seen."),
        ("kinds", {"kinds": [str(int(C.RISK))]}, "is not one of the available choices"),
        ("until", {"span": "day"}, "Write the day on which this ends."),
        ("until", {"span": "day", "ends_on_0": "1", "ends_on_1": "1", "ends_on_2": "2020"}, "after today"),
        ("until", {"span": "day", "ends_on_0": "1", "ends_on_1": "1", "ends_on_2": "2099"}, "earlier day"),
    ],
)
def test_each_question_says_what_to_do(
    browser: Client, stage: Stage, key: str, answers: dict[str, object], says: str
) -> None:
    give(browser, stage)
    answer = browser.post(f"/me/sharing/give/{key}/", answers)
    assert answer.status_code == 200
    assert says in answer.content.decode()


def test_a_later_question_leads_back_to_the_one_that_waits(browser: Client, stage: Stage) -> None:
    assert browser.get("/me/sharing/give/kinds/")["Location"] == "/me/sharing/give/who/"
    assert browser.get("/me/sharing/give/check/")["Location"] == "/me/sharing/give/who/"


def test_with_a_supporter_there_is_one_purpose_and_it_is_not_asked(browser: Client, stage: Stage) -> None:
    from .stage import supporter

    account, _id = supporter(stage, C.IDENTITY)
    answer = browser.get(f"/me/sharing/give/?who=u{account.pk}")
    assert answer["Location"] == "/me/sharing/give/kinds/"
    page = browser.get(answer["Location"]).content.decode()
    assert "Question 2 / 3" in page


def test_taken_back_it_holds_from_the_next_request_and_can_be_given_again(
    browser: Client, stage: Stage
) -> None:
    decision = share(stage)
    assert sees(stage)
    answer = browser.post(f"/me/sharing/{decision}/take-back/")
    assert not sees(stage)
    page = browser.get(answer["Location"]).content.decode()
    assert "Let them see it again" in page
    assert "You share nothing with anybody" in page
    browser.post(f"/me/sharing/{decision}/again/")
    assert sees(stage)
    states = [one.state for one in queries.sharing_state(stage.me).history]
    assert states == ["in_force", "withdrawal", "replaced"]
    assert "Let them see it again" not in browser.get(answer["Location"]).content.decode()


def test_a_flow_that_was_switched_off_is_not_opened_again_by_undo(browser: Client, stage: Stage) -> None:
    from cydwaith.partnerships.models import Flow

    decision = share(stage)
    browser.post(f"/me/sharing/{decision}/take-back/")
    Flow.objects.update(switched_on_at=None)
    page = browser.post(f"/me/sharing/{decision}/again/", follow=True).content.decode()
    assert "no agreement in force" in page
    assert not sees(stage)


def test_everything_at_once(browser: Client, stage: Stage) -> None:
    share(stage)
    browser.post("/me/sharing/take-back-all/")
    assert not sees(stage)
    assert queries.sharing_state(stage.me).decisions == ()


def test_a_receipt_as_page_and_as_file_with_a_name_that_tells_nothing(browser: Client, stage: Stage) -> None:
    decision = share(stage)
    page = browser.get(f"/me/sharing/{decision}/").content.decode()
    assert "Goals and profile" in page
    file = browser.get(f"/me/sharing/{decision}/receipt.pdf")
    assert file.content[:5] == b"%PDF-"
    assert file["Content-Disposition"] == f'attachment; filename="receipt-{decision}.pdf"'
    assert "Gwen" not in str(file.headers)


def test_by_choice_and_by_work_stand_apart(browser: Client, stage: Stage) -> None:
    share(stage)
    page = browser.get("/me/sharing/").content.decode()
    chosen, work = page.split("Because it is their work")
    assert "Teifi College" in chosen
    assert "Carys Pugh" not in chosen
    assert "Carys Pugh, Bay Psychosis Team" in work


def test_somebody_elses_decision_is_not_there(browser: Client, stage: Stage) -> None:
    from tests import factories

    other = factories.person(stage.here, stage.adviser)
    theirs = own_account(other.pk, factories.user())
    decision = actions.decide_sharing(
        by=theirs,
        reference=None,
        recipient=Recipient(stage.partner.pk),
        purpose="find_work",
        categories=1,
        ends_on=timezone.localdate() + timedelta(days=9),
    )
    for verb, address in (
        ("get", ""),
        ("get", "receipt.pdf"),
        ("post", "take-back/"),
        ("post", "again/"),
    ):
        assert getattr(browser, verb)(f"/me/sharing/{decision}/{address}").status_code == 404
    from cydwaith.kernel.system import system

    with system("count"):
        assert SharingDecision.objects.filter(person_id=other.pk).count() == 1


def test_whom_i_keep_out_by_name_and_who_is_not_told(browser: Client, stage: Stage) -> None:
    share(stage)
    page = browser.get("/me/sharing/keep-out/").content.decode()
    assert "Everybody at: Teifi College" in page
    nobody = browser.post("/me/sharing/keep-out/", {"who": "somebody", "name": "Zebedee"})
    assert "We found nobody of that name" in nobody.content.decode()
    answer = browser.post("/me/sharing/keep-out/", {"who": "somebody", "name": "bowen"})
    assert answer.status_code == 302
    assert not sees(stage)
    kept = queries.sharing_state(stage.me).exclusions
    assert kept is not None
    assert "Iestyn Bowen" in browser.get("/me/sharing/").content.decode()
    browser.post(f"/me/sharing/keep-out/{kept[0].exclusion_id}/end/")
    assert sees(stage)


def test_a_name_that_several_have_is_chosen_from(browser: Client, stage: Stage) -> None:
    from cydwaith.kernel.roles import Role

    from .stage import _member

    _member(stage.partner, Role.ADVISER, "Nia Bowen")
    answer = browser.post("/me/sharing/keep-out/", {"who": "somebody", "name": "bowen"})
    page = answer.content.decode()
    assert "Several people have that name" in page
    assert "Nia Bowen, Teifi College" in page
    chosen = re.findall(r'value="(u-\d+)"[^>]*>\s*<label[^>]*>\s*Nia Bowen', page)
    again = browser.post("/me/sharing/keep-out/", {"who": chosen[0], "name": "bowen"})
    assert again.status_code == 302


def test_what_a_referral_sent_is_mine_to_read(browser: Client, stage: Stage) -> None:
    actions.refer(
        by=stage.adviser,
        reference=stage.reference,
        recipient_id=stage.partner.pk,
        why="A course with animals",
    )
    page = browser.get("/me/sharing/").content.decode()
    assert "What was sent on for me" in page
    assert "A course with animals" in page


def test_what_was_begun_can_be_gone_on_with(browser: Client, stage: Stage) -> None:
    assert "Go on choosing" not in browser.get("/me/").content.decode()
    browser.post("/me/sharing/give/who/", {"who": f"o{stage.partner.pk}"})
    page = browser.get("/me/").content.decode()
    assert "Go on choosing who may see something" in page
    assert "checked" in browser.get("/me/sharing/give/who/").content.decode()
    give(browser, stage)
    browser.post("/me/sharing/give/check/")
    assert "Go on choosing" not in browser.get("/me/").content.decode()


def test_answers_of_one_record_are_not_those_of_another(browser: Client, stage: Stage) -> None:
    from tests import factories

    browser.post("/me/sharing/give/who/", {"who": f"o{stage.partner.pk}"})
    other = factories.person(factories.organisation())
    own_account(other.pk, stage.user)
    session = browser.session
    session["own_record"] = other.reference
    session.save()
    assert "Go on choosing" not in browser.get("/me/").content.decode()
