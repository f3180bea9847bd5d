# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a person may say is wrong: codes, which each reader reads in their own language."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ABOUT: dict[str, tuple[Promise, Promise]] = {
    "name": (_("My name"), _("Name")),
    "birth": (_("My date of birth"), _("Date of birth")),
    "nhs": (_("My NHS number"), _("NHS number")),
    "contact": (_("How to reach me, or my languages"), _("How to reach them, or their languages")),
    "note": (_("Something that was written about me"), _("Something that was written about them")),
    "job": (_("A job, its hours or its pay"), _("A job, its hours or its pay")),
    "day": (_("A day on which something happened"), _("A day on which something happened")),
    "else": (_("Something else"), _("Something else")),
}
"""Code -> the words for the person, and for everybody else."""


def about_words(about: str, *, own: bool) -> str:
    """What a correction is about, in words; what staff wrote in their own words is said as they wrote it."""
    known = ABOUT.get(about)
    return str(known[0 if own else 1]) if known else about
