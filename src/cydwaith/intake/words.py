# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a problem says and what to do about it: the engine's words and those of what only the site can know."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext as _translate
from django.utils.translation import gettext_noop as _

from cydwaith.engines.tables import WORDS as ENGINE_WORDS
from cydwaith.engines.tables import Place, Problem, Severity, Words

OWN: Final[Mapping[str, Words]] = {
    "nhs-taken": Words(
        Severity.ERROR,
        _("Another person's record here has this NHS number, with another date of birth."),
        _("Check the NHS number and the date of birth in this row."),
    ),
    "journey-open": Words(
        Severity.ERROR,
        _("This person is already on this programme with you."),
        _("Close the journey that is open, or leave this one out."),
    ),
    "journey-twice": Words(
        Severity.ERROR,
        _("This person is on the same programme twice at the same time in this file."),
        _("Write the day on which the earlier journey closed."),
    ),
    "programme-unknown": Words(
        Severity.ERROR,
        _("It is not said which programme this is about."),
        _("Choose the programme on the page where columns are matched."),
    ),
    "journey-start-assumed": Words(
        Severity.WARNING,
        _(
            "The day on which this journey began is not known. The first day that is known of it is taken, or today."
        ),
        _("Fill in when the person was referred, or when the journey started."),
    ),
    "referred-after-start": Words(
        Severity.WARNING,
        _("The referral is later than the start. The day of the start is taken for both."),
        _("Check both dates."),
    ),
    "job-kind-assumed": Words(
        Severity.WARNING,
        _("It is not said what sort of work this is. It is taken for paid employment."),
        _("Fill in the kind of work, above all where it was a trial or voluntary."),
    ),
    "terms-without-start": Words(
        Severity.WARNING,
        _("Hours and pay are left out, since the day from which they held is not known."),
        _("Fill in when the job started."),
    ),
    "site-refuses": Words(Severity.ERROR, "{why}", _("Change it in the file.")),
    "already-here": Words(
        Severity.NOTE,
        _("This person is here already. What is new in the row is added to their record."),
        "",
    ),
    "differs": Words(
        Severity.WARNING,
        _("This row was brought in before and says something else now. The record stays as it is."),
        _("Change it on the person's own pages, where it can be seen who changed what."),
    ),
    "record-closed": Words(
        Severity.WARNING,
        _("This row was brought in before, and its record is not open to you now. It stays as it is."),
        _("Nothing needs to be done."),
    ),
    "changed-meanwhile": Words(
        Severity.ERROR,
        _(
            "Something changed between the check and now, and rows that were good are no longer. Nothing was written."
        ),
        _("Check the file again."),
    ),
    "stopped": Words(
        Severity.ERROR,
        _("The work stopped before it was finished. Nothing was written."),
        _("Start it again. If it stops again, tell whoever runs the site."),
    ),
    "not-allowed": Words(
        Severity.ERROR,
        _("Whoever began this may no longer bring people in for the organisation. Nothing was written."),
        _("Let a team manager begin it."),
    ),
    "file-gone": Words(
        Severity.ERROR,
        _("The file is no longer kept here."),
        _("Choose it again."),
    ),
    "failed": Words(
        Severity.ERROR,
        _("Something went wrong on our side. Nothing was written."),
        _("Try again. If it happens again, tell whoever runs the site."),
    ),
}
WORDS: Final[Mapping[str, Words]] = MappingProxyType({**ENGINE_WORDS, **OWN})


def problem(code: str, *, place: Place | None = None, field: str | None = None, value: str = "") -> Problem:
    """A problem of this context with the severity of its words."""
    return Problem(code=code, severity=OWN[code].severity, place=place or Place(), field=field, value=value)


def message(found: Problem) -> str:
    """What is wrong, in the language in force."""
    return _translate(WORDS[found.code].message).format(**found.params)


def remedy(found: Problem) -> str:
    """What to do about it, in the language in force; empty where nothing needs doing."""
    text = WORDS[found.code].remedy
    return _translate(text).format(**found.params) if text else ""
