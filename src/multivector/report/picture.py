"""A chart becomes a drawing: inlined in the page, or saved on its own as SVG or PNG.

Vega-Lite is rendered by vl-convert, without a browser and without a network; the page gets the finished lines, no
script.
"""

from __future__ import annotations

import copy
import html
import re
from typing import Any

from multivector.report import palette

Chart = dict[str, Any]
"""A Vega-Lite specification."""

VL_VERSION = "6.1"
"""Version of Vega-Lite that the charts are written in."""

_NOISE = re.compile(
    r'<path class="(?:background|foreground)" aria-hidden="true" d="(?:M0,0h0v0h0Z)?"[^>]*/>'
    r'|\s(?:aria-[a-z]+|role|pointer-events|class|xmlns:xlink|version|opacity="1"|cursor)="[^"]*"'
    r'|\sopacity="1"'
)
_LONG = re.compile(r"-?\d+\.\d{3,}")
_FAMILY = re.compile(r'\sfont-family="[^"]*"')
_ROOT = re.compile(r'^<svg [^>]*?width="([\d.]+)" height="([\d.]+)"[^>]*>')
_CLIP = re.compile(r"clip\d+")


def inline(chart: Chart, name: str, alt: str) -> str:
    """The drawing as an SVG element for the page.

    Args:
        chart: Vega-Lite specification, without a configuration.
        name: Unique in the page; ids inside the drawing get it as a prefix, so that drawings don't collide.
        alt: What it shows, for those who don't see it.
    """
    svg = _drawn(chart)
    root = _ROOT.match(svg)
    assert root is not None, "vl-convert draws an svg element with a width and a height"
    width, height = root.groups()
    body = _NOISE.sub("", svg[root.end() :])
    body = _FAMILY.sub("", body)
    body = _LONG.sub(_short, body)
    clips: dict[str, str] = {}  # vl-convert numbers them on from drawing to drawing
    body = _CLIP.sub(lambda found: clips.setdefault(found[0], f"{name}-{len(clips) + 1}"), body)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        f' font-family="{palette.STACK}" role="img" aria-label="{html.escape(alt, quote=True)}">'
    )
    return palette.themed(head + body)


def saved(chart: Chart, file_format: str, *, title: str, subtitle: str, footer: str, scale: float = 2.0) -> bytes:
    """The drawing as a file of its own, on paper, with its finding as title.

    Args:
        chart: Vega-Lite specification, without a configuration.
        file_format: ``svg`` or ``png``.
        title: The finding.
        subtitle: What is shown.
        footer: Where it comes from.
        scale: Pixels per unit, for PNG.
    """
    import vl_convert

    whole = _alone(chart, title, subtitle, footer)
    if file_format == "svg":
        svg: str = vl_convert.vegalite_to_svg(whole, vl_version=VL_VERSION, allowed_base_urls=[])
        return _FAMILY.sub(f' font-family="{palette.STACK}"', svg).encode()
    png: bytes = vl_convert.vegalite_to_png(whole, vl_version=VL_VERSION, scale=scale, allowed_base_urls=[])
    return png


def _drawn(chart: Chart) -> str:
    import vl_convert

    whole = {"$schema": _schema(), **chart, "config": palette.config(), "padding": 4}
    svg: str = vl_convert.vegalite_to_svg(whole, vl_version=VL_VERSION, allowed_base_urls=[])
    return svg


def _alone(chart: Chart, title: str, subtitle: str, footer: str) -> Chart:
    config = palette.config() | {"background": palette.hue("paper")}
    caption = {"data": {"values": [{}]}, "mark": {"type": "text", "align": "left", "x": 0, "fontSize": 10,
               "color": palette.hue("soft"), "text": footer}, "height": 12, "width": 100}  # fmt: skip
    return {
        "$schema": _schema(),
        "title": {"text": _wrapped(title, 78), "subtitle": _wrapped(subtitle, 100)},
        "vconcat": [copy.deepcopy(chart), caption],
        "config": config,
        "padding": 16,
    }


def _schema() -> str:
    return f"https://vega.github.io/schema/vega-lite/v{VL_VERSION}.json"


def _wrapped(text: str, width: int) -> list[str]:
    import textwrap

    return textwrap.wrap(text, width) or [""]


def _short(found: re.Match[str]) -> str:
    text = f"{float(found[0]):.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
