# SPDX-License-Identifier: AGPL-3.0-or-later
"""From figures to charts: the message as the title, numbers as the page writes them, gaps with their mark."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cydwaith.engines import charts
from cydwaith.outcomes.queries import Series
from cydwaith.web.components import words

from . import wording


def _datum(value: Decimal | None, unit: str, mark: str = "") -> charts.Datum:
    if value is None:
        return charts.Datum(None, mark or _("no figure"))
    return charts.Datum(value, wording.amount(value, unit, alone=True))


def _axis(amounts: Iterable[Decimal | None], unit: str) -> charts.Axis:
    return charts.axis_for(
        amounts, lambda value: words.number(value.normalize() if value % 1 else int(value)), unit=_unit(unit)
    )


def _unit(unit: str) -> str:
    return "%" if unit == "per_cent" else str(wording.UNITS.get(unit, unit))


def over_time(
    series: Series, *, own: str, title: str, others: Sequence[tuple[str, dict[int, Decimal | None]]] = ()
) -> charts.Svg | str:
    """A measure over the periods with its target; `others`: name -> value by the year in which a period begins."""
    points = series.points
    if len(points) < 2 or all(one.value is None for one in points):
        return ""
    unit = points[0].unit
    lines = [charts.Series(name=own, data=tuple(_datum(one.value, unit) for one in points))]
    for name, values in others[:3]:
        told = [values.get(one.first_day.year) for one in points]
        if any(one is not None for one in told):
            lines.append(charts.Series(name=name, data=tuple(_datum(one, unit) for one in told)))
    target = None
    if series.compared is not None:
        said = _("Target") if series.target is not None else _("Benchmark")
        target = charts.Target(amount=series.compared, text=f"{said} {wording.amount(series.compared, unit)}")
    amounts = [datum.amount for line in lines for datum in line.data]
    chart = charts.LineChart(
        name="over-time",
        title=title,
        desc=_("A line over the periods. The same numbers stand in the table below."),
        periods=tuple(wording.short_period(one.first_day, one.last_day) for one in points),
        axis=_axis([*amounts, series.compared], unit),
        series=tuple(lines),
        target=target,
    )
    return charts.responsive(chart, charts.line_chart)


@dataclass(frozen=True, slots=True)
class Pair:
    """What was reached and what was asked for, of one period or group. `name`: as it is said."""

    name: str
    actual: Decimal | None
    profile: Decimal | None


def against(
    pairs: Sequence[Pair], *, name: str, title: str, unit: str = "people", rows: bool = False
) -> charts.Svg | str:
    """Actual against profile, a column a period; or a row a group where `rows`."""
    if not pairs:
        return ""
    chart = charts.BarChart(
        name=name,
        title=title,
        desc=_(
            "Bars for what was reached, a line for the profile. The same numbers stand in the table below."
        ),
        axis=_axis([one for pair in pairs for one in (pair.actual, pair.profile)], unit),
        bars=tuple(
            charts.Bar(
                name=pair.name,
                actual=_datum(pair.actual, unit),
                profile=None if pair.profile is None else _datum(pair.profile, unit),
            )
            for pair in pairs
        ),
        actual=_("Reached"),
        profile=_("Profile"),
    )
    return charts.responsive(chart, charts.bar_chart if rows else charts.column_chart)


def tiles(
    places: tuple[charts.Place, ...], data: dict[str, Decimal | None], *, name: str, title: str, unit: str
) -> charts.Svg | str:
    """One tile a council, in up to four classes of equal numbers of councils."""
    known = sorted({value for value in data.values() if value is not None})
    if not known:
        return ""
    ends = sorted({known[(len(known) - 1) * part // 4] for part in (1, 2, 3)} - {known[-1]})
    shades = [charts.Shade(upto=end, text=f"≤ {wording.amount(end, unit, alone=True)}") for end in ends]
    above = f"> {wording.amount(ends[-1], unit, alone=True)}" if ends else _("A figure")
    chart = charts.TileMap(
        name=name,
        title=title,
        desc=_("One tile for each council. The same numbers stand in the table below."),
        places=places,
        data={
            place.code: _datum(data[place.code], unit) for place in places if data.get(place.code) is not None
        },
        shades=(*shades, charts.Shade(upto=None, text=above)),
        missing=_("No figure"),
        no_figure="–",
        language=words.language_of(get_language()),
    )
    return charts.responsive(chart, charts.tile_map)
