# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages of advisers (and of managers who work with people): the day, the caseload, one person's record."""
