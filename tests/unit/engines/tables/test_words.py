# SPDX-License-Identifier: AGPL-3.0-or-later
"""Codes and their words: none missing, none left over, and every template can be filled in."""

import json
import re
from pathlib import Path
from string import Formatter

import pytest

import cydwaith.engines.tables
from cydwaith.engines import tables as t

SOURCE = Path(cydwaith.engines.tables.__file__).parent
#: Codes that are put together from a stem, so that no search of the source can find them whole.
BUILT = (
    {f"{stem}-{end}" for stem in ("hours", "minutes") for end in ("not-understood", "range", "words")}
    | {f"{table}-says-too-little" for table in ("journey", "job", "contact")}
    | {"programme-unknown", "stage-unknown"}
)


def test_every_code_in_the_source_has_words_and_no_words_are_left_over() -> None:
    files = [path for path in SOURCE.rglob("*.py") if not path.name.endswith("words.py")]
    text = "\n".join(path.read_text() for path in files)
    used = {code for code in t.WORDS if f'"{code}"' in text}
    assert set(t.WORDS) - used == BUILT - used
    called = set(
        re.findall(
            r"""(?:ReadProblem|problem|failed|Issue|say|_say|_flag)\(\s*(?:person, )?"([a-z0-9-]+)\"""", text
        )
    )
    assert called - set(t.WORDS) == set()
    assert len(called) > 60


@pytest.mark.parametrize("code", sorted(t.WORDS))
def test_words_say_what_is_wrong_as_sentences(code: str) -> None:
    words = t.WORDS[code]
    names = {
        name for text in (words.message, words.remedy) for _, name, _, _ in Formatter().parse(text) if name
    }
    assert names <= {"limit", "kind", "encoding", "count", "row", "age"}
    for text in filter(None, (words.message, words.remedy)):
        assert text[0].isupper() or text[0] in "{"
        assert text.endswith(".")
    if words.severity is t.Severity.ERROR:
        assert words.remedy or code == "other-file"


def test_a_problem_survives_json_and_speaks_english() -> None:
    problem = t.problem(
        "values-differ",
        place=t.Place(sheet="A", row=7, column="C", header="DOB"),
        field="person.email",
        value="x",
        row=3,
    )
    assert t.Problem.from_json(json.loads(json.dumps(problem.as_json()))) == problem
    assert problem.english() == "This differs from what row 3 says; that one was taken. Correct one of them."
    assert str(problem.place) == "A!C7"
    assert str(t.Place()) == ""


@pytest.mark.parametrize(
    ("value", "shown"),
    [("a\nb\u202ec", "a b c"), ("x" * 100, "x" * 59 + "…"), (None, ""), (True, "TRUE"), (7, "7"), ("  ", "")],
)
def test_values_are_shown_safely(value: t.Value, shown: str) -> None:
    assert t.show(value) == shown


@pytest.mark.parametrize(
    ("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")]
)
def test_letters_of_columns(index: int, letters: str) -> None:
    from cydwaith.engines.tables.cells import column_index

    assert (t.column_letter(index), column_index(letters)) == (letters, index)
