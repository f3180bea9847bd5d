# SPDX-License-Identifier: AGPL-3.0-or-later
"""The site as people meet it: a real server, a real browser."""
