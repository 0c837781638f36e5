"""Coverage, good or bad: what was seen against what was simulated before anything was fitted."""

from __future__ import annotations

import html
import math
from typing import Any

from markupsafe import Markup

from multivector.ensemble.coverage import Cover
from multivector.report import words
from multivector.report.figure import Section
from multivector.report.record import Record

VERDICTS = {
    "inside": ("✓", "inside"),
    "partly": ("◐", "partly"),
    "outside": ("✕", "outside"),
    "too few runs": ("?", "too few runs"),
}
"""Glyph and word of each verdict."""

ENDINGS = ("stands", "new leader", "falls")
"""In the order of the number in ``fate``."""

WIDTH, HEIGHT = 168, 26


def section(record: Record) -> Section:
    """The section."""
    rows = [row(record, cover) for cover in record.coverage]
    scored = [cover for cover in record.coverage if not cover.input_like]
    content: dict[str, Any] = {
        "rows": rows,
        "verdicts": VERDICTS,
        "total": len(record.coverage),
        "inside": sum(cover.in_most == "inside" for cover in record.coverage),
        "scored": len(scored),
        "scored_inside": sum(cover.in_most == "inside" for cover in scored),
        "scored_half": sum(cover.in_half == "inside" for cover in scored),
        "missed": [cover.name for cover in record.coverage if cover.in_most == "outside"],
        "part": [cover.name for cover in record.coverage if cover.in_most == "partly"],
    }
    return Section("coverage", "What was seen, and what was simulated", "coverage.html.j2", content)


def row(record: Record, cover: Cover) -> dict[str, Any]:
    """One observation, as text."""
    start, unit = record.scenario.start, cover.unit
    seen = record.scenario.observations[cover.id]
    if seen.metric.acute == ("fate",):
        return _fate(cover, seen.source, seen.note, strip(record, cover))
    return {
        "cover": cover,
        "seen": words.span(cover.low, cover.high, unit, start),
        "middle": words.in_unit(cover.middle, unit, start),
        "half": words.span(*cover.half, unit, start),
        "most": words.span(*cover.most, unit, start),
        "hit": words.percent(cover.hit.value) if cover.n else words.NONE,
        "source": seen.source,
        "note": seen.note,
        "strip": strip(record, cover),
    }


def _fate(cover: Cover, source: str, note: str, drawn: Markup) -> dict[str, Any]:
    """The ending is a number without a size; it is told by name."""

    def told(low: float, high: float) -> str:
        if math.isnan(low):
            return words.NONE
        first, last = ENDINGS[round(low)], ENDINGS[round(high)]
        return first if first == last else f"{first} to {last}"

    return {
        "cover": cover,
        "seen": told(cover.low, cover.high),
        "middle": told(cover.middle, cover.middle),
        "half": told(*cover.half),
        "most": told(*cover.most),
        "hit": words.percent(cover.hit.value) if cover.n else words.NONE,
        "source": source,
        "note": note,
        "strip": drawn,
    }


def strip(record: Record, cover: Cover) -> Markup:
    """The intervals drawn to one scale: what was seen as a box, what was simulated as a line."""
    if not cover.n:
        return Markup("")
    wide = record.scenario.observations[cover.id].interval(wide=True)
    ends = [cover.low, cover.high, *wide, *cover.most]
    low, high = min(ends), max(ends)
    # counts over orders of magnitude: a square root keeps the small end visible
    bent = cover.unit == "persons" and high > 20 * max(1.0, cover.middle)
    margin = 5.0

    def x(value: float) -> float:
        if high <= low:
            return WIDTH / 2
        share = (value - low) / (high - low)
        return margin + (WIDTH - 2 * margin) * (math.sqrt(share) if bent else share)

    def part(first: float, last: float) -> tuple[float, float]:
        left, right = x(first), x(last)
        return (left - 1.5, 3.0) if right - left < 3 else (left, right - left)

    start = record.scenario.start
    said = (
        f"{cover.name}: seen {words.span(cover.low, cover.high, cover.unit, start)}; simulated, central 90 %"
        f" {words.span(*cover.most, cover.unit, start)}, median {words.in_unit(cover.middle, cover.unit, start)}"
    )
    box, across = part(cover.low, cover.high)
    most, mostly = part(*cover.most)
    half, halfly = part(*cover.half)
    return Markup(
        f'<svg class="strip" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img"'
        f' aria-label="{html.escape(said, quote=True)}">'
        f'<rect x="{box:.1f}" y="2" width="{across:.1f}" height="{HEIGHT - 4}" class="seen"/>'
        f'<rect x="{most:.1f}" y="{HEIGHT / 2 - 1:.1f}" width="{mostly:.1f}" height="2" class="most"/>'
        f'<rect x="{half:.1f}" y="{HEIGHT / 2 - 3.5:.1f}" width="{halfly:.1f}" height="7" class="half"/>'
        f'<rect x="{x(cover.middle) - 1.25:.1f}" y="{HEIGHT / 2 - 6:.1f}" width="2.5" height="12" class="mid"/></svg>'
    )
