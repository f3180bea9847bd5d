# SPDX-License-Identifier: AGPL-3.0-or-later
"""The small strict middle: who acts, what they may touch, and what is remembered of it.

Words: an *actor* is a user, an organisation, a role and a purpose; a *guarded* table holds something about a
person; *admission* is the proof that a query was narrowed to what an actor may see; an *action* is one audited
verb. Promises: no personal row leaves the database without an actor and a purpose; no write without its audit
row. Never: a rule about employment, sharing or money; those belong to the contexts above.

Files beyond the usual eight: the kernel is not a context but what contexts are made of.
"""
