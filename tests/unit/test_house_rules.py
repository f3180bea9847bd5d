# SPDX-License-Identifier: AGPL-3.0-or-later
"""House rules that a machine can hold: licence lines, size of files, reasons beside exceptions, nothing foreign."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 400  # lines
SPDX = "SPDX-License-Identifier: AGPL-3.0-or-later"
# A suppression of the linter carries its reason on the same line, after a second hash or a dash.
BARE_NOQA = re.compile(r"#\s*noqa(?!: [A-Z]+[0-9]+(?:, ?[A-Z]+[0-9]+)*\s+(?:#|-|–|:)\s*\S)")
BARE_IGNORE = re.compile(r"#\s*type:\s*ignore(?!\[[a-z-]+(?:, ?[a-z-]+)*\])")
UNDONE = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
# Words that would tell of one machine or of a place that packages came from. In the address
# of a person's work, something stands before that word.
FOREIGN = re.compile(
    r"/home/\w+/|(?<![\w}])/work/|/root/|registry\.npmjs|files\.pythonhosted|pypi\.org|/simple/|index-url\s*=",
    re.IGNORECASE,
)


def files(*patterns: str) -> list[Path]:
    """Files of the repository (tracked, still there) that match; migrations are written by Django."""
    listed = subprocess.run(
        ["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.splitlines()
    if not listed:  # a source archive has no repository
        listed = [
            str(path.relative_to(ROOT)) for pattern in patterns for path in ROOT.glob(f"src/**/{pattern}")
        ]
    found = [ROOT / name for name in listed if "/migrations/" not in name]
    return [path for path in found if path.is_file()]


def lines_with(pattern: re.Pattern[str], paths: list[Path]) -> list[str]:
    """Places (file:line) that match."""
    return [
        f"{path.relative_to(ROOT)}:{number}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]


def others(paths: list[Path]) -> list[Path]:
    """All but this file, which names what it looks for."""
    return [path for path in paths if path != Path(__file__).resolve()]


def test_there_is_something_to_look_at() -> None:
    assert len(files("*.py")) > 100


def test_every_source_file_names_its_licence() -> None:
    named = files("*.py", "*.scss", "*.js", "*.mjs")
    without = [
        path
        for path in named
        if path.stat().st_size and SPDX not in "\n".join(path.read_text(encoding="utf-8").splitlines()[:3])
    ]
    assert [str(path.relative_to(ROOT)) for path in without] == []


def test_no_file_is_longer_than_one_can_hold_in_mind() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for path in files("*.py", "*.scss", "*.js", "*.mjs", "*.html")
        if (count := path.read_text(encoding="utf-8").count("\n")) > LONGEST
    }
    assert long == {}


def test_every_suppression_of_the_linter_has_its_reason() -> None:
    assert lines_with(BARE_NOQA, others(files("*.py"))) == []


def test_every_suppression_of_the_type_checker_is_narrow() -> None:
    assert lines_with(BARE_IGNORE, others(files("*.py"))) == []


@pytest.mark.parametrize(
    ("line", "bare"),
    [
        ("x()  # noqa", True),
        ("x()  # noqa: S603", True),
        ("x()  # noqa: S603  # the command is ours", False),
        ("x()  # noqa: S603, S607 - the command is ours", False),
    ],
)
def test_a_reason_is_recognised(line: str, bare: bool) -> None:
    assert bool(BARE_NOQA.search(line)) is bare


def test_nothing_is_left_undone() -> None:
    assert lines_with(UNDONE, others(files("*.py", "*.html", "*.scss", "*.js", "*.mjs", "*.md"))) == []


def test_no_trace_of_one_machine_or_of_a_package_index() -> None:
    everything = files("*.py", "*.toml", "*.txt", "*.md", "*.json", "*.mjs", "*.html", "Makefile", ".ci/*")
    assert lines_with(FOREIGN, others(everything)) == []


def test_no_lock_file_that_names_an_index() -> None:
    assert files("uv.lock", "*/uv.lock", "poetry.lock", "Pipfile.lock") == []
