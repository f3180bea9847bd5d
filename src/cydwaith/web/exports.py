# SPDX-License-Identifier: AGPL-3.0-or-later
"""Any list as a file that no spreadsheet will run.

    kind = exports.asked(request)                      # "csv", "xlsx" or None, from ?format=
    if kind:
        rows = queries.caseload(actor, …, limit=exports.LIMIT).rows
        return exports.answer(kind, title=_("Caseload"), header=[…], rows=[[row.name, …] for row in rows])

The view is a page like any other: its permission was checked, and the rows were fetched in it, so the read log names
everybody in the file before it is sent. `links(table)` gives the two links for the bar above a list.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO, Final, Literal

from django.http import FileResponse, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from cydwaith.engines import tables
from cydwaith.web.components.navigation import NavItem

if TYPE_CHECKING:
    from cydwaith.web.components.table import Table

Kind = Literal["csv", "xlsx"]

LIMIT: Final = 100_000  # rows in one file: as many as a list can hold here
IN_MEMORY: Final = 2 * 1024 * 1024  # bytes; a longer file waits on disk, unnamed
_TYPES: Final[dict[str, str]] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def asked(request: HttpRequest) -> Kind | None:
    """Which kind of file the address asks for (`?format=csv`), None where it asks for the page."""
    wanted = request.GET.get("format", "")
    return "csv" if wanted == "csv" else "xlsx" if wanted == "xlsx" else None


def links(table: Table) -> list[NavItem]:
    """The two links for the bar above a list, with the filters in force."""
    return [
        NavItem(text=_("Save as CSV"), href=table.href(format="csv")),
        NavItem(text=_("Save as Excel"), href=table.href(format="xlsx")),
    ]


def answer(
    kind: Kind, *, title: str, header: Sequence[str], rows: Iterable[Sequence[Any]], name: str = "list"
) -> FileResponse:
    """The list as a file to keep. `name`: a plain word for the file's name, which tells nothing about anybody."""
    sink: BinaryIO = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # type: ignore[assignment]  # noqa: SIM115 - the response closes it
    # Every row is fetched here, inside the page, so that the read log is whole before anything is sent.
    if kind == "csv":
        tables.write_csv(sink, header, rows)
    else:
        tables.write_xlsx(sink, header, rows, title=title)
    sink.seek(0)
    return attachment(sink, name=f"{name}-{timezone.localdate().isoformat()}.{kind}", kind=kind)


def attachment(source: BinaryIO, *, name: str, kind: Kind) -> FileResponse:
    """A file to keep, never shown in the browser and never kept by a cache."""
    response = FileResponse(source, as_attachment=True, filename=name, content_type=_TYPES[kind])
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
