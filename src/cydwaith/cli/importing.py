# SPDX-License-Identifier: AGPL-3.0-or-later
"""``cydwaith import people``: the importer's own command line, opened here."""

import sys
from pathlib import Path
from typing import Any

import click

from cydwaith.cli.site import database_errors, open_site, require_current

existing = click.Path(exists=True, dir_okay=False, path_type=Path)
new = click.Path(dir_okay=False, path_type=Path)


@click.group(name="import")
def import_group() -> None:
    """Bring people in from the spreadsheets of today."""


@import_group.command()
@click.argument("file", type=existing)
@click.option("--organisation", required=True, help="Code of the organisation whose people these are.")
@click.option("--programme", default="", help="Code of the programme for rows that name none.")
@click.option("--mapping", type=existing, help="Which column is what, as --save-mapping wrote it.")
@click.option("--save-mapping", type=new, help="Write the mapping that was used, to change and give again.")
@click.option(
    "--mode", type=click.Choice(["all", "good"]), default="all", show_default=True,
    help="All rows or nothing, or the good rows only.",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Only look; say every problem at once.")
@click.option(
    "--marked", type=new, help="Write the bad rows, with what is wrong beside them, to this workbook."
)
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON.")
def people(**given: Any) -> None:
    """Bring in people, journeys, jobs and contacts from a CSV or XLSX FILE.

    Exit codes: 0 done; 1 problems were found and nothing was written; 2 the command line is wrong; 3 the file cannot be
    read; 4 the good rows were brought in, some were left.
    """
    open_site()
    from cydwaith.intake import cli

    with database_errors():
        require_current()
        code = cli.run(cli.Asked(**given), say=click.echo)
    sys.exit(code)
