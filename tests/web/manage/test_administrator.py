# SPDX-License-Identifier: AGPL-3.0-or-later
"""The administrator's pages: details, colours, members, invitations, partnerships, programmes. Nobody's record."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.urls import reverse

from cydwaith.kernel.models import AuditRow, User
from cydwaith.kernel.roles import Role
from cydwaith.partnerships import queries
from cydwaith.partnerships.models import Agreement, Flow, Invitation, Membership, Organisation, Programme
from tests import factories
from tests.web.accounts.signing import later, member, set_up_second_step, signed_in
from tests.web.manage.conftest import Team, _user, days
from tests.web.manage.test_manager import three

DETAILS = {
    "name_en": "Glan Council", "name_cy": "Cyngor Glan", "public_name_en": "The Harbour", "public_name_cy": "Yr Harbwr",
    "email": "post@example.org", "phone": "01234",
}  # fmt: skip
PATHS = [
    "organisation/",
    "organisation/colours/",
    "members/",
    "invitations/",
    "invitations/new/",
    "partnerships/",
    "programmes/",
]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("prefix", ["", "/cy"])
def test_only_an_administrator_finds_the_pages(team: Team, path: str, prefix: str) -> None:
    assert team.as_administrator.get(f"{prefix}/manage/{path}").status_code == 200
    assert team.as_manager.get(f"{prefix}/manage/{path}").status_code == 404
    assert Client().get(f"{prefix}/manage/{path}").status_code == 302


def test_each_begins_where_their_role_begins(team: Team) -> None:
    assert team.as_manager.get("/manage/")["Location"] == "/manage/workload/"
    assert team.as_administrator.get("/manage/")["Location"] == "/manage/organisation/"


def test_details_are_kept_and_a_clash_shows_both(team: Team) -> None:
    address = "/manage/organisation/"
    version = queries.organisation(team.administrator).version
    assert team.as_administrator.post(address, {**DETAILS, "version": version}).status_code == 302
    assert queries.organisation(team.administrator).public_name_cy == "Yr Harbwr"
    page = team.as_administrator.post(
        address, {**DETAILS, "name_en": "Mine", "version": version}
    ).content.decode()
    assert "Somebody else changed the details" in page
    assert "Glan Council" in page
    assert "Mine" in page
    assert f'name="version" value="{version + 1}"' in page
    page = team.as_administrator.post(
        address, {**DETAILS, "name_en": "", "version": version}
    ).content.decode()
    assert "Write the name." in page


def test_colours_are_judged_by_their_contrast(team: Team) -> None:
    address = "/manage/organisation/colours/"
    page = team.as_administrator.post(address, {"ink": "#ffcc00", "accent": "#6b3f7d"}).content.decode()
    assert "could not be read" in page
    assert queries.organisation(team.administrator).ink == ""
    team.as_administrator.post(address, {"ink": "#0f4c75", "accent": "#6b3f7d"})
    page = team.as_administrator.get(address).content.decode()
    assert "#0f4c75" in page
    assert reverse("web:colours", kwargs={"teal": "0f4c75", "heather": "6b3f7d"}) in page


def test_a_members_role_changes_and_ends_after_asking(team: Team) -> None:
    owain = f"/manage/members/{team.owain.membership_id}/"
    page = team.as_administrator.get("/manage/members/").content.decode()
    assert "Owain Rees" in page
    assert team.as_administrator.get(owain).status_code == 200
    team.as_administrator.post(owain, {"role": "adviser", "title": "Job coach", "hours_share": "80"})
    assert queries.member(team.administrator, team.owain.membership_id or 0).title == "Job coach"
    page = team.as_administrator.post(owain, {"role": "adviser", "hours_share": "120"}).content.decode()
    assert "from 1 to 100" in page
    assert "End it today" in team.as_administrator.get(f"{owain}end/").content.decode()
    assert Membership.objects.get(pk=team.owain.membership_id).ends_on is None
    team.as_administrator.post(f"{owain}end/")
    assert Membership.objects.get(pk=team.owain.membership_id).ends_on == days(0)
    assert team.as_administrator.get(owain).status_code == 404
    assert signed_in(_user(team.owain)).get("/manage/").status_code == 404


def test_the_last_administrator_and_a_caseload_are_kept(team: Team) -> None:
    own = f"/manage/members/{team.administrator.membership_id}/end/"
    assert "last administrator" in team.as_administrator.post(own).content.decode()
    team.person("Gwen")
    mair = f"/manage/members/{team.mair.membership_id}/end/"
    assert "hands them over" in team.as_administrator.post(mair).content.decode()
    assert "Gwen" not in team.as_administrator.get(mair).content.decode()


def test_a_lost_second_step_is_taken_off_and_the_owner_told(team: Team) -> None:
    owain = _user(team.owain)
    set_up_second_step(owain)
    theirs = signed_in(owain)
    assert theirs.get("/account/").status_code == 200
    address = f"/manage/members/{team.owain.membership_id}/second-step/"
    assert "neither their phone" in team.as_administrator.get(address).content.decode()
    with later(seconds=1):
        team.as_administrator.post(address)
    assert not Authenticator.objects.filter(user=owain).exists()
    assert theirs.get("/account/").status_code == 302, "signed out everywhere"
    assert (mail.outbox[-1].to, "second step" in mail.outbox[-1].body) == ([owain.email], True)
    own = f"/manage/members/{team.administrator.membership_id}/second-step/"
    assert "Another administrator" in team.as_administrator.post(own).content.decode()
    stranger = member(factories.user(), Role.ADVISER, factories.organisation())
    assert team.as_administrator.post(f"/manage/members/{stranger.pk}/second-step/").status_code == 404


def test_a_strangers_membership_is_not_there(team: Team) -> None:
    stranger = member(factories.user(), Role.ADVISER, factories.organisation())
    for path in (f"/manage/members/{stranger.pk}/", f"/manage/members/{stranger.pk}/end/"):
        assert team.as_administrator.get(path).status_code == 404
        assert team.as_administrator.post(path, {"role": "adviser", "hours_share": "50"}).status_code == 404


def test_an_invitation_is_sent_again_and_taken_back(team: Team) -> None:
    given = {"email": "new@example.org", "name": "", "role": "governance", "language": "en"}
    team.as_administrator.post("/manage/invitations/new/", given)
    row = Invitation.objects.get()
    page = team.as_administrator.post("/manage/invitations/new/", given).content.decode()
    assert "is open" in page
    team.as_administrator.post(f"/manage/invitations/{row.pk}/again/")
    first, second = mail.outbox
    assert first.to == second.to == ["new@example.org"]
    assert first.body != second.body
    team.as_administrator.post(f"/manage/invitations/{row.pk}/withdraw/")
    assert Invitation.objects.get().withdrawn_at is not None
    assert "Taken back" in team.as_administrator.get("/manage/invitations/").content.decode()
    assert team.as_administrator.post(f"/manage/invitations/{row.pk}/again/").status_code == 404
    assert team.as_administrator.get(f"/manage/invitations/{row.pk}/again/").status_code == 405


def test_a_partnership_from_partner_to_flow(team: Team) -> None:
    other = factories.organisation(name_en="Bro Health", name_cy="Iechyd Bro")
    boss = signed_in(member(factories.user(), Role.ADMINISTRATOR, other).user)
    root = "/manage/partnerships/glan/"
    assert boss.get(root).status_code == 404
    client = team.as_administrator
    assert "Bro Health" in client.get(f"{root}partners/add/").content.decode()
    client.post(f"{root}partners/add/", {"organisation": str(other.pk), "role": "partner"})
    assert boss.get(root).status_code == 200
    assert boss.get(f"{root}partners/add/").status_code == 404, "only the lead body lets others in"
    dates = {**three(days(-1), "starts_on"), **three(days(300), "ends_on"), **three(days(200), "review_on")}
    page = client.post(f"{root}agreements/new/", {"reference": "", **dates}).content.decode()
    assert "Write the name or number" in page
    client.post(f"{root}agreements/new/", {"reference": "ISA 7", "summary_en": "What we share", **dates})
    row = Agreement.objects.get()
    assert client.get(f"{root}agreements/{row.pk}/").status_code == 200
    flow = {
        "source": str(team.council.pk), "recipient": str(other.pk), "purpose": "find_work", "categories": ["1", "4"],
        "lawful_basis": "Care Act 2014",
    }  # fmt: skip
    client.post(f"{root}agreements/{row.pk}/flows/", flow)
    made = Flow.objects.get()
    assert made.categories == 5
    switch = f"{root}flows/{made.pk}/"
    assert "Without a signed agreement" in client.post(switch).content.decode()
    assert "ISA 7" in client.get(f"{root}agreements/{row.pk}/sign/").content.decode()
    client.post(f"{root}agreements/{row.pk}/sign/")
    assert client.get(f"{root}agreements/{row.pk}/").status_code == 404, "signed is signed"
    assert client.get(f"{root}agreements/{row.pk}/flows/").status_code == 404
    assert boss.get(switch).status_code == 404, "the sender alone switches"
    client.post(switch)
    assert Flow.objects.get().switched_on_at is not None
    assert "Goals and profile" in client.get(root).content.decode()
    client.post(switch)
    assert Flow.objects.get().switched_on_at is None
    found = queries.partnership(team.administrator, "glan")
    partner = next(one for one in found.partners if one.organisation_id == other.pk)
    assert client.get(f"{root}partners/{partner.partner_id}/end/").status_code == 200
    client.post(f"{root}partners/{partner.partner_id}/end/")
    assert boss.get(root).status_code == 404
    assert client.get(f"{root}partners/999999/end/").status_code == 404


def test_a_programme_is_opened_and_delivered(team: Team) -> None:
    client = team.as_administrator
    given = {
        "name_en": "Trials", "public_name_en": "Work experience", "pathway": "work_trial",
        **three(days(0), "contract_starts_on"), **three(days(0), "delivery_starts_on"),
    }  # fmt: skip
    answer = client.post("/manage/partnerships/glan/programmes/new/", given)
    made = Programme.objects.get(code="trials")
    assert answer["Location"] == f"/manage/programmes/{made.pk}/"
    assert "Work experience" in client.get(answer["Location"]).content.decode()
    assert "Trials" in client.get("/manage/programmes/").content.decode()
    page = client.post("/manage/partnerships/glan/programmes/new/", given).content.decode()
    assert "There is a programme with this name." in page
    other = factories.organisation()
    data = {"organisation": str(other.pk), **three(days(0), "starts_on")}
    assert client.post(answer["Location"], data).status_code == 200, "not a partner: refused"
    client.post("/manage/partnerships/glan/partners/add/", {"organisation": str(other.pk), "role": "partner"})
    assert client.post(answer["Location"], data).status_code == 302
    assert client.get("/manage/partnerships/other/programmes/new/").status_code == 404


def test_a_programme_is_changed_and_a_delivery_ended_by_its_lead_body_alone(team: Team) -> None:
    client, payer = team.as_administrator, factories.organisation(name_en="Coast Fund")
    client.post("/manage/partnerships/glan/partners/add/", {"organisation": str(payer.pk), "role": "funder"})
    given = {
        "name_en": "Trails", "public_name_en": "Work experience", "pathway": "work_trial",
        "funders": [str(payer.pk)],
        **three(days(0), "contract_starts_on"), **three(days(0), "delivery_starts_on"),
    }  # fmt: skip
    page = client.post("/manage/partnerships/glan/programmes/new/", given)["Location"]
    assert "Coast Fund" in client.get(page).content.decode()
    made = Programme.objects.get(name_en="Trails")
    form = client.get(f"{page}change/").content.decode()
    assert 'value="Trails"' in form
    assert f'value="{payer.pk}" checked' in form

    wrong = {"name_en": "", "public_name_en": "Work experience", "funders": []}
    assert "Write the name." in client.post(f"{page}change/", wrong).content.decode()
    stranger = factories.organisation()
    outside = {"name_en": "Trials", "public_name_en": "Work experience", "funders": [str(stranger.pk)]}
    assert client.post(f"{page}change/", outside).status_code == 200
    right = {"name_en": "Trials", "public_name_en": "Work experience", **three(days(90), "ends_on")}
    assert client.post(f"{page}change/", right)["Location"] == page
    made.refresh_from_db()
    assert (made.name_en, made.ends_on, list(made.funders.all())) == ("Trials", days(90), [])
    assert AuditRow.objects.filter(verb="partnerships.change_programme", object_id=made.pk).count() == 1
    client.post(f"{page}change/", right)
    assert AuditRow.objects.filter(verb="partnerships.change_programme", object_id=made.pk).count() == 1

    delivery = made.deliveries.get()
    end = f"{page}deliveries/{delivery.pk}/end/"
    assert end in client.get(page).content.decode()
    assert client.post(end, {}).status_code == 200
    assert client.post(end, three(days(1), "ends_on"))["Location"] == page
    delivery.refresh_from_db()
    assert delivery.ends_on == days(1)
    client.post(end, three(days(0), "ends_on"))
    assert client.get(end).status_code == 404, "it has ended"
    Programme.objects.filter(pk=made.pk).update(lead=payer)
    assert client.get(f"{page}change/").status_code == 404
    assert client.post(end, three(days(0), "ends_on")).status_code == 404


@pytest.fixture
def operator(db: None) -> Client:
    return signed_in(factories.user(is_operator=True, name="Site Operator"))


def test_the_operator_opens_an_organisation_with_its_first_administrator(operator: Client) -> None:
    given = {**DETAILS, "kind": "council", "administrator": "first@example.org", "language": "cy"}
    assert operator.post("/operate/organisations/new/", {**given, "kind": ""}).status_code == 200
    operator.post("/operate/organisations/new/", given)
    made = Organisation.objects.get(code="glan-council")
    assert mail.outbox[-1].to == ["first@example.org"]
    assert "Yr Harbwr" in mail.outbox[-1].body
    link = next(line for line in mail.outbox[-1].body.splitlines() if line.startswith("http"))
    Client().post(link, {"name": "First One", "password": "three green boats", "language": "en"})
    user = User.objects.get(email="first@example.org")
    assert queries.parts(user.pk)[0].organisation_id == made.pk
    page = operator.get("/operate/").content.decode()
    assert "Glan Council" in page
    answer = operator.post(
        "/operate/partnerships/new/", {"name_en": "Glan", "name_cy": "", "lead": str(made.pk)}
    )
    assert answer.status_code == 302
    address = f"/operate/organisations/{made.pk}/"
    operator.post(address, {"email": "second@example.org", "language": "en"})
    assert "second@example.org" in operator.get(address).content.decode()
    refused = operator.post(address, {"email": "second@example.org", "language": "en"}).content.decode()
    assert "is open" in refused
    assert operator.get("/operate/organisations/999999/").status_code == 404


def test_the_operator_sees_the_sites_health_and_nobodys_record(operator: Client, team: Team) -> None:
    team.person("Gwen Canary")
    for path in ("/operate/", "/operate/health/", f"/operate/organisations/{team.council.pk}/"):
        page = operator.get(path)
        assert page.status_code == 200
        assert "Gwen Canary" not in page.content.decode()
    for path in ("/manage/workload/", "/manage/organisation/"):
        assert operator.get(path).status_code == 404
    assert team.as_administrator.get("/operate/").status_code == 404


def test_live_and_ready_say_yes_and_no_more(
    client: Client, monkeypatch: pytest.MonkeyPatch, db: None
) -> None:
    from cydwaith.web import health

    assert client.get("/-/live").json() == {"live": True}
    monkeypatch.setattr(health, "_migrated", lambda: True)
    assert client.get("/-/ready").json() == {"ready": True}

    def behind() -> bool:
        raise LookupError

    monkeypatch.setattr(health, "_migrated", behind)
    answer = client.get("/-/ready")
    assert (answer.status_code, answer.json()) == (503, {"ready": False, "missing": "tables"})


def test_a_database_that_does_not_answer_is_named(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError

    from cydwaith.web import health

    class Gone:
        def cursor(self) -> Any:
            raise OperationalError

    monkeypatch.setattr(health, "connection", Gone())
    answer = client.get("/-/ready")
    assert (answer.status_code, answer.json()["missing"]) == (503, "database")
