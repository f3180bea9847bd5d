# SPDX-License-Identifier: AGPL-3.0-or-later
"""What Java says of itself is understood, so that Spark is not started where it cannot run."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def script() -> ModuleType:
    path = Path(__file__).resolve().parents[2] / "scripts" / "spark.py"
    specification = importlib.util.spec_from_file_location("spark_script", path)
    assert specification and specification.loader
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("said", "version"),
    [
        ('openjdk version "17.0.15" 2025-04-15', 17),
        ('java version "1.8.0_402"', 8),
        ('openjdk version "21" 2023-09-19', 21),
        ("no such thing", 0),
    ],
)
def test_the_version_of_java_is_read(script: ModuleType, said: str, version: int) -> None:
    assert script.java_version(said) == version


def test_without_java_it_says_what_is_in_the_way(
    script: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(script.shutil, "which", lambda _name: None)
    assert script.main(["--why"]) == 3
    assert "there is no Java" in capsys.readouterr().err
