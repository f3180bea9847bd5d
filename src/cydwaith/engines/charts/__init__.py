# SPDX-License-Identifier: AGPL-3.0-or-later
"""Charts: SVG made on the server from numbers and their texts, with the message as its title.

Promises: valid inside HTML and under a Content-Security-Policy without inline styles (geometry is in attributes, looks
are in classes: frontend/scss/_charts.scss); every chart has a title and a description; a missing number is a gap with
its mark; nothing is told by colour alone; labels do not overlap. It formats and translates nothing: texts come in the
language of the page, and the same numbers belong beside the chart as a table.
"""

from __future__ import annotations

from cydwaith.engines.charts.bars import Bar, BarChart, bar_chart
from cydwaith.engines.charts.columns import column_chart
from cydwaith.engines.charts.drawing import responsive
from cydwaith.engines.charts.intervals import Interval, IntervalChart, Reference, interval_chart
from cydwaith.engines.charts.line import LineChart, Series, Target, line_chart
from cydwaith.engines.charts.model import Axis, Datum, Frame, Width, axis_for
from cydwaith.engines.charts.places import GREATER_MANCHESTER, MAPS, WALES, Place
from cydwaith.engines.charts.svg import Svg
from cydwaith.engines.charts.tiles import Shade, TileMap, tile_map

__all__ = [
    "GREATER_MANCHESTER",
    "MAPS",
    "WALES",
    "Axis",
    "Bar",
    "BarChart",
    "Datum",
    "Frame",
    "Interval",
    "IntervalChart",
    "LineChart",
    "Place",
    "Reference",
    "Series",
    "Shade",
    "Svg",
    "Target",
    "TileMap",
    "Width",
    "axis_for",
    "bar_chart",
    "column_chart",
    "interval_chart",
    "line_chart",
    "responsive",
    "tile_map",
]
