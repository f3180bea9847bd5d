# SPDX-License-Identifier: AGPL-3.0-or-later
"""Two records, one human: who takes part, who may look, what a decision does, and what nobody may learn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Invalid, NotAllowed, NotVisible
from cydwaith.kernel.models import AuditRow
from cydwaith.kernel.roles import Role
from cydwaith.kernel.system import system
from cydwaith.kernel.vocabulary import Category, Purpose
from cydwaith.partnerships.models import Agreement, Flow, Organisation, Partner, Partnership
from cydwaith.people import actions, linking, queries
from cydwaith.people.linking import Pair
from cydwaith.people.models import Exclusion, Link, LinkSide, LinkState, Person
from tests import factories

LONG_AGO = date(2020, 1, 1)


@dataclass
class World:
    """A lead council, a charity that sends it identities to count results, a college that does not."""

    partnership: Partnership
    lead: Organisation
    charity: Organisation
    college: Organisation
    flow: Flow
    reviewer: Actor

    def link(self, first: Person, second: Person, probability: int = 900_000, state: str = "waiting") -> int:
        with system("test world"):
            made = Link.objects.create(
                partnership=self.partnership,
                probability=probability,
                reasons=["dob_same"],
                state=state,
                decided_at=None if state == "waiting" else timezone.now(),
            )
            for place, person in enumerate((first, second)):
                LinkSide.objects.create(
                    link=made, person=person, second=bool(place), shown={"name": person.name}
                )
        return made.pk


@pytest.fixture
def world(db: None) -> World:
    lead, charity, college = (factories.organisation() for _ in range(3))
    partnership = Partnership.objects.create(code="p", name_en="P")
    for place, role in ((lead, "lead"), (charity, "partner"), (college, "partner")):
        Partner.objects.create(partnership=partnership, organisation=place, role=role, starts_on=LONG_AGO)
    today = timezone.localdate()
    agreement = Agreement.objects.create(
        partnership=partnership,
        reference="A1",
        starts_on=LONG_AGO,
        ends_on=today + timedelta(days=300),
        review_on=today + timedelta(days=100),
        signed_at=timezone.now(),
    )
    flow = Flow.objects.create(
        agreement=agreement,
        source=charity,
        recipient=lead,
        purpose=Purpose.COUNT_RESULTS.value,
        categories=int(Category.IDENTITY),
        lawful_basis="Task in the public interest",
        switched_on_at=timezone.now(),
    )
    reviewer = factories.adviser(lead, Role.LINKAGE, Purpose.COUNT_RESULTS)
    return World(partnership, lead, charity, college, flow, reviewer)


def test_those_who_send_identities_to_count_take_part(world: World) -> None:
    assert linking.counted_together(world.partnership.pk) == {world.lead.pk, world.charity.pk}
    Flow.objects.update(switched_on_at=None)
    assert linking.counted_together(world.partnership.pk) == {world.lead.pk}
    Partner.objects.all().delete()
    assert linking.counted_together(world.partnership.pk) == set()


def test_a_flow_for_another_purpose_or_of_other_categories_brings_nobody_in(world: World) -> None:
    Flow.objects.update(purpose=Purpose.FIND_WORK.value)
    assert world.charity.pk not in linking.counted_together(world.partnership.pk)
    Flow.objects.update(purpose=Purpose.COUNT_RESULTS.value, categories=int(Category.OUTCOMES))
    assert world.charity.pk not in linking.counted_together(world.partnership.pk)


def test_the_reviewer_sees_two_records_and_not_whose_they_are(world: World) -> None:
    here, there = (
        factories.person(world.lead, name="Siân Prys"),
        factories.person(world.charity, name="Sian Price"),
    )
    link = world.link(here, there)
    assert queries.next_link(world.reviewer) == link
    case = queries.link_case(world.reviewer, link)
    assert case is not None
    assert (case.first, case.second) == ({"name": "Siân Prys"}, {"name": "Sian Price"})
    assert case.per_cent == 90.0 and case.reasons == ("dob_same",)
    told = repr(case)
    for secret in (here.reference, there.reference, world.charity.name_en, world.lead.name_en):
        assert secret not in told


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.LINKAGE])
def test_nobody_else_sees_a_link(world: World, role: Role) -> None:
    here, there = factories.person(world.lead), factories.person(world.charity)
    link = world.link(here, there)
    other = replace(world.reviewer, role=role, person_id=here.pk)
    assert queries.link_case(other, link) is None
    assert queries.next_link(other) is None


def test_for_another_purpose_or_from_another_organisation_there_is_nothing(world: World) -> None:
    link = world.link(factories.person(world.lead), factories.person(world.charity))
    assert queries.link_case(world.reviewer.for_purpose(Purpose.FIND_WORK), link) is None
    college = factories.adviser(world.college, Role.LINKAGE, Purpose.COUNT_RESULTS)
    assert queries.link_case(college, link) is None
    with pytest.raises(NotVisible):
        actions.decide_link(by=college, link_id=link, same=True)
    charity = factories.adviser(world.charity, Role.LINKAGE, Purpose.COUNT_RESULTS)
    assert queries.link_case(charity, link) is None, "one side is their own, the other is not sent to them"


def test_when_the_flow_ends_the_desk_is_empty(world: World) -> None:
    link = world.link(factories.person(world.lead), factories.person(world.charity))
    assert queries.links_waiting(world.reviewer).waiting == 1
    Flow.objects.update(switched_on_at=None)
    assert queries.link_case(world.reviewer, link) is None
    assert queries.links_waiting(world.reviewer).waiting == 0


def test_whom_the_person_keeps_out_reviews_nothing_of_theirs(world: World) -> None:
    here = factories.person(world.lead)
    link = world.link(here, factories.person(world.charity))
    with system("test world"):
        Exclusion.objects.create(person=here, user_id=world.reviewer.user_id, starts_at=factories.LONG_AGO)
    assert queries.link_case(world.reviewer, link) is None


def test_a_decision_is_kept_and_what_was_compared_is_not(world: World) -> None:
    here, there = factories.person(world.lead), factories.person(world.charity)
    link = world.link(here, there)
    actions.decide_link(by=world.reviewer, link_id=link, same=False)
    case = queries.link_case(world.reviewer, link)
    assert case is not None and case.state == LinkState.APART and case.first == {} == case.second
    audited = AuditRow.objects.filter(verb="people.decide_link").values_list("person_id", flat=True)
    assert set(audited) == {here.pk, there.pk}
    with pytest.raises(Invalid):
        actions.decide_link(by=world.reviewer, link_id=link, same=True)
    assert [one.link_id for one in queries.links_decided(world.reviewer)] == [link]
    actions.reopen_link(by=world.reviewer, link_id=link)
    assert queries.links_decided(world.reviewer) == []
    actions.reopen_link(by=world.reviewer, link_id=link)  # a second time changes nothing


def test_sure_and_hopeless_pairs_ask_nobody(world: World) -> None:
    for probability in (999_000, 100_000):
        world.link(factories.person(world.lead), factories.person(world.charity), probability)
    assert queries.links_waiting(world.reviewer).waiting == 0
    first = world.link(factories.person(world.lead), factories.person(world.charity), 500_000)
    second = world.link(factories.person(world.lead), factories.person(world.charity), 400_000)
    assert queries.next_link(world.reviewer) == first
    assert queries.next_link(world.reviewer, after=first) == second
    assert queries.next_link(world.reviewer, after=second) is None


def test_the_lead_sets_the_thresholds_in_order(world: World) -> None:
    usual = queries.link_rules(world.reviewer)
    assert [(one.code, one.link_from) for one in usual] == [("p", 670_000)]
    actions.set_link_rule(
        by=world.reviewer,
        partnership_id=world.partnership.pk,
        review_from=300_000,
        link_from=800_000,
        sure_from=990_000,
    )
    assert linking.rule_of(world.partnership.pk).link_from == 800_000
    assert queries.link_rules(world.reviewer)[0].link_from == 800_000
    with pytest.raises(Invalid):
        actions.set_link_rule(
            by=world.reviewer,
            partnership_id=world.partnership.pk,
            review_from=900_000,
            link_from=800_000,
            sure_from=990_000,
        )
    charity = factories.adviser(world.charity, Role.LINKAGE, Purpose.COUNT_RESULTS)
    with pytest.raises(NotVisible):
        actions.set_link_rule(
            by=charity, partnership_id=world.partnership.pk, review_from=1, link_from=2, sure_from=3
        )
    assert queries.link_rules(charity) == []


def test_who_wants_to_be_counted_apart_leaves_no_link_behind(world: World) -> None:
    here, there = factories.person(world.lead), factories.person(world.charity)
    world.link(here, there, 999_000)
    assert linking.groups(world.partnership.pk).num_rows == 2
    themself = Actor(role=Role.PERSON, purpose=Purpose.GET_SUPPORT, person_id=here.pk)
    actions.count_apart(by=themself, apart=True)
    assert queries.counted_apart(themself, here.pk)
    assert linking.groups(world.partnership.pk).num_rows == 0
    assert not Link.objects.exists()
    actions.count_apart(by=themself, apart=True)  # said twice
    actions.count_apart(by=themself, apart=False)
    assert not queries.counted_apart(themself, here.pk)
    with pytest.raises(NotAllowed):
        actions.count_apart(by=world.reviewer, apart=True)


def test_groups_say_how_much_hangs_on_what_is_not_sure(world: World) -> None:
    a, b, c = (factories.person(place) for place in (world.lead, world.charity, world.charity))
    world.link(a, b, 950_000)
    world.link(a, c, 400_000)
    rows = {row["person_id"]: row for row in linking.groups(world.partnership.pk).to_pylist()}
    assert [rows[p.pk]["group_id"] for p in (a, b, c)] == [a.pk, a.pk, c.pk]
    assert {rows[p.pk]["group_low"] for p in (a, b, c)} == {a.pk}
    assert [rows[p.pk]["group_high"] for p in (a, b, c)] == [a.pk, b.pk, c.pk]


PAIRS = st.lists(
    st.builds(
        lambda pair, probability, state: Pair(*sorted(pair), probability, state),
        st.lists(st.integers(1, 7), min_size=2, max_size=2, unique=True),
        st.integers(0, 1_000_000),
        st.sampled_from([LinkState.WAITING.value, LinkState.LINKED.value, LinkState.APART.value]),
    ),
    max_size=12,
    unique_by=lambda pair: (pair.first, pair.second),
)


@given(PAIRS, st.integers(0, 1_000_000), st.randoms())
def test_two_who_were_decided_apart_never_share_a_group(pairs: list[Pair], least: int, order: object) -> None:
    """Whoever stands between them, in whatever order the links come."""
    people = list(range(1, 8))
    grouped = dict(zip(people, linking._grouped(people, pairs, least), strict=True))
    for pair in pairs:
        if pair.state == LinkState.APART:
            assert grouped[pair.first] != grouped[pair.second]
    shuffled = list(pairs)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    assert dict(zip(people, linking._grouped(people, shuffled, least), strict=True)) == grouped
    drawn = [
        p
        for p in pairs
        if p.state == LinkState.LINKED or (p.state == LinkState.WAITING and p.probability >= least)
    ]
    reach = {pk: {pk} for pk in people}
    for _ in people:
        for pair in drawn:
            both = reach[pair.first] | reach[pair.second]
            for pk in both:
                reach[pk] = both
    for one in people:
        for other in people:
            if grouped[one] == grouped[other]:
                assert other in reach[one], "a group holds only what links lead to"
    if not any(pair.state == LinkState.APART for pair in pairs):
        assert all(
            (grouped[one] == grouped[other]) == (other in reach[one]) for one in people for other in people
        )


def test_the_same_is_compared_whichever_way_the_rows_are_read(world: World) -> None:
    """Columns go by their names: a reader that went by their order once compared numbers with genders."""
    from cydwaith.kernel.columns import reading

    factories.person(
        world.lead, name="Siân Prys", nhs_number="9434765919", postcode="CF10 3NQ", email="s@example.org"
    )
    with system("test"), reading() as read:
        (row,) = read(linking._people_of({world.lead.pk})).read_all().to_pylist()
    assert (row["name"], row["nhs_number"], row["postcode"], row["email"]) == (
        "Siân Prys", "9434765919", "CF10 3NQ", "s@example.org",
    )  # fmt: skip
    assert row["date_of_birth"] == "1990-01-01"


def test_a_search_finds_one_human_at_two_organisations_and_shows_only_what_is_doubtful(world: World) -> None:
    known = {"date_of_birth": date(1988, 3, 9), "nhs_number": "9434765919", "postcode": "CF10 3NQ"}
    sure = [factories.person(place, name="Siân Prys", **known) for place in (world.lead, world.charity)]
    factories.person(world.college, name="Siân Prys", **known)  # sends nothing, so takes no part
    factories.person(world.charity, name="Tomos Huw", date_of_birth=date(1971, 1, 2))
    found = linking.search(world.partnership.pk)
    assert [(one.first, one.second) for one in found] == [(sure[0].pk, sure[1].pk)]
    operator = Actor(role=Role.OPERATOR, purpose=Purpose.COUNT_RESULTS)
    assert actions.keep_links(by=operator, partnership_id=world.partnership.pk, found=found) == 1
    assert actions.keep_links(by=operator, partnership_id=world.partnership.pk, found=found) == 1, (
        "anew, not twice"
    )
    assert {row["group_id"] for row in linking.groups(world.partnership.pk).to_pylist()} == {sure[0].pk}
    link = Link.objects.get()
    with system("test"):
        Link.objects.filter(pk=link.pk).update(state=LinkState.APART, decided_at=timezone.now())
    again = linking.search(world.partnership.pk)
    actions.keep_links(by=operator, partnership_id=world.partnership.pk, found=again)
    assert Link.objects.get().state == LinkState.APART, "what was decided stays"
    groups = [row["group_id"] for row in linking.groups(world.partnership.pk).to_pylist()]
    assert len(set(groups)) == len(groups)
    with pytest.raises(NotVisible):
        manager = factories.adviser(world.charity, Role.LINKAGE, Purpose.COUNT_RESULTS)
        actions.keep_links(by=manager, partnership_id=world.partnership.pk, found=[])
