# SPDX-License-Identifier: AGPL-3.0-or-later
"""Typed helpers for what pages draw. Pure: they read no database and hold no request."""
