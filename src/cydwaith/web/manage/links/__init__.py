# SPDX-License-Identifier: AGPL-3.0-or-later
"""The linkage reviewer's pages: two records side by side, for counting alone."""
