# SPDX-License-Identifier: AGPL-3.0-or-later
"""The command group. A command's module is loaded when the command is asked for, so that help is quick.

What these commands print is for the site's operators and their machines' logs, and is English.
"""

import importlib
import os

import click

from cydwaith import __version__

# Name -> (module, attribute, the line that help shows).
COMMANDS = {
    "backup": ("cydwaith.cli.backups", "backup", "Copy the whole site into one file while it runs."),
    "demo": (
        "cydwaith.cli.serving",
        "demo",
        "Build the demonstration site (invented people) and serve it.",
    ),
    "doctor": ("cydwaith.cli.doctor", "doctor", "Say in plain words what is wrong and how to mend it."),
    "figures": ("cydwaith.cli.figures", "figures", "Count by a rulebook, and say why somebody counts."),
    "import": ("cydwaith.cli.importing", "import_group", "Bring people in from the spreadsheets of today."),
    "link": ("cydwaith.cli.linking", "link", "Find the records in some files that are the same person."),
    "manage": ("cydwaith.cli.managing", "manage", "Pass a command to Django's own management."),
    "operator": (
        "cydwaith.cli.operators",
        "operator",
        "Appoint who looks after the site: its first account.",
    ),
    "restore": ("cydwaith.cli.backups", "restore", "Put a backup in the place of an empty site."),
    "serve": ("cydwaith.cli.serving", "serve", "Serve the site; an embedded one also runs its jobs."),
    "verify": ("cydwaith.cli.verifying", "verify", "Check the audit chain and what must always hold."),
    "worker": ("cydwaith.cli.serving", "worker", "Run jobs: mail, imports, seals of the audit trail."),
}


class LazyGroup(click.Group):
    """A group that knows its commands by name and loads one when it is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        """All names, sorted."""
        return sorted(COMMANDS)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002  # click's signature
        cmd_name: str,
    ) -> click.Command | None:
        """Load a command, or None for a name that there is not."""
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        found = getattr(importlib.import_module(entry[0]), entry[1])
        return found if isinstance(found, click.Command) else None

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002  # click's signature
        formatter: click.HelpFormatter,
    ) -> None:
        """List the commands without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][2]) for name in sorted(COMMANDS)])


@click.group(
    cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="cydwaith")
def main() -> None:
    """Run, check and mend a Cydwaith site.

    A site's own data lives in the directory that CYDWAITH_HOME names (default: ./var). Exit codes: 0 done, 1
    something was found wrong, 2 the command line is wrong, 3 the site cannot run as it stands.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cydwaith.settings.embedded")
