# SPDX-License-Identifier: AGPL-3.0-or-later
"""The state of a list that stands in its address: search, filters, order, page.

A view makes a ``Table`` from the request's query, asks its context for rows with what the table says, tells
it the total, and gives both to the template. An unknown filter value, column or page is treated as absent.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

PER_PAGE = 25


def _plain(text: Any) -> bool:
    """Whether something stands in an address as it is: numbers, letters of ASCII."""
    return type(text) is int or (type(text) is str and text.isascii() and text.isalnum())


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column; ``hidden_label`` keeps the label for screen readers alone (a column of actions)."""

    key: str
    label: Any
    sortable: bool = False
    number: bool = False
    hidden_label: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One filter with its choices (value, text); ``value`` is the chosen one or empty."""

    key: str
    label: Any
    choices: Sequence[tuple[str, Any]]
    anything: Any = ""
    value: str = ""

    @property
    def text(self) -> Any:
        """The words of the chosen value."""
        return next((text for value, text in self.choices if value == self.value), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A filter in use, and the address without it."""

    text: str
    href: str


@dataclass(slots=True, kw_only=True)
class Table:
    """A list as its address asks for it. Set ``total`` once it is known."""

    base: str
    columns: Sequence[Column]
    filters: Sequence[Filter] = ()
    query: str = ""
    sort: str = ""
    descending: bool = False
    default_order: str = ""
    page: int = 1
    per_page: int = PER_PAGE
    kept: Mapping[str, str] = field(default_factory=dict)
    total: int = 0

    @classmethod
    def of(
        cls,
        *,
        base: str,
        asked: QueryDict | Mapping[str, str],
        columns: Sequence[Column],
        filters: Sequence[Filter] = (),
        default_order: str = "",
        per_page: int = PER_PAGE,
        keep: Sequence[str] = (),
    ) -> "Table":
        """Read the address. ``default_order`` and ``sort=`` are a column's key, with ``-`` before it when descending.

        ``keep`` names other query fields that every link of the table carries on.
        """
        order = asked.get("sort", "")
        sortable = {column.key for column in columns if column.sortable}
        if order.removeprefix("-") not in sortable:
            order = default_order
        page = asked.get("page", "1")
        chosen = []
        for one in filters:
            value = asked.get(one.key, "")
            valid = value if value in {key for key, _text in one.choices} else ""
            chosen.append(
                Filter(key=one.key, label=one.label, choices=one.choices, anything=one.anything, value=valid)
            )
        return cls(
            base=base,
            columns=columns,
            filters=chosen,
            query=asked.get("q", "").replace("\x00", "").strip()[:200],
            sort=order.removeprefix("-"),
            descending=order.startswith("-"),
            default_order=default_order,
            page=max(1, int(page)) if page.isascii() and page.isdigit() and len(page) < 8 else 1,
            per_page=per_page,
            kept={name: str(asked[name]) for name in keep if asked.get(name)},
        )

    def value(self, key: str) -> str:
        """The chosen value of a filter, empty for none. Raises ``KeyError`` for a filter that is not there."""
        for one in self.filters:
            if one.key == key:
                return one.value
        raise KeyError(key)

    @property
    def order(self) -> str:
        """The order as the address writes it; empty when it is the default."""
        order = f"-{self.sort}" if self.descending else self.sort
        return "" if order == self.default_order else order

    @property
    def pages(self) -> int:
        """How many pages there are; one for an empty list."""
        return max(1, -(-self.total // self.per_page))

    @property
    def offset(self) -> int:
        """How many rows stand before this page."""
        return (self.page - 1) * self.per_page

    @property
    def first(self) -> int:
        """The number of the first row on this page, from 1; 0 for an empty list."""
        return min(self.offset + 1, self.total)

    @property
    def last(self) -> int:
        """The number of the last row on this page."""
        return min(self.offset + self.per_page, self.total)

    @property
    def page_numbers(self) -> list[int | None]:
        """Numbers to show: the first, the last, those around this one; ``None`` where some are left out."""
        near = {1, self.pages, *range(self.page - 1, self.page + 2)}
        shown = sorted(number for number in near if 1 <= number <= self.pages)
        result: list[int | None] = []
        for number in shown:
            if result and result[-1] is not None and number - result[-1] > 1:
                result.append(None)
            result.append(number)
        return result

    def href(self, **changes: str | int) -> str:
        """The address of this list with some parts changed; an empty part is left out."""
        parts: dict[str, Any] = {
            **self.kept,
            "q": self.query,
            **{one.key: one.value for one in self.filters},
            "sort": self.order,
            "page": self.page if self.page > 1 else "",
        }
        parts.update(changes)
        query = "&".join(
            [
                f"{key}={value}" if _plain(key) and _plain(value) else urlencode({key: value})
                for key, value in parts.items()
                if value not in ("", None)
            ]
        )
        return f"{self.base}?{query}" if query else self.base

    def sort_href(self, key: str) -> str:
        """The address sorted by a column; the other way round when it already is. Starts at the first page."""
        order = f"-{key}" if key == self.sort and not self.descending else key
        return self.href(sort="" if order == self.default_order else order, page="")

    def page_href(self, number: int) -> str:
        """The address of another page of the same list."""
        return self.href(page=number if number > 1 else "")

    @property
    def chips(self) -> list[Chip]:
        """The filters in use, the search among them, each with the address that drops it."""
        found = [Chip(text=f"“{self.query}”", href=self.href(q="", page=""))] if self.query else []
        for one in self.filters:
            if one.value:
                found.append(
                    Chip(text=f"{one.label}: {one.text}", href=self.href(**{one.key: "", "page": ""}))
                )
        return found
