# SPDX-License-Identifier: AGPL-3.0-or-later
"""How big a file may be before reading it is refused.

The limits hold memory and time down whatever the file claims about itself: each is checked while
reading, and those that a zip directory states are checked before anything is unpacked as well.
"""

from __future__ import annotations

from dataclasses import dataclass

MEBI = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Upper bounds, all inclusive.

    `file_bytes`: the file as uploaded. `unpacked_bytes`: all parts of an XLSX together, unpacked.
    `ratio`: unpacked / packed bytes of one part, looked at only above `ratio_floor_bytes` unpacked
    (small parts of honest files compress very well). `parts`: entries in the zip directory.
    `rows`: rows of one sheet. `columns`: columns of one row. `cell_chars`: characters of one cell
    (Excel's own limit). `row_chars`: characters of one row of a text file. `string_chars`: all shared
    strings of an XLSX together. `sheets`: sheets of a workbook. `merges`: merged areas of one sheet.
    """

    file_bytes: int = 100 * MEBI
    unpacked_bytes: int = 1024 * MEBI
    ratio: int = 250
    ratio_floor_bytes: int = 10 * MEBI
    parts: int = 5_000
    rows: int = 250_000
    columns: int = 512
    cell_chars: int = 32_767
    row_chars: int = 1_000_000
    string_chars: int = 200 * MEBI
    sheets: int = 100
    merges: int = 20_000


DEFAULT_LIMITS = Limits()
