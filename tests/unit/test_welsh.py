# SPDX-License-Identifier: AGPL-3.0-or-later
"""The Welsh catalogue is whole: every string that somebody can meet, in every plural form, with its placeholders."""

import gettext
import importlib.util
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import django
import pytest
from babel.messages.catalog import Catalog, Message
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinLengthValidator
from django.utils import translation

from cydwaith.cli.catalogues import compile_catalogues

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "cydwaith" / "locale" / "cy" / "LC_MESSAGES" / "django.po"
END = re.compile(r"[.?:]?$")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[a-z%]|\{\w*\}")


@pytest.fixture(scope="module")
def messages() -> ModuleType:
    """The script that extracts strings."""
    specification = importlib.util.spec_from_file_location("messages", ROOT / "scripts" / "messages.py")
    assert specification is not None and specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    sys.modules["messages"] = module
    specification.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def extracted(messages: ModuleType) -> Catalog:
    """What stands in the sources now."""
    return messages.template()


@pytest.fixture(scope="module")
def committed(messages: ModuleType) -> Catalog:
    """The catalogue as it is on disk."""
    return messages._read("cy")


def key(message: Message) -> tuple[str, str]:
    return (message.context or "", str(message.id))


def rows(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def forms_of(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def test_every_string_of_the_sources_is_in_the_catalogue_and_no_other(
    extracted: Catalog, committed: Catalog
) -> None:
    found, held = {key(one) for one in rows(extracted)}, {key(one) for one in rows(committed)}
    assert len(found) > 2500
    assert found - held == set(), "run `make messages` and translate"
    assert held - found == set(), "run `make messages`"


def test_the_file_is_what_extraction_writes(messages: ModuleType, extracted: Catalog) -> None:
    text = messages.updated("cy", extracted)[0]
    assert text == SOURCE.read_text(encoding="utf-8"), "run `make messages`"
    assert "POT-Creation-Date" not in text


def test_every_string_has_its_welsh_in_all_plural_forms(committed: Catalog) -> None:
    lacking = [one.id for one in rows(committed) if not all(forms_of(one))]
    assert lacking == []
    plurals = [one for one in rows(committed) if not isinstance(one.id, str)]
    assert len(plurals) > 5
    assert {len(forms_of(one)) for one in plurals} == {4}


def test_nothing_is_a_guess_and_nothing_is_left_over(committed: Catalog) -> None:
    assert [one.id for one in rows(committed) if one.fuzzy] == []
    assert not committed.obsolete


def test_plural_forms_are_those_of_djangos_own_welsh(committed: Catalog) -> None:
    path = Path(django.__file__).parent / "conf" / "locale" / "cy" / "LC_MESSAGES" / "django.mo"
    with path.open("rb") as handle:
        theirs = gettext.GNUTranslations(handle)
    ours = gettext.c2py(committed.plural_expr)
    assert [ours(number) for number in range(130)] == [theirs.plural(number) for number in range(130)]


def test_placeholders_are_those_of_the_english(committed: Catalog) -> None:
    wrong = []
    for one in rows(committed):
        english = one.id if isinstance(one.id, str) else one.id[-1]
        wanted = sorted(PLACEHOLDER.findall(english))
        wrong += [(english, text) for text in forms_of(one) if sorted(PLACEHOLDER.findall(text)) != wanted]
    assert wrong == []


def test_sentences_end_as_the_english_ones_do(committed: Catalog) -> None:
    wrong = []
    for one in rows(committed):
        english = one.id if isinstance(one.id, str) else one.id[-1]
        wrong += [text for text in forms_of(one) if END.search(text)[0] != END.search(english)[0]]
    assert wrong == []


def test_a_string_is_found_wherever_python_lets_it_stand(messages: ModuleType) -> None:
    source = """
from django.utils.translation import gettext as _now, ngettext, pgettext_lazy
def say(n, late):
    return (f"{_now('Due')}: {n}", _now("Late" if late else "In time"), ngettext("job", "jobs", n),
            pgettext_lazy("of a path", "now"), _("Two" " parts"), translation.gettext("By its module"),
            _now(n), other("Not this"))
"""
    assert list(messages.strings_of(source)) == [
        ("Due", None),
        ("Late", None),
        ("In time", None),
        (("job", "jobs"), None),
        ("now", "of a path"),
        ("Two parts", None),
        ("By its module", None),
    ]


class TestOnThePage:
    """What Django and allauth say is said in our Welsh."""

    @pytest.fixture(autouse=True)
    def compiled(self) -> Iterator[None]:
        compile_catalogues(SOURCE.parents[2])
        with translation.override("cy"):
            yield

    def test_errors_of_forms_are_ours(self) -> None:
        class Ask(forms.Form):
            name = forms.CharField()

        assert Ask({}).errors["name"] == ["Mae angen llenwi'r maes hwn."]

    @pytest.mark.parametrize(("number", "words"), [(1, "1 nod"), (2, "2 nod"), (8, "8 nod"), (12, "12 nod")])
    def test_plural_forms_are_found(self, number: int, words: str) -> None:
        with pytest.raises(ValidationError) as caught:
            MinLengthValidator(number)("")
        assert caught.value.messages == [f"Rhowch o leiaf {words} (nifer nawr: 0)."]
