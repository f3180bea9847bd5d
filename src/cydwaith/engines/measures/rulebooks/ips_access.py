# SPDX-License-Identifier: AGPL-3.0-or-later
"""Access to Individual Placement and Support: MHS116 and MHS116a.

Source: NHS England IPS code (MIT). Counted: distinct referrals to an IPS team whose first ever direct contact lies in
the rolling twelve months, those that end with the last month of the period. Referrals are counted, not people: two
referrals of one person are two. MHS116a gives them for 100,000 of the population.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from .ascof import closing_months, year_begins
from .base import N_, Facts, Line, Measure, Of, Rulebook, Shape, Verdict, first_line, judgement

if TYPE_CHECKING:
    import ibis.expr.types as ir

DIRECT = ("in_person", "group", "phone", "video")
_LINES = (
    Line(
        "accessed",
        Verdict.COUNTED,
        N_("The first direct contact of this referral lies in the twelve months."),
        "contact",
    ),
    Line(
        "no_contact", Verdict.NOT_YET, N_("The referral is open and has no direct contact yet."), "referral"
    ),
    Line(
        "earlier",
        Verdict.EXCLUDED,
        N_("The first direct contact lies before the twelve months, so the referral was counted then."),
        "contact",
    ),
    Line("ended", Verdict.EXCLUDED, N_("The referral ended without a direct contact."), "referral"),
)


def accessed(facts: Facts, options: Mapping[str, Any]) -> ir.Table:
    """A row for each referral to an IPS team that was open, or first had a direct contact, in the twelve months."""
    import ibis

    periods = closing_months(facts)
    periods = periods.select("period", "at", since=year_begins(periods.month, periods.month_end))
    rows = _first_contacts(facts, options).join(facts["person"].select("person_id", "area"), "person_id")
    open_then = (rows.start_day <= periods.at) & (rows.end_day.isnull() | (rows.end_day >= periods.since))
    seen_then = (rows.first_contact >= periods.since) & (rows.first_contact <= periods.at)
    found = rows.join(periods, [open_then | seen_then.fill_null(False)])
    seen = (found.first_contact <= found.at).fill_null(False)
    return judgement(
        found,
        subject_id=found.referral_id,
        line=first_line(
            _LINES,
            ("accessed", seen & (found.first_contact >= found.since)),
            ("earlier", seen),
            ("ended", found.end_day < found.at),
            ("no_contact", True),
        ),
        evidence_id=ibis.cases((seen, found.contact_id), else_=found.referral_id),
    )


def _first_contacts(facts: Facts, options: Mapping[str, Any]) -> ir.Table:
    """Referrals to IPS teams with the day of their first ever direct contact, `first_contact`, null where none."""
    import ibis

    contacts, referrals = facts["contact"], facts["referral"]
    direct = contacts.filter(
        contacts.referral_id.notnull(),
        contacts.with_whom == "person",
        contacts.outcome == "met",
        contacts.how.isin(options["direct"]),
    )
    order = ibis.window(group_by=direct.referral_id, order_by=[direct.day, direct.contact_id])
    direct = direct.mutate(place=ibis.row_number().over(order))
    first = direct.filter(direct.place == 0).select("referral_id", "contact_id", first_contact=direct.day)
    ours = referrals.filter(referrals.team == "ips")
    return ours.left_join(first, "referral_id").drop("referral_id_right")


IPS_ACCESS = Rulebook(
    name="ips-access",
    version="1",
    title=N_("Access to Individual Placement and Support (MHS116)"),
    in_force_from=date(2016, 1, 1),
    in_force_to=None,
    source="NHS England, IPS code of the mental-health statistics (MIT)",
    author="Cydwaith",
    checker="",
    next_review=date(2027, 4, 1),
    tables=("person", "person_link", "referral", "contact", "population_base", "area"),
    measures=(
        Measure(
            "mhs116",
            N_("Referrals with a first direct contact"),
            Of.EVENT,
            Shape.COUNT,
            _LINES,
            accessed,
            unit="referrals",
        ),
        Measure(
            "mhs116a",
            N_("Referrals with a first direct contact, for 100,000 people"),
            Of.EVENT,
            Shape.PER_BASE,
            _LINES,
            accessed,
            unit="per_100000",
            base=("population", 100_000),
        ),
    ),
    options={"direct": DIRECT},
    to_confirm=(
        N_(
            "A direct contact is one with the person that took place: face to face, in a group, by phone or by video."
            " Messages and letters are not."
        ),
        N_("The twelve months are those that end with the last month of the period."),
        N_("The population is that of all ages."),
        N_("The source does not say from which day the rule holds; it reads referrals since 1 January 2016."),
    ),
)
