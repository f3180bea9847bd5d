# SPDX-License-Identifier: AGPL-3.0-or-later
"""One module for each funder's or framework's rules; `registry.ALL` holds them by name."""
