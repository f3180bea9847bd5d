# SPDX-License-Identifier: AGPL-3.0-or-later
"""Building the demonstration world once, and knowing when it must be built again."""

import hashlib
from pathlib import Path

from cydwaith.cli.site import Say, open_site, prepare

STAMP = "world.stamp"


def world_fingerprint() -> str:
    """SHA-256 over the world's code and data and every migration: what the stored world came from."""
    package = Path(__file__).resolve().parent.parent
    sources = [
        path
        for pattern in ("worlds/**/*", "*/migrations/*.py", "engines/pathways/**/*")
        for path in package.glob(pattern)
        if path.is_file() and "__pycache__" not in path.parts
    ]
    digest = hashlib.sha256()
    for path in sorted(sources):
        digest.update(str(path.relative_to(package)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _throw_away(home: Path) -> None:
    for name in ("site.sqlite3", "site.sqlite3-wal", "site.sqlite3-shm", STAMP):
        (home / name).unlink(missing_ok=True)


def build_world(home: Path, *, fresh: bool, say: Say) -> None:
    """Migrate and fill the demonstration's database in ``home``, unless the stamp says it is as it should be.

    The stamp is written last: a build that was interrupted starts again from an empty database.
    """
    stamp = home / STAMP
    wanted = world_fingerprint()
    built = (
        stamp.exists() and stamp.read_text(encoding="ascii") == wanted and (home / "site.sqlite3").exists()
    )
    if fresh or not built:
        _throw_away(home)
    open_site()
    prepare(say)
    if not fresh and built:
        return
    say("building the demonstration world (invented people, two partnerships)")
    fill()
    stamp.write_text(wanted, encoding="ascii")


def fill() -> None:
    """Build the world in the database that is open."""
    from django.db import connection

    from cydwaith.worlds import demo

    demo.build()
    connection.close()


def personas(address: str) -> str:
    """Whom one may sign in as, as lines to print; ``address`` ends with a slash."""
    from django.urls import reverse

    from cydwaith.web.accounts.personas import listed

    found = listed()
    if not found:
        return ""
    widths = [max(len(getattr(one, part)) for one in found) for part in ("name", "role", "email")]
    lines = [
        f"    {one.name:{widths[0]}}  {one.role:{widths[1]}}  {one.email:{widths[2]}}  {one.story}".rstrip()
        for one in found
    ]
    page = address.rstrip("/") + reverse("account:demonstration")
    return "\n".join([f"  Sign in with one click, as whomever you like, at  {page}", "", *lines, ""])
