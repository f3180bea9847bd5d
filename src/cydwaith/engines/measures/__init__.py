# SPDX-License-Identifier: AGPL-3.0-or-later
"""Figures: one job history, every rulebook.

`facts` is the only input; `rulebooks` say who counts and why; `run` counts distinct people and makes figures;
`disclosure` makes a release safe; `comparators` holds what others published. Nothing here knows Django or a database.
"""
