# SPDX-License-Identifier: AGPL-3.0-or-later
"""Real input: the spreadsheets that advisers have today, brought in with every problem said at once.

Words: a *batch* is one file that somebody brought; its *mapping* says what each column means; a *check* reads the
whole file and writes nothing; a *commit* writes all of it or the good rows of it; a *row key* remembers which row
became which record, so that the same file twice brings nothing new and a batch can be undone for 30 days.

Promises: one transaction a commit and one an undo; one audit row a source row; a file is kept for 30 days in a
folder that nothing serves. A record, once here, is the truth: a later file adds what is new to it (another job, another
contact) and never overwrites it; rows that differ from what came in before are listed. Never: a person written
without an organisation's own manager (or the operator at the command line), or a file name that tells anything.

Beside the usual files: `store` (the private folder of a batch), `lookup` (codes that only the database knows),
`checking`, `committing` and `undoing` (one use-case each, which `actions` would else be too long to hold), `cli`.
"""
