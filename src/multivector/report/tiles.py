"""A tile map of the regions, once for each of several days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from multivector.report.palette import RAMP, hue
from multivector.report.picture import Chart
from multivector.report.record import Floats

ON_HIGH = 4
"""Step of the ramp from which a label is written in the other ink."""


def places(regions: Sequence[str], at: Mapping[str, tuple[int, int]] | None) -> dict[str, tuple[int, int]]:
    """Row and column of each region; laid out in reading order where the scenario has no tile map."""
    if at:
        return dict(at)
    columns = int(np.ceil(np.sqrt(len(regions))))
    return {region: divmod(number, columns) for number, region in enumerate(regions)}


def tiles(
    values: Floats,
    steps: Sequence[float],
    words: Sequence[str],
    *,
    title: str,
    names: Sequence[str],
    regions: Sequence[str],
    at: Mapping[str, tuple[int, int]],
    columns: int,
    tile: int,
) -> Chart:
    """Small maps.

    Args:
        values: Shape ``(maps, regions)``.
        steps: Lower ends of the classes above the first, rising; at most five.
        words: What each class is called in the legend.
        title: What the classes are of.
        names: Name of each map.
        regions: Ids of the regions, as in ``values``.
        at: Row and column of each.
        columns: Maps in a row.
        tile: Side of a tile in pixels.
    """
    classes = np.digitize(values, steps)
    used = [RAMP[0], *RAMP[len(RAMP) - len(steps) :]]
    inks = [hue("onhigh") if RAMP.index(name) >= ON_HIGH else hue("onlow") for name in used]
    rows = 1 + max(row for row, _ in at.values())
    wide = 1 + max(column for _, column in at.values())
    small = tile < 30
    scale = {"domain": list(words), "range": [hue(name) for name in used]}
    maps = []
    for number, name in enumerate(names):
        data = [
            {
                "region": region,
                "x": at[region][1] + 0.5,
                "y": at[region][0] + 0.5,
                "class": words[classes[number, column]],
                "ink": inks[classes[number, column]],
            }
            for column, region in enumerate(regions)
            if region in at
        ]
        x: dict[str, Any] = {"field": "x", "type": "quantitative", "axis": None, "scale": {"domain": [0, wide]}}
        y: dict[str, Any] = {"field": "y", "type": "quantitative", "axis": None,
                             "scale": {"domain": [rows, 0], "nice": False}}  # fmt: skip
        legend = {"title": title, "orient": "top", "direction": "horizontal", "symbolType": "square",
                  "symbolSize": 170, "columns": 3 if columns < 3 else 6, "labelFontSize": 11.5, "titleLimit": 600,
                  "offset": 14}  # fmt: skip
        maps.append(
            {
                "title": {"text": name, "fontSize": 12.5, "offset": 4},
                "width": wide * tile,
                "height": rows * tile,
                "data": {"values": data},
                "layer": [
                    {
                        "mark": {"type": "rect", "width": tile - 2, "height": tile - 2, "cornerRadius": 2},
                        "encoding": {"x": x, "y": y, "color": {"field": "class", "type": "nominal", "scale": scale,
                                                                "legend": legend}},
                    },
                    {
                        "mark": {"type": "text", "fontSize": 9 if small else 10},
                        "encoding": {"x": x, "y": y, "text": {"field": "region"},
                                     "color": {"field": "ink", "type": "nominal", "scale": None}},
                    },
                ],
            }
        )  # fmt: skip
    return {"concat": maps, "columns": columns, "spacing": 16}
