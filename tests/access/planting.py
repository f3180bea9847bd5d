# SPDX-License-Identifier: AGPL-3.0-or-later
"""Plant canaries for one person: a row of every guarded table, whatever tables there are."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from cydwaith.engines.tables import Mapping
from cydwaith.intake import actions as intake
from cydwaith.intake.models import ImportBatch
from cydwaith.intake.queries import batch, groups
from cydwaith.intake.tasks import perform
from cydwaith.intake.vocabulary import State
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.guard import Guarded
from cydwaith.kernel.roles import Role
from cydwaith.kernel.vocabulary import Category, Purpose
from cydwaith.partnerships.models import Organisation
from cydwaith.people import models as people

from .canaries import Aviary, Planting, guarded_models, values_for

if TYPE_CHECKING:
    from .world import World

LONG_AGO = datetime(2024, 1, 1, tzinfo=UTC)
FILE = "intake.importbatch.file"
"""Where words stand that came in a file: whoever brought it reads their own file, which is nobody's record yet."""
WITHOUT_JOURNEY, ENDED_JOURNEY = "_5", "_4"  # how the names of some of the crowd end
TOKENS = {
    "gwen": "a-link-that-only-the-employer-has",
    "rhodri": "a-link-that-was-taken-back",
    "nesta": "a-link-whose-day-is-over",
}
"""Person -> the secret part of the link that they gave an employer."""

STORY_TABLES = frozenset(
    {
        # Made by the story below, since a row of them opens or closes something.
        "people.person",
        "people.involvement",
        "people.supporter",
        "people.sharingdecision",
        "people.exclusion",
        "people.visibility",
        "people.accesslog",
        "people.accessentry",
        "people.breakglass",
        "people.personjoin",
        "people.linkside",
        "people.searchterm",
    }
)


def plant(
    world: World, name: str, made: people.Person, body: Organisation, adviser: Any, elsewhere: Organisation
) -> None:
    """One row of every guarded table, with canaries, in an order in which foreign keys can be met."""
    rows: dict[str, Any] = {"people.person": made}
    world.rows[name] = rows
    rows["people.accesslog"] = people.AccessLog.objects.create(
        person=made,
        user_id=adviser.pk,
        organisation_id=body.pk,
        role="adviser",
        purpose="find_work",
        page="advice:person",
        at=LONG_AGO,
    )
    # An emergency long over: its reason is read by the person, by who did it and by who reviews it.
    reason = Planting(world.aviary, name, Category.RISK, people.BreakGlass).canary("reason")
    rows["people.breakglass"] = people.BreakGlass.objects.create(
        person=made,
        organisation=body,
        user=adviser,
        reason=reason,
        starts_at=LONG_AGO,
        ends_at=LONG_AGO + timedelta(hours=4),
    )
    rows["partnerships.organisation"] = body
    rows["partnerships.programme"] = world.programme
    rows["partnerships.partnership"] = world.partnership
    rows["kernel.user"] = adviser
    waiting = [m for m in guarded_models() if m._meta.label_lower not in STORY_TABLES]
    if name.endswith(WITHOUT_JOURNEY):
        waiting = [m for m in waiting if m._meta.app_label != "journeys"]
    while waiting:
        before = len(waiting)
        for model in list(waiting):
            given = _keys(model, rows)
            if given is not None:
                rows[model._meta.label_lower] = _one_row(world, name, model, given, elsewhere)
                waiting.remove(model)
        assert len(waiting) < before, f"cannot meet the foreign keys of {[m.__name__ for m in waiting]}"


def bring_a_file(world: World, name: str, body: Organisation, staff: str) -> None:
    """A spreadsheet with `name`'s canaries, brought to their organisation and checked: words of the bad rows are kept
    with the batch, for its pages and its files."""
    user: Any = world.users[staff]
    manager = Actor(Role.MANAGER, Purpose.FIND_WORK, user_id=user.pk, organisation_id=body.pk)
    planting = Planting(world.aviary, name, Category.IDENTITY, ImportBatch)
    row = [planting.canary("file"), planting.canary("file"), f"{planting.canary('file')}@example.org"]
    content = "\n".join(["Name,Date of birth,Email", ",".join(row)]).encode()
    batch_id = intake.bring_file(by=manager, chunks=[content], name="people.csv")
    intake.match(
        by=manager,
        batch_id=batch_id,
        version=None,
        mapping=Mapping.from_json(batch(manager, batch_id).mapping),
    )
    intake.begin(by=manager, batch_id=batch_id, work=State.CHECKING, enqueue=False)
    perform(State.CHECKING, batch_id, manager)
    world.rows[name]["intake.importbatch"] = ImportBatch.objects.get(pk=batch_id)
    world.problems[name] = next(
        group.number for group in groups(batch(manager, batch_id)) if row[1] in str(group.examples)
    )


OPTIONAL_KEYS = {
    # Nullable keys that make the row one that a page would show.
    ("journeys.contact", "journey"), ("journeys.jobspell", "journey"), ("journeys.review", "job"),
    ("journeys.journey", "adviser"), ("journeys.step", "goal"), ("journeys.adjustment", "job"),
    ("people.accessquestion", "organisation"), ("people.referral", "source"), ("people.referral", "person"),
    ("people.referral", "partnership"), ("people.referral", "programme"), ("journeys.employersnapshot", "job"),
}  # fmt: skip


def _keys(model: Any, rows: dict[str, Any]) -> dict[str, Any] | None:
    """Foreign keys of a row from the rows already there, or None where one is still missing."""
    given: dict[str, Any] = {}
    label = model._meta.label_lower
    for column in model._meta.concrete_fields:
        if not column.is_relation or (column.null and (label, column.name) not in OPTIONAL_KEYS):
            continue
        target = column.related_model._meta.label_lower
        if target not in rows and not issubclass(column.related_model, Guarded):
            rows[target] = _open_row(column.related_model, rows)
        if target not in rows:
            return None
        given[column.name] = rows[target]
    return given


def _open_row(model: Any, rows: dict[str, Any]) -> Any:
    """A row of a table that is about nobody supported, where a guarded one needs it (an import's batch)."""
    planting = Planting(Aviary(), "", Category.IDENTITY, model)
    given = {f.name: rows[f.related_model._meta.label_lower] for f in model._meta.concrete_fields
             if f.is_relation and not f.null}  # fmt: skip
    return model.objects.create(**values_for(planting, given))


def _one_row(world: World, name: str, model: Any, given: dict[str, Any], elsewhere: Organisation) -> Any:
    label = model._meta.label_lower
    category = Category(model.category) if model.category else Category.HEALTH
    if model.category_field:
        given[model.category_field] = int(category)
    if label == "people.referral":
        # Sent from where the record is kept to the partner who was never shared with: a minimum they may read.
        given["recipient"] = elsewhere
        if name == "rhodri":  # the same words as on his record: whoever looks for duplicates would find it
            why = Planting(world.aviary, name, category, model).canary("minimum")
            given["minimum"] = {"name": given["person"].name, "date_of_birth": "1973-02-03", "why": why}
    if any(f.name == "token_digest" for f in model._meta.concrete_fields):
        token = f"{label} of {name}"
        if label == "journeys.snapshotlink":
            token = TOKENS.get(name, token)
            given |= {
                "rhodri": {"revoked_at": LONG_AGO},
                "nesta": {"made_at": LONG_AGO, "expires_at": LONG_AGO + timedelta(days=30)},
            }.get(name, {})
        given["token_digest"] = hashlib.sha256(token.encode()).hexdigest()
    if label == "journeys.journey" and name.endswith(ENDED_JOURNEY):
        given |= {"closed_on": date(2026, 2, 1), "close_reason": "moved_away", "stage": "closed"}
    planting = Planting(world.aviary, name, category, model)
    return model.objects.create(**values_for(planting, given))
