# SPDX-License-Identifier: AGPL-3.0-or-later
"""`cydwaith import people`: the same doors as the pages, for whoever runs the site.

Exit codes: 0 done (with --dry-run: nothing stands in the way); 1 problems were found and nothing was written; 2 the
command line is wrong (no such organisation, a mapping that is none); 3 the file cannot be read; 4 the good rows were
brought in, some were left.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from cydwaith.engines import tables as t
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.roles import Role
from cydwaith.kernel.vocabulary import Purpose
from cydwaith.partnerships.queries import bringing_in

from . import actions, queries, tasks, words
from .vocabulary import Mode, State

DONE: Final = 0
PROBLEMS: Final = 1
USAGE: Final = 2
UNREADABLE: Final = 3
PARTLY: Final = 4

_BLOCK = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command line asks for. `mapping`: a JSON file as --save-mapping writes it; without one it is guessed.

    `programme`: code of the programme for rows that name none.
    """

    file: Path
    organisation: str
    mapping: Path | None = None
    save_mapping: Path | None = None
    programme: str = ""
    mode: str = Mode.ALL.value
    dry_run: bool = False
    as_json: bool = False
    marked: Path | None = None


class Wrong(Exception):
    """The command line is wrong; the sentence says how."""


def run(asked: Asked, *, say: Callable[[str], None] = print) -> int:
    """Bring a file in, or only check it; returns the exit code. `say` is given lines, or one line of JSON."""
    try:
        by = _actor(asked.organisation)
        batch_id = _bring(by, asked)
    except Wrong as error:
        return _end(say, asked, USAGE, {"error": str(error)}, [str(error)])
    except t.ReadProblem as error:
        return _unreadable(say, asked, error.problem)
    except OSError as error:
        text = f"{asked.file}: {error.strerror or 'cannot be read'}"
        return _end(say, asked, UNREADABLE, {"error": text}, [text])
    try:
        return _work(by, batch_id, asked, say)
    finally:
        _tidy(by, batch_id)


def _actor(code: str) -> Actor:
    found = bringing_in.organisation_id_of(code)
    if found is None:
        raise Wrong(f"There is no organisation with the code {code}.")
    return Actor(role=Role.MANAGER, purpose=Purpose.FIND_WORK, organisation_id=found)


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as source:
        while block := source.read(_BLOCK):
            yield block


def _bring(by: Actor, asked: Asked) -> int:
    mapping = _given_mapping(asked.mapping) if asked.mapping else None
    batch_id = actions.bring_file(by=by, chunks=_chunks(asked.file), name=asked.file.name)
    chosen = mapping or t.Mapping.from_json(queries.batch(by, batch_id).mapping)
    if asked.programme:
        chosen = actions.with_constant(chosen, "journey.programme", asked.programme)
    actions.match(by=by, batch_id=batch_id, version=None, mapping=chosen)
    if asked.save_mapping:
        asked.save_mapping.write_text(
            json.dumps(chosen.as_json(), indent=1, ensure_ascii=False), encoding="utf-8"
        )
    return batch_id


def _given_mapping(path: Path) -> t.Mapping:
    try:
        return t.Mapping.from_json(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise Wrong(f"{path}: {error.strerror or 'cannot be read'}") from error
    except (ValueError, t.MappingError) as error:
        raise Wrong(f"{path}: this is not a mapping.") from error


def _work(by: Actor, batch_id: int, asked: Asked, say: Callable[[str], None]) -> int:
    failure = _do(by, batch_id, State.CHECKING)
    found = queries.batch(by, batch_id)
    if failure:
        return _failed(say, asked, found, failure)
    if asked.marked and found.folder.marked.exists():
        asked.marked.write_bytes(found.folder.marked.read_bytes())
    numbers = found.tallies
    bad, blocked = numbers.get("bad", 0), numbers.get("blocked", 0)
    partly = bad and asked.mode == Mode.GOOD and not blocked
    if asked.dry_run or blocked or (bad and not partly):
        return _report(say, asked, found, PROBLEMS if bad or blocked else DONE, "checked")
    failure = _do(by, batch_id, State.COMMITTING, asked.mode)
    found = queries.batch(by, batch_id)
    if failure:
        return _failed(say, asked, found, failure)
    return _report(say, asked, found, PARTLY if partly else DONE, "brought in")


def _do(by: Actor, batch_id: int, work: State, mode: str = "") -> str:
    actions.begin(by=by, batch_id=batch_id, work=work, mode=mode, enqueue=False)
    return tasks.perform(work, batch_id, by)


def _report(say: Callable[[str], None], asked: Asked, found: queries.BatchView, code: int, what: str) -> int:
    groups = queries.groups(found)
    numbers = found.tallies.get("written", found.tallies)
    counted = {k: v for k, v in numbers.items() if isinstance(v, int)}
    content = {
        "result": what,
        "batch": found.batch_id,
        "numbers": counted,
        "problems": [_group_json(group) for group in groups],
    }
    lines = [
        f"{what}: {found.file_name}",
        *(f"  {name}: {value}" for name, value in counted.items()),
    ]
    for group in groups:
        lines += _group_lines(group)
    if code == PROBLEMS:
        lines.append("Nothing was written.")
    return _end(say, asked, code, content, lines)


def _group_json(group: queries.Group) -> dict[str, Any]:
    return {
        "severity": group.severity,
        "code": group.code,
        "count": group.count,
        "places": [
            {"sheet": p.place.sheet, "row": p.place.row, "column": p.place.column, "heading": p.place.header}
            for p in group.examples
        ],
        "message": words.message(group.examples[0]),
        "remedy": words.remedy(group.examples[0]),
    }


def _group_lines(group: queries.Group) -> Iterator[str]:
    first = group.examples[0]
    yield f"{group.severity}: {words.message(first)} ({group.count})"
    if remedy := words.remedy(first):
        yield f"    {remedy}"
    places = ", ".join(filter(None, (str(p.place) for p in group.examples)))
    if places:
        yield f"    {places}{' …' if group.count > len(group.examples) else ''}"


def _failed(say: Callable[[str], None], asked: Asked, found: queries.BatchView, failure: str) -> int:
    told = found.folder.read_json(found.folder.failure)
    if told is not None and told["code"] == failure:
        return _unreadable(say, asked, t.Problem.from_json(told))
    text = f"{words.WORDS[failure].message} {words.WORDS[failure].remedy}"
    return _end(say, asked, PROBLEMS, {"error": text, "code": failure}, [text])


def _unreadable(say: Callable[[str], None], asked: Asked, problem: t.Problem) -> int:
    text = f"{words.message(problem)} {words.remedy(problem)}".strip()
    where = str(problem.place)
    line = f"{where}: {text}" if where else text
    return _end(say, asked, UNREADABLE, {"error": text, **problem.as_json()}, [line, "Nothing was written."])


def _end(
    say: Callable[[str], None], asked: Asked, code: int, content: dict[str, Any], lines: list[str]
) -> int:
    if asked.as_json:
        say(json.dumps({"exit": code, **content}, ensure_ascii=False))
    else:
        for line in lines:
            say(line)
    return code


def _tidy(by: Actor, batch_id: int) -> None:
    """A file that was only looked at is not kept."""
    if queries.batch(by, batch_id).committed_at is None:
        actions.forget(by=by, batch_id=batch_id)
