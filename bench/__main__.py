# SPDX-License-Identifier: AGPL-3.0-or-later
"""`python -m bench [--people N] [--database sqlite|postgresql]`: measure, print, write docs/performance.md.

Figures are CPU-ms and ratios of one run on one machine; timing never decides a test.
"""

from __future__ import annotations

import argparse
import sys
import time
import uuid
from collections.abc import Callable
from pathlib import Path

from . import report, site
from .load import Request, form, measure

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Build, serve, measure, write. Returns the exit code."""
    asked = _arguments()
    home = Path(asked.home).resolve()
    if asked.database == "postgresql":
        site.fresh_postgres(asked.postgres)
    site.point_at(asked.database, home, asked.postgres)
    import django

    django.setup()
    from django.core.management import call_command

    from . import world

    say = _teller()
    say("migrating")
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    say(f"making {asked.people:,} people")
    viewers = world.build(asked.people)
    _settle()
    say("serving")
    server = site.Server()
    try:
        rows = [row for viewer in viewers for row in _scenes(viewer, server, asked.seconds, say)]
    finally:
        server.stop()
    queries = {row.key: _queries(row) for row in rows}
    report.show(rows, queries)
    report.write(ROOT / "docs" / "performance.md", asked.database, asked.people, rows, queries)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--seconds", type=float, default=6.0, help="how long each scene is measured")
    parser.add_argument("--home", default=str(ROOT / "var" / "bench"), help="where the measured site lives")
    parser.add_argument(
        "--postgres", default="postgresql:///bench_cydwaith", help="a database named bench_…, made anew"
    )
    return parser.parse_args()


def _teller() -> Callable[[str], None]:
    began = time.perf_counter()
    return lambda text: print(f"[{time.perf_counter() - began:5.0f} s] {text}", file=sys.stderr, flush=True)


def _settle() -> None:
    """Let the database know its own tables, as it does by itself overnight."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _scenes(
    viewer: object, server: site.Server, seconds: float, say: Callable[[str], None]
) -> list[report.Row]:
    from .world import Viewer

    assert isinstance(viewer, Viewer)  # the world is imported only once Django is up
    cookies = site.session_cookie(viewer.user_id, f"/advice/people/{viewer.reference}/contacts/new/")
    rows = []
    for name, request, good in scenes(viewer):
        for connections in (1, 8):
            say(f"{viewer.label}: {name}, {connections} connections")
            result = measure(
                request,
                port=server.port,
                cookies=cookies,
                connections=connections,
                seconds=seconds,
                web=server.pids,
                database=site.database_pids,
                good=good,
            )
            rows.append(report.Row(viewer.label, name, connections, result, viewer.user_id, request(0)))
    return rows


def scenes(viewer: object) -> list[tuple[str, Request, tuple[int, ...]]]:
    """What is measured for one viewer: name, request, good answers."""
    from urllib.parse import quote

    from .world import Viewer

    assert isinstance(viewer, Viewer)
    misspelt = _misspelt(viewer.name)
    shared = "?whose=shared" if viewer.label.startswith("partner") else ""
    found: list[tuple[str, Request, tuple[int, ...]]] = [
        ("list of 25", lambda _n: ("GET", f"/advice/people/{shared}", None), (200,)),
        ("search", lambda _n: ("GET", f"/advice/search/?q={quote(viewer.name)}", None), (200, 302)),
        ("search, misspelt", lambda _n: ("GET", f"/advice/search/?q={quote(misspelt)}", None), (200, 302)),
        ("open a person", lambda _n: ("GET", f"/advice/people/{viewer.reference}/", None), (200,)),
    ]
    if not shared:
        address = f"/advice/people/{viewer.reference}/contacts/new/"
        found.append(("record a contact", lambda _n: ("POST", address, contact_form()), (302,)))
    return found


def contact_form() -> str:
    """A contact as the page sends it, with a token of its own."""
    return form(
        {
            "token": str(uuid.uuid4()),
            "summary": "Talked about the week",
            "how": "phone",
            "with_whom": "person",
            "outcome": "met",
            "day": "0",
            "minutes": "20",
            "next": "none",
            "kept_under": "512",
        }
    )


def _misspelt(name: str) -> str:
    """The name with two letters of its longest word changed about."""
    words = name.split()
    longest = max(words, key=len)
    middle = len(longest) // 2
    wrong = longest[: middle - 1] + longest[middle] + longest[middle - 1] + longest[middle + 1 :]
    return " ".join(wrong if word == longest else word for word in words)


def _queries(row: report.Row) -> int:
    """How many statements one request of the scene makes, counted in this process."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = site.signed_in(row.user_id)
    verb, path, body = row.request
    count = 0
    for _ in range(2):  # the first fills what is kept between requests
        body = contact_form() if verb == "POST" else body
        with CaptureQueriesContext(connection) as captured:
            if verb == "POST":
                client.generic(verb, path, body or "", content_type="application/x-www-form-urlencoded")
            else:
                client.get(path)
        count = sum(1 for q in captured.captured_queries if not q["sql"].startswith(_FRAME))
    return count


_FRAME = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")

if __name__ == "__main__":
    sys.exit(main())
