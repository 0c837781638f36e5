"""The hues of the report, light and dark, and what Vega-Lite is told of them.

A chart is drawn in the light hues. In the page each of them becomes a CSS variable, so that one drawing serves
both modes; a figure saved on its own keeps the light ones. The hues of series are six, told apart by readers with
any colour vision (after Okabe and Ito 2008, *Color universal design*), calmed; no chart relies on hue alone.
"""

from __future__ import annotations

import re
from typing import Any

FONT = "Liberation Sans"
"""A font that the drawing program carries with it; same widths as Arial and Helvetica."""

STACK = "'Helvetica Neue',Helvetica,Arial,'Liberation Sans',sans-serif"
"""What the browser sets it in."""

HUES = {
    # name: (light, dark)
    "paper": ("#fcfbf8", "#14181d"),
    "ink": ("#1f2933", "#e7e4dd"),
    "soft": ("#56616d", "#a3adb8"),
    "rule": ("#dcd8ce", "#343c45"),
    "blue": ("#2b6a99", "#72b1de"),
    "rust": ("#b4502d", "#e88d66"),
    "ochre": ("#a97a10", "#dfb455"),
    "teal": ("#23826f", "#62c3ad"),
    "plum": ("#775690", "#bb9cd6"),
    "slate": ("#6a7683", "#97a3b0"),
    # a ramp from nothing to most, in steps so that a legend can name them
    "ramp0": ("#eceae2", "#242b32"),
    "ramp1": ("#d0e0e6", "#29404e"),
    "ramp2": ("#a4c6d5", "#2d566c"),
    "ramp3": ("#70a5bf", "#326f8d"),
    "ramp4": ("#3b789d", "#67aaca"),
    "ramp5": ("#1c4e75", "#addaee"),
    "onlow": ("#1f2934", "#f1efe9"),
    "onhigh": ("#fffffe", "#10161c"),
}
"""Every hue by name: for light paper, for dark."""

SERIES = ("rust", "ochre", "blue", "teal", "plum", "slate")
"""Hues of several series, in order."""

RAMP = tuple(f"ramp{step}" for step in range(6))
"""Hues of a ramp, from least to most."""

_VARIABLE = {light: f"var(--{name},{light})" for name, (light, _) in HUES.items()}
_ANY = re.compile("|".join(map(re.escape, _VARIABLE)))


def hue(name: str) -> str:
    """A hue as charts are drawn in it."""
    return HUES[name][0]


def variables(dark: bool) -> str:
    """The hues as CSS declarations."""
    return "".join(f"--{name}:{pair[dark]};" for name, pair in HUES.items())


def themed(svg: str) -> str:
    """A drawing whose hues follow the page's."""
    return _ANY.sub(lambda found: _VARIABLE[found[0]], svg)


def config() -> dict[str, Any]:
    """Vega-Lite's configuration: transparent, quiet, no decoration that carries nothing."""
    ink, soft, rule = hue("ink"), hue("soft"), hue("rule")
    axis = {
        "domain": False, "ticks": False, "grid": True, "gridColor": rule, "gridWidth": 0.75, "labelColor": soft,
        "labelFontSize": 11.5, "labelPadding": 6, "titleColor": soft, "titleFontSize": 11.5,
        "titleFontWeight": "normal", "titlePadding": 8,
    }  # fmt: skip
    return {
        "aria": False,
        "background": "transparent",
        "font": FONT,
        "axis": axis,
        "axisX": {"grid": False, "domain": True, "domainColor": soft, "ticks": True, "tickColor": soft, "tickSize": 4},
        "view": {"stroke": None},
        "title": {
            "anchor": "start", "color": ink, "fontSize": 15, "fontWeight": "bold", "subtitleColor": soft,
            "subtitleFontSize": 12, "subtitlePadding": 5, "offset": 12, "frame": "group",
        },
        "header": {"labelColor": ink, "labelFontSize": 12.5, "labelFontWeight": "bold", "labelAnchor": "start",
                   "title": None, "labelPadding": 4},
        "legend": {"labelColor": ink, "labelFontSize": 11.5, "titleColor": soft, "titleFontSize": 11.5,
                   "titleFontWeight": "normal", "orient": "top", "offset": 6, "symbolStrokeWidth": 0},
        "text": {"color": ink, "fontSize": 11.5},
        "concat": {"spacing": 26},
        "facet": {"spacing": 22},
    }  # fmt: skip
