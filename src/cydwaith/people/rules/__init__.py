# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pure rules of the record: closed lists with their words, and what makes a value acceptable."""
