# SPDX-License-Identifier: AGPL-3.0-or-later
"""The same small world as for a person's own pages."""

from tests.web.me.conftest import browser, stage

__all__ = ["browser", "stage"]
