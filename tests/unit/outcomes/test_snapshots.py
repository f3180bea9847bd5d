# SPDX-License-Identifier: AGPL-3.0-or-later
"""A snapshot tells the working lives as the records do, and names nobody."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from cydwaith.engines.measures.facts import BY_NAME, TABLES, day_of, month_of
from cydwaith.kernel import columns, facts
from cydwaith.kernel.errors import Unadmitted
from cydwaith.kernel.system import system
from cydwaith.outcomes import keys, snapshots
from cydwaith.partnerships.models import Area, Partner, Partnership
from cydwaith.people.models import CareFact, EqualityFact, Person, SkillsFact
from tests import factories
from tests.unit.journeys.world import LONG_AGO, World, build

MONDAY = date(2025, 6, 2)


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    return build(monkeypatch, MONDAY)


def read(folder: Path, table: str) -> list[dict[str, Any]]:
    """The rows of one table of a snapshot."""
    import pyarrow.parquet as parquet

    return parquet.read_table(folder / f"{table}.parquet").to_pylist()


def only(folder: Path, table: str) -> dict[str, Any]:
    rows = read(folder, table)
    assert len(rows) == 1, rows
    return rows[0]


def pk_of(world: World, reference: str) -> int:
    return Person.objects.visible_to(world.manager).values_list("pk", flat=True).get(reference=reference)


def told(world: World) -> str:
    """Siân's year: met, a job of 16 hours, later 20, seen in work."""
    reference, _ = world.journey("Siân Prys", work_at_start="out_of_work")
    pk = pk_of(world, reference)
    with system("test world"):
        CareFact.objects.create(
            person_id=pk, kind="primary_support_reason", value="learning_disability", starts_on=LONG_AGO
        )
        CareFact.objects.create(person_id=pk, kind="care_programme", value="no", starts_on=LONG_AGO)
        EqualityFact.objects.create(person_id=pk, kind="gender", value="not_said", starts_on=LONG_AGO)
        EqualityFact.objects.create(person_id=pk, kind="gender", value="female", starts_on=MONDAY)
        SkillsFact.objects.create(person_id=pk, kind="education_level", value="3", starts_on=LONG_AGO)
    world.met(reference)
    world.job(reference, MONDAY)
    return reference


def test_a_working_life_comes_out_as_it_was_recorded(world: World, tmp_path: Path) -> None:
    Area.objects.create(code="W1", kind="council", name_en="Glan")
    world.council.area = Area.objects.get()
    world.council.save()
    told(world)
    made = snapshots.write(tmp_path / "s", partnership_id=world.partnership.pk)
    person = only(made.folder, "person")
    assert person == {
        "person_id": 1,
        "partner": world.council.code,
        "area": "W1",
        "born_month": month_of(date(1998, 5, 4)),
        "gender": "female",
        "ethnicity": None,
        "education": "3",
    }
    journey = only(made.folder, "journey")
    assert journey["start_day"] == day_of(MONDAY) and journey["age_at_start"] == 27
    assert (journey["programme"], journey["pathway"], journey["work_at_start"]) == (
        "ips",
        "ips",
        "out_of_work",
    )
    job = only(made.folder, "job")
    assert (job["kind"], job["start_day"], job["end_day"]) == ("employed", day_of(MONDAY), None)
    assert job["through_support"] is True and job["journey_id"] == journey["journey_id"]
    terms = only(made.folder, "job_terms")
    assert (terms["job_id"], terms["minutes_week"], terms["pay_pence"]) == (job["job_id"], 960, 1250)
    assert terms["from_day"] == day_of(MONDAY) and terms["to_day"] is None
    contact = only(made.folder, "contact")
    assert contact["referral_id"] == only(made.folder, "referral")["referral_id"]
    assert only(made.folder, "support_reason")["reason"] == "learning_disability"
    assert read(made.folder, "care_programme") == [], "an answer of no is not a spell"
    held = only(made.folder, "staff_assignment")
    assert held["staff_id"] == contact["staff_id"] and held["journey_id"] == journey["journey_id"]


def test_hours_that_change_follow_one_another(world: World, tmp_path: Path) -> None:
    from cydwaith.journeys.shapes import NewTerms

    reference, _ = world.journey("Gwen Parry")
    later = MONDAY - timedelta(days=10)
    first = MONDAY - timedelta(days=30)
    world.job(
        reference, first, terms=(NewTerms(first, 960, 1250, "hour"), NewTerms(later, 1200, 1250, "hour"))
    )
    made = snapshots.write(tmp_path / "s", partnership_id=None)
    rows = sorted(read(made.folder, "job_terms"), key=lambda row: row["from_day"])
    assert [(row["from_day"], row["to_day"], row["minutes_week"]) for row in rows] == [
        (day_of(first), day_of(later) - 1, 960),
        (day_of(later), None, 1200),
    ]


def test_every_table_is_there_with_its_columns_in_its_types(world: World, tmp_path: Path) -> None:
    import pyarrow.parquet as parquet

    told(world)
    made = snapshots.write(tmp_path / "s", partnership_id=None)
    types = {
        "id": "int64", "day": "int32", "month": "int32", "number": "int64", "code": "string", "flag": "bool",
    }  # fmt: skip
    for table in TABLES:
        schema = parquet.read_schema(made.folder / f"{table.name}.parquet")
        assert [(field.name, str(field.type)) for field in schema] == [
            (column.name, types[column.type]) for column in table.columns
        ], table.name
    assert set(made.rows) == set(BY_NAME)
    assert [path.name for path in made.folder.iterdir() if path.suffix != ".parquet"] == []


def test_nothing_of_it_names_anybody(world: World, tmp_path: Path) -> None:
    """No name, no employer's name, no number of the site's, in the bytes of any table read back as text."""
    reference = told(world)
    pk = pk_of(world, reference)
    with system("test world"):
        Person.objects.filter(pk=pk).update(nhs_number="9434765919", postcode="CF10 3NQ")
    made = snapshots.write(tmp_path / "s", partnership_id=None)
    everything = "\n".join(str(row) for table in BY_NAME for row in read(made.folder, table))
    assert "learning_disability" in everything, "else there was nothing to look through"
    for word in ("Prys", "Siân", reference, "9434765919", "CF10", "Caffi", "1998"):
        assert word not in everything, word


def test_two_snapshots_share_no_number(world: World, tmp_path: Path) -> None:
    told(world)
    first = snapshots.write(tmp_path / "a", partnership_id=None)
    second = snapshots.write(tmp_path / "b", partnership_id=None)
    for table in ("journey", "job", "contact"):
        key = BY_NAME[table].key
        assert only(first.folder, table)[key] != only(second.folder, table)[key]


def test_another_partnership_s_people_and_programmes_stay_out(world: World, tmp_path: Path) -> None:
    told(world)
    elsewhere = factories.organisation()
    other = Partnership.objects.create(code="other", name_en="Other")
    Partner.objects.create(partnership=other, organisation=elsewhere, role="lead", starts_on=LONG_AGO)
    factories.person(elsewhere, name="Somebody Else")
    assert snapshots.write(tmp_path / "a", partnership_id=None).rows["person"] == 2
    mine = snapshots.write(tmp_path / "b", partnership_id=world.partnership.pk)
    assert mine.rows["person"] == 1 and mine.rows["journey"] == 1
    theirs = snapshots.write(tmp_path / "c", partnership_id=other.pk)
    assert theirs.rows["person"] == 1 and theirs.rows["journey"] == 0 == theirs.rows["contact"]


def test_a_record_that_was_joined_into_another_is_nobody(world: World, tmp_path: Path) -> None:
    from cydwaith.people.actions import join_duplicates

    kept, twice = told(world), world.person("Sian Prys")
    join_duplicates(by=world.mair, keep=kept, duplicate=twice)
    assert snapshots.write(tmp_path / "s", partnership_id=None).rows["person"] == 1


def test_records_that_are_one_human_share_a_group(world: World, tmp_path: Path) -> None:
    import pyarrow as arrow

    a, b, c = (pk_of(world, world.person(name)) for name in ("Ann Ellis", "Anne Ellis", "Tomos Huw"))
    links = arrow.table(
        {"person_id": [a, b], "group_id": [a, a], "group_low": [a, a], "group_high": [a, b]},
    )
    made = snapshots.write(tmp_path / "s", partnership_id=None, links=links)
    number = {row["person_id"]: row["number"] for row in made.keys.to_pylist()}
    groups = {row["person_id"]: row for row in read(made.folder, "person_link")}
    assert groups[number[b]]["group_id"] == number[a] == groups[number[a]]["group_id"]
    assert groups[number[b]]["group_high"] == number[b]
    assert groups[number[c]] == dict.fromkeys(("person_id", "group_id", "group_low", "group_high"), number[c])


def test_a_key_is_for_those_who_may_see_the_person(world: World, tmp_path: Path) -> None:
    from cydwaith.outcomes.models import Snapshot

    reference = told(world)
    pk = pk_of(world, reference)
    made = snapshots.write(tmp_path / "s", partnership_id=None)
    kept = Snapshot.objects.create(
        folder="s", as_of=MONDAY, manifest_sha256="0" * 64, schema_version=1, rows=dict(made.rows)
    )
    with system("test world"):
        assert keys.keep(kept.pk, ((row["person_id"], row["number"]) for row in made.keys.to_pylist())) == 1
    assert keys.number_of(world.mair, kept.pk, pk) == 1
    assert keys.person_ids(world.mair, kept.pk, [1, 2]) == {1: pk}
    stranger = factories.adviser(factories.organisation())
    assert keys.number_of(stranger, kept.pk, pk) is None
    assert keys.person_ids(stranger, kept.pk, [1]) == {}


def test_what_a_fault_leaves_behind_is_taken_away(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_given: object) -> int:
        raise OSError("the disk is full")

    monkeypatch.setattr(snapshots, "_links", fails)
    with pytest.raises(OSError, match="disk is full"):
        snapshots.write(tmp_path / "s", partnership_id=None)
    assert not (tmp_path / "s").exists()


def test_rows_are_read_as_columns_only_under_a_reason(db: None) -> None:
    with pytest.raises(Unadmitted), columns.reading():
        pass


def test_two_contexts_may_not_fill_one_table() -> None:
    taken = next(iter(facts.fills().values()))
    with pytest.raises(ValueError, match=taken.table):
        facts.register((), (facts.Fill(taken.table, (), "SELECT 1"),))
    with pytest.raises(ValueError, match="person"):
        facts.register((facts.Read("person", "SELECT 1", {}),), ())


@pytest.mark.django_db(transaction=True)
def test_a_connection_of_its_own_reads_the_same(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What is committed is read over a second connection; the same rows as through Django's own."""
    world = build(monkeypatch, MONDAY)
    told(world)
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        with connection.cursor() as cursor, monkeypatch.context() as patch:
            target = tmp_path / "copy.sqlite3"
            cursor.execute("VACUUM INTO %s", [str(target)])
            patch.setattr(columns, "_in_memory", lambda: False)
            patch.setitem(connection.settings_dict, "NAME", str(target))
            own = snapshots.write(tmp_path / "own", partnership_id=None)
    else:
        own = snapshots.write(tmp_path / "own", partnership_id=None)
    monkeypatch.setattr(columns, "_in_memory", lambda: True)
    django = snapshots.write(tmp_path / "django", partnership_id=None)
    assert own.rows == django.rows
    meaningless = {"id"}
    for table in TABLES:
        known = [c.name for c in table.columns if c.type not in meaningless]

        def plain(folder: Path, table: str = table.name, known: list[str] = known) -> list[tuple[Any, ...]]:
            return sorted((tuple(row[name] for name in known) for row in read(folder, table)), key=repr)

        assert plain(own.folder) == plain(django.folder), table.name
