# SPDX-License-Identifier: AGPL-3.0-or-later
"""Walk every route of the resolver as every persona, and say what each was given.

Besides Gwen's own rows (`ABOUT`): those of Rhodri, of whom her organisation knows no more than a referral, by every
route that names a row; and of Nesta, who let it see her name and her jobs and nothing else.
"""

from __future__ import annotations

import contextlib
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import typst
from django.core import mail
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern

from cydwaith.kernel.models import AuditRow
from cydwaith.kernel.system import system
from cydwaith.people.models import AccessLog
from cydwaith.settings.logs import StructuredFormatter
from tests.web.accounts.signing import second_factor

from . import figures
from .allowed import HELD_BY, NAMES
from .canaries import Canary
from .planting import FILE, TOKENS
from .world import World

OUTCOMES = {200: "ok", 403: "refused", 404: "absent", 405: "method", 400: "bad", 429: "slow"}


@dataclass(frozen=True, slots=True)
class Route:
    """One named address: its pieces, the verbs it answers, and whether the page says who it is for."""

    name: str
    template: str  # "advice/people/<reference>/"
    verbs: tuple[str, ...]
    person: str = "gwen"  # whose reference and rows stand in the address
    rows_of: str = ""  # whose rows, where they are not the same person's
    twin: bool = True  # whether there is one in Welsh

    @property
    def pieces(self) -> tuple[str, ...]:
        """What stands in the address for a row, a code or a choice."""
        return tuple(re.findall(r"<(?:\w+:)?(\w+)>", self.template))

    @property
    def base(self) -> str:
        """The name in the resolver, without variant or person."""
        return self.name.partition(" of ")[0].partition("?")[0]


@dataclass(frozen=True, slots=True)
class Cell:
    """What one persona was given by one verb of one route."""

    outcome: str
    rows: frozenset[str] = frozenset()  # of whom anything stood there: a name, a reference, a canary
    shown: frozenset[str] = frozenset()  # of whom more than a reference, or than one's own file told
    seen: frozenset[Canary] = frozenset()
    leaked: frozenset[Canary] = frozenset()  # of those seen, what this persona may see nowhere
    wrote: bool = False
    told: frozenset[str] = frozenset()  # of whom the read log has it
    logged: bool = False  # whether a name or a canary stands in a line of the site's own log
    kept: bool = False  # whether a browser or a cache may keep the answer
    status: int = 0
    location: str = field(default="", compare=False)
    twin: Cell | None = None  # the same page in Welsh, where there was a page


VARIANTS: dict[str, tuple[str, ...]] = {
    # What a query string makes another page of: wider lists, files, what a search finds.
    "advice:board": ("?whose=own",),
    "advice:caseload": (
        "?whose=own",
        "?whose=shared",
        "?whose=closed",
        "?whose=waiting",
        "?whose=team&q=03/02/1970",
        "?format=csv",
        "?format=xlsx",
        "?whose=shared&format=csv",
        "?whose=closed&format=xlsx",
    ),
    "advice:chosen": tuple(f"?do={do}&chosen=<journey_id>" for do in ("step", "hand_over", "csv", "xlsx")),
    "advice:search": ("?q=Gwenllian", "?q=Huw", "?q=Carew", "?q=Maelgwn", "?q=03/02/1970", "?q=RHOD0003"),
    "figures:measure": ("?step=quarter&format=csv",),
    "manage:looks": ("?format=csv", "?format=xlsx", "?q=RHOD0003"),
    "manage:import_problem": ("?format=csv", "?format=xlsx"),
}
SHARED_ROWS = {
    *("agreement_id", "flow_id", "partner_id", "programme_id", "organisation_id", "delivery_id"),
    *("figure_id", "contract_id", "return_id"),
}
"""Pieces of an address that name what all of the partnership have in common."""
ABOUT: dict[str, tuple[str, ...]] = {"rhodri": ("GET", "POST"), "nesta": ("GET",)}
"""Whose rows are asked for besides Gwen's, and by which verbs."""


def routes() -> list[Route]:
    """Every route that the site answers, from the resolver itself, its variants, and the same of other people."""
    found = list(_routes(get_resolver().url_patterns, "", ""))
    found += [
        replace(route, name=route.name + variant, template=route.template + variant, verbs=("GET",))
        for route in found
        for variant in VARIANTS.get(route.name, ())
    ]
    return sorted(
        (route for one in found for route in _of_everybody(one) if route.verbs), key=lambda r: r.name
    )


def _of_everybody(route: Route) -> Iterator[Route]:
    """The route with Gwen's rows, with those of others, and with those of another under her reference."""
    yield route
    if not any(_names_a_row(piece) for piece in route.pieces):
        return
    for person, verbs in ABOUT.items():
        asked = tuple(verb for verb in route.verbs if verb in verbs)
        yield replace(route, name=f"{route.name} of {person}", verbs=asked, person=person)
    if "reference" in route.pieces and sum(_names_a_row(piece) for piece in route.pieces) > 1:
        yield replace(route, name=f"{route.name} of gwen with a row of huw", rows_of="huw")


def _names_a_row(piece: str) -> bool:
    return piece in ("reference", "token") or (piece.endswith("_id") and piece not in SHARED_ROWS)


def _routes(patterns: Any, namespace: str, address: str, *, twin: bool = False) -> Iterator[Route]:
    for entry in patterns:
        if isinstance(entry, URLResolver):
            by_language = isinstance(entry.pattern, LocalePrefixPattern)
            piece = "" if by_language else str(entry.pattern)
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _routes(entry.url_patterns, inner, address + piece, twin=twin or by_language)
        elif isinstance(entry, URLPattern):
            rules = getattr(entry.callback, "rules", None)
            verbs = rules.methods if rules else ("GET", "POST")
            template = address + str(entry.pattern)
            name = f"{namespace}{entry.name}" if entry.name else template
            yield Route(name, template, tuple(verbs), twin=twin)


class Walker:
    """Goes through the site as each persona, leaving everything as it was."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.clients: dict[str, Client] = {}
        self.cookies: dict[str, dict[str, str]] = {}
        for persona in world.allowed:
            client = Client(raise_request_exception=False)
            account = world.users.get(persona)
            if account is not None:
                client.force_login(account)
                second_factor(client, account)
            self.clients[persona] = client
            self.cookies[persona] = {name: morsel.value for name, morsel in client.cookies.items()}

    def address(self, route: Route) -> str:
        """The route's address with its person's own rows in it. Raises `LookupError` where no row fits a piece."""
        found = route.template.replace("^", "").replace("$", "")

        def piece(match: re.Match[str]) -> str:
            return str(self._argument(route, match.group(1)))

        return "/" + re.sub(r"<(?:\w+:)?(\w+)>", piece, found)

    def _argument(self, route: Route, name: str) -> Any:
        person = route.person if name == "reference" else route.rows_of or route.person
        rows = self.world.rows[person]
        special = SPECIAL.get((route.base, name)) or SPECIAL.get(("", name))
        if special is not None:
            return special(self.world, person)
        wanted = name.removesuffix("_id").removesuffix("_pk").replace("_", "")
        for label, row in rows.items():
            if label.split(".")[1] == wanted or label.split(".")[1].startswith(wanted):
                return row.pk
        raise LookupError(f"{route.name}: what stands for <{name}>? Say so in tests/access/walk.py")

    def cell(self, persona: str, verb: str, route: Route) -> Cell:
        """What a persona is given by a verb of a route; where that is a page, with its twin in Welsh."""
        address = self.address(route)
        found = self.visit(persona, verb, address)
        if verb != "GET" or found.outcome != "ok" or not route.twin:
            return found
        return replace(found, twin=self.visit(persona, verb, f"/cy{address}"))

    def visit(self, persona: str, verb: str, address: str) -> Cell:
        """One request, rolled back. Reads everything that came of it: body, headers, mails, what was printed."""
        client = self.clients[persona]
        client.cookies.clear()
        for name, value in self.cookies[persona].items():
            client.cookies[name] = value
        cache.clear()
        mail.outbox.clear()
        with transaction.atomic(), _printing() as printed, _logging() as lines:
            before = AuditRow.objects.count()
            last = _last_look()
            response: Any = client.generic(verb, address) if verb != "POST" else client.post(address, {})
            wrote = AuditRow.objects.count() > before
            text = " ".join([_everything(response), *printed])
            told = self._told_since(last)
            transaction.set_rollback(True)
        seen = self.world.aviary.found_in(text)
        leaked = frozenset(c for c in seen if not self.world.may_see(persona, c))
        location, log = response.headers.get("Location", ""), "\n".join(lines)
        outcome = OUTCOMES.get(response.status_code, str(response.status_code))
        if response.status_code in (301, 302):
            outcome = "login" if "/account/" in location and "next=" in location else "away"
        shown = {c.person for c in seen if c.place != FILE} | {
            who for who, name in NAMES.items() if name in text
        }
        named = {c.person for c in seen} | {
            who
            for who, row in self.world.people.items()
            if row.reference in text
            and row.reference not in address  # an address is given back on every page
        }
        return Cell(
            outcome,
            frozenset(shown | named),
            frozenset(shown),
            frozenset(seen),
            leaked,
            wrote,
            told,
            bool(self.world.aviary.found_in(log) or any(name in log for name in NAMES.values())),
            "no-store" not in response.headers.get("Cache-Control", ""),
            response.status_code,
            location,
        )

    def _told_since(self, last: int) -> frozenset[str]:
        """Of whom the read log was told since: by name, as far as they have one here."""
        with system("read what was told"):
            rows = list(AccessLog.objects.filter(pk__gt=last).values_list("person_id", "people"))
        ids = {pk for person_id, people in rows for pk in (person_id, *people)}
        return frozenset(who for who, row in self.world.people.items() if row.pk in ids)


def _last_look() -> int:
    with system("remember where the read log ends"):
        return AccessLog.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


@contextlib.contextmanager
def _logging() -> Iterator[list[str]]:
    """The lines that a site would write into its log meanwhile, as it would write them."""
    lines: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    keep = Keep()
    keep.setFormatter(StructuredFormatter())
    logging.getLogger().addHandler(keep)
    try:
        yield lines
    finally:
        logging.getLogger().removeHandler(keep)


@contextlib.contextmanager
def _printing() -> Iterator[list[str]]:
    """What is handed to the PDF maker: in the file itself it stands as numbers of glyphs."""
    printed: list[str] = []
    make: Any = typst.compile

    def compile_and_tell(*given: Any, sys_inputs: Any = None, **more: Any) -> Any:
        printed.append(str(sys_inputs))
        return make(*given, sys_inputs=sys_inputs, **more)

    typst.compile = compile_and_tell
    try:
        yield printed
    finally:
        typst.compile = make


def _everything(response: HttpResponse) -> str:
    body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    letters = " ".join(f"{m.subject} {m.body} {m.extra_headers}" for m in mail.outbox)
    text = _readable(body)
    return f"{text} {response.headers} {letters}".replace("&#39;", "'")


def _readable(body: bytes) -> str:
    if body[:2] == b"PK":
        import io
        import zipfile

        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            return " ".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    return body.decode("utf-8", "replace")


SPECIAL: dict[tuple[str, str], Any] = {
    ("", "reference"): lambda world, person: world.people[person].reference,
    ("", "token"): lambda world, person: TOKENS[person],
    ("", "code"): lambda world, person: world.partnership.code,
    ("", "membership_id"): lambda world, person: world.users[HELD_BY[person][1]].memberships.get().pk,
    ("", "agreement_id"): lambda world, person: world.agreement.pk,
    ("", "user_id"): lambda world, person: world.users[HELD_BY[person][1]].pk,
    ("", "organisation_id"): lambda world, person: world.organisations["partner_live"].pk,
    ("", "invitation_id"): lambda world, person: world.invitations[HELD_BY[person][0]].pk,
    ("", "partner_id"): lambda world, person: world.partnership.partners.order_by("pk").first().pk,
    ("", "absence_id"): lambda world, person: world.absences[HELD_BY[person][0]].pk,
    ("", "flow_id"): lambda world, person: world.agreement.flows.order_by("pk").first().pk,
    ("", "batch_id"): lambda world, person: world.rows[person]["intake.importbatch"].pk,
    ("", "emergency_id"): lambda world, person: world.rows[person]["people.breakglass"].pk,
    ("", "question_id"): lambda world, person: world.rows[person]["people.accessquestion"].pk,
    ("", "decision_id"): lambda world, person: world.rows[person]["people.sharingdecision"].pk,
    ("", "join_id"): lambda world, person: world.rows[person]["people.personjoin"].pk,
    ("", "link_id"): lambda world, person: world.rows[person]["journeys.snapshotlink"].pk,
    ("manage:link", "link_id"): lambda world, person: world.rows[person]["people.link"].pk,
    ("manage:link_again", "link_id"): lambda world, person: world.rows[person]["people.link"].pk,
    ("", "snapshot_id"): lambda world, person: world.rows[person]["journeys.employersnapshot"].pk,
    ("", "log_id"): lambda world, person: world.rows[person]["people.accesslog"].pk,
    ("", "view_id"): lambda world, person: world.views[HELD_BY[person][1]].pk,
    ("", "fact_id"): lambda world, person: world.rows[person]["people.carefact"].pk,
    ("", "line_id"): lambda world, person: world.rows[person]["journeys.step"].pk,
    ("advice:goal_reword", "line_id"): lambda world, person: world.rows[person]["journeys.goal"].pk,
    ("advice:goal_settle", "line_id"): lambda world, person: world.rows[person]["journeys.goal"].pk,
    ("", "other"): lambda world, person: world.people["huw"].reference,
    ("", "kind"): lambda world, person: "long_term_sick",
    ("", "what"): lambda world, person: "done",
    ("", "number"): lambda world, person: 1,
    ("manage:import_problem", "number"): lambda world, person: world.problems.get(person, 1),
    ("", "teal"): lambda world, person: "0f5c5c",
    ("", "heather"): lambda world, person: "6b3f7d",
    ("", "uidb36"): lambda world, person: "1",
    ("", "key"): lambda world, person: "not-a-key",
    ("", "programme_id"): lambda world, person: world.programme.pk,
    ("", "rulebook"): lambda world, person: figures.BOOK,
    ("", "measure"): lambda world, person: figures.MEASURE,
    ("", "line"): lambda world, person: figures.LINE,
    ("figures:pack", "kind"): lambda world, person: "xlsx",
    **{(f"published:{name}", "code"): lambda world, person: figures.CODE for name in ("one", "json", "csv")},
    **{
        ("", piece): lambda world, person, piece=piece: world.figures[piece]
        for piece in ("figure_id", "contract_id", "return_id")
    },
    ("", "delivery_id"): lambda world, person: world.programme.deliveries.order_by("pk").first().pk,
}
"""(route, or "" for all; piece of the address) -> what to put there."""
