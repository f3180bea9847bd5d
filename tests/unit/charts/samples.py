# SPDX-License-Identifier: AGPL-3.0-or-later
"""Charts with everything in them: gaps, long names, both languages. EVERY NUMBER OF A COUNCIL HERE IS INVENTED."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from cydwaith.engines.charts import (
    GREATER_MANCHESTER,
    WALES,
    Bar,
    BarChart,
    Datum,
    Frame,
    Interval,
    IntervalChart,
    LineChart,
    Reference,
    Series,
    Shade,
    Svg,
    Target,
    TileMap,
    Width,
    axis_for,
    bar_chart,
    column_chart,
    interval_chart,
    line_chart,
    tile_map,
)

Sample = tuple[Any, Callable[[Any, Width], Svg]]
LONG = "Blackburn with Darwen and the Ribble Valley Supported Employment Partnership"


def plain(amount: Decimal) -> str:
    """A number without an exponent or noughts at its end."""
    return f"{amount.normalize():f}"


def datum(amount: float | None, mark: str = "[c]") -> Datum:
    """A number as it is written, or the mark of a missing one."""
    return Datum(None, mark) if amount is None else Datum(Decimal(str(amount)), str(amount))


def series(name: str, *amounts: float | None) -> Series:
    """A line."""
    return Series(name=name, data=tuple(datum(amount) for amount in amounts))


def words(name: str, title: str) -> dict[str, str]:
    """The words of a frame."""
    return {"name": name, "title": title, "desc": "The same numbers follow as a table."}


def samples(language: str) -> list[Sample]:
    """One of each, and the awkward ones, in "en" or "cy"."""

    def t(english: str, welsh: str) -> str:
        return welsh if language == "cy" else english

    return [*_lines(t), *_bars(t), *_intervals(t), *_tiles(t, language)]


def _lines(t: Callable[[str, str], str]) -> list[Sample]:
    years = tuple(f"20{year}-{year + 1}" for year in range(10, 21))
    whole = LineChart(
        **words("own-past", t("Up, and below the target", "Yn uwch, ac yn is na'r targed")),
        periods=years,
        axis=axis_for(
            [Decimal(10)], plain, unit=t("per cent of people known to the council", "y cant o'r bobl")
        ),
        series=(
            series(
                t("Invented council", "Cyngor dyfeisiedig"),
                3.1,
                3.4,
                3.3,
                None,
                2.9,
                3.0,
                3.6,
                4.2,
                4.1,
                4.8,
                5.2,
            ),
            series(
                t("North West", "Gogledd Orllewin"), 5.1, 5.0, 4.6, 4.5, 4.2, None, 4.0, 4.1, 4.4, 4.3, 4.2
            ),
            series(t("England", "Lloegr"), 6.6, 7.1, 7.0, 6.8, 6.0, 5.8, 5.7, 6.0, 5.9, 5.6, 5.1),
            series(
                t("Greater Manchester city region", "Dinas-ranbarth Manceinion Fwyaf"),
                *(3.4, 3.5, 3.6, None, 3.8, 3.9, 4.0, 4.1, None, 4.1, 4.3),
            ),
        ),
        target=Target(amount=Decimal(10), text=t("Target 10", "Targed 10")),
    )
    gap = LineChart(
        **words("gap", t("Two years and a gap", "Dwy flynedd a bwlch")),
        periods=years[-3:],
        axis=axis_for([Decimal(9)], plain),
        series=(
            Series(
                name="England", data=(datum(8), datum(None, t("not published", "heb ei gyhoeddi")), datum(9))
            ),
        ),
    )
    one = LineChart(
        **words("single", "One year alone"),
        periods=years[-1:],
        axis=axis_for([], plain),
        series=(series("One", 0.4),),
    )
    nothing = LineChart(
        **words("nothing", "No figure in any year"),
        periods=years,
        axis=axis_for([], plain),
        series=(series(LONG, *[None] * 11), series("England", *[0.5] * 11)),
        target=Target(amount=Decimal("0.5"), text="Target 0.5"),
    )
    months = LineChart(
        **words("months", t("Three years by month", "Tair blynedd fesul mis")),
        periods=tuple(f"{month:02}/20{year}" for year in (17, 18, 19) for month in range(1, 13)),
        axis=axis_for([Decimal(70)], plain, whole=True),
        series=(
            series(
                t("Our service", "Ein gwasanaeth"),
                *[None if n == 20 else 20 + n * 7 % 11 + n for n in range(36)],
            ),
            series(t("All services", "Pob gwasanaeth"), *[30 + n * 5 % 7 for n in range(36)]),
        ),
    )
    return [(chart, line_chart) for chart in (whole, gap, one, nothing, months)]


def _bars(t: Callable[[str, str], str]) -> list[Sample]:
    called: dict[str, str] = {
        "actual": t("People into work", "Pobl i waith"),
        "profile": t("Contract's profile", "Proffil y contract"),
    }
    asked: list[tuple[str, int | None, int]] = [
        ("Jul–Sep 2018", 3, 5),
        ("Oct–Dec 2018", 6, 8),
        ("Jan–Mar 2019", 9, 8),
        ("Apr–Jun 2019", 9, 10),
        ("Jul–Sep 2019", None, 10),
        ("Oct–Dec 2019", 12, 11),
        ("Jan–Mar 2020", 14, 12),
        ("Apr–Jun 2020", 0, 12),
    ]
    quarters = BarChart(
        **words("quarters", t("13 behind the profile", "13 ar ei hôl hi")),
        axis=axis_for([Decimal(14)], plain, unit=t("people", "pobl"), whole=True),
        bars=tuple(
            Bar(name=name, actual=datum(actual, t("not yet", "dim eto")), profile=datum(profile))
            for name, actual, profile in asked
        ),
        **called,
    )
    twelve = BarChart(
        **words("twelve", "Twelve quarters"),
        axis=axis_for([Decimal(39)], plain, whole=True),
        bars=tuple(
            Bar(
                name=f"Q{1 + n % 4} 20{17 + n // 4}", actual=datum(10 + n), profile=datum(12 + n), own=n == 11
            )
            for n in range(12)
        ),
        **called,
    )
    by_area: list[tuple[str, int | None, int]] = [
        ("Bolton", 12, 10),
        ("Bury", 3, 8),
        ("Manchester", 39, 40),
        ("Oldham", None, 9),
        ("Rochdale", 9, 9),
        ("Salford", 14, 12),
        ("Stockport", 0, 6),
        (LONG, 7, 8),
    ]
    areas = BarChart(
        **words("areas", t("Four of eight reach their profile", "Mae pedair o wyth yn cyrraedd")),
        axis=axis_for([Decimal(40)], plain),
        bars=tuple(
            Bar(name=name, actual=datum(actual), profile=datum(profile), own=name == "Salford")
            for name, actual, profile in by_area
        ),
        **called,
    )
    bare = BarChart(
        **words("bare", "Bars alone"),
        axis=axis_for([Decimal(39)], plain),
        bars=tuple(Bar(name=name, actual=datum(actual)) for name, actual, _profile in by_area[:4]),
        actual="People",
    )
    return [(quarters, column_chart), (twelve, column_chart), (areas, bar_chart), (bare, bar_chart)]


def _intervals(t: Callable[[str, str], str]) -> list[Sample]:
    def row(name: str, best: str, low: str, high: str, *, own: bool = False) -> Interval:
        text = f"{best} ({low}–{high})"
        return Interval(
            name=name, best=Datum(Decimal(best), text), low=Decimal(low), high=Decimal(high), own=own
        )

    chart = IntervalChart(
        **words("ranges", t("In the middle of its neighbours", "Yng nghanol y cynghorau tebycaf")),
        axis=axis_for([Decimal("11.2")], plain, unit=t("per cent in paid work", "y cant mewn gwaith â thâl")),
        rows=(
            row(t("Invented council", "Cyngor dyfeisiedig"), "5.2", "4.4", "6.1", own=True),
            row("Cheshire West and Chester", "7.4", "6.6", "8.1"),
            Interval(name="Salford", best=datum(None)),
            row(LONG, "9.6", "8.0", "11.2"),
            Interval(name="St Helens", best=datum(4.9)),
        ),
        references=(
            Reference(amount=Decimal("5.1"), text=t("England 5.1", "Lloegr 5.1")),
            Reference(amount=Decimal("4.2"), text=t("North West 4.2", "Gogledd Orllewin 4.2")),
            Reference(amount=Decimal(10), text=t("Target 10", "Targed 10"), target=True),
        ),
    )
    return [(chart, interval_chart)]


def _tiles(t: Callable[[str, str], str], language: str) -> list[Sample]:
    data = {place.code: datum(n * 7 % 18 + 0.4) for n, place in enumerate(WALES)}
    del data["W06000011"]
    data["W06000020"] = datum(None)
    wales = TileMap(
        **words("wales", t("People supported for each 1,000 who want work", "Pobl sy'n cael cymorth")),
        places=WALES,
        data=data,
        shades=(
            Shade(upto=Decimal(3), text=t("up to 3", "hyd at 3")),
            Shade(upto=Decimal(6), text=t("over 3 to 6", "dros 3 i 6")),
            Shade(upto=Decimal(9), text=t("over 6 to 9", "dros 6 i 9")),
            Shade(upto=Decimal(12), text=t("over 9 to 12", "dros 9 i 12")),
            Shade(upto=None, text=t("over 12", "dros 12")),
        ),
        missing=t("No figure, or hidden to protect people", "Dim ffigur, neu wedi'i guddio i ddiogelu pobl"),
        no_figure=t("none", "dim"),
        language=language,
        own="W06000015",
    )
    city = TileMap(
        **words("city", t("The city region", "Y ddinas-ranbarth")),
        places=GREATER_MANCHESTER,
        data={place.code: datum(n * 11) for n, place in enumerate(GREATER_MANCHESTER)},
        shades=(
            Shade(upto=Decimal(30), text="0–30"),
            Shade(upto=Decimal(60), text="31–60"),
            Shade(upto=None, text=t("over 60", "dros 60")),
        ),
        missing="–",
        no_figure="–",
        language=language,
    )
    return [(wales, tile_map), (city, tile_map)]


def frames(language: str = "en") -> dict[str, Frame]:
    """The samples' data by name."""
    return {chart.name: chart for chart, _draw in samples(language)}
