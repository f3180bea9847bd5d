# SPDX-License-Identifier: AGPL-3.0-or-later
"""Extracts strings into the catalogues and compiles them (``make messages``), with Babel alone.

New strings appear in ``src/cydwaith/locale/cy/LC_MESSAGES/django.po`` with an empty translation; those
that are gone move to the end as obsolete. Nothing is guessed (no fuzzy entries) and there are no line
numbers, so that a change of code does not touch the catalogue.
"""

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from cydwaith.cli.catalogues import compile_catalogues

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "cydwaith"
LOCALE = PACKAGE / "locale"
# Language -> its plural forms, which must be the ones that Django's own catalogue of it has.
LANGUAGES = {"cy": "nplurals=4; plural=(n==1) ? 0 : (n==2) ? 1 : (n != 8 && n != 11) ? 2 : 3;"}
METHODS = [("**.py", "python"), ("web/templates/**.html", "jinja2"), ("**/templates/**.txt", "jinja2")]
OPTIONS = {"**": {"newstyle_gettext": "true", "trimmed": "true", "silent": "false", "encoding": "utf-8"}}
# Function -> where its message, plural and context stand.
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def template() -> Catalog:
    """Every string of the package with the files that it stands in, sorted."""
    found = Catalog(project="Cydwaith", charset="utf-8")
    rows = extract_from_dir(PACKAGE, METHODS, OPTIONS, KEYWORDS, comment_tags=("Translators:",))
    for filename, _line, message, comments, context in rows:
        found.add(message, None, [(filename, 0)], auto_comments=comments, context=context)
    return found


def update(language: str, strings: Catalog) -> tuple[int, int]:
    """Bring one catalogue up to date; returns (strings, strings without a translation)."""
    path = LOCALE / language / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        with path.open("rb") as handle:
            catalogue = read_po(handle, locale=language)
    else:
        catalogue = Catalog(locale=language, project="Cydwaith", charset="utf-8")
        catalogue.mime_headers = [("Plural-Forms", LANGUAGES[language])]
    catalogue.update(strings, no_fuzzy_matching=True, keep_user_comments=True)
    with path.open("wb") as handle:
        write_po(handle, catalogue, width=110, include_lineno=False, sort_output=True)
    messages = [message for message in catalogue if message.id]
    missing = [message for message in messages if not message.string or "" in message.string]
    return len(messages), len(missing)


def main() -> int:
    """Update and compile every catalogue; print how many strings wait for a translation."""
    strings = template()
    for language in LANGUAGES:
        total, missing = update(language, strings)
        print(f"{language}: {total} strings, {missing} without a translation")
    compile_catalogues(LOCALE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
