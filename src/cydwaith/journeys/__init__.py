# SPDX-License-Identifier: AGPL-3.0-or-later
"""One working life: a person's way along a pathway, into work and on.

Words: a *journey* is a person on a programme with an organisation; a *stage* a stone of its pathway; a *contact* is
with the person, an employer or the clinical team; the *profile* and the *plan* are written together, each line with
whose words it is; a *job* is any spell of work, its kind says which; a *review* falls due by itself after 13, 26 and 52
weeks in work; a *snapshot* is the one page that a person writes for an employer.
Promises: stage changes and agreements to the plan are never altered; a step forward names everything that it still
lacks; a caseload never falls between people; an employer reads the snapshot and nothing else. Never: a stage or a
review that somebody has to remember, pay below the floor passed over, a partner who may see also changing.

Beyond the usual eight: `vocabulary.py` (the codes and their words, which the pages need and the tables hold),
`shapes.py` (what goes into actions), `finding.py` (rows that an actor may change), `upkeep.py` (what is kept twice or
planned by rule), `checks.py` (the same held against its source), `bulk` (many rows, inside the importer's action),
`evidence.py` (what a step asks for, looked up), `snapshots.py` (the page for an employer), `frozen.py` (triggers).
"""
