# SPDX-License-Identifier: AGPL-3.0-or-later
"""The check: reads the whole file, writes nothing into the records, and says every problem at once."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from cydwaith.engines import tables as t

from . import words
from .queries import problem_key
from .reading import Judged, Reader
from .store import Folder, Meter

LISTED = 200_000  # problems kept one by one; beyond that they are only counted


NUMBERS = (
    "rows", "people", "good", "bad", "bad_rows", "new_people", "known_people", "journeys", "jobs", "contacts", "same",
    "differing", "unchanged",
)  # fmt: skip
"""What is counted, of a check and of a commit."""


def none_yet() -> Counter[str]:
    """All numbers, at nought."""
    return Counter(dict.fromkeys(NUMBERS, 0))


@dataclass(slots=True)
class Outcome:
    """What a check found. `numbers` go into the database, `problems` (with values) into the private folder."""

    numbers: Counter[str] = field(default_factory=none_yet)
    problems: list[dict[str, Any]] = field(default_factory=list)

    @property
    def errors(self) -> int:
        """How many people have something that must be mended."""
        return self.numbers["bad"]


def check(reader: Reader, folder: Folder) -> Outcome:
    """Read everything; leaves problems and the marked workbook in the folder. Raises `ReadProblem`."""
    outcome = Outcome()
    folder.report("reading")
    reader.plan.prepare()
    outcome.numbers["blocked"] = int(reader.plan.blocked)
    meter = Meter(folder, "checking", reader.plan.total_rows)
    tally = t.Tally()
    with (
        folder.replacing(folder.problems) as lines,
        folder.replacing(folder.marked) as marked,
    ):
        lister = _Lister(lines, tally)
        bad = _bad_records(reader, outcome, lister, meter)
        _write_marked(marked, bad, reader.plan)
        lister.extend(reader.plan.problems)
    if not outcome.errors:
        folder.marked.unlink(missing_ok=True)
    counts = [*tally.counts, *(c for c in reader.plan.tally.counts if c.severity is t.Severity.NOTE)]
    outcome.problems = [count.as_json() for count in counts]
    for severity in ("errors", "warnings"):
        outcome.numbers[severity] = getattr(tally, severity)
    folder.write_json(folder.summary, {"problems": outcome.problems})
    meter.say()
    return outcome


def _bad_records(reader: Reader, outcome: Outcome, lister: _Lister, meter: Meter) -> Iterator[t.Record]:
    """Drives the reading; hands on the records with errors, with all that is to be said about them."""
    for chunk in reader.chunks():
        for one in chunk:
            count(outcome.numbers, one)
            lister.extend(one.problems)
            if not one.ok:
                yield replace(one.record, problems=tuple(one.problems))
        meter.add(sum(len(one.record.rows) for one in chunk))


def count(numbers: Counter[str], one: Judged) -> None:
    """Add one person of the file to the numbers."""
    numbers["rows"] += len(one.record.rows)
    numbers["people"] += 1
    if not one.ok:
        numbers["bad"] += 1
        numbers["bad_rows"] += len(one.record.rows)
        return
    numbers["good"] += 1
    numbers["new_people"] += one.person_id is None
    numbers["known_people"] += one.person_id is not None
    numbers["journeys"] += len(one.journeys)
    numbers["jobs"] += len(one.jobs)
    numbers["contacts"] += len(one.contacts)
    numbers["same"] += one.same
    numbers["differing"] += any(p.code == "differs" for p in one.problems)
    numbers["unchanged"] += not one.new


def _write_marked(sink: BinaryIO, records: Iterator[t.Record], plan: t.Plan) -> None:
    def in_words(found: t.Problem) -> str:
        return " ".join(part for part in (words.message(found), words.remedy(found)) if part)

    headings = t.AnnotateHeadings(row=_("Row in the file"), problems=_("What to mend"))
    t.write_annotated(sink, records, plan, words=in_words, headings=headings)


class _Lister:
    """Counts problems and writes them down, one a line: the group's key, a tab, the problem."""

    def __init__(self, sink: BinaryIO, tally: t.Tally) -> None:
        self._sink, self._tally = sink, tally
        self._left = LISTED

    def extend(self, problems: Any) -> None:
        """Take in several problems."""
        for found in problems:
            self._tally.add(found)
            if self._left > 0:
                self._left -= 1
                place = found.place
                key = problem_key(found.code, str(found.severity), place.sheet, place.column)
                self._sink.write(f"{key}\t{json.dumps(found.as_json())}\n".encode())
