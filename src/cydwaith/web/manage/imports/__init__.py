# SPDX-License-Identifier: AGPL-3.0-or-later
"""Bringing people in from a spreadsheet, step by step: choose, match columns, match words, check, bring in, undo."""
