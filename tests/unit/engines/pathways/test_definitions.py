# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pathway definitions: those of the package hold together, and those that do not are refused with every reason."""

from datetime import date
from importlib import resources

import pytest

from cydwaith.engines import pathways
from cydwaith.engines.pathways import JourneyFacts, PathwayError, StageKind, Words
from cydwaith.engines.pathways.evidence import EVIDENCE

SOUND = """
code = "small"
version = 1
in_force_from = 2026-01-01
source = "a test"
first_contact_days = 5
review_weeks = [13, 26]
name = { en = "Small", cy = "Bach" }
about = { en = "A small pathway.", cy = "Llwybr bach." }
[caseload]
limit = 10
bands = [[10, 5], [15, 4]]
[[stages]]
code = "new"
kind = "open"
staff = { en = "New", cy = "Newydd" }
person = { en = "Waiting", cy = "Aros" }
next = { en = "We call you.", cy = "Byddwn yn eich ffonio." }
[[stages]]
code = "end"
kind = "closed"
staff = { en = "Closed", cy = "Wedi cau" }
person = { en = "Finished", cy = "Wedi gorffen" }
next = { en = "Come back.", cy = "Dewch yn ôl." }
[[transitions]]
from = "*"
to = "end"
needs = ["closing_reason"]
[[closing_reasons]]
code = "done"
staff = { en = "Done", cy = "Wedi'i wneud" }
"""
STAGE = """
[[stages]]
code = "{code}"
kind = "{kind}"
staff = {{ en = "x", cy = "x" }}
person = {{ en = "x", cy = "x" }}
next = {{ en = "x", cy = "x" }}
"""
EXTRA_STEP = '[[transitions]]\nfrom = "new"\nto = "{to}"\nneeds = [{needs}]\n'


def test_the_three_pathways_of_this_release() -> None:
    assert [(p.code, p.version) for p in pathways.all_pathways()] == [
        ("ips", 1),
        ("retention", 1),
        ("work_trial", 1),
    ]
    for pathway in pathways.all_pathways():
        assert pathways.problems(pathway) == []
        assert pathway.review_weeks == (13, 26, 52)
        assert pathway.closed.kind is StageKind.CLOSED
        assert pathway.first.code == "referred"


def test_every_kind_of_evidence_is_asked_for_somewhere_or_kept_for_pathways_of_ones_own() -> None:
    asked = {need for p in pathways.all_pathways() for step in p.transitions for need in step.needs}
    assert asked | {"employer_contact"} == set(EVIDENCE)
    today = date(2026, 6, 1)
    assert list(EVIDENCE["employer_contact"](JourneyFacts(today=today))) == ["employer_contact"]
    assert list(EVIDENCE["employer_contact"](JourneyFacts(today=today, employer_contacts=1))) == []


def test_both_languages_say_something_of_their_own() -> None:
    """A Welsh text that is the English one was forgotten."""
    for file in resources.files("cydwaith.engines.pathways").joinpath("data").iterdir():
        pathway = pathways.read(file.read_text("utf-8"))
        texts = [pathway.name, pathway.about]
        texts += [words for stage in pathway.stages for words in (stage.staff, stage.person, stage.next_step)]
        texts += [words for r in pathway.closing_reasons for words in (r.staff, r.person) if words]
        assert [text for text in texts if text.en == text.cy] == []


def test_plain_words_for_the_person() -> None:
    """Sentences for the person stay within fifteen words, and call nobody a case, a client or a user."""
    for pathway in pathways.all_pathways():
        said = [
            pathway.about,
            *(words for stage in pathway.stages for words in (stage.person, stage.next_step)),
        ]
        said += [reason.person for reason in pathway.closing_reasons if reason.person]
        sentences = [part for words in said for part in words.en.split(". ")]
        assert [sentence for sentence in sentences if len(sentence.split()) > 15] == []
        assert not {"case", "client", "user", "referral"} & set(" ".join(sentences).lower().split())


def test_a_definition_is_read_into_frozen_parts() -> None:
    small = pathways.read(SOUND)
    assert (small.code, small.name, small.in_force_to) == ("small", Words("Small", "Bach"), None)
    assert [(step.frm, step.to, step.needs) for step in small.transitions] == [
        ("new", "end", ("closing_reason",))
    ]
    assert small.closing_reason("done").person is None
    assert not small.closing_reason("done").in_work
    assert small.name.in_("cy-gb") == "Bach"
    assert small.name.in_("en") == "Small"
    with pytest.raises(KeyError, match="small has no stage nowhere"):
        small.stage("nowhere")
    with pytest.raises(KeyError, match="small has no closing reason nothing"):
        small.closing_reason("nothing")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("code = ", "not TOML"),
        (SOUND.replace('name = { en = "Small", cy = "Bach" }', ""), "name is missing"),
        (SOUND.replace('cy = "Bach"', 'cy = " "'), "name: a language is empty"),
        (SOUND.replace('kind = "open"', 'kind = "waiting"'), "'waiting' is not a valid StageKind"),
        (
            SOUND.replace('kind = "open"', 'kind = "working"'),
            "stage new: the first stage must be of kind open",
        ),
        (SOUND.replace('kind = "closed"', 'kind = "working"'), "exactly one stage must be of kind closed"),
        (SOUND + STAGE.format(code="new", kind="working"), "stage new is there twice"),
        (SOUND + STAGE.format(code="island", kind="working"), "stage island cannot be reached"),
        (
            SOUND + EXTRA_STEP.format(to="nowhere", needs=""),
            "transition new to nowhere: there is no stage nowhere",
        ),
        (
            SOUND + EXTRA_STEP.format(to="end", needs='"closing_reason"'),
            "transition new to end is there twice",
        ),
        (SOUND.replace('"closing_reason"', '"luck"'), "transition new to end: unknown evidence luck"),
        (SOUND.replace('["closing_reason"]', "[]"), "transition new to end: closing needs closing_reason"),
        (
            SOUND.replace('from = "*"', 'from = "end"'),
            "stage new: a journey must be able to end from every stage",
        ),
        (SOUND.replace("[13, 26]", "[26, 13]"), "review_weeks must rise and be at least 1"),
        (SOUND.replace("limit = 10", "limit = 0"), "caseload limit and version must be at least 1"),
        (
            SOUND.replace("[[10, 5], [15, 4]]", "[[10, 4], [15, 5]]"),
            "caseload bands must rise in people and fall",
        ),
        (
            SOUND.replace('kind = "open"', 'kind = "open"\nclock_days = 0'),
            "stage new: clock_days must be at least 1",
        ),
        (
            SOUND.replace(
                "in_force_from = 2026-01-01", "in_force_from = 2026-01-01\nin_force_to = 2025-01-01"
            ),
            "in_force_to is before in_force_from",
        ),
        (
            SOUND + '[[closing_reasons]]\ncode = "done"\nstaff = { en = "x", cy = "x" }\n',
            "closing reason done is there twice",
        ),
    ],
)
def test_a_definition_that_does_not_hold_together_is_refused(text: str, problem: str) -> None:
    with pytest.raises(PathwayError) as refused:
        pathways.read(text, name="small.toml")
    assert problem in str(refused.value)
    assert str(refused.value).startswith("small.toml: ")


def test_every_problem_is_reported_at_once() -> None:
    text = (
        SOUND.replace("[13, 26]", "[]").replace('cy = "Bach"', 'cy = ""').replace("limit = 10", "limit = 0")
    )
    with pytest.raises(PathwayError) as refused:
        pathways.read(text)
    assert len(refused.value.problems) == 3


def test_versions_and_days_in_force() -> None:
    assert pathways.get("ips").version == 1
    assert pathways.get("ips", 1).code == "ips"
    with pytest.raises(KeyError, match="no pathway ips version 9"):
        pathways.get("ips", 9)
    with pytest.raises(KeyError, match="no pathway gardening"):
        pathways.get("gardening")
    assert [p.code for p in pathways.in_force(date(2026, 6, 1))] == ["ips", "retention", "work_trial"]
    assert pathways.in_force(date(2000, 1, 1)) == ()


def test_caseload_on_the_scale_of_the_united_kingdom() -> None:
    load = pathways.get("ips").caseload
    assert load.limit == 20
    assert [load.score(people) for people in (1, 20, 21, 25, 26, 30, 31, 40, 41)] == [
        5,
        5,
        4,
        4,
        3,
        3,
        2,
        2,
        1,
    ]
    assert load.score(15, full_time_share=0.5) == 3
    assert load.limit_for(0.6) == pytest.approx(12)
    assert load.score(5, full_time_share=0) is None
    assert pathways.get("retention").caseload.score(5) is None


def test_every_stage_can_be_left_and_the_allowed_steps_are_in_the_order_of_the_path() -> None:
    ips = pathways.get("ips")
    assert [stage.code for stage in pathways.allowed(ips, "job_search")] == ["in_work", "paused", "closed"]
    assert pathways.allowed(ips, "closed") == ()
    with pytest.raises(KeyError):
        pathways.allowed(ips, "nowhere")
