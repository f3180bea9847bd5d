# SPDX-License-Identifier: AGPL-3.0-or-later
"""What must hold of every page: read by axe in light and dark, by the Nu HTML checker, and at 320 pixels."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page

MODULES = Path(__file__).parent / "tools" / "node_modules"
AXE = MODULES / "axe-core" / "axe.min.js"
VNU = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
MISSING = "is missing: run `make test`, or `npm ci` in tests/e2e/tools."
NARROW, USUAL = {"width": 320, "height": 640}, {"width": 1280, "height": 800}

_AXE_RUN = """async (only) => {
    const options = {resultTypes: ["violations"], preload: false};
    if (only.length) options.runOnly = {type: "rule", values: only};
    const found = await axe.run(document, options);
    return found.violations.map(v => v.id + ": " + v.nodes.slice(0, 3).map(n =>
        n.target.join(" ") + " (" + (n.any[0] || n.all[0] || n.none[0] || {message: v.help}).message + ")").join("; "));
}"""
# What the dark theme can change; everything else was read in light.
_COLOURS = ["color-contrast", "link-in-text-block"]
# Ours and not the browser's own: the face comes from a font that was fetched, the colour of the page from a token.
_DRESSED = """() => {
    const own = getComputedStyle(document.documentElement);
    return document.styleSheets.length > 0
        && getComputedStyle(document.body).fontFamily.includes("Hyperlegible")
        && [...document.fonts].some(face => face.status === "loaded");
}"""
_WIDE = """() => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return "";
    const out = [...document.querySelectorAll("main *, header *, footer *")]
        .filter(e => e.getBoundingClientRect().right > room + 1).slice(0, 3);
    return "reaches " + document.documentElement.scrollWidth + ": "
        + out.map(e => e.tagName.toLowerCase() + "." + e.className).join(", ");
}"""


def read_by_axe(page: Page, only: list[str] | None = None) -> list[str]:
    """Axe's violations on the page as it is now: rule, places, what is wrong."""
    assert AXE.exists(), f"axe-core {MISSING}"
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    found: list[str] = page.evaluate(_AXE_RUN, only or [])
    return found


def look(page: Page) -> list[str]:
    """Everything that is wrong with the page before us: dress, axe in both themes, width."""
    page.emulate_media(color_scheme="light")
    page.evaluate("() => document.fonts.ready.then(() => true)")
    wrong = [] if page.evaluate(_DRESSED) else ["our style sheet or font does not hold"]
    wrong += [f"axe: {found}" for found in read_by_axe(page)]
    page.emulate_media(color_scheme="dark")
    wrong += [f"axe in the dark: {found}" for found in read_by_axe(page, _COLOURS)]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    wide = page.evaluate(_WIDE)
    page.set_viewport_size(USUAL)  # type: ignore[arg-type]
    return [*wrong, *([f"at 320 pixels it {wide}"] if wide else [])]


@dataclass(frozen=True, slots=True)
class Checker:
    """The Nu HTML checker over a folder of pages."""

    folder: Path

    def keep(self, name: str, markup: str) -> None:
        """Put a page aside for the checker, under a name that tells which it is."""
        (self.folder / f"{name}.html").write_text(markup, encoding="utf-8")

    def errors(self, also: Mapping[str, str] | None = None) -> list[str]:
        """The errors in all kept pages and in `also` (name -> markup): page, line, what is wrong.

        Skips the test where there is no Java (under CI: fails). A page with a known error goes along: where the
        checker does not find it, the checker did not run.
        """
        if shutil.which("java") is None:
            told = "THE HTML CHECKER WAS NOT RUN: there is no Java (Debian: apt-get install default-jre-headless)."
            if os.environ.get("CI", "").lower() in {"1", "true", "yes"}:
                pytest.fail(told)
            pytest.skip(told)
        assert VNU.exists(), f"vnu-jar {MISSING}"
        for name, markup in (also or {}).items():
            self.keep(name, markup)
        self.keep("known-bad", "<!DOCTYPE html><html lang=en><title>x</title><p><li>not in a list</li>")
        done = subprocess.run(
            ["java", "-Xss2m", "-jar", str(VNU), "--format", "json", "--errors-only", str(self.folder)],
            capture_output=True,
            text=True,
            check=False,
        )
        found: list[dict[str, Any]] = json.loads(done.stderr or '{"messages": []}')["messages"]
        told = [(unquote(Path(one.get("url", "")).stem), one) for one in found]
        assert any(name == "known-bad" for name, _one in told), (
            f"The checker did not run: {done.stderr[:500]}"
        )
        return [
            f"{name}:{one.get('lastLine', '?')}: {one['message']}"
            for name, one in told
            if name != "known-bad"
        ]
