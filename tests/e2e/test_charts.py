# SPDX-License-Identifier: AGPL-3.0-or-later
"""Charts as a browser draws them: valid, readable, no text over another, in light, dark and at every width."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from cydwaith.engines.charts import responsive
from tests.e2e.checks import Checker, look
from tests.unit.charts.samples import samples

BUILD = Path(__file__).resolve().parents[2] / "src" / "cydwaith" / "web" / "static" / "build"
# Puts the last text of the first drawing over the one before it.
SEED = """() => {
    const texts = [...document.querySelectorAll(".chart__drawing")]
        .find(drawing => getComputedStyle(drawing).display !== "none").querySelectorAll("text");
    const [one, other] = [...texts].slice(-2);
    for (const name of ["x", "y", "text-anchor"])
        one.hasAttribute(name) ? other.setAttribute(name, one.getAttribute(name)) : other.removeAttribute(name);
}"""
# Texts of one drawing that run into each other, or out of it, as the font really is.
COLLIDE = """() => {
    const out = [];
    for (const drawing of document.querySelectorAll(".chart__drawing")) {
        if (getComputedStyle(drawing).display === "none") continue;
        const edge = drawing.getBoundingClientRect();
        const texts = [...drawing.querySelectorAll("text")].filter(text => text.textContent.trim());
        const boxes = texts.map(text => text.getBoundingClientRect());
        boxes.forEach((one, i) => {
            if (one.left < edge.left - 1 || one.right > edge.right + 1) out.push("out: " + texts[i].textContent);
            boxes.slice(i + 1).forEach((other, j) => {
                const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
                const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
                if (wide > 1 && high > one.height * 0.35)
                    out.push(texts[i].textContent + " | " + texts[i + 1 + j].textContent);
            });
        });
    }
    return out;
}"""


def page_of(language: str) -> str:
    """All samples on one page."""
    charts = "".join(f"<h2>{chart.title}</h2>{responsive(chart, draw)}" for chart, draw in samples(language))
    return (
        f'<!DOCTYPE html><html lang="{language}" class="staff"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><title>Charts</title>'
        f'<link rel="stylesheet" href="app.css"></head><body><main><h1>Charts</h1>{charts}</main></body></html>'
    )


@pytest.mark.parametrize("language", ["en", "cy"])
def test_charts_are_valid_and_readable(language: str, chromium: Browser, tmp_path: Path) -> None:
    shutil.copytree(BUILD, tmp_path / "site")
    shown = tmp_path / "site" / f"{language}.html"
    shown.write_text(page_of(language), encoding="utf-8")
    page = chromium.new_page(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page.goto(shown.as_uri())
    wrong = look(page)
    for width in (320, 360, 480, 560, 620, 768, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.locator(".chart__drawing:visible").count() == len(samples(language))
        wrong += [f"at {width}: {found}" for found in page.evaluate(COLLIDE)]
    page.evaluate(SEED)
    assert page.evaluate(COLLIDE) != [], "texts that run into each other would be noticed"
    page.close()
    assert wrong == []
    folder = tmp_path / "looked-at"
    folder.mkdir()
    assert Checker(folder).errors({language: page_of(language)}) == []
