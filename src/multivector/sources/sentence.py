"""Sentences and words with their offsets."""

from __future__ import annotations

import re

_END = re.compile(r"[.!?…]{1,3}[\"'”’»)\]]{0,3}(?=\s)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Maj|Capt|Sgt|Sen|Rep|Gov|Amb|Pres|St|Jr|Sr|Inc|Ltd|Co|Corp|vs|etc|approx|"
    r"No|Nos|Art|Fig|Vol|pp|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|a\.m|p\.m|e\.g|i\.e|cf|al)|"
    r"\b[A-Z]|(?:\b[A-Za-z]\.){1,4}[A-Za-z])\.$"
)
_NUMBERED = re.compile(r"\W(?:no|nr)\.\s\d", re.IGNORECASE)
_STARTS_LOW = re.compile(r"\s{1,8}[a-z]")
_WORD = re.compile(r"[^\W_]+(?:[’'.\-,](?=[^\W_])[^\W_]+)*")
_SPACE = " \t\r\n\u00a0"


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences of a paragraph.

    A stop ends a sentence unless it belongs to an abbreviation or an initial, or is followed by a
    small letter (machine-mangled copies put stops inside phrases).
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        end = match.end()
        if _STARTS_LOW.match(text, end):
            continue
        if text[start : match.start()].strip().isdigit():
            continue  # the number of a list
        before = text[max(start, match.start() - 12) : match.start() + 1]
        if before.endswith(".") and (_ABBREVIATION.search(before) or _NUMBERED.match(text, match.start() - 3)):
            continue
        _add(spans, text, start, end)
        start = end
    _add(spans, text, start, len(text))
    return spans


def _add(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start] in _SPACE:
        start += 1
    while end > start and text[end - 1] in _SPACE:
        end -= 1
    if end > start:
        spans.append((start, end))


def words(text: str) -> list[str]:
    """The words of a text in small letters, apostrophes made straight, possessive endings dropped."""
    found = _WORD.findall(text.replace("’", "'").lower())
    return [word[:-2] if word.endswith("'s") else word for word in found]
