# SPDX-License-Identifier: AGPL-3.0-or-later
"""Staff pages about the person's record itself: adding, details, sharing, referral, corrections, joins, emergencies."""
