# SPDX-License-Identifier: AGPL-3.0-or-later
"""The demonstration's counts come out of its records: the source documents' figures, and each falls with a job."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.test import Client, override_settings

from cydwaith.journeys.models import JobSpell
from cydwaith.kernel import audit
from cydwaith.kernel.models import User
from cydwaith.kernel.system import system
from cydwaith.people.closing import faults
from cydwaith.people.models import Person, SharingDecision
from cydwaith.people.visibility import disagreements
from cydwaith.worlds import demo
from cydwaith.worlds.demo import cohorts, counts

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def _world(django_db_setup: Any, django_db_blocker: Any) -> Iterator[None]:
    """The whole demonstration, built once and rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        demo.build(TODAY)
        yield
        transaction.set_rollback(True)


FIGURES = [
    # programme, period, people supported, people into work
    ("voluntary-work", cohorts.ONE_YEAR, 4_600, 4_000),
    ("ips-glannau", cohorts.FIVE_YEARS, 231, 83),
    ("irwen-top-up", cohorts.THREE_YEARS, 39, 13),
    ("irwen-ips", cohorts.THREE_YEARS, 88, 22),
    ("irwen-early", cohorts.YEAR_2018, 59, 38),
]


@pytest.mark.usefixtures("_world")
class TestFigures:
    @pytest.mark.parametrize(("programme", "period", "supported", "working"), FIGURES)
    def test_people_supported_and_people_into_work(
        self, programme: str, period: tuple[date, date], supported: int, working: int
    ) -> None:
        assert counts.supported(programme, *period) == supported
        assert counts.into_work(programme, *period) == working

    def test_fifty_young_people_on_work_trials_in_nine_councils(self) -> None:
        period = cohorts.EIGHTEEN_MONTHS
        assert counts.into_work("work-trials", *period, kinds=("work_trial",)) == 50
        assert counts.organisations("work-trials", *period) == 9
        assert counts.into_work("work-trials", *period) == 0, "a trial is not a paid job"

    @pytest.mark.parametrize(("programme", "period", "_supported", "working"), FIGURES)
    def test_a_job_less_is_a_person_less(
        self, programme: str, period: tuple[date, date], _supported: int, working: int
    ) -> None:
        with system("a test takes one job away"), transaction.atomic():
            job = JobSpell.objects.filter(
                journey__programme__code=programme,
                starts_on__range=period,
                found_through_support=True,
                kind="employed",
            ).first()
            assert job is not None
            JobSpell.objects.filter(pk=job.pk).update(found_through_support=False)
            assert counts.into_work(programme, *period) == working - 1
            transaction.set_rollback(True)

    def test_every_persona_can_sign_in(self) -> None:
        found = set(User.objects.filter(is_demo=True, is_active=True).values_list("email", flat=True))
        assert found == {persona.email for persona in demo.PERSONAS}

    def test_the_audit_trail_of_the_whole_world_is_sealed_and_holds(self) -> None:
        assert list(audit.verify_chain(audit.anchors())) == []
        assert audit.seal_all() == 0

    def test_the_visibility_index_is_what_the_rule_says(self) -> None:
        with system("a test looks at everybody"):
            ids = list(Person.objects.order_by("pk").values_list("pk", flat=True))
        assert len(ids) > 5_000
        assert disagreements(ids) == {}

    def test_every_share_with_a_partner_rests_on_a_flow(self) -> None:
        with system("a test looks at everybody"):
            assert SharingDecision.objects.filter(organisation_id__isnull=False).exists()
        assert list(faults()) == []


ON_PAGES = [
    # persona, programme, what its page says of the contract as a whole
    ("analyst@irwenford.example", "irwen-early", ("64.4", "38", "59")),
    ("analyst@irwenford.example", "irwen-top-up", ("33.3", "13", "39")),
    ("analyst@irwenford.example", "irwen-ips", ("25.0", "22", "88")),
    ("analyst@glannau.example", "ips-glannau", ("83", "231")),
    ("analyst@glannau.example", "work-trials", ("50",)),
]


def _whole_contract(email: str, programme: str) -> list[list[str]]:
    """The cells of the table of a contract as a whole, as the analyst reads it."""
    from cydwaith.partnerships.models import Programme
    from cydwaith.web.accounts.sessions import SECOND_STEP

    user = User.objects.get(email=email)
    client = Client()
    client.force_login(user)
    session = client.session
    session[SECOND_STEP] = user.pk
    session.save()
    page = client.get(f"/figures/programmes/{Programme.objects.get(code=programme).pk}/")
    assert page.status_code == 200
    part = page.content.decode().split("The contract as a whole</h2>", 1)[1].split("</table>", 1)[0]
    rows = re.findall(r"<tr>(.*?)</tr>", part, re.DOTALL)[1:]
    return [
        [
            html.unescape(re.sub(r"<[^>]+>", "", cell)).strip()
            for cell in re.findall(r"<t[hd].*?</t[hd]>", row)
        ]
        for row in rows
    ]


@pytest.fixture(scope="module")
def _counted(
    _world: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Both partnerships counted, as the worker does every night."""
    from cydwaith.outcomes import tasks

    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files")), django_db_blocker.unblock():
        tasks.count_all()
        yield


@pytest.mark.usefixtures("_counted")
class TestFiguresOnPages:
    @pytest.mark.parametrize(("persona", "programme", "said"), ON_PAGES)
    def test_what_the_source_documents_say_stands_on_the_programme_s_page(
        self, persona: str, programme: str, said: tuple[str, ...]
    ) -> None:
        rows = _whole_contract(persona, programme)
        assert any(all(any(text in cell for cell in row) for text in said) for row in rows), rows

    def test_a_job_less_is_a_person_less_on_the_page_too(self) -> None:
        from cydwaith.outcomes import tasks
        from cydwaith.partnerships.models import Programme

        with system("a test takes one job away"), transaction.atomic():
            job = JobSpell.objects.filter(
                journey__programme__code="irwen-early", found_through_support=True, kind="employed"
            ).first()
            assert job is not None
            JobSpell.objects.filter(pk=job.pk).update(found_through_support=False)
            tasks.count_anew(Programme.objects.get(code="irwen-early").partnership_id, tasks.SITE)
            rows = _whole_contract("analyst@irwenford.example", "irwen-early")
            assert any("62.7" in " ".join(row) and {"37", "59"} <= set(row) for row in rows), rows
            transaction.set_rollback(True)

    def test_people_known_to_two_organisations_are_counted_once(self) -> None:
        """Fourteen whom the health board helps are the provider's as well: linkage finds nearly all of them, the
        others wait for the reviewer, and nobody is merged."""
        from cydwaith.people.models import Link

        likely = Link.objects.filter(partnership__code="working-coast", probability__gte=670_000)
        assert 11 <= likely.count() <= 16
        assert Link.objects.filter(partnership__code="working-coast").exclude(state="waiting").count() == 0
