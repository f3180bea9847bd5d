# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every component on one page, for those who build pages. Only while debugging or in a demonstration."""
