# SPDX-License-Identifier: AGPL-3.0-or-later
"""``cydwaith manage``: Django's own management, for those who know it."""

import click


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Pass a command to Django's own management, for example: cydwaith manage migrate."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["cydwaith manage", *arguments])
