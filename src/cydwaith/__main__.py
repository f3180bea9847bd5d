# SPDX-License-Identifier: AGPL-3.0-or-later
"""``python -m cydwaith`` is the ``cydwaith`` command."""

from cydwaith.cli import main

main()
