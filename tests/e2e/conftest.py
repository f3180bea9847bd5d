# SPDX-License-Identifier: AGPL-3.0-or-later
"""A site, a browser, and somebody who sits before it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.e2e.checks import Checker
from tests.e2e.site import Site, running
from tests.e2e.visitor import Visitor

CHROMIUM = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-gpu",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests of this folder need the browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demonstration's site, served for this test process alone."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if worker != "alone" else base) / "e2e-world"
    shared.mkdir(exist_ok=True)
    with running(shared, tmp_path_factory.mktemp("site"), worker) as served:
        yield served


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium."""
    path = os.environ.get("CYDWAITH_CHROMIUM") or shutil.which("chromium")
    assert path, "There is no Chromium: install it, or set CYDWAITH_CHROMIUM."
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=path, args=[*CHROMIUM])
        yield browser
        browser.close()


@pytest.fixture
def visitor(site: Site, chromium: Browser, tmp_path: Path) -> Iterator[Callable[..., Visitor]]:
    """Makes visitors: `visitor("mair@glannau.example", language="cy", script=False)`. All leave at the end."""
    came: list[Visitor] = []

    def come(email: str = "", *, language: str = "en", script: bool = True) -> Visitor:
        one = Visitor(site, chromium, language=language, script=script)
        came.append(one)
        if email:
            one.sign_in(email)
        return one

    yield come
    for one in came:
        one.leave()
    read = {name: markup for one in came for name, markup in one.read.items()}
    if read:
        folder = tmp_path / "looked-at"
        folder.mkdir()
        assert Checker(folder).errors(read) == []


@pytest.fixture(params=["en", "cy"])
def language(request: pytest.FixtureRequest) -> str:
    """Both languages."""
    return str(request.param)


@pytest.fixture(params=[True, False], ids=["script", "plain"])
def script(request: pytest.FixtureRequest) -> bool:
    """With JavaScript and without."""
    return bool(request.param)
