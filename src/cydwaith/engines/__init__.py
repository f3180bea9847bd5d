# SPDX-License-Identifier: AGPL-3.0-or-later
"""Engines: pure Python, no Django, no database.

An engine takes tables, bytes or frozen dataclasses and gives back results of the same sort. It asks
nobody who is looking: whoever calls it has already been admitted. Words on screen are not an engine's
business either: it answers with codes and parameters, beside a table of English templates.
"""
