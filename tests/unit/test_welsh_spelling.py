# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every Welsh word of the site is in the dictionary or in a short list that says why it is not, and words that
make the next one mutate do so."""

import gc
import importlib.util
import re
import tomllib
import warnings
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from cymraeg_mcp.mutations import MutationEngine
from spylls.hunspell import Dictionary

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "cydwaith"
WELSH = PACKAGE / "locale" / "cy"
NOT_WORDS = re.compile(r"%\(\w+\)[a-z]|%[a-z%]|\{\w*\}|\S+@\S+|\bcydwaith doctor\b|#\S+|\d\w*")
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
JOINED = {"n", "r", "i", "u", "w", "ch", "m", "th", "d"}
"""What an apostrophe joins to a word before or after it: *mae'n*, *i'r*, *o'ch*, *a'm*."""


STAYS = re.compile(r"wch$|^(pryd|gyda|mae'n)$", re.IGNORECASE)
"""What does not mutate after *neu*, which the rules do not know: commands, and these few."""


@pytest.fixture(scope="module")
def data() -> Path:
    """The folder of the dictionary and the rules."""
    specification = importlib.util.find_spec("cymraeg_mcp")
    assert specification is not None and specification.origin is not None, "run scripts/bootstrap.py dev"
    return Path(specification.origin).parent / "data"


@pytest.fixture(scope="module")
def dictionary(data: Path) -> Dictionary:
    """The Hunspell dictionary, read."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # the reader does not close its files
        found = Dictionary.from_files(str(data / "dictionaries" / "cy_GB"))
        gc.collect()
    return found


@pytest.fixture(scope="module")
def known(dictionary: Dictionary) -> Callable[[str], bool]:
    """Whether the dictionary holds a word, whatever its capitals."""

    def one(word: str) -> bool:
        return any(dictionary.lookup(form) for form in (word, word.lower(), word.capitalize()))

    @cache
    def holds(word: str) -> bool:
        return one(word) or all(one(part) or part.casefold() in JOINED for part in re.split("['’]", word))

    return holds


def reviewed() -> set[str]:
    """The words of the list, without its reasons."""
    lines = (WELSH / "words.txt").read_text(encoding="utf-8").splitlines()
    return {line.strip() for line in lines if line.strip() and not line.startswith("#")}


def _welsh_of(table: Any) -> Iterator[str]:
    """Every text kept under "cy" in a TOML file."""
    if isinstance(table, dict):
        for name, value in table.items():
            yield from [value] if name == "cy" and isinstance(value, str) else _welsh_of(value)
    elif isinstance(table, list):
        for value in table:
            yield from _welsh_of(value)


def texts() -> Iterator[str]:
    """All Welsh that pages show: the catalogue, and the pathways' own words."""
    with (WELSH / "LC_MESSAGES" / "django.po").open("rb") as handle:
        for message in read_po(handle, locale="cy"):
            if message.id:
                yield from [message.string] if isinstance(message.string, str) else message.string
    for path in sorted((PACKAGE / "engines" / "pathways" / "data").glob("*.toml")):
        yield from _welsh_of(tomllib.loads(path.read_text(encoding="utf-8")))


def words() -> set[str]:
    return {word for text in texts() for word in WORD.findall(NOT_WORDS.sub(" ", text))}


def test_every_word_is_known(known: Callable[[str], bool]) -> None:
    used, allowed = words(), reviewed()
    assert len(used) > 2000
    unknown = {word for word in used if not known(word)}
    assert sorted(word for word in unknown if word not in allowed and word.lower() not in allowed) == []


def test_the_list_holds_no_word_that_needs_no_place_there(known: Callable[[str], bool]) -> None:
    used = words()
    either = used | {word.lower() for word in used}
    assert sorted(word for word in reviewed() if word not in either or known(word)) == []


def test_a_slip_is_noticed(known: Callable[[str], bool]) -> None:
    assert known("cyflogaeth") and known("mae'n") and known("i'r") and known("Rydych")
    assert not known("cyflogeath")
    assert not known("employment")


def _slips(engine: MutationEngine, text: str) -> list[str]:
    return [
        f"{slip.trigger} {slip.word}: {', '.join(slip.suggestions)}"
        for slip in engine.check_text(text)
        if not (slip.trigger == "neu" and STAYS.search(slip.word)) and text[slip.start - 1] not in '“"'
    ]


def test_words_mutate_after_those_that_make_them(data: Path, dictionary: Dictionary) -> None:
    engine = MutationEngine(data / "mutation_rules.yaml", dictionary.lookup)
    assert [slip for text in texts() for slip in _slips(engine, text)] == []
    assert _slips(engine, "Mae'r cofnod yn cael ei anfon i Caerdydd.") == ["i Caerdydd: Gaerdydd"]
