# SPDX-License-Identifier: AGPL-3.0-or-later
"""Anchors of the audit chains: where each chain stood on a day, kept outside the database.

Whoever can rewrite the database can rewrite a chain in it, but not the anchors that were copied elsewhere. They
lie in ``CYDWAITH_HOME``/anchors, one small JSON file a day: ``{"chain": [position, "hash"], …}``.
"""

import json
from pathlib import Path

from cydwaith.cli.codes import SiteError

Anchors = dict[str, tuple[int, str]]


def folder() -> Path:
    """Where the site keeps its anchors."""
    from django.conf import settings

    return Path(settings.HOME) / "anchors"


def export_today() -> Path | None:
    """Write today's anchor if there is none yet and something is sealed; returns the file written.

    An anchor that is there is left as it is: the first of the day counts.
    """
    from django.utils import timezone

    from cydwaith.kernel.audit import anchors

    target = folder() / f"{timezone.localdate():%Y-%m-%d}.json"
    if target.exists():
        return None
    found = anchors()
    if not found:
        return None
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(".new")
    draft.write_text(json.dumps(found, sort_keys=True), encoding="ascii")
    draft.replace(target)
    return target


def read(path: Path) -> Anchors:
    """The anchors of one file. Raises ``SiteError`` for what is none."""
    try:
        return {
            str(chain): (int(position), str(digest))
            for chain, (position, digest) in json.loads(path.read_text(encoding="ascii")).items()
        }
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise SiteError(f"{path} is not an anchor of this site ({type(error).__name__}).") from error
