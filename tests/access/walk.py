# SPDX-License-Identifier: AGPL-3.0-or-later
"""Walk every route of the resolver as every persona, and say what each was given."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

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
from tests.web.accounts.signing import second_factor

from .canaries import Canary
from .planting import EMPLOYER_TOKEN
from .world import NAMES, World

OUTCOMES = {200: "ok", 403: "refused", 404: "absent", 405: "method", 400: "bad", 429: "slow"}


@dataclass(frozen=True, slots=True)
class Route:
    """One named address: its pieces, the verbs it answers, and whether the page says who it is for."""

    name: str
    template: str  # "advice/people/<reference>/"
    converters: tuple[str, ...]
    verbs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """What one persona was given by one verb of one route."""

    outcome: str
    names: frozenset[str] = frozenset()  # whose name stood on the page
    leaked: frozenset[Canary] = frozenset()
    wrote: bool = False
    told: bool = False  # whether the read log has it
    status: int = 0
    location: str = field(default="", compare=False)


VARIANTS: dict[str, tuple[str, ...]] = {
    # What a query string makes another page of: wider lists, files, what a search finds.
    "advice:caseload": (
        "?whose=shared",
        "?whose=ended",
        "?format=csv",
        "?format=xlsx",
        "?whose=shared&format=csv",
    ),
    "advice:chosen": tuple(f"?do={do}&chosen=<journey_id>" for do in ("step", "hand_over", "csv", "xlsx")),
    "advice:search": ("?q=Gwenllian", "?q=Huw", "?q=03/02/1970"),
    "manage:looks": ("?format=csv",),
}


def routes() -> list[Route]:
    """Every route that the site answers, from the resolver itself, and its variants."""
    found = list(_routes(get_resolver().url_patterns, "", ""))
    found += [
        Route(route.name + variant, route.template + variant, route.converters, ("GET",))
        for route in found
        for variant in VARIANTS.get(route.name, ())
    ]
    return sorted(found, key=lambda r: r.name)


def _routes(patterns: Any, namespace: str, address: str) -> Iterator[Route]:
    for entry in patterns:
        if isinstance(entry, URLResolver):
            piece = "" if isinstance(entry.pattern, LocalePrefixPattern) else str(entry.pattern)
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _routes(entry.url_patterns, inner, address + piece)
        elif isinstance(entry, URLPattern):
            rules = getattr(entry.callback, "rules", None)
            verbs = rules.methods if rules else ("GET", "POST")
            template = address + str(entry.pattern)
            name = f"{namespace}{entry.name}" if entry.name else template
            yield Route(name, template, tuple(re.findall(r"<(?:\w+:)?(\w+)>", template)), tuple(verbs))


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

    def address(self, route: Route, person: str = "gwen") -> str:
        """The route's address with `person`'s own rows in it. Raises `LookupError` where no row fits a piece."""
        found = route.template.replace("^", "").replace("$", "")

        def piece(match: re.Match[str]) -> str:
            return str(self._argument(route, match.group(1), person))

        return "/" + re.sub(r"<(?:\w+:)?(\w+)>", piece, found)

    def _argument(self, route: Route, name: str, person: str) -> Any:
        rows = self.world.rows[person]
        special = SPECIAL.get((route.name, name)) or SPECIAL.get(("", name))
        if special is not None:
            return special(self.world, person)
        wanted = name.removesuffix("_id").removesuffix("_pk").replace("_", "")
        for label, row in rows.items():
            if label.split(".")[1] == wanted or label.split(".")[1].startswith(wanted):
                return row.pk
        raise LookupError(f"{route.name}: what stands for <{name}>? Say so in tests/access/walk.py")

    def visit(self, persona: str, verb: str, address: str, data: dict[str, Any] | None = None) -> Cell:
        """One request, rolled back. Reads everything that came of it: body, headers, mails."""
        client = self.clients[persona]
        client.cookies.clear()
        for name, value in self.cookies[persona].items():
            client.cookies[name] = value
        cache.clear()
        mail.outbox.clear()
        with transaction.atomic():
            before = AuditRow.objects.count()
            looks = _looks()
            response = client.generic(verb, address) if verb != "POST" else client.post(address, data or {})
            wrote = AuditRow.objects.count() > before
            text = _everything(response)
            told = _looks() > looks
            transaction.set_rollback(True)
        leaked = {c for c in self.world.aviary.found_in(text) if not self.world.may_see(persona, c)}
        location = response.headers.get("Location", "")
        outcome = OUTCOMES.get(response.status_code, str(response.status_code))
        if response.status_code in (301, 302):
            outcome = "login" if "/account/" in location and "next=" in location else "away"
        names = frozenset(who for who, name in NAMES.items() if name in text)
        return Cell(outcome, names, frozenset(leaked), wrote, told, response.status_code, location)


def _looks() -> int:
    with system("count what the read log holds"):
        return AccessLog.objects.count()


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
    ("", "token"): lambda world, person: EMPLOYER_TOKEN,
    ("", "code"): lambda world, person: world.partnership.code,
    ("", "membership_id"): lambda world, person: world.users["adviser"].memberships.get().pk,
    ("", "agreement_id"): lambda world, person: world.agreement.pk,
    ("", "user_id"): lambda world, person: world.users["adviser"].pk,
    ("", "organisation_id"): lambda world, person: world.organisations["partner_live"].pk,
    ("", "invitation_id"): lambda world, person: world.invitation.pk,
    ("", "partner_id"): lambda world, person: world.partnership.partners.order_by("pk").first().pk,
    ("", "absence_id"): lambda world, person: world.absence.pk,
    ("", "flow_id"): lambda world, person: world.agreement.flows.order_by("pk").first().pk,
    ("", "batch_id"): lambda world, person: world.rows[person]["intake.importbatch"].pk,
    ("", "emergency_id"): lambda world, person: world.rows[person]["people.breakglass"].pk,
    ("", "question_id"): lambda world, person: world.rows[person]["people.accessquestion"].pk,
    ("", "decision_id"): lambda world, person: world.rows[person]["people.sharingdecision"].pk,
    ("", "join_id"): lambda world, person: world.rows[person]["people.personjoin"].pk,
    ("", "link_id"): lambda world, person: world.rows[person]["journeys.snapshotlink"].pk,
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
    ("", "teal"): lambda world, person: "0f5c5c",
    ("", "heather"): lambda world, person: "6b3f7d",
    ("", "uidb36"): lambda world, person: "1",
    ("", "key"): lambda world, person: "not-a-key",
    ("", "programme_id"): lambda world, person: world.programme.pk,
}
"""(route, or "" for all; piece of the address) -> what to put there."""
