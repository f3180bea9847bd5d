# SPDX-License-Identifier: AGPL-3.0-or-later
"""Log lines hold no word that a person typed."""

import json
import logging
import sys
from typing import Any

from cydwaith.settings.logs import StructuredFormatter

CANARY = "Blodwen-Canary"


def line(message: object, *arguments: object, **fields: Any) -> dict[str, Any]:
    """One formatted record, parsed."""
    record = logging.LogRecord(
        "cydwaith.test", logging.WARNING, "/x/module.py", 7, message, arguments, fields.pop("exc_info", None)
    )
    for name, value in fields.items():
        setattr(record, name, value)
    return dict(json.loads(StructuredFormatter().format(record)))


def test_the_template_is_written_and_its_arguments_are_not() -> None:
    found = line("Nobody is called %s", CANARY)
    assert found["message"] == "Nobody is called %s"
    assert found["level"] == "warning"
    assert found["logger"] == "cydwaith.test"
    assert found["at"] == "module:7"
    assert CANARY not in json.dumps(found)


def test_an_exception_is_its_type_and_frames_without_its_text() -> None:
    try:
        raise ValueError(f"row ({CANARY}) is wrong")
    except ValueError:
        found = line("It failed", exc_info=sys.exc_info())
    assert found["exception"] == "builtins.ValueError"
    assert "test_an_exception_is_its_type_and_frames_without_its_text" in found["frames"][-1]
    assert CANARY not in json.dumps(found)


def test_an_object_as_message_is_only_its_type() -> None:
    assert line(ValueError(CANARY))["message"] == "ValueError"


def test_what_the_caller_vouches_for_is_kept_if_it_is_plain() -> None:
    found = line("Imported", safe={"rows": 3, "kept": True, "people": [CANARY]})
    assert found["data"] == {"rows": 3, "kept": True}


def test_the_reason_of_a_bypass_is_kept() -> None:
    assert line("system bypass", reason="the seals are checked")["reason"] == "the seals are checked"


def test_time_is_utc_to_the_millisecond() -> None:
    assert line("Now")["time"].endswith("+00:00")
    assert len(line("Now")["time"]) == len("2026-01-01T00:00:00.000+00:00")
