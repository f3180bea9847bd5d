# SPDX-License-Identifier: AGPL-3.0-or-later
"""The one page that an employer may open: what a person wrote for them. Neutral in every word."""
