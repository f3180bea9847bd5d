# SPDX-License-Identifier: AGPL-3.0-or-later
"""The performance harness: makes its own data, serves it as an installed site does, and measures through HTTP."""
