# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every rulebook that the site knows, by name."""

from __future__ import annotations

from .base import Rulebook
from .programme_contract import PROGRAMME_CONTRACT

ALL: dict[str, Rulebook] = {book.name: book for book in (PROGRAMME_CONTRACT,)}
