# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where one can go: entries of a navigation and of a breadcrumb."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class NavItem:
    """One entry. ``key`` is compared with the page's ``here``; ``count`` is shown when it is not zero."""

    text: str
    href: str
    key: str = ""
    count: int = 0
    count_of: str = ""
    """What the count counts, for screen readers: "overdue"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crumb:
    """One step of a breadcrumb; the page itself is left out of it."""

    text: str
    href: str
