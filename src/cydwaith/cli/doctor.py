# SPDX-License-Identifier: AGPL-3.0-or-later
"""``cydwaith doctor``: what is wrong, in plain words, and how to mend it."""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Literal

import click

from cydwaith.cli.codes import FOUND, NOT_READY, SiteError
from cydwaith.cli.site import open_site, plural

Level = Literal["good", "note", "problem"]
MARKS: dict[Level, str] = {"good": "ok     ", "note": "note   ", "problem": "PROBLEM"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: how it stands, what was seen, and for what is not good, what to do."""

    level: Level
    what: str
    mend: str = ""


Check = Callable[[], Iterator[Finding]]


def examine(checks: list[Check]) -> list[Finding]:
    """Run every check. One that breaks is itself a finding, so that the others are still heard."""
    found: list[Finding] = []
    for check in checks:
        try:
            found.extend(check())
        except Exception as error:  # noqa: BLE001  # a doctor who faints helps nobody
            name = check.__name__.replace("_", " ")
            found.append(
                Finding(
                    "problem",
                    f"Looking at {name} failed: {type(error).__name__}: {error}",
                    "Mend the above first.",
                )
            )
    return found


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def doctor(as_json: bool) -> None:
    """Say in plain words what is wrong and how to mend it; exit code 1 if there is a problem."""
    from cydwaith.cli.checks import AFTER_OPENING, BEFORE_OPENING

    findings = examine(BEFORE_OPENING)
    code = 0
    try:
        open_site()
    except SiteError as error:
        findings.append(
            Finding("problem", error.message, "Mend the setting that it names, then run me again.")
        )
        code = NOT_READY
    else:
        findings += examine(AFTER_OPENING)
    problems = [finding for finding in findings if finding.level == "problem"]
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in findings], indent=1, ensure_ascii=False))
    else:
        for finding in findings:
            click.echo(f"{MARKS[finding.level]}  {finding.what}")
            if finding.mend:
                click.echo(f"         -> {finding.mend}")
        click.echo()
        click.echo(
            plural(len(problems), "problem", "problems") + " found." if problems else "Nothing is wrong."
        )
    sys.exit(code or (FOUND if problems else 0))
