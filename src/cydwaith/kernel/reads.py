# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who read whose rows: collected while a page is made, written before it is served.

The guard's querysets report every row they fetch. A page opens a `collecting` block; when it ends without error
the registered sink (`people`) writes one access row with the ids. A fetch from which the person cannot be told is
a fault in the code and raises, so that nothing is read unlogged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from .actor import Actor
from .errors import Unadmitted
from .vocabulary import Category


@dataclass(slots=True)
class Collected:
    """What one page read: person ids in the order met, and the categories of the tables they came from."""

    actor: Actor
    page: str
    people: dict[int, None] = field(default_factory=dict)
    categories: int = 0
    muted: bool = False


Sink = Callable[[Collected], None]
_sink: list[Sink] = []
_current: ContextVar[Collected | None] = ContextVar("reads", default=None)


def register_sink(sink: Sink) -> None:
    """Register the one writer of the access log. Only `people` calls this."""
    _sink[:] = [sink]


def collecting() -> Collected | None:
    """The collection under way, or None outside a page."""
    return _current.get()


@contextmanager
def collect(actor: Actor, page: str) -> Iterator[Collected]:
    """Collect what is read for `actor` on `page` (a route's name), and write it at the end of the block.

    Nothing is written when the block raises: then nothing is served either.
    """
    collected = Collected(actor, page)
    token = _current.set(collected)
    try:
        yield collected
    finally:
        _current.reset(token)
    flush(collected)


def flush(collected: Collected) -> None:
    """Write one access row for what was collected, unless it was nothing."""
    if not collected.people:
        return
    if not _sink:
        raise Unadmitted("no read log is registered: nothing may be shown")
    _sink[0](collected)
    collected.people.clear()


@contextmanager
def muted() -> Iterator[None]:
    """Rows read inside are bookkeeping that is not shown (the read log's own pages, a check for duplicates' keys)."""
    collected = _current.get()
    if collected is None:
        yield
        return
    before, collected.muted = collected.muted, True
    try:
        yield
    finally:
        collected.muted = before


def forgotten() -> None:
    """Nothing of what was read so far is shown: it served a write, which has an audit row.

    For a view whose answer only leads on after its action. What is said in passing must then name nobody.
    """
    collected = _current.get()
    if collected is not None:
        collected.people.clear()


def note(model: Any, fields: tuple[str, ...] | None, rows: Iterable[Any]) -> None:
    """Called by the guard for every fetched batch. `fields` is None for instances, else the names of values().

    Raises `Unadmitted` where the rows do not carry the person's id.
    """
    collected = _current.get()
    if collected is None or collected.muted:
        return
    name = model.person_field
    collected.categories |= int(model.category or Category(0))
    people = collected.people
    for person_id in _person_ids(model, name, fields, rows):
        if person_id is not None:
            people[person_id] = None


def _person_ids(model: Any, name: str, fields: tuple[str, ...] | None, rows: Iterable[Any]) -> Iterator[Any]:
    names = (
        (name, name.removesuffix("_id"))
        if name != "pk"
        else ("pk", model._meta.pk.name, model._meta.pk.attname)
    )
    if fields is not None and isinstance(rows, list) and rows and isinstance(rows[0], tuple):
        # What values_list() gives: rows that are all alike.
        index = next((fields.index(n) for n in names if n in fields), None)
        if index is not None:
            yield from [row[index] for row in rows]
            return
    for row in rows:
        if isinstance(row, dict):
            found = next((n for n in names if n in row), None)
            if found is None:
                raise Unadmitted(f"values() of {model.__name__} without {name}: the read could not be logged")
            yield row[found]
        elif isinstance(row, model):
            yield getattr(row, name)
        elif fields is not None and isinstance(row, tuple):
            index = next((fields.index(n) for n in names if n in fields), None)
            if index is None:
                raise Unadmitted(
                    f"values_list() of {model.__name__} without {name}: the read could not be logged"
                )
            yield row[index]
        elif fields is not None and len(fields) == 1 and fields[0] in names:
            yield row
        else:
            raise Unadmitted(f"rows of {model.__name__} without {name}: the read could not be logged")
