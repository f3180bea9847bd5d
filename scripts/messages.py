# SPDX-License-Identifier: AGPL-3.0-or-later
"""Extracts strings into the catalogues and compiles them (``make messages``).

New strings appear in ``src/cydwaith/locale/cy/LC_MESSAGES/django.po`` with an empty translation; those
that are gone go. Nothing is guessed (no fuzzy entries), there are no line numbers and no dates, so that the
file is a function of the strings and their translations alone.

Python is read as a syntax tree: Babel's own reader misses what stands inside an f-string. Templates are read
by Babel, with the extensions of ``cydwaith.web.jinja``. Of Django and allauth, whose Welsh is incomplete or
missing, we take the files whose words somebody can meet on this site.

    python scripts/messages.py            bring the catalogues up to date
    python scripts/messages.py --missing  also list, as JSON, what waits for a translation
"""

import ast
import io
import json
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from cydwaith.cli.catalogues import compile_catalogues

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "cydwaith"
LOCALE = PACKAGE / "locale"
# Language -> its plural forms, which must be the ones that Django's own catalogue of it has.
LANGUAGES = {"cy": "nplurals=4; plural=(n==1) ? 0 : (n==2) ? 1 : (n != 8 && n != 11) ? 2 : 3;"}
HEADER = """# SPDX-License-Identifier: AGPL-3.0-or-later
msgid ""
msgstr ""
"Project-Id-Version: Cydwaith\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""
TEMPLATES = [("web/templates/**.html", "jinja2"), ("**/templates/**.txt", "jinja2")]
OPTIONS = {
    "**": {
        "extensions": "jinja2.ext.do",  # beside i18n, which the reader adds itself
        "newstyle_gettext": "true",
        "trimmed": "true",
        "trim_blocks": "true",
        "lstrip_blocks": "true",
        "silent": "false",
        "encoding": "utf-8",
    }
}
# Function -> where its message, its plural and its context (2, "c") stand, counted from 1.
_PLURAL, _CONTEXT, _BOTH = (1, 2), ((1, "c"), 2), ((1, "c"), 2, 3)
KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": _PLURAL,
    "ngettext_lazy": _PLURAL,
    "pgettext": _CONTEXT,
    "pgettext_lazy": _CONTEXT,
    "npgettext": _BOTH,
    "npgettext_lazy": _BOTH,
}
# Files of packages whose words reach a screen here: errors of forms, rules for passwords, signing in.
BORROWED = {
    "django": [
        "contrib/auth/password_validation.py",
        "core/validators.py",
        "forms/fields.py",
        "forms/forms.py",
        "forms/formsets.py",
        "forms/models.py",
        "forms/widgets.py",
    ],
    "allauth": [
        "account/adapter.py",
        "account/fields.py",
        "account/forms.py",
        "mfa/adapter.py",
        "mfa/base/forms.py",
        "mfa/recovery_codes/forms.py",
        "mfa/totp/forms.py",
    ],
}
Found = tuple[str, str | tuple[str, str], str | None]
"""A file, its message (or singular and plural) and the message's context."""


def _names(tree: ast.Module) -> dict[str, str]:
    """The names by which a module calls the functions of ``KEYWORDS``: ``import gettext as _now`` is one."""
    names = {name: name for name in KEYWORDS}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            names |= {one.asname or one.name: one.name for one in node.names if one.name in KEYWORDS}
    return names


def _texts(node: ast.expr) -> list[str]:
    """The string that an argument is; both, where it chooses between two."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return [*_texts(node.body), *_texts(node.orelse)]
    return []


def strings_of(source: str) -> Iterator[tuple[str | tuple[str, str], str | None]]:
    """The messages of a Python module with their contexts, in the order in which they stand there."""
    tree = ast.parse(source)
    names = _names(tree)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        called = call.func
        name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
        shape = KEYWORDS.get(names.get(name, ""))
        if names.get(name) is None or not call.args:
            continue
        texts = [_texts(argument) for argument in call.args]
        if shape is None:
            yield from ((text, None) for text in texts[0])
        elif len(texts) >= len(shape) and all(texts[: len(shape)]):
            context = texts[0][0] if isinstance(shape[0], tuple) else None
            words = [one[0] for one in texts[: len(shape)]][1 if context else 0 :]
            yield (words[0] if len(words) == 1 else (words[0], words[1])), context


def own() -> Iterator[Found]:
    """Every string of the package: its templates, and its Python."""
    for filename, _line, message, _comments, context in extract_from_dir(
        PACKAGE, TEMPLATES, OPTIONS, KEYWORDS
    ):
        yield filename, message, context
    for path in sorted(PACKAGE.rglob("*.py")):
        for message, context in strings_of(path.read_text(encoding="utf-8")):
            yield path.relative_to(PACKAGE).as_posix(), message, context


def borrowed() -> Iterator[Found]:
    """The strings of the packages in ``BORROWED``, as they are installed."""
    for package, files in BORROWED.items():
        specification = find_spec(package)
        assert specification is not None and specification.origin is not None  # noqa: S101 - it is required
        folder = Path(specification.origin).parent
        for name in files:
            for message, context in strings_of((folder / name).read_text(encoding="utf-8")):
                yield f"{package}/{name}", message, context


def template() -> Catalog:
    """Every string somebody can meet, with the files that it stands in."""
    found = Catalog(charset="utf-8")
    for filename, message, context in [*own(), *borrowed()]:
        if message and message != ("", ""):
            found.add(message, None, [(filename, 0)], context=context)
    for message in found:
        message.locations = sorted(set(message.locations))
    return found


def _header(language: str) -> str:
    return HEADER.format(language=language, plurals=LANGUAGES[language])


def _parsed(language: str, text: str) -> Catalog:
    return read_po(io.BytesIO(text.encode()), locale=language)


def _read(language: str) -> Catalog:
    path = LOCALE / language / "LC_MESSAGES" / "django.po"
    return _parsed(language, path.read_text(encoding="utf-8") if path.exists() else _header(language))


def _place(message: Message) -> tuple[object, ...]:
    """The order of a catalogue: by file, then as in the alphabet, so that no two builders differ."""
    return (message.locations[0][0], str(message.id), message.context or "")


def updated(language: str, strings: Catalog) -> tuple[str, Catalog]:
    """The catalogue as it should be on disk, as text and as an object; translations are kept."""
    catalogue = _read(language)
    catalogue.update(strings, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    ordered = _parsed(language, _header(language))  # with its plural forms, which Babel counts otherwise
    for message in sorted((message for message in catalogue if message.id), key=_place):
        ordered[message.id] = message
    written = io.BytesIO()
    write_po(written, ordered, width=110, include_lineno=False, omit_header=True, ignore_obsolete=True)
    return _header(language) + written.getvalue().decode("utf-8").strip() + "\n", ordered


def missing(catalogue: Catalog) -> list[Message]:
    """What has no translation, or lacks one of its plural forms."""
    return [
        message
        for message in catalogue
        if message.id
        and (not message.string or (isinstance(message.string, tuple | list) and not all(message.string)))
    ]


def main(arguments: list[str]) -> int:
    """Update and compile every catalogue; print how many strings wait for a translation."""
    strings = template()
    for language in LANGUAGES:
        path = LOCALE / language / "LC_MESSAGES" / "django.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        text, catalogue = updated(language, strings)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
        waiting = missing(catalogue)
        print(f"{language}: {len(catalogue)} strings, {len(waiting)} without a translation", file=sys.stderr)
        if "--missing" in arguments:
            rows = [
                {"id": one.id, "context": one.context, "in": one.locations[0][0] if one.locations else ""}
                for one in waiting
            ]
            print(json.dumps(rows, ensure_ascii=False, indent=1))
    compile_catalogues(LOCALE)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
