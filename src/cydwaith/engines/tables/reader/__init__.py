# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading: CSV and XLSX into sheets of rows, whatever the file turns out to be.

Promise: from hostile or broken input nothing comes out but `ReadProblem`, in bounded memory and time, with
the place and what to do. Rows are streamed, so the first ten of a large file cost next to nothing.
"""

from __future__ import annotations

from cydwaith.engines.tables.reader.book import Sheet, Workbook, open_workbook
from cydwaith.engines.tables.reader.sniff import Kind

__all__ = ["Kind", "Sheet", "Workbook", "open_workbook"]
