"""Paragraphs of text whose lines were broken to fit a page or a screen."""

from __future__ import annotations

import re

_PAIR = re.compile(r"(?P<end>[^\s])[ \t]{0,8}\r?\n(?P<start>[^\s])")


def is_wrapped(text: str) -> bool:
    """Whether lines are broken inside sentences: a third of the line breaks stand before a small letter."""
    pairs = [(m["end"], m["start"]) for m in _PAIR.finditer(text[:200_000])]
    inside = sum(start.islower() and end not in ".!?:" for end, start in pairs)
    return bool(inside >= 1 and inside >= len(pairs) / 3)


_WRAPPED = re.compile(r"[^\r\n\f]+(?:\r\n|\n|\r|\f|$)?")


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Spans of the paragraphs of hard-wrapped text.

    A paragraph goes on while its lines are about full; a clearly short line or a blank line ends it.
    """
    rows = [(m.start(), m.start() + len(m.group().rstrip("\r\n\f")), m.end()) for m in _WRAPPED.finditer(text)]
    widths = sorted(e - s for s, e, _ in rows)
    full = 0.75 * widths[int(0.8 * (len(widths) - 1))] if widths else 0.0
    spans: list[tuple[int, int]] = []
    open_ = False
    for start, end, _ in rows:
        if not text[start:end].strip():
            open_ = False
            continue
        if open_ and text[spans[-1][1] : start].count("\n") <= 1:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
        open_ = end - start >= full or not text[start:end].rstrip().endswith((".", "!", "?", "”", '"', ":"))
        open_ = open_ and end - start >= 0.4 * full
    return spans
