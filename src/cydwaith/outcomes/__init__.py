# SPDX-License-Identifier: AGPL-3.0-or-later
"""Figures that can be trusted: what was counted, by which rules, out of which facts, and what was given out.

Words: a *snapshot* is a folder of facts as they were on a day; a *run* counts one rulebook over one snapshot, its rows
are *figures*; a *contract* is what a funder pays a programme for, with a *profile* a quarter; a *return* (`Release`)
is a period's figures for a funder or for everybody: checked, frozen, signed by two people, given out; a *comparator*
is somebody else's published number beside ours.
Promises: what was frozen is never altered, and can be counted again to the digit; nobody signs twice; nothing goes out
that two people did not sign, or whose audit failed; a withdrawal says why, in public. Never: a name (who stands behind
a figure is asked of people's own policy, through the snapshot's keys), a figure without its rulebook and date.

Beyond the usual eight: `vocabulary.py` (codes and their words), `counting.py` (from a snapshot through the engines to
rows), `releasing.py` (what a return holds and what of it may be published), `snapshots.py` (the folder of facts).
"""
