# SPDX-License-Identifier: AGPL-3.0-or-later
"""The command group and the commands that are one call long."""

import os

import click

from cydwaith import __version__


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="cydwaith")
def main() -> None:
    """Run, check and mend a Cydwaith site.

    A site's own data lives in the directory that CYDWAITH_HOME names (default: ./var).
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cydwaith.settings.embedded")


@main.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Pass a command to Django's own management, for example: cydwaith manage migrate."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["cydwaith manage", *arguments])
