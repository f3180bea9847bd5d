# SPDX-License-Identifier: AGPL-3.0-or-later
"""The commands of ``cydwaith figures`` that need a site: its snapshots, and what it has given out."""

import json
import time
from typing import Any

import click

from cydwaith.cli.codes import FOUND, OK, SiteError
from cydwaith.cli.site import open_site, progress, require_current

as_json = click.option("--json", "as_json", is_flag=True, help="Print one line of JSON.")


def _partnership(code: str) -> int:
    from cydwaith.partnerships.queries.figures import partnership_codes

    known = partnership_codes()
    if code not in known:
        listed = ", ".join(sorted(known)) or "none yet"
        raise SiteError(f"There is no partnership {code}. There are: {listed}.")
    return known[code]


@click.command()
@click.argument("partnership", metavar="PARTNERSHIP")
@click.option("--count", is_flag=True, help="Count every rulebook over it, too.")
@as_json
def snapshot(partnership: str, count: bool, as_json: bool) -> None:
    """Take a snapshot of a partnership's facts: a sealed folder of Parquet."""
    tell = progress()
    open_site()
    require_current()

    def say(what: str) -> None:
        if not as_json:
            tell(what)

    from cydwaith.outcomes import facts_store, tasks
    from cydwaith.outcomes.models import Run, Snapshot

    partnership_id, begun = _partnership(partnership), time.monotonic()
    say("looking for records that are one person, and reading the facts")
    number = tasks.take_snapshot(partnership_id, tasks.SITE)
    kept = Snapshot.objects.get(pk=number)
    answer: dict[str, Any] = {
        "snapshot": number,
        "folder": str(facts_store.path_of(kept.folder)),
        "as_of": kept.as_of.isoformat(),
        "manifest": kept.manifest_sha256,
        "rows": kept.rows,
    }
    if count:
        say("counting")
        runs = Run.objects.filter(pk__in=tasks.count_over(number, tasks.SITE))
        answer["failed"] = sorted({f"{run.rulebook}: {run.failure}" for run in runs if run.failure})
        answer["runs"] = len(runs)
    answer["seconds"] = round(time.monotonic() - begun, 1)
    _print(answer, as_json)
    raise SystemExit(FOUND if answer.get("failed") else OK)


@click.command()
@click.argument("code", required=False)
@as_json
def release(code: str | None, as_json: bool) -> None:
    """What was given out: all of it, or one return with its figures."""
    open_site()
    require_current()
    from cydwaith.kernel.errors import NotVisible
    from cydwaith.outcomes.queries import frozen, released, released_one

    if code is None:
        lines = [{"code": one.code, "title": str(one.title), "state": one.state} for one in released()]
        _print({"releases": lines}, as_json)
        return
    try:
        found = released_one(code)
    except NotVisible as error:
        raise SiteError(f"No return {code} was given out. See: cydwaith figures release") from error
    told = [] if found.state == "withdrawn" else [_told(one) for one in frozen(found.id, found.edition)]
    _print({"code": code, "title": str(found.title), "state": found.state, "figures": told}, as_json)


def _told(figure: Any) -> dict[str, Any]:
    """A figure as it was given out: what was hidden is hidden here too."""
    programme, partner, area, stratum = figure.group
    return {
        "rulebook": figure.rulebook,
        "measure": figure.measure,
        "from": figure.first_day.isoformat(),
        "to": figure.last_day.isoformat(),
        "programme": programme,
        "partner": partner,
        "area": area,
        "stratum": stratum,
        "numerator": figure.shown_numerator,
        "denominator": figure.shown_denominator,
        "value": figure.shown_value,
        "unit": figure.unit,
    }


@click.command()
@click.argument("code")
@as_json
def reproduce(code: str, as_json: bool) -> None:
    """Count a frozen return again over its own snapshot: the same to the digit, or what differs."""
    open_site()
    require_current()
    from cydwaith.kernel.errors import Invalid
    from cydwaith.outcomes.actions.returns import against
    from cydwaith.outcomes.models import Release

    row = Release.objects.filter(code=code).select_related("snapshot").first()
    if row is None or row.snapshot is None:
        raise SiteError(f"There is no frozen return {code}.")
    try:
        found = against(row, row.snapshot, row.versions)
    except Invalid as error:
        raise SiteError(str(error)) from error
    _print(
        {"code": code, "snapshot": row.snapshot.manifest_sha256, "differences": [str(one) for one in found]},
        as_json,
    )
    raise SystemExit(FOUND if found else OK)


def _print(answer: dict[str, Any], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False, default=str))
        return
    for name, value in answer.items():
        if isinstance(value, dict):
            value = ", ".join(f"{key} {number:,}" for key, number in value.items() if number)
        elif isinstance(value, list):
            value = "".join(f"\n  {one}" for one in value) or "none"
        click.echo(f"{name}: {value}")
