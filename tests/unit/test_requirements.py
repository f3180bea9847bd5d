# SPDX-License-Identifier: AGPL-3.0-or-later
"""Requirements are pinned, hashed, complete and say nothing of where they came from."""

import importlib.util
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]
FILES = ["base", "dev", "spelling", "spark", "assets"]
PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(?:\[[^]]*\])?==(?P<version>[^\s;]+)", re.MULTILINE)


def text(name: str) -> str:
    return (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")


def pins(name: str) -> dict[str, set[str]]:
    """Package -> versions pinned (several where they depend on the platform or the Python)."""
    found: dict[str, set[str]] = {}
    for match in PIN.finditer(text(name)):
        found.setdefault(canonicalize_name(match["name"]), set()).add(match["version"])
    return found


def script():
    """The module that compiles the files."""
    specification = importlib.util.spec_from_file_location(
        "requirements", ROOT / "scripts" / "requirements.py"
    )
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def wanted(project: dict, group: str) -> list[str]:
    """Requirements of a dependency group, its included groups among them."""
    lines: list[str] = []
    for entry in project["dependency-groups"][group]:
        lines += wanted(project, entry["include-group"]) if isinstance(entry, dict) else [entry]
    return lines


@pytest.mark.parametrize("name", FILES)
def test_nothing_says_where_the_packages_came_from(name: str) -> None:
    assert script().foreign_lines(text(name)) == []


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://packages.example/simple",
        "--find-links /srv/wheels",
        "-f /srv/wheels",
        "thing @ file:///srv/thing.whl",
        "/srv/thing.whl",
    ],
)
def test_a_line_that_would_say_so_is_found(line: str) -> None:
    assert script().foreign_lines(f"good==1.0 \\\n    --hash=sha256:{'0' * 64}\n{line}\n") == [line]


@pytest.mark.parametrize("name", FILES)
def test_every_package_has_a_hash(name: str) -> None:
    blocks = re.split(r"\n(?=[A-Za-z0-9])", text(name).strip())
    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert len(blocks) == sum(len(versions) for versions in pins(name).values())


def test_what_the_project_asks_for_is_pinned_in_a_version_that_will_do() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = {
        "base": project["project"]["dependencies"] + wanted(project, "build"),
        "dev": project["project"]["dependencies"] + wanted(project, "dev"),
        "spelling": wanted(project, "spelling"),
        "assets": wanted(project, "assets"),
    }
    wrong = []
    for name, lines in asked.items():
        pinned = pins(name)
        for requirement in map(Requirement, lines):
            versions = pinned.get(canonicalize_name(requirement.name), set())
            if not versions or not all(requirement.specifier.contains(Version(v)) for v in versions):
                wrong.append(f"{name}: {requirement}")
    assert wrong == []


def test_the_environments_agree() -> None:
    base, dev = pins("base"), pins("dev")
    assert {name: versions for name, versions in base.items() if dev.get(name) != versions} == {}


def test_every_dependency_has_its_reason_beside_it() -> None:
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").split("[tool.", 1)[0].splitlines()
    listed = [line for line in lines if re.match(r'^    "[a-z][a-z0-9-]*(\[[a-z]+\])?([<>=!~,.0-9]*)"', line)]
    assert len(listed) > 30
    assert [line for line in listed if "# " not in line] == []
