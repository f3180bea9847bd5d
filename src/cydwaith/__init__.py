# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cydwaith: one open, self-hosted site for partnerships that help people get and keep paid work.

The package is layered; imports point down: web, flows, intake, the contexts (journeys and its
neighbours), people, partnerships, kernel, engines. See ``docs/tour.md``.
"""

__version__ = "0.1.0"
