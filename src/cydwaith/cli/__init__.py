# SPDX-License-Identifier: AGPL-3.0-or-later
"""The ``cydwaith`` command: runs, checks and mends a site.

Commands import Django inside themselves, so that ``--help`` answers at once.
"""

from cydwaith.cli.main import main

__all__ = ["main"]
