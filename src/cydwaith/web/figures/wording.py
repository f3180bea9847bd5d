# SPDX-License-Identifier: AGPL-3.0-or-later
"""Figures as they are said: numbers with their unit, periods, and the message of a measure as one sentence.

A sentence here is whole and holds numbers alone; names stand beside it as label and value, since Welsh would mutate
them.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from cydwaith.outcomes import rules
from cydwaith.outcomes.counting import UNKNOWN
from cydwaith.outcomes.queries import FigureView, Names, Series
from cydwaith.web.components import words

UNITS: dict[str, Any] = {
    "people": gettext_lazy("people"),
    "per_cent": "%",
    "referrals": gettext_lazy("referrals"),
    "job_starts": gettext_lazy("job starts"),
    "trials": gettext_lazy("work trials"),
    "cases": gettext_lazy("cases"),
    "per_1000": gettext_lazy("for each 1,000"),
    "per_100000": gettext_lazy("for each 100,000"),
    "points": gettext_lazy("points"),
}
WHY: dict[str, Any] = {
    "no_cohort": gettext_lazy("Nobody was in the cohort"),
    "no_base": gettext_lazy("No population base is known"),
}
VERDICTS: dict[str, Any] = {
    "counted": gettext_lazy("Counted"),
    "not_yet": gettext_lazy("Not yet"),
    "excluded": gettext_lazy("Not in the cohort"),
    "incomplete": gettext_lazy("Something is missing"),
}
TONES = {"counted": "done", "not_yet": "due", "excluded": "plain", "incomplete": "problem"}
STEP_WORDS: dict[str, Any] = {"year": gettext_lazy("Years"), "quarter": gettext_lazy("Quarters")}
DIMENSION_WORDS: dict[str, Any] = {
    "programme": gettext_lazy("Programme"),
    "partner": gettext_lazy("Organisation"),
    "area": gettext_lazy("Area"),
}


def amount(value: Decimal | None, unit: str, *, alone: bool = False) -> str:
    """A value with its unit: "64.4 %", "83"; a dash for none. `alone`: without words, for a narrow column."""
    if value is None:
        return "–"
    number = words.number(value)
    if unit == "per_cent":
        return f"{words.number(value, max(0, -int(value.as_tuple().exponent)))} %"
    if alone or unit in ("people", ""):
        return number
    return f"{number} {UNITS.get(unit, unit)}"


def doubt(figure: FigureView) -> str:
    """From what to what it may be, where links between records leave a doubt; else nothing."""
    if figure.certain or figure.low is None or figure.high is None:
        return ""
    return f"{amount(figure.low, figure.unit, alone=True)}–{amount(figure.high, figure.unit, alone=True)}"


def period(first: date, last: date) -> str:
    """A period as it is said: a financial year "2018-19", a quarter "April to June 2018", else both its days."""
    language = words.language_of(get_language())
    months = words.MONTHS[language]
    joint = "i" if language == "cy" else "to"
    length = (last.year - first.year) * 12 + last.month - first.month + 1
    if first.day != 1:
        return words.span(first, last, language)
    if length == 12 and first.month == 4:
        return f"{first.year}-{last.year % 100:02}"
    if length == 3:
        return f"{months[first.month - 1]} {joint} {months[last.month - 1]} {last.year}"
    return words.span(first, last, language)


def quarter(first: date) -> str:
    """The quarter that begins on a day."""
    return period(first, rules.last_of(first))


def short_period(first: date, last: date) -> str:
    """The same for an axis: "2018-19", "Apr 2018"."""
    if (last.year - first.year) * 12 + last.month - first.month == 11 and first.month == 4:
        return f"{first.year}-{last.year % 100:02}"
    language = words.language_of(get_language())
    return words.short_day(first, language).partition(" ")[2]


def tone(series: Series) -> str:
    """How the newest figure stands: done, due or plain."""
    now, wanted = series.now, series.compared
    if now is None or now.value is None or wanted is None or now.good == "none":
        return "plain"
    reached = now.value <= wanted if now.good == "down" else now.value >= wanted
    return "done" if reached else "due"


def message(series: Series) -> str:
    """What the newest figure says, in one sentence."""
    now = series.now
    if now is None or now.value is None:
        return str(WHY.get(now.why if now else "", _("Nothing was counted yet")))
    said = amount(now.value, now.unit)
    wanted, against = series.compared, {"value": said, "wanted": ""}
    if wanted is not None and now.good != "none":
        against["wanted"] = amount(wanted, now.unit)
        return _against(series, tone(series) == "done") % against
    if series.change is None or series.before is None:
        return said
    return _since(series.change) % {"value": said, "before": amount(series.before.value, now.unit)}


def _against(series: Series, reached: bool) -> str:
    ceiling = series.now is not None and series.now.good == "down"
    if ceiling:
        return (
            _("%(value)s: within the limit of %(wanted)s")
            if reached
            else _("%(value)s: over the limit of %(wanted)s")
        )
    if series.target is not None:
        return (
            _("%(value)s: the target of %(wanted)s is reached")
            if reached
            else _("%(value)s: short of the target of %(wanted)s")
        )
    return (
        _("%(value)s: at or over the benchmark of %(wanted)s")
        if reached
        else _("%(value)s: under the benchmark of %(wanted)s")
    )


def _since(change: Decimal) -> str:
    if change > 0:
        return _("%(value)s, up from %(before)s the period before")
    if change < 0:
        return _("%(value)s, down from %(before)s the period before")
    return _("%(value)s, the same as the period before")


def why_changed(series: Series) -> list[tuple[str, int]]:
    """What moved between the last two periods: label and difference, of what is behind a rate or incomplete."""
    now, before = series.now, series.before
    if now is None or before is None:
        return []
    found = [(_("Counted"), now.numerator - before.numerator)]
    if now.denominator or before.denominator:
        found.append((_("In the cohort"), now.denominator - before.denominator))
    found.append((_("Incomplete records"), now.incomplete - before.incomplete))
    return [(label, number) for label, number in found if number]


STRATA: dict[str, Any] = {
    "male": gettext_lazy("Men"),
    "female": gettext_lazy("Women"),
    "other": gettext_lazy("Another gender"),
}
"""Part of a measure -> its words; one that is not here is shown as its code."""


def stratum(code: str) -> str:
    """A part of a measure in words; several parts joined by a point or a slash are said one after the other."""
    return str(STRATA.get(code, code.replace("_", " ")))


def whose(group: tuple[str, str, str, str], names: Names) -> str:
    """Of whom a figure is: its programme, organisation, area and part, by name; all, where it has none."""
    found = [
        str(names.of(name, code)) if code != UNKNOWN else _("Not known")
        for name, code in zip(DIMENSION_WORDS, group[:3], strict=True)
        if code
    ]
    if group[3]:
        found.append(stratum(group[3]))
    return ", ".join(found) or _("All")


def signed(number: int) -> str:
    """A difference with its sign: "+3", "−2"."""
    return f"+{words.number(number)}" if number > 0 else words.number(number)
