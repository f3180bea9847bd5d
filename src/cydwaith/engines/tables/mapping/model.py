# SPDX-License-Identifier: AGPL-3.0-or-later
"""A mapping: what each column of each sheet means. JSON in, JSON out, remembered and used again.

A column is known by its heading (folded: case, accents and punctuation do not matter) and by its count
among columns of the same heading, so a file whose columns moved still fits.
"""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from types import MappingProxyType
from typing import Any, Final, Literal

VERSION: Final = 1
DateOrder = Literal["auto", "dmy", "mdy"]
#: A value that the mapping page decided to leave empty.
LEAVE_EMPTY: Final = ""


class MappingError(ValueError):
    """The JSON is not a mapping of a version that this code understands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMap:
    """One column and the field that it fills.

    `header` as found (joined when there are two heading rows: "Job 1 / Start"), `occurrence` 1 for the
    first column of that heading. `field` is a field id such as "job.employer", or None for a column that
    is left out. `group` numbers the job, journey or contact within the row, from 1. `date_order` decides
    dates such as 03/04/2024; "auto" lets the values of the whole column decide.
    `confidence` (0 to 1) and `reason` (a code of `mapping.REASONS`) say how sure a guess is; a column
    that a human set has confidence 1 and reason "chosen".
    """

    header: str
    occurrence: int = 1
    field: str | None = None
    group: int = 1
    date_order: DateOrder = "auto"
    confidence: float = 1.0
    reason: str = "chosen"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetMap:
    """One sheet: which rows are its heading (numbers as the spreadsheet shows them) and what its columns mean.

    `header_rows` empty: found afresh in each file. `fill_down`: a row without a person's key belongs to
    the person above. `use` False: the sheet is left out.
    """

    sheet: str
    columns: tuple[ColumnMap, ...]
    header_rows: tuple[int, ...] = ()
    fill_down: bool = False
    use: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """What a whole workbook means.

    `key`: the person fields that together say which rows are the same person; each sheet in use must have
    them. `values`: for a field with a vocabulary, folded text as found -> code (`LEAVE_EMPTY` to ignore
    it). `constants`: field id -> code or text for fields that have no column, such as the programme.
    """

    sheets: tuple[SheetMap, ...]
    key: tuple[str, ...]
    values: MappingType[str, MappingType[str, str]] = dataclass_field(
        default_factory=lambda: MappingProxyType({})
    )
    constants: MappingType[str, str] = dataclass_field(default_factory=lambda: MappingProxyType({}))
    version: int = VERSION

    def sheet(self, name: str) -> SheetMap | None:
        """The map of the named sheet, None if there is none."""
        return next((sheet for sheet in self.sheets if sheet.sheet == name), None)

    def with_column(self, *, sheet: str, header: str, occurrence: int = 1, **changes: Any) -> Mapping:
        """A copy in which one column is changed (`field`, `group`, `date_order`), marked as chosen."""
        changes = {"confidence": 1.0, "reason": "chosen", **changes}
        sheets = tuple(
            replace(
                each,
                columns=tuple(
                    replace(column, **changes)
                    if (column.header, column.occurrence) == (header, occurrence)
                    else column
                    for column in each.columns
                ),
            )
            if each.sheet == sheet
            else each
            for each in self.sheets
        )
        return replace(self, sheets=sheets)

    def with_values(self, field_id: str, choices: MappingType[str, str]) -> Mapping:
        """A copy with these decisions (folded text -> code) added for one field."""
        merged = {key: dict(value) for key, value in self.values.items()}
        merged[field_id] = {**merged.get(field_id, {}), **choices}
        return replace(self, values=merged)

    def as_json(self) -> dict[str, Any]:
        """Plain dictionaries, lists and strings for `json.dumps`; `from_json` is the inverse."""
        return {
            "version": self.version,
            "key": list(self.key),
            "sheets": [
                {
                    "sheet": sheet.sheet,
                    "use": sheet.use,
                    "fill_down": sheet.fill_down,
                    "header_rows": list(sheet.header_rows),
                    "columns": [
                        {
                            "header": column.header,
                            "occurrence": column.occurrence,
                            "field": column.field,
                            "group": column.group,
                            "date_order": column.date_order,
                            "confidence": column.confidence,
                            "reason": column.reason,
                        }
                        for column in sheet.columns
                    ],
                }
                for sheet in self.sheets
            ],
            "values": {key: dict(value) for key, value in self.values.items()},
            "constants": dict(self.constants),
        }

    @classmethod
    def from_json(cls, data: Any) -> Mapping:
        """A mapping from what `as_json` gave. MappingError if it is anything else."""
        try:
            if data["version"] != VERSION:
                raise MappingError(f"mapping version {data['version']!r} is not {VERSION}")
            sheets = tuple(
                SheetMap(
                    sheet=_text(sheet["sheet"]),
                    use=bool(sheet.get("use", True)),
                    fill_down=bool(sheet.get("fill_down", False)),
                    header_rows=tuple(int(number) for number in sheet.get("header_rows", ())),
                    columns=tuple(_column(column) for column in sheet["columns"]),
                )
                for sheet in data["sheets"]
            )
            return cls(
                sheets=sheets,
                key=tuple(_text(each) for each in data["key"]),
                values={
                    _text(name): {_text(old): _text(new) for old, new in choices.items()}
                    for name, choices in data.get("values", {}).items()
                },
                constants={_text(k): _text(v) for k, v in data.get("constants", {}).items()},
            )
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            if isinstance(error, MappingError):
                raise
            raise MappingError(f"not a mapping: {error!r}") from error


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not text")
    return value


def _column(data: Any) -> ColumnMap:
    order = data.get("date_order", "auto")
    if order not in ("auto", "dmy", "mdy"):
        raise ValueError(f"date order {order!r}")
    group = int(data.get("group", 1))
    if group < 1:
        raise ValueError(f"group {group}")
    name = data["field"]
    return ColumnMap(
        header=_text(data["header"]),
        occurrence=int(data.get("occurrence", 1)),
        field=None if name is None else _text(name),
        group=group,
        date_order=order,
        confidence=float(data.get("confidence", 1.0)),
        reason=_text(data.get("reason", "chosen")),
    )
