# SPDX-License-Identifier: AGPL-3.0-or-later
"""The private folder of a batch: the file as it came, what was found in it, and how far the work is.

Beneath `MEDIA_ROOT`, which nothing serves; folders 0700, files 0600. Progress is a file and not a row, since a row
that another connection should see cannot be written while the commit's transaction holds SQLite's write lock; hosts
that share the work share this folder. Every write is to a new name, then renamed: a reader sees all of it or none.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings

EVERY = 0.5  # seconds between two lines of progress


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the work is: `step` is a code, `done` of `total` rows (0: not known), `at` seconds since 1970."""

    step: str
    done: int
    total: int
    at: float


def root() -> Path:
    """Where all batches lie."""
    return Path(settings.MEDIA_ROOT) / "imports"


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder of one batch, by its random name."""

    name: str

    @property
    def path(self) -> Path:
        """Its place."""
        return root() / self.name

    @property
    def source(self) -> Path:
        """The file as it came."""
        return self.path / "source"

    @property
    def problems(self) -> Path:
        """One problem a line, JSON."""
        return self.path / "problems.jsonl"

    @property
    def marked(self) -> Path:
        """The workbook of rows with problems."""
        return self.path / "marked.xlsx"

    @property
    def summary(self) -> Path:
        """What the check found: counts, and the first examples of each problem. JSON."""
        return self.path / "summary.json"

    @property
    def failure(self) -> Path:
        """The problem that stopped the reading, with its place. JSON."""
        return self.path / "failure.json"

    @property
    def kept(self) -> Path:
        """What an undo left in place. JSON."""
        return self.path / "kept.json"

    def make(self) -> None:
        """Make the folder, closed to others."""
        root().mkdir(parents=True, exist_ok=True, mode=0o700)
        self.path.mkdir(exist_ok=True, mode=0o700)

    def keep(self, chunks: Iterable[bytes]) -> None:
        """Write the source. Durable before this returns: the batch's row will say that it is here."""
        self.make()
        with self.replacing(self.source) as sink:
            for chunk in chunks:
                sink.write(chunk)
            sink.flush()
            os.fsync(sink.fileno())

    @contextmanager
    def replacing(self, target: Path) -> Iterator[BinaryIO]:
        """A file that takes `target`'s place when the block ends well, and leaves nothing when it does not."""
        draft = target.with_name(f".{target.name}.{os.getpid()}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as sink:
                yield sink
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)

    def write_json(self, target: Path, content: Any) -> None:
        """Write JSON in one go."""
        with self.replacing(target) as sink:
            sink.write(json.dumps(content, ensure_ascii=False).encode())

    def read_json(self, target: Path) -> Any:
        """What `write_json` wrote, None where there is nothing."""
        try:
            return json.loads(target.read_bytes())
        except FileNotFoundError:
            return None

    def report(self, step: str, done: int = 0, total: int = 0) -> None:
        """Say how far the work is."""
        self.make()
        self.write_json(self.path / "progress.json", [step, done, total, time.time()])

    def progress(self) -> Progress | None:
        """How far the work is, None where none was begun or the files are gone."""
        found = self.read_json(self.path / "progress.json")
        return Progress(*found) if found else None

    @contextmanager
    def working(self) -> Iterator[bool]:
        """Hold the batch while working on it; gives False where somebody else does. A process that dies lets go."""
        self.make()
        with (self.path / ".lock").open("a") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
                return
            yield True

    def held(self) -> bool:
        """Whether somebody on this host works on the batch now."""
        try:
            with (self.path / ".lock").open("r") as handle:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except FileNotFoundError:
            return False
        except BlockingIOError:
            return True
        return False

    def forget_content(self) -> None:
        """Delete the file and what was found in it; the list of whom an undo kept stays."""
        for path in (self.source, self.problems, self.marked, self.summary, self.failure):
            path.unlink(missing_ok=True)

    def remove(self) -> None:
        """Delete everything; nothing happens where nothing is."""
        shutil.rmtree(self.path, ignore_errors=True)


class Meter:
    """Counts rows and reports at most twice a second."""

    def __init__(self, folder: Folder, step: str, total: int = 0) -> None:
        self._folder, self.step, self.total = folder, step, total
        self.done = 0
        self._next = 0.0
        self.say()

    def add(self, count: int = 1) -> None:
        """`count` more rows are done."""
        self.done += count
        now = time.monotonic()
        if now >= self._next:
            self._next = now + EVERY
            self.say()

    def say(self) -> None:
        """Report now."""
        self._folder.report(self.step, self.done, self.total)
