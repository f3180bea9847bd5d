# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reads the small text tables of ``tests/spec``: they are rules that a domain expert can check by reading."""

import re
from pathlib import Path

HERE = Path(__file__).parent


def rows(name: str) -> list[dict[str, str]]:
    """The rows of ``tests/spec/<name>.txt``, each a dict by column.

    Columns are parted by two blanks or more; the first line that is no comment holds their names. ``-`` is an empty
    cell. Lines that begin with # are comments for the reader.
    """
    text = (HERE / f"{name}.txt").read_text("utf-8")
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    head, *body = [re.split(r"\s{2,}", line) for line in lines]
    found = []
    for cells in body:
        assert len(cells) == len(head), (
            f"{name}.txt: {cells} has {len(cells)} cells, the head has {len(head)}"
        )
        found.append({column: "" if cell == "-" else cell for column, cell in zip(head, cells, strict=True)})
    assert found, f"{name}.txt holds no rows"
    return found
