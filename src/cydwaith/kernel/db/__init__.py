# SPDX-License-Identifier: AGPL-3.0-or-later
"""Our database engines: Django's own, with the guard's check where SQL is compiled and where cursors run."""
