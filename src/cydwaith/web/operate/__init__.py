# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages of the site operator: organisations, partnerships, the site's health and its jobs. Nobody's record."""
