# SPDX-License-Identifier: AGPL-3.0-or-later
"""The edge where people meet the site: one folder an audience, and what they share.

``components`` holds typed helpers for what is drawn (words, dates, tables, the path), ``forms`` turns
Django forms into accessible fields and keeps what was typed, ``jinja`` puts both before every template.
A view makes one domain call and holds no database row.
"""
