# SPDX-License-Identifier: AGPL-3.0-or-later
"""Colours: what the stylesheet says is legible, and what a partnership may choose."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cydwaith.web.components import theme

TOKENS = Path(__file__).parents[2] / "frontend" / "scss" / "_tokens.scss"


def _roles() -> dict[str, dict[str, str]]:
    """Roles of the light and the dark scheme as the stylesheet gives them, ``#rgb`` written out."""
    text = TOKENS.read_text()
    dark, _, light = text.partition("}\n")

    def read(part: str) -> dict[str, str]:
        found = re.findall(r"--([a-z-]+): (#[0-9a-f]{3}(?:[0-9a-f]{3})?);", part)
        return {name: c if len(c) == 7 else "#" + "".join(2 * x for x in c[1:]) for name, c in found}

    light_roles = read(light)
    return {"light": light_roles, "dark": {**light_roles, **read(dark)}}


ROLES = _roles()
TEXT = ("ink", "slate", "teal", "teal-deep", "heather", "amber", "red", "green", "blue")
TINTED = ("teal", "heather", "amber", "red", "green", "blue")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("role", TEXT)
def test_text_is_read_on_every_ground(scheme: str, role: str) -> None:
    roles = ROLES[scheme]
    for ground in ("paper", "surface", "sunken"):
        assert theme.contrast(roles[role], roles[ground]) >= 4.5, ground


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("role", TINTED)
def test_text_is_read_on_its_tint(scheme: str, role: str) -> None:
    roles = ROLES[scheme]
    assert theme.contrast(roles[role], roles[f"{role}-tint"]) >= 4.5
    assert theme.contrast(roles["ink"], roles[f"{role}-tint"]) >= 7


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_edges_buttons_and_focus_stand_out(scheme: str) -> None:
    roles = ROLES[scheme]
    for ground in ("paper", "surface"):
        assert theme.contrast(roles["line"], roles[ground]) >= 3
    for button, text in (
        ("teal", "on-teal"),
        ("teal-deep", "on-teal"),
        ("red", "on-red"),
        ("red-deep", "on-red"),
    ):
        assert theme.contrast(roles[button], roles[text]) >= 4.5, button
    assert theme.contrast(roles["focus"], roles["focus-ink"]) >= 7
    # Around a focused thing there is yellow and ink: one of the two stands out from any page.
    best = max(theme.contrast(roles[mark], roles["paper"]) for mark in ("focus", "focus-ink"))
    assert best >= 7


def test_the_helper_and_the_stylesheet_mean_the_same_grounds() -> None:
    assert (ROLES["light"]["paper"], ROLES["light"]["surface"]) == (theme.LIGHT_PAPER, theme.LIGHT_SURFACE)
    assert (ROLES["dark"]["paper"], ROLES["dark"]["surface"]) == (theme.DARK_PAPER, theme.DARK_SURFACE)


def test_contrast_of_the_extremes() -> None:
    assert theme.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert theme.contrast("#ffffff", "#ffffff") == pytest.approx(1)


def test_our_own_colours_make_a_stylesheet() -> None:
    css = theme.stylesheet(teal="#0f5c5c", heather="#6b3f7d")
    assert "--teal:#0f5c5c;" in css
    assert css.count("--heather:") == 2
    assert css.count("{") == css.count("}")


@pytest.mark.parametrize("colour", ["#ffcf33", "teal", "#fff", "#0f5c5c;}body{display:none", ""])
def test_colours_that_cannot_be_read_or_are_none_are_refused(colour: str) -> None:
    with pytest.raises(ValueError, match=r"colour|read"):
        theme.stylesheet(teal=colour, heather="#6b3f7d")


@given(st.tuples(*3 * [st.integers(0, 255)]).map(lambda rgb: "#{:02x}{:02x}{:02x}".format(*rgb)))
def test_whatever_is_legible_by_day_is_legible_by_night(colour: str) -> None:
    assert theme.contrast(theme.for_dark(colour), theme.DARK_SURFACE) >= 7
    if theme.is_legible(colour):
        assert theme.contrast(colour, theme.tint(colour, theme.LIGHT_SURFACE)) >= 4.5
        dark = theme.for_dark(colour)
        assert theme.contrast(dark, theme.tint(dark, theme.DARK_SURFACE)) >= 4.5
