"""Charts in rows: intervals with their middle, and bars; a row a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from multivector.report.palette import hue
from multivector.report.picture import Chart

SHAPES = ("circle", "square", "triangle-up", "diamond", "cross")
"""Marks of several series, so that hue is not alone."""


@dataclass(frozen=True)
class Dot:
    """A value and its interval.

    Attributes:
        row: Name of its row.
        series: What it is, for the legend; empty if there is one series only.
        value: The value.
        low: Lower end.
        high: Upper end.
        panel: Heading of the chart it is in, where there are several side by side.
    """

    row: str
    series: str
    value: float
    low: float
    high: float
    panel: str = ""


def dots(
    found: Sequence[Dot],
    *,
    hues: dict[str, str],
    width: int,
    step: int = 30,
    form: str = ".0%",
    domain: tuple[float, float] | None = None,
    rule: float | None = None,
    limit: int = 230,
    columns: int = 4,
    inner: Sequence[tuple[float, float]] = (),
    labels: tuple[Sequence[float], str] | None = None,
    own: bool = False,
) -> Chart:
    """Dots with intervals, a row a name; several series of a row stand one above the other.

    Args:
        found: The dots.
        hues: Hue of each series, in the order of the legend.
        width: Of one chart.
        step: Height of a row.
        form: Format of the axis (d3).
        domain: Ends of the axis.
        rule: Where a vertical line stands.
        limit: Room for names, in pixels.
        columns: Charts in a row.
        inner: A second, thicker interval for each dot, such as the middle half.
        labels: Values of the axis to name and an expression that names them.
        own: Whether each chart has rows of its own; else all have the rows of all.
    """
    every = list(dict.fromkeys(dot.row for dot in found))
    panels = list(dict.fromkeys(dot.panel for dot in found))
    series = list(hues)
    axis: dict[str, Any] = {"format": form, "grid": True, "tickCount": 5}
    if labels:
        axis |= {"values": list(labels[0]), "labelExpr": labels[1]}
    scale: dict[str, Any] = {"nice": False, "clamp": True, "zero": False}
    if domain:
        scale["domain"] = list(domain)
    legend = {"title": None, "orient": "top", "symbolType": "circle"} if len(series) > 1 else None
    many: dict[str, Any] = {"field": "series", "type": "nominal", "legend": legend}
    colour = many | {"scale": {"domain": series, "range": [hue(name) for name in hues.values()]}}
    shape = many | {"scale": {"domain": series, "range": list(SHAPES[: len(series)])}}
    charts = []
    for place, panel in enumerate(panels):
        data = []
        for number, dot in enumerate(found):
            if dot.panel != panel:
                continue
            row = {"row": dot.row, "series": dot.series, "value": dot.value, "low": dot.low, "high": dot.high}
            if inner:
                row |= {"inlow": inner[number][0], "inhigh": inner[number][1]}
            data.append(row)
        names = list(dict.fromkeys(row["row"] for row in data)) if own else every
        y: dict[str, Any] = {
            "field": "row", "type": "nominal", "sort": names, "title": None, "scale": {"domain": names},
            "axis": {"labelLimit": limit, "grid": False, "labelColor": hue("ink"),
                     "labels": own or place % columns == 0},
        }  # fmt: skip
        if len(series) > 1:
            y["scale"] |= {"paddingInner": 0.3}
        offset = {"yOffset": {"field": "series", "type": "nominal", "sort": series, "scale": {"domain": series}}}
        shared: dict[str, Any] = {"y": y, **(offset if len(series) > 1 else {})}
        x = {"type": "quantitative", "title": None, "scale": scale, "axis": axis}
        layers: list[Chart] = []
        if rule is not None:
            layers.append(
                {"mark": {"type": "rule", "color": hue("soft"), "strokeWidth": 1}, "encoding": {"x": {"datum": rule}}}
            )
        layers.append(
            {
                "mark": {"type": "rule", "strokeWidth": 1.5, "clip": True},
                "encoding": {**shared, "x": {**x, "field": "low"}, "x2": {"field": "high"}, "color": colour},
            }
        )
        if inner:
            layers.append(
                {
                    "mark": {"type": "rule", "strokeWidth": 5, "opacity": 0.45, "clip": True},
                    "encoding": {**shared, "x": {**x, "field": "inlow"}, "x2": {"field": "inhigh"}, "color": colour},
                }
            )
        layers.append(
            {
                "mark": {"type": "point", "filled": True, "size": 62, "opacity": 1, "clip": False},
                "encoding": {**shared, "x": {**x, "field": "value"}, "color": colour,
                             **({"shape": shape} if len(series) > 1 else {})},
            }
        )  # fmt: skip
        chart: Chart = {"width": width, "height": {"step": step}, "data": {"values": data}, "layer": layers}
        if len(series) > 1:
            chart["height"] = step * len(series) * len(names)
        if panel:
            chart["title"] = {"text": panel, "fontSize": 12.5, "offset": 6, "anchor": "start"}
        charts.append(chart)
    if len(charts) == 1:
        return charts[0]
    return {"concat": charts, "columns": columns, "spacing": 14}


def bars(
    found: Sequence[tuple[str, float]],
    *,
    width: int,
    name: str = "blue",
    step: int = 24,
    form: str = ".0%",
    limit: int = 260,
    texts: Sequence[str] = (),
    top: float | None = None,
) -> Chart:
    """Bars with their value written at the end.

    Args:
        found: Name and value, from the top.
        width: Of the chart.
        name: Name of the hue.
        step: Height of a row.
        form: Format of the axis (d3).
        limit: Room for names.
        texts: What is written at the end of each.
        top: End of the axis.
    """
    rows = [
        {"row": row, "value": value, "text": texts[number] if texts else ""}
        for number, (row, value) in enumerate(found)
    ]
    y = {"field": "row", "type": "nominal", "sort": [row for row, _ in found], "title": None,
         "axis": {"labelLimit": limit, "grid": False, "labelColor": hue("ink")}}  # fmt: skip
    most = top if top is not None else 1.12 * max((value for _, value in found), default=1.0)
    x = {"field": "value", "type": "quantitative", "title": None, "scale": {"domain": [0, most], "nice": False},
         "axis": {"format": form, "grid": True, "tickCount": 5}}  # fmt: skip
    return {
        "width": width,
        "height": {"step": step},
        "data": {"values": rows},
        "layer": [
            {"mark": {"type": "bar", "color": hue(name), "height": {"band": 0.62}}, "encoding": {"y": y, "x": x}},
            {
                "mark": {"type": "text", "align": "left", "dx": 6, "color": hue("soft")},
                "encoding": {"y": y, "x": x, "text": {"field": "text"}},
            },
        ],
    }


def stacks(
    found: Sequence[tuple[str, str, float]],
    *,
    hues: dict[str, str],
    width: int,
    step: int = 34,
    limit: int = 230,
) -> Chart:
    """Stacked shares of a whole, a row a name.

    Args:
        found: Row, part, share.
        hues: Hue of each part, in order.
        width: Of the chart.
        step: Height of a row.
        limit: Room for names.
    """
    parts = list(hues)
    rows: list[dict[str, Any]] = []
    left: dict[str, float] = {}
    for row, part, share in found:
        start = left.get(row, 0.0)
        rows.append({"row": row, "part": part, "start": start, "end": start + share, "middle": start + share / 2,
                     "text": f"{100 * share:.0f} %" if share >= 0.07 else ""})  # fmt: skip
        left[row] = start + share
    y = {"field": "row", "type": "nominal", "sort": list(left), "title": None,
         "axis": {"labelLimit": limit, "grid": False, "labelColor": hue("ink")}}  # fmt: skip
    x = {"type": "quantitative", "title": None, "scale": {"domain": [0, 1]}, "axis": {"format": ".0%", "tickCount": 5}}
    colour = {"field": "part", "type": "nominal", "scale": {"domain": parts, "range": [hue(h) for h in hues.values()]},
              "legend": {"title": None, "orient": "top", "symbolType": "square", "labelLimit": 330,
                         "columns": 1 if width < 300 else 4}}  # fmt: skip
    return {
        "width": width,
        "height": {"step": step},
        "data": {"values": rows},
        "layer": [
            {
                "mark": {"type": "bar", "height": {"band": 0.66}, "stroke": hue("paper"), "strokeWidth": 1.5},
                "encoding": {"y": y, "x": {**x, "field": "start"}, "x2": {"field": "end"}, "color": colour},
            },
            {
                "mark": {"type": "text", "color": hue("paper"), "fontWeight": "bold"},
                "encoding": {"y": y, "x": {**x, "field": "middle"}, "text": {"field": "text"}},
            },
        ],
    }
