# SPDX-License-Identifier: AGPL-3.0-or-later
"""Templates compiled for one language say what a look-up at each rendering would say."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.template import TemplateDoesNotExist, engines
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy
from jinja2 import pass_context
from markupsafe import Markup, escape

ENGINE: Any = engines["jinja2"]
CASES = [
    ("{{ _('Save') }}", {}),
    ("{% trans %}Save{% endtrans %}", {}),
    ('<a title="{{ _("Save") }}">', {}),
    ("{{ _('Save') ~ '<b>' }}", {}),
    ("{% set word = _('Save') %}{{ word|upper }}", {}),
    ("{{ _('50%% of the time <b>') }}", {}),
    ("{{ _(given) }}", {"given": "Save"}),
    ("{{ ngettext('person', 'people', number) }}", {"number": 3}),
]


def written(source: str, values: dict[str, Any], *, looked_up: bool) -> str:
    environment = ENGINE._made if looked_up else ENGINE.env
    return str(environment.from_string(source).render(**values))


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize(("source", "values"), CASES)
def test_kept_words_are_those_of_the_catalogue(source: str, values: dict[str, Any], language: str) -> None:
    with translation.override(language):
        assert written(source, values, looked_up=False) == written(source, values, looked_up=True)


def test_each_language_has_its_own() -> None:
    found = []
    for language in ("en", "cy", "en"):
        with translation.override(language):
            found.append(written("{{ _('Save') }}", {}, looked_up=False))
    assert found == ["Save", "Cadw", "Save"]


def test_what_is_worked_out_once_a_page_is_gone_with_it(monkeypatch: Any) -> None:
    page, asked = ENGINE.from_string("{{ today() }} {{ born|age }}"), []
    for day in (1, 2):
        now = datetime(2030, 3, day, 12, tzinfo=UTC)
        monkeypatch.setattr(timezone, "now", lambda now=now: asked.append(now) or now)
        assert page.render({"born": date(2000, 3, 2)}) == f"2030-03-0{day} {28 + day}"
    assert len(asked) == 2


def test_each_language_gets_its_template_again() -> None:
    for language in ("en", "cy", "en"):
        with translation.override(language):
            page = ENGINE.get_template("components/table.html")
            assert page.template.environment.language == language
            assert page is ENGINE.get_template("components/table.html")
    with pytest.raises(TemplateDoesNotExist):
        ENGINE.get_template("components/nothing.html")


def test_what_wants_the_context_gets_it() -> None:
    @pass_context
    def seen(context: Any) -> str:
        return str(context["who"])

    class Counter:
        def __call__(self) -> int:
            return 7

        def named(self, name: str) -> str:
            return name

    source = (
        "{% macro hail(name) %}{{ name }}{% endmacro %}"
        "{% for one in [1] %}{{ seen() }} {{ counter() }} {{ counter.named('<x>') }} "
        "{{ hail(name='Siân') }}{% endfor %}"
    )
    values = {"seen": seen, "counter": Counter(), "who": "Mair"}
    assert written(source, values, looked_up=False) == "Mair 7 &lt;x&gt; Siân"


class Whole:
    def __str__(self) -> str:
        return "<whole>"


@pytest.mark.parametrize(
    "value", ["<b>&'\"", Markup("<b>"), Whole(), 7, None, "", gettext_lazy("Save"), ["<li>"], "Llŷr"]
)
def test_what_is_put_out_is_escaped_once(value: Any) -> None:
    source = (
        "{{ value }}|{% set kept %}{{ value }}{% endset %}{{ kept }}|"
        "{% macro one(v) %}{{ v }}{% endmacro %}{{ one(value) }}"
    )
    assert written(source, {"value": value}, looked_up=False) == "|".join([str(escape(value))] * 3)
