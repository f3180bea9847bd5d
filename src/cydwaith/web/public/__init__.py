# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages for anybody: what this is, asking for help, what is kept and why, how to reach us."""
