# SPDX-License-Identifier: AGPL-3.0-or-later
"""Signing in and what belongs to one's own account: invitation, second step, sessions, language, parts.

django-allauth does the flows; forms, words, templates, limits and letters are ours. An account comes by
invitation alone. Nothing here tells whether an address has an account.
"""
