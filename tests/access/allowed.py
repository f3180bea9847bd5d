# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who there is in the world of the access tests, and what each persona may see: written down by hand, table by table.

The code under test has no part in it.
"""

from __future__ import annotations

from dataclasses import dataclass

from cydwaith.kernel.vocabulary import ALL_CATEGORIES, Category

from .canaries import Canary

C = Category
SHARED_WITH_PARTNER = C.IDENTITY | C.NEEDS | C.GOALS
SHARED_WITH_SUPPORTER = C.IDENTITY | C.GOALS | C.JOBS
SHARED_BY_NESTA = C.IDENTITY | C.JOBS  # no needs: every page of hers has a head in which they must not stand


@dataclass(frozen=True, slots=True)
class Allowed:
    """One line of what a persona may see: of whom, which categories, or which tables alone."""

    person: str
    categories: Category = ALL_CATEGORIES
    tables: frozenset[str] | None = None

    def covers(self, canary: Canary) -> bool:
        """Whether this line allows the canary to be seen."""
        if canary.person != self.person:
            return False
        if self.tables is not None:
            return canary.place.rsplit(".", 1)[0] in self.tables
        return bool(canary.category & self.categories)


NAMES = {
    "gwen": "Gwenllian Prydderch",
    "huw": "Huw Tegid",
    "nesta": "Nesta Carew",
    "rhodri": "Rhodri Maelgwn",
    "elin": "Elin Fychan",
}
"""Names by which rows on a page are told apart; they are in no catalogue and no template."""


CROWD = {
    f"crowd_{at}_{number}": (at, adviser)
    for at, adviser in {
        "here": "adviser_other",
        "partner_live": "partner_live",
        "partner_never": "partner_never",
        "partner_withdrawn": "partner_withdrawn",
    }.items()
    for number in range(6)
}
"""People without a story, so that there is much to leak: more than a thousand canaries in all. The last of each
organisation has no journey yet, and the journey of the one before has ended: both stand on lists of their own."""

HELD_BY = {
    # person -> (organisation, adviser)
    "gwen": ("here", "adviser"),
    "huw": ("here", "adviser_other"),
    "nesta": ("partner_live", "partner_live"),
    "rhodri": ("partner_never", "partner_never"),
    "elin": ("partner_withdrawn", "partner_withdrawn"),
    **CROWD,
}


def allowed() -> dict[str, list[Allowed]]:
    """Persona -> what they may see, written down by hand."""
    governed = frozenset({"people.correction", "people.accessquestion", "people.breakglass"})
    sent = frozenset({"people.referral"})
    referred = [Allowed(name, tables=sent) for name in HELD_BY if HELD_BY[name][0] != "partner_never"]
    to_here = [Allowed(name, tables=sent) for name in HELD_BY if HELD_BY[name][0] == "partner_never"]

    def crowd(at: str, tables: frozenset[str] | None = None) -> list[Allowed]:
        return [Allowed(name, tables=tables) for name, (held, _adviser) in CROWD.items() if held == at]

    return {
        "anonymous": [],
        "person": [Allowed("gwen")],
        "supporter_live": [Allowed("gwen", SHARED_WITH_SUPPORTER)],
        "supporter_ended": [],
        "adviser": [Allowed("gwen"), Allowed("nesta", SHARED_BY_NESTA), *to_here],
        "adviser_other": [Allowed("huw"), *crowd("here"), *to_here],
        "manager": [
            Allowed("gwen"),
            Allowed("huw"),
            Allowed("nesta", SHARED_BY_NESTA),
            *crowd("here"),
            *to_here,
        ],
        "partner_live": [Allowed("gwen", SHARED_WITH_PARTNER), Allowed("nesta"), *crowd("partner_live")],
        "partner_never": [Allowed("rhodri"), *crowd("partner_never"), *referred],
        "partner_withdrawn": [Allowed("elin"), *crowd("partner_withdrawn")],
        "employer": [Allowed("gwen", tables=frozenset({"journeys.employersnapshot"}))],
        "analyst": [],
        "governance": [
            Allowed("gwen", tables=governed),
            Allowed("huw", tables=governed),
            *crowd("here", governed),
        ],
        "linkage": [Allowed(name, tables=frozenset({"people.linkside"})) for name in ("gwen", "nesta")],
        "administrator": [],
        "operator": [],
    }
