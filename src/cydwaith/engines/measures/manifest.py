# SPDX-License-Identifier: AGPL-3.0-or-later
"""The manifest of a snapshot: `manifest.json` beside the files says what they must be, to the last byte."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from .facts import BY_NAME, VERSION

NAME = "manifest.json"
LARGEST = 1_000_000
"""Bytes of a manifest: a larger file is none."""
_PIECE = 1 << 20


class ManifestError(ValueError):
    """A manifest that cannot be read; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class File:
    """What a table's file must be: SHA-256 of its bytes, in hexadecimal, and how many rows it holds."""

    sha256: str
    rows: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """`schema`: version of the facts. `as_of`: the last day that they know. `site`: the site's name for the snapshot.
    `files`: by table, each `<table>.parquet`."""

    schema: int
    as_of: date
    site: str
    files: Mapping[str, File]

    @property
    def id(self) -> str:
        """Names the snapshot by all that it holds: SHA-256 of the manifest, the site's name for it left out."""
        told = {**self.as_json(), "site": ""}
        return hashlib.sha256(json.dumps(told, sort_keys=True, separators=(",", ":")).encode()).hexdigest()

    def as_json(self) -> dict[str, Any]:
        """As it is written."""
        files = {name: {"sha256": one.sha256, "rows": one.rows} for name, one in sorted(self.files.items())}
        return {"schema": self.schema, "as_of": self.as_of.isoformat(), "site": self.site, "files": files}


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal. Raises `OSError`."""
    sha = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            sha.update(piece)
    return sha.hexdigest()


def write(folder: Path, manifest: Manifest) -> None:
    """Write the manifest of a folder."""
    text = json.dumps(manifest.as_json(), indent=1, sort_keys=True, ensure_ascii=False)
    (folder / NAME).write_text(text + "\n", encoding="utf-8")


def read(folder: Path) -> Manifest | None:
    """The manifest of a folder, None where there is none. Raises `ManifestError`."""
    path = folder / NAME
    if not path.exists():
        return None
    try:
        if path.stat().st_size > LARGEST:
            raise ManifestError("it is too large to be a manifest")
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ManifestError(str(error)) from error
    return _understood(told)


def _understood(told: Any) -> Manifest:
    if not isinstance(told, dict) or not isinstance(told.get("schema"), int):
        raise ManifestError("it does not say the schema's version")
    if told["schema"] != VERSION:  # nothing else of it is known to mean what it says
        return Manifest(told["schema"], date.min, "", {})
    site, files = told.get("site", ""), told.get("files")
    if not isinstance(site, str) or not isinstance(files, dict) or not isinstance(told.get("as_of"), str):
        raise ManifestError("it must say as_of, site and files")
    try:
        as_of = date.fromisoformat(told["as_of"])
    except ValueError as error:
        raise ManifestError(f"as_of: {error}") from error
    return Manifest(told["schema"], as_of, site, {name: _file(name, one) for name, one in files.items()})


def _file(name: str, told: Any) -> File:
    if name not in BY_NAME:
        raise ManifestError(f"there is no table {name!r}")
    if not isinstance(told, dict) or not isinstance(told.get("sha256"), str):
        raise ManifestError(f"{name}: its sha256 is not said")
    if not isinstance(told.get("rows"), int) or told["rows"] < 0:
        raise ManifestError(f"{name}: its rows are not said")
    return File(told["sha256"].lower(), told["rows"])
