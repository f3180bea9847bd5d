# SPDX-License-Identifier: AGPL-3.0-or-later
"""``cydwaith import``: people from the spreadsheets of today. What it does stands in ``cydwaith.intake.cli``."""

from pathlib import Path

import click

from cydwaith.cli.site import database_errors, open_site

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.group()
def import_group() -> None:
    """Bring people in from the spreadsheets of today."""


@import_group.command()
@click.argument("file", type=_FILE)
@click.option(
    "--organisation", required=True, metavar="CODE", help="Code of the organisation that keeps the records."
)
@click.option("--mapping", type=_FILE, help="What the columns mean (JSON); guessed where it is not given.")
@click.option("--save-mapping", type=_FILE, help="Write the mapping that was used to this file.")
@click.option("--programme", default="", metavar="CODE", help="The programme of rows that name none.")
@click.option(
    "--mode", type=click.Choice(["all", "good"]), default="all", show_default=True,
    help="All or nothing, or the good rows only.",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Only check; write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Say the result as one line of JSON.")
@click.option(
    "--marked", type=_FILE, help="Write the rows with problems to this workbook, each with what to mend."
)
@click.pass_context
def people(context: click.Context, **options: object) -> None:
    """Bring people, journeys, jobs and contacts in from FILE (CSV or XLSX).

    Exit codes: 0 done; 1 problems were found and nothing was written; 2 the command line is wrong; 3 the file cannot
    be read; 4 the good rows were brought in and some were left.
    """
    open_site()
    from cydwaith.intake import cli

    with database_errors():
        context.exit(cli.run(cli.Asked(**options), say=click.echo))  # type: ignore[arg-type]
