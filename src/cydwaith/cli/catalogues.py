# SPDX-License-Identifier: AGPL-3.0-or-later
"""Compiling message catalogues with Babel, since a fresh machine has no msgfmt.

Free of other modules of the package: the build hook loads this file by its path.
"""

import os
import tempfile
from pathlib import Path


def stale_catalogues(folder: Path) -> list[Path]:
    """The ``.po`` files below ``folder`` whose ``.mo`` is missing or older, in a stable order."""
    return [
        source
        for source in sorted(folder.glob("*/LC_MESSAGES/*.po"))
        if not source.with_suffix(".mo").exists()
        or source.with_suffix(".mo").stat().st_mtime_ns < source.stat().st_mtime_ns
    ]


def compile_catalogues(folder: Path) -> list[Path]:
    """Compile what is stale below ``folder`` and return the files written.

    Fuzzy entries are left out: a guess is not a translation. Each file appears whole, by renaming, so
    that processes which start together never read half a catalogue. Raises ``ValueError`` with the
    place for a catalogue that does not parse.
    """
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import PoFileError, read_po

    written = []
    for source in stale_catalogues(folder):
        try:
            with source.open("rb") as handle:
                catalogue = read_po(handle, locale=source.parent.parent.name, abort_invalid=True)
        except PoFileError as error:
            raise ValueError(f"{source}: {error}") from error
        target = source.with_suffix(".mo")
        descriptor, draft = tempfile.mkstemp(dir=target.parent, suffix=".mo.new")
        with os.fdopen(descriptor, "wb") as handle:
            write_mo(handle, catalogue, use_fuzzy=False)
        Path(draft).chmod(0o644)
        Path(draft).replace(target)
        written.append(target)
    return written
