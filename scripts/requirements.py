# SPDX-License-Identifier: AGPL-3.0-or-later
"""Compiles ``requirements/*.txt`` from ``pyproject.toml``: hashed, without a trace of where they came from.

Run it in the development environment: ``.venv/bin/python scripts/requirements.py [--upgrade]``.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "requirements"
UV = [
    sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11",
    "--generate-hashes", "--no-header", "--no-emit-index-url", "--no-emit-find-links",
]  # fmt: skip
# What each file is compiled from. The later ones keep the versions of the first.
FILES = {
    "base": ["pyproject.toml", "--group", "build"],
    "dev": ["pyproject.toml", "--group", "dev", "--constraints", "requirements/base.txt"],
    "spelling": ["--group", "spelling", "--no-deps"],
    "spark": ["--group", "spark"],
    "assets": ["--group", "assets"],
}
# A line that names an index, a host or a path of the machine would travel with the repository.
FOREIGN = re.compile(r"://|^\s*-(?!-hash)|^\s*--(?!hash=sha256:)|file:|^/|\s@\s", re.MULTILINE)


def foreign_lines(text: str) -> list[str]:
    """Lines of a requirements file that are neither a pinned version, a hash nor a comment on it."""
    return [line for line in text.splitlines() if FOREIGN.search(line)]


def main(arguments: list[str]) -> int:
    """Compile all files; exit 1 if one came out with a line that does not belong."""
    for name, source in FILES.items():
        target = FOLDER / f"{name}.txt"
        subprocess.run([*UV, *arguments, *source, "--output-file", str(target)], cwd=ROOT, check=True)
        foreign = foreign_lines(target.read_text(encoding="utf-8"))
        if foreign:
            print(f"{target.name} holds lines that do not belong:", *foreign, sep="\n  ", file=sys.stderr)
            return 1
        print(f"{target.relative_to(ROOT)} is compiled")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
