"""Fan charts: the middle half and the middle nine tenths of the runs around their median."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from multivector.report.figure import NARROW, WIDE
from multivector.report.palette import hue
from multivector.report.picture import Chart
from multivector.report.record import Floats

HOW = "Line: median. Dark band: the middle half of the runs. Light band: the middle nine tenths."


@dataclass(frozen=True)
class Panel:
    """One fan.

    Attributes:
        title: Its heading.
        bands: Quantiles, shape ``(5, steps)``.
        hue: Name of its hue.
        second: Another line to compare with, such as the median of the twin; None for none.
    """

    title: str
    bands: Floats
    hue: str = "blue"
    second: Floats | None = None


@dataclass(frozen=True)
class Moment:
    """A dated event marked by a rule.

    Attributes:
        at: Step, may lie between two.
        label: What it is.
    """

    at: float
    label: str


def fans(
    panels: Sequence[Panel],
    labels: Sequence[str],
    *,
    narrow: bool,
    height: int,
    every: int,
    form: str = "~s",
    moments: Sequence[Moment] = (),
    shared: bool = False,
    zero: bool = True,
    tops: Sequence[float] = (),
) -> Chart:
    """Fans by step, two in a row on a page, one on a telephone.

    Args:
        panels: The fans.
        labels: Name of each step on the horizontal axis.
        narrow: Whether it is for a telephone.
        height: Of one, in pixels.
        every: Steps from one named tick to the next.
        form: Format of the vertical axis (d3).
        moments: Events to mark, in every fan; the first fan names them.
        shared: Whether all have the same vertical axis.
        zero: Whether the vertical axis starts at zero.
        tops: Ends of the vertical axis, one a panel, where they are not to be found from the bands.
    """
    width = NARROW - 60 if narrow else (WIDE - 130) // 2 if len(panels) > 1 else WIDE - 260
    domain = None
    if shared:
        low = min(float(panel.bands.min()) for panel in panels)
        high = max(float(panel.bands.max()) for panel in panels)
        domain = [min(low, 0.0) if zero else low, high]
    drawn = []
    for number, panel in enumerate(panels):
        scale: dict[str, Any] = {"zero": zero, "nice": True}
        if tops:
            scale["domain"], scale["clamp"] = [0, tops[number]], True
        elif domain:
            scale["domain"] = domain
        drawn.append(_fan(panel, labels, every, form, scale, moments, width, height, named=number == 0))
    # plots, not labels, are aligned; the spacing leaves room for the labels
    return {"concat": drawn, "columns": 1 if narrow else 2, "bounds": "flush", "spacing": {"row": 62, "column": 66}}


def _fan(
    panel: Panel,
    labels: Sequence[str],
    every: int,
    form: str,
    scale: dict[str, Any],
    moments: Sequence[Moment],
    width: int,
    height: int,
    named: bool,
) -> Chart:
    names = ("p05", "p25", "p50", "p75", "p95")
    rows = [
        {"x": step, **{name: _tidy(panel.bands[q, step]) for q, name in enumerate(names)}}
        for step in range(panel.bands.shape[1])
    ]
    if panel.second is not None:
        for row, value in zip(rows, panel.second, strict=True):
            row["second"] = _tidy(value)
    ticks = list(range(0, len(labels), every))
    written = "[" + ",".join(f"'{label}'" for label in labels) + "]"
    x = {
        "field": "x",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [0, len(labels) - 1], "nice": False},
        "axis": {"values": ticks, "labelExpr": f"{written}[datum.value]", "labelOverlap": False},
    }
    named_zero = f"datum.value == 0 ? '0' : format(datum.value, '{form}')"
    y = {"type": "quantitative", "title": None, "scale": scale, "axis": {"labelExpr": named_zero, "tickCount": 4}}
    colour = hue(panel.hue)

    def area(low: str, high: str, opacity: float) -> Chart:
        return {
            "mark": {"type": "area", "color": colour, "opacity": opacity, "interpolate": "monotone", "clip": True},
            "encoding": {"x": x, "y": {**y, "field": low}, "y2": {"field": high}},
        }

    def line(field: str, **mark: Any) -> Chart:
        style = {"type": "line", "color": colour, "strokeWidth": 2.25, "interpolate": "monotone", "clip": True}
        return {"mark": style | mark, "encoding": {"x": x, "y": {**y, "field": field}}}

    layers: list[Chart] = [area("p05", "p95", 0.18), area("p25", "p75", 0.32)]
    for moment in moments:
        at = {"datum": moment.at, "type": "quantitative"}
        rule = {"type": "rule", "color": hue("soft"), "strokeDash": [3, 3]}
        layers.append({"data": {"values": [{}]}, "mark": rule, "encoding": {"x": at}})
        if named:
            mark = {"type": "text", "align": "left", "dx": 5, "baseline": "top", "color": hue("soft"), "fontSize": 11,
                    "text": moment.label, "y": 2}  # fmt: skip
            layers.append({"data": {"values": [{}]}, "mark": mark, "encoding": {"x": at}})
    layers.append(line("p50"))
    if panel.second is not None:
        layers.append(line("second", color=hue("ink"), strokeWidth=1.5, strokeDash=[5, 3]))
    title = {"text": panel.title, "fontSize": 12.5, "offset": 8}
    return {"title": title, "width": width, "height": height, "data": {"values": rows}, "layer": layers}


def _tidy(value: float) -> float:
    """Four significant digits: what a drawing can show."""
    return float(f"{float(value):.4g}")
