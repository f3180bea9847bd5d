# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes docs/reference/measures: what each rulebook counts, from its specifications, and the facts that all read.

python scripts/measures.py            write the files, take those away that belong to no rulebook
python scripts/measures.py --check    only say whether they are up to date
"""

import sys
from pathlib import Path

from cydwaith.engines.measures.rulebooks.registry import ALL
from cydwaith.engines.measures.specs.facts_page import facts_markdown
from cydwaith.engines.measures.specs.page import index, markdown, page_of

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "reference" / "measures"


def wanted() -> dict[str, str]:
    """File name to text."""
    pages = [page_of(rulebook) for rulebook in ALL.values()]
    first = {"index.md": index(pages), "facts.md": facts_markdown()}
    return {**first, **{f"{page.rulebook.name}.md": markdown(page) for page in pages}}


def lagging(folder: Path, files: dict[str, str]) -> list[str]:
    """Names of files that are not as they should be, or should not be there."""
    there = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    return sorted(name for name in {*there, *files} if there.get(name) != files.get(name))


def main(arguments: list[str]) -> int:
    """Write, or check; 1 where something lags."""
    files = wanted()
    names = lagging(FOLDER, files)
    if "--check" in arguments:
        for name in names:
            print(
                f"docs/reference/measures/{name} is out of date; run python scripts/measures.py",
                file=sys.stderr,
            )
        return 1 if names else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in names:
        if name in files:
            (FOLDER / name).write_text(files[name], encoding="utf-8")
        else:
            (FOLDER / name).unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
