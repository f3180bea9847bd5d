# SPDX-License-Identifier: AGPL-3.0-or-later
"""What partnerships give to figures: programmes, organisations, areas, targets, and who works there, without names."""

from __future__ import annotations

from cydwaith.kernel.facts import Fill, Read

READS = (
    Read(
        "organisation",
        "SELECT o.id, o.code, o.kind, a.code AS area FROM partnerships_organisation o"
        " LEFT JOIN partnerships_area a ON a.id = o.area_id",
        {"id": "BIGINT", "code": "VARCHAR", "kind": "VARCHAR", "area": "VARCHAR"},
    ),
    Read(
        "area",
        "SELECT a.code, p.code AS parent FROM partnerships_area a LEFT JOIN partnerships_area p ON p.id = a.parent_id",
        {"code": "VARCHAR", "parent": "VARCHAR"},
    ),
    Read(
        "programme",
        "SELECT p.id, p.partnership_id, p.code, p.pathway, o.code AS lead, p.contract_starts_on, p.delivery_starts_on,"
        " p.ends_on FROM partnerships_programme p JOIN partnerships_organisation o ON o.id = p.lead_id",
        {
            "id": "BIGINT",
            "partnership_id": "BIGINT",
            "code": "VARCHAR",
            "pathway": "VARCHAR",
            "lead": "VARCHAR",
            "contract_starts_on": "DATE",
            "delivery_starts_on": "DATE",
            "ends_on": "DATE",
        },
    ),
    Read(
        "target",
        "SELECT t.id, t.programme_id, t.measure, t.starts_on, t.ends_on, t.value FROM partnerships_target t",
        {
            "id": "BIGINT",
            "programme_id": "BIGINT",
            "measure": "VARCHAR",
            "starts_on": "DATE",
            "ends_on": "DATE",
            "value": "BIGINT",
        },
    ),
    Read(
        "partner",
        "SELECT partnership_id, organisation_id FROM partnerships_partner",
        {"partnership_id": "BIGINT", "organisation_id": "BIGINT"},
    ),
    Read(
        "membership",
        "SELECT user_id, organisation_id, hours_share FROM partnerships_membership"
        " WHERE role IN ('adviser', 'manager')",
        {"user_id": "BIGINT", "organisation_id": "BIGINT", "hours_share": "BIGINT"},
    ),
)

FILLS = (
    Fill("partner", ("organisation", "partner"), "SELECT code AS partner, kind, area FROM organisation"),
    Fill("area", ("area",), "SELECT code AS area, parent FROM area"),
    Fill(
        "programme",
        ("programme",),
        "SELECT code AS programme, pathway, lead, day_of(contract_starts_on) AS contract_day,"
        " day_of(delivery_starts_on) AS delivery_day, day_of(ends_on) AS end_day FROM programme",
    ),
    Fill(
        "target",
        ("target", "programme"),
        "SELECT own(t.id) AS target_id, p.code AS programme, NULL AS area, t.measure, day_of(t.starts_on) AS start_day,"
        " day_of(t.ends_on) AS end_day, t.value FROM target t JOIN programme p ON p.id = t.programme_id",
    ),
    Fill(
        "staff",
        ("membership", "organisation"),
        "SELECT own(m.user_id) AS staff_id, min(o.code) AS partner, max(m.hours_share) AS hours_share"
        " FROM membership m JOIN organisation o ON o.id = m.organisation_id GROUP BY 1",
    ),
)
