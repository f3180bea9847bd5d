# SPDX-License-Identifier: AGPL-3.0-or-later
"""``cydwaith operator``: the first account of a site, from which all others are invited."""

import click

from cydwaith.cli.codes import SiteError
from cydwaith.cli.site import database_errors, open_site


@click.command()
@click.argument("email")
@click.option("--name", default="", help="Their name, as others see it.")
def operator(email: str, name: str) -> None:
    """Let EMAIL look after this site, and print where they choose a password (once, within four hours)."""
    open_site()
    from cydwaith.kernel.actor import Actor
    from cydwaith.kernel.errors import Invalid
    from cydwaith.kernel.models import User
    from cydwaith.kernel.roles import Role
    from cydwaith.kernel.vocabulary import Purpose
    from cydwaith.partnerships.actions import appoint_operator
    from cydwaith.web.accounts.links import choose_password

    by = Actor(role=Role.OPERATOR, purpose=Purpose.CHECK_QUALITY)
    with database_errors():
        try:
            made = appoint_operator(by=by, email=email, name=name)
        except Invalid as error:
            raise SiteError(str(error)) from error
        user = User.objects.get(pk=made)
        click.echo(f"{user.email} looks after this site.")
        if not user.has_usable_password():
            click.echo("They choose a password here, below the site's own address, within four hours:")
            click.echo(choose_password(user))
