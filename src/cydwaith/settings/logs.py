# SPDX-License-Identifier: AGPL-3.0-or-later
"""Log lines that machines read and that hold no personal data.

A line is one JSON object: time, level, logger, the message *template* (never what was filled into it,
since that is where names and search words end up), where in the code, and for an exception its type
and the frames, never its text. A caller who has something safe to say passes ``extra={"safe": {...}}``:
plain numbers, booleans and short identifiers that the caller vouches for.
"""

import json
import logging
import traceback
from datetime import UTC, datetime
from typing import Any


class StructuredFormatter(logging.Formatter):
    """Formats a record as one line of JSON without anything that a person typed."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the JSON line for ``record``; filled-in arguments and exception texts stay out."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.msg if isinstance(record.msg, str) else type(record.msg).__name__,
            "at": f"{record.module}:{record.lineno}",
        }
        reason = getattr(record, "reason", None)  # why the guard was bypassed: a sentence of the code itself
        if isinstance(reason, str):
            line["reason"] = reason
        safe = getattr(record, "safe", None)
        if isinstance(safe, dict):
            line["data"] = {
                key: value for key, value in safe.items() if isinstance(value, bool | int | float | str)
            }
        if record.exc_info and record.exc_info[0] is not None:
            kind, _value, trace = record.exc_info
            line["exception"] = f"{kind.__module__}.{kind.__qualname__}"
            line["frames"] = [
                f"{frame.name} ({frame.filename.rsplit('/site-packages/', 1)[-1]}:{frame.lineno})"
                for frame in traceback.extract_tb(trace)[-12:]
            ]
        return json.dumps(line, ensure_ascii=False)
