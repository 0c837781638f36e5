"""Drawings: named, themed, without collisions; and figures saved on their own."""

from __future__ import annotations

import re
import struct
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from multivector.report import Report, palette, picture
from multivector.report.fan import Panel, fans
from multivector.report.record import bands

HOSTILE = '<script>alert(1)</script>" onload="x'


def chart(title: str = "a") -> picture.Chart:
    series = bands(np.random.default_rng(1).random((50, 8)))
    return fans([Panel(title, series)], list("abcdefgh"), narrow=True, height=90, every=2)


def test_a_drawing_escapes_names_and_its_alternative_text() -> None:
    svg = picture.inline(chart(HOSTILE), "x", HOSTILE)
    assert "<script" not in svg
    assert not re.search(r'<[^>]*\sonload="', svg)
    assert svg.startswith("<svg ")
    assert 'role="img"' in svg


def test_two_drawings_share_no_id() -> None:
    one, other = (set(re.findall(r'id="([^"]+)"', picture.inline(chart(), name, "x"))) for name in ("a", "b"))
    assert one
    assert not one & other


def test_every_hue_of_a_drawing_follows_the_page(report: Report) -> None:
    for figure in report.figures:
        svg = picture.inline(figure.wide, "x", "x")
        bare = re.sub(r"var\(--[a-z0-9]+,#[0-9a-f]{6}\)", "", svg)
        assert not re.findall(r'(?:fill|stroke)="(?!none|transparent)(#[0-9a-fA-F]{3,6}|rgb[^"]*|[a-z]+)"', bare), (
            figure.id
        )


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    """WCAG 2.2, section 1.4.3."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_hues_have_contrast_in_both_modes() -> None:
    for mode in (0, 1):
        paper = palette.HUES["paper"][mode]
        for name in ("ink", "soft"):
            assert _contrast(palette.HUES[name][mode], paper) >= 4.5
        for name in palette.SERIES:
            assert _contrast(palette.HUES[name][mode], paper) >= 3.0
        for step, name in enumerate(palette.RAMP):
            ink = "onhigh" if step >= 4 else "onlow"
            assert _contrast(palette.HUES[ink][mode], palette.HUES[name][mode]) >= 4.5, (mode, name)


def test_hues_are_told_apart_by_their_code() -> None:
    light = [pair[0] for pair in palette.HUES.values()]
    assert len(set(light)) == len(light)


@given(st.lists(st.integers(-400, 400), min_size=2, max_size=40), st.integers(3, 9))
def test_quantiles_of_a_fan_are_in_order_and_those_of_the_runs(values: list[int], steps: int) -> None:
    series = np.outer(np.array(values, dtype=float), np.ones(steps))
    found = bands(series)
    assert (np.diff(found, axis=0) >= 0).all()
    assert np.allclose(found[2], np.median(values))


def test_figures_are_saved_as_svg_and_png(report: Report, tmp_path: Path) -> None:
    few = Report(report.record, report.answer, report.sections[:2])
    written = few.save_figures(tmp_path / "figures")
    assert [path.suffix for path in written] == [".svg", ".png"] * len(few.figures)
    for path in written:
        data = path.read_bytes()
        if path.suffix == ".png":
            assert data[:8] == b"\x89PNG\r\n\x1a\n"
            width, height = struct.unpack(">II", data[16:24])
            assert width > 1000
            assert height > 300
        else:
            assert b"<script" not in data
            assert report.record.study.manifest.identity.id.encode() in data
