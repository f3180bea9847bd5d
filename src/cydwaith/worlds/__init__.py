# SPDX-License-Identifier: AGPL-3.0-or-later
"""Worlds of invented people: the demonstration's. They come in through the product's own doors."""
