# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes of outcomes: one verb each, by an actor, audited. One module a topic."""

from .counted import ask_count, keep_run, keep_snapshot

__all__ = ["ask_count", "keep_run", "keep_snapshot"]
