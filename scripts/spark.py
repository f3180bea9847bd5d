# SPDX-License-Identifier: AGPL-3.0-or-later
"""Holds Spark to DuckDB: installs Spark into a folder of its own, where there is Java, and runs the tests marked so.

    python scripts/spark.py           install what is missing, then test
    python scripts/spark.py --why     only say what is in the way; nothing: it can run

Spark is no dependency of the site: it stands in var/spark and is on the path of these tests alone.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements" / "spark.txt"
FOLDER = ROOT / "var" / "spark"
OLDEST = 17


def java_version(text: str) -> int:
    """The major version in what `java -version` prints; 0: it says none."""
    found = re.search(r'version "(?:1\.)?(\d+)', text)
    return int(found[1]) if found else 0


def in_the_way() -> str:
    """Why Spark cannot run here; empty: it can."""
    java = shutil.which("java")
    if java is None:
        return f"there is no Java. Install version {OLDEST} or later."
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False)
    version = java_version(said.stderr + said.stdout)
    return "" if version >= OLDEST else f"Java is of version {version}; Spark needs {OLDEST} or later."


def install() -> None:
    """Spark by its hashes, if the folder does not hold it already."""
    stamp = FOLDER / ".stamp"
    if stamp.exists() and stamp.read_bytes() == LOCK.read_bytes():
        return
    shutil.rmtree(FOLDER, ignore_errors=True)
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    subprocess.run(
        [*command, "--require-hashes", "--target", str(FOLDER), "-r", str(LOCK)], cwd=ROOT, check=True
    )
    stamp.write_bytes(LOCK.read_bytes())


def main(arguments: list[str]) -> int:
    """Install and test; 3 where Spark cannot run."""
    why = in_the_way()
    if why:
        print(f"Spark cannot run: {why}", file=sys.stderr)
        return 3
    if "--why" in arguments:
        return 0
    install()
    path = os.pathsep.join(filter(None, [str(FOLDER), os.environ.get("PYTHONPATH", "")]))
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-m",
        "spark",
        "-n",
        "0",
        "tests/property/measures/test_spark.py",
    ]
    return subprocess.run(
        [*command, *arguments], cwd=ROOT, env={**os.environ, "PYTHONPATH": path}, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
