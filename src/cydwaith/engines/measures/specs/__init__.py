# SPDX-License-Identifier: AGPL-3.0-or-later
"""Specifications: small readable tables of facts with the verdicts and figures that a rulebook must give.

A folder for each rulebook, a Markdown file for each case. The same files are its tests and its documentation page.
"""
