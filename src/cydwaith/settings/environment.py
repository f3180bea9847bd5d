# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading the site's configuration from the process environment, standard library only."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

SQLITE_ENGINE = "cydwaith.kernel.db.sqlite3"
POSTGRESQL_ENGINE = "cydwaith.kernel.db.postgresql"

# Run on every new SQLite connection. WAL lets readers work beside the writer; FULL makes a commit
# durable before the answer leaves (an audit row that a power cut can take back is no audit row);
# cache_size is negative kibibytes; mmap_size is bytes.
SQLITE_INIT = (
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=FULL;"
    "PRAGMA foreign_keys=ON;"
    "PRAGMA cache_size=-32768;"
    "PRAGMA mmap_size=268435456;"
    "PRAGMA temp_store=MEMORY;"
)


class ConfigurationError(Exception):
    """The environment names a value that the site cannot use; the message says which and what to do."""


def home() -> Path:
    """Directory that holds a site's own data: ``CYDWAITH_HOME``, else ``var`` under the current one."""
    return Path(os.environ.get("CYDWAITH_HOME") or "var").expanduser().resolve()


def flag(name: str, *, default: bool) -> bool:
    """Read a yes/no variable. Raises ``ConfigurationError`` for any other word."""
    raw = os.environ.get(name, "").strip().lower()
    if not raw:
        return default
    words = {
        "1": True,
        "yes": True,
        "true": True,
        "on": True,
        "0": False,
        "no": False,
        "false": False,
        "off": False,
    }
    if raw not in words:
        raise ConfigurationError(f"{name} is {raw!r}; write yes or no.")
    return words[raw]


def words(name: str, *, default: tuple[str, ...] = ()) -> list[str]:
    """Read a comma-separated list, blanks dropped."""
    raw = os.environ.get(name)
    if raw is None:
        return list(default)
    return [part.strip() for part in raw.split(",") if part.strip()]


def sqlite(path: Path | str) -> dict[str, Any]:
    """Django database settings for one SQLite file.

    IMMEDIATE takes the write lock when a transaction begins, so two writers wait for each other
    instead of failing half-way; ``timeout`` is how long in seconds.
    """
    return {
        "ENGINE": SQLITE_ENGINE,
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {"timeout": 20, "transaction_mode": "IMMEDIATE", "init_command": SQLITE_INIT},
    }


def database(url: str | None, *, default_path: Path) -> dict[str, Any]:
    """Django database settings from a URL.

    ``sqlite:///relative/or//absolute/path`` or ``postgresql://user:password@host:port/name?sslmode=…``
    (query parameters go to libpq; a host that starts with ``/`` may be given as ``?host=/run/postgresql``).
    Without a URL: SQLite at ``default_path``. Raises ``ConfigurationError`` for anything else.
    """
    if not url:
        return sqlite(default_path)
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        if not parts.path.strip("/"):
            raise ConfigurationError(
                "CYDWAITH_DATABASE_URL names no file; write sqlite:///path/to/site.sqlite3."
            )
        return sqlite(Path(unquote(parts.path)[1:]).expanduser().resolve())
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ConfigurationError(
            f"CYDWAITH_DATABASE_URL starts with {parts.scheme!r}; it must start with sqlite or postgresql."
        )
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    # Pages ask many short questions, whose costs the planner overrates: compiling one took 90 ms, running it 1.
    options.setdefault("options", "-c jit=off")
    # The server keeps the plan of what is asked again and again: making one costs it more than running it. Behind a
    # pooler that cannot keep them, ?prepare=off.
    if options.pop("prepare", "on") == "on":
        options |= {"server_side_binding": True, "prepare_threshold": 3}
    return {
        "ENGINE": POSTGRESQL_ENGINE,
        "NAME": unquote(parts.path.lstrip("/")) or "cydwaith",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def own_secret(directory: Path) -> str:
    """The embedded site's secret key, made on first use and kept in ``directory``/secret-key.

    The file is created readable by its owner alone. Two processes that start together agree: the one
    that loses the race reads what the other wrote.
    """
    path = directory / "secret-key"
    if not path.exists():
        directory.mkdir(parents=True, exist_ok=True)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            pass
        else:
            with os.fdopen(descriptor, "w", encoding="ascii") as handle:
                handle.write(secrets.token_urlsafe(64))
    return path.read_text(encoding="ascii").strip()
