# SPDX-License-Identifier: AGPL-3.0-or-later
"""From a workbook and a mapping to typed records, with every problem at once."""

from __future__ import annotations

from cydwaith.engines.tables.plan.plan import Plan
from cydwaith.engines.tables.plan.record import Item, Record, SourceRow
from cydwaith.engines.tables.plan.tally import Count, Tally

__all__ = ["Count", "Item", "Plan", "Record", "SourceRow", "Tally"]
