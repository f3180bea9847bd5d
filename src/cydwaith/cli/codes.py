# SPDX-License-Identifier: AGPL-3.0-or-later
"""Exit codes, the same for every command.

0 done, nothing wrong; 1 done, and something was found wrong (bad rows, a broken chain, a doctor's problem);
2 the command line itself is wrong (click's own code); 3 the site cannot run: configuration, database, files.
"""

from typing import Any

import click

OK = 0
FOUND = 1
USAGE = 2
NOT_READY = 3


class SiteError(click.ClickException):
    """The site cannot run as it stands; the message says what is wrong and how to mend it."""

    exit_code = NOT_READY

    def __init__(self, message: str, **details: Any) -> None:
        super().__init__(message.format(**details) if details else message)
