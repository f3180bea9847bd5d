# SPDX-License-Identifier: AGPL-3.0-or-later
"""``cydwaith verify``: whether what must always hold does hold.

Looks at the audit chains (against every anchor), the triggers that freeze rows, the visibility index against the
rule it is written from, shares against the agreements' flows, copies on journeys, references between tables, and the
newest backup.
"""

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import click

from cydwaith.cli import anchors
from cydwaith.cli.backups import read_backup
from cydwaith.cli.codes import FOUND, OK, SiteError
from cydwaith.cli.site import database_errors, open_site, plural, require_current

PEOPLE_AT_ONCE = 2_000


def chains(extra: list[Path]) -> Iterator[str]:
    """What is wrong with the audit chains, recomputed and held against the anchors."""
    from cydwaith.kernel.audit import verify_chain

    files = sorted(anchors.folder().glob("*.json")) + extra
    known = [(path, anchors.read(path)) for path in files]
    newest = known.pop()[1] if known else None
    for finding in verify_chain(newest):
        yield f"audit chain {finding.where}: {finding.what}"
    for path, older in known:
        yield from _against(path, older)


def _against(path: Path, older: anchors.Anchors) -> Iterator[str]:
    from cydwaith.kernel.models import AuditLink

    for chain, (position, digest) in older.items():
        link = AuditLink.objects.filter(chain=chain, position=position).first()
        if link is None or link.hash != digest:
            yield f"audit chain {chain} at {position}: disagrees with the anchor {path.name}"


def frozen() -> Iterator[str]:
    """Triggers that are missing."""
    from cydwaith.cli.checks import triggers

    for finding in triggers():
        if finding.level == "problem":
            yield finding.what


def visibility() -> Iterator[str]:
    """People whose visibility index is not what the rule says. Ids only, never a name."""
    from cydwaith.kernel.system import system
    from cydwaith.people.models import Person
    from cydwaith.people.visibility import disagreements

    with system("verify compares the visibility index with the rule"):
        ids = list(Person.objects.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(ids), PEOPLE_AT_ONCE):
            for pk, (too_much, too_little) in disagreements(ids[start : start + PEOPLE_AT_ONCE]).items():
                yield f"visibility of person {pk}: {len(too_much)} too many, {len(too_little)} missing"


def shares() -> Iterator[str]:
    """Shares with partners that are open though no flow of an agreement carries them."""
    from cydwaith.people.closing import faults

    yield from faults()


def copies() -> Iterator[str]:
    """Journeys whose columns kept for quick lists are not what their sources say. Ids and columns, no value."""
    from cydwaith.journeys.checks import disagreements, missing_triggers
    from cydwaith.kernel.system import system

    for name in missing_triggers():
        yield f"the trigger {name} is missing"
    with system("verify compares what journeys keep twice with its source"):
        for found in disagreements():
            yield f"journey {found.journey_id}: {found.what} is not what its source says"


def references() -> Iterator[str]:
    """Rows that name a row which is not there, and damage to an SQLite file."""
    from django.db import connection

    if connection.vendor != "sqlite":
        return  # PostgreSQL checks each reference itself, always
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        (verdict,) = cursor.fetchone()
        if verdict != "ok":
            yield f"the database file is damaged: {verdict}"
        cursor.execute("PRAGMA foreign_key_check")
        for table, row, parent, _key in cursor.fetchmany(20):
            yield f"{table} row {row} names a row of {parent} that is not there"


def newest_backup() -> Iterator[str]:
    """Whether the newest backup in the site's own folder is whole."""
    from django.conf import settings

    found = sorted((Path(settings.HOME) / "backups").glob("*.tar"), key=lambda path: path.stat().st_mtime)
    if not found:
        return
    with tempfile.TemporaryDirectory(prefix="cydwaith-verify-") as name:
        try:
            read_backup(found[-1], Path(name))
        except SiteError as error:
            yield error.message


@click.command()
@click.option(
    "--anchor",
    "extra",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="An anchor kept elsewhere; may be given several times.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def verify(extra: tuple[Path, ...], as_json: bool) -> None:
    """Check the audit chain and what must always hold; exit code 1 if something does not."""
    open_site()
    with database_errors():
        require_current()
        parts = {
            "audit chains": chains(list(extra)),
            "append-only tables": frozen(),
            "visibility": visibility(),
            "shares": shares(),
            "journeys": copies(),
            "references": references(),
            "newest backup": newest_backup(),
        }
        found = {name: list(part) for name, part in parts.items()}
    wrong = sum(len(lines) for lines in found.values())
    if as_json:
        click.echo(json.dumps(found, indent=1, ensure_ascii=False))
    else:
        for name, lines in found.items():
            click.echo(f"{'WRONG' if lines else 'ok   '}  {name}")
            for line in lines:
                click.echo(f"         {line}")
        click.echo(f"\n{plural(wrong, 'fault', 'faults')} found." if wrong else "\nAll holds.")
    sys.exit(FOUND if wrong else OK)
