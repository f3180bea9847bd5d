# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tests, by what they are about: a package, so that none of its folders takes the name of a library."""
