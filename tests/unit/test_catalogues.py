# SPDX-License-Identifier: AGPL-3.0-or-later
"""Catalogues are compiled whole, when they changed, and without guesses."""

import gettext
import os
from pathlib import Path

import pytest

from cydwaith.cli.catalogues import compile_catalogues, stale_catalogues

SOURCE = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=4; plural=(n==1) ? 0 : (n==2) ? 1 : (n != 8 && n != 11) ? 2 : 3;\\n"

msgid "job"
msgstr "swydd"

#, fuzzy
msgid "person"
msgstr "dyfaliad"
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "cy" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(SOURCE, encoding="utf-8")
    return path


def test_a_catalogue_is_compiled_once_and_again_when_it_changed(tmp_path: Path, source: Path) -> None:
    target = source.with_suffix(".mo")
    assert compile_catalogues(tmp_path) == [target]
    assert compile_catalogues(tmp_path) == []
    later = target.stat().st_mtime_ns + 1_000_000
    os.utime(source, ns=(later, later))
    assert stale_catalogues(tmp_path) == [source]
    assert compile_catalogues(tmp_path) == [target]
    assert [path.name for path in source.parent.iterdir() if path.suffix not in {".po", ".mo"}] == []


def test_translations_are_read_back_and_guesses_are_left_out(tmp_path: Path, source: Path) -> None:
    compile_catalogues(tmp_path)
    with source.with_suffix(".mo").open("rb") as handle:
        catalogue = gettext.GNUTranslations(handle)
    assert catalogue.gettext("job") == "swydd"
    assert catalogue.gettext("person") == "person"


def test_a_broken_catalogue_is_named(tmp_path: Path, source: Path) -> None:
    source.write_text('msgid "job"\nmsgxx "swydd"\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"django\.po"):
        compile_catalogues(tmp_path)
    assert not source.with_suffix(".mo").exists()
