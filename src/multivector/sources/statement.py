"""What a document says about itself: who wrote it, when, and where it was taken from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from multivector.sources.byline import NAME, find_byline, is_byline, read_byline
from multivector.sources.calendar import full_dates

_DASH = r"[–—\-:]"

ORIGIN = re.compile(
    r"\b(?:(?:re)?published|reprinted|reposted|syndicated|adapted|taken|translated)\s+(?:here\s+)?"
    r"(?:with permission\s+)?(?:by|from|in|on|courtesy of)\s+(?!\d)"
    rf"(?:{_DASH}\s?)?(?:the\s)?(?P<from>[^.,;()–—]{{2,60}})"
    r"|\boriginally\s+(?:published|appeared|ran)\s+(?:\w+\s+){0,3}?(?:by|in|on|at)\s+(?P<orig>[^.,;()–—]{2,60})"
    r"|\bfirst\s+(?:published|appeared)\s+(?:by|in|on|at)\s+(?P<first>[^.,;()–—]{2,60})"
    rf"|^\W{{0,3}}(?:fonte|source|quelle|fuente|источник)\s?{_DASH}\s?(?P<source>.{{2,80}})$"
    rf"|^\W{{0,3}}(?:articolo originale|original (?:article|text|story)|read the original)"
    rf"\s?{_DASH}\s?(?P<link>\S.{{2,200}})$",
    re.IGNORECASE,
)
"""How a copy names its origin; an address counts."""

_AUTHOR_IN_TITLE = re.compile(rf"(?:;|\||–|—)\s?(?P<tells>{NAME})\stells\s(?P<outlet>[A-Z][\w .]{{1,30}})$")
_EXCLUSIVE = re.compile(
    rf"(?P<note>{NAME})[’']s\s(?:exclusive\s)?"
    rf"(?:note|article|column|analysis|commentary|essay|opinion piece)"
    rf"\s(?:to|for)\s(?P<outlet>[A-Z]\w{{1,30}})"
)
_PUBLISHED = re.compile(
    r"\b(?:published|posted|updated|pubblicato|publié|publicado|veröffentlicht|опубликовано|date|data|datum)\b",
    re.IGNORECASE,
)
_ENDED = re.compile(r"[.!?…][\"”’»)]{0,3}$")
_WIRE = re.compile(r"^[A-ZÀ-Þ][A-ZÀ-Þ .’'\-]{2,30},\s.{0,60}?[—–-]\s")
_LABEL = re.compile(
    r"^\W{0,3}(?:news code|story id|doi|isbn|id|code|category|topic|section|region|location)\s?[:#]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Statements:
    """What was found; empty where a document says nothing.

    Attributes:
        author: Name of the author.
        outlet: Outlet that carries it.
        published: Date the text gives as its own date of publication, ISO.
        page_date: A date that stands alone above the text, ISO.
        origin: Outlet or address that the text says it was taken from.
    """

    author: str = ""
    outlet: str = ""
    published: str = ""
    page_date: str = ""
    origin: str = ""


def is_statement(line: str) -> bool:
    """Whether a line speaks about the document and not about the world."""
    if len(line) > 240:
        return False
    if _LABEL.search(line):
        return True
    short = len(line.split()) <= 14
    if short and (ORIGIN.search(line) or is_byline(line)):
        return True
    return bool(short and _PUBLISHED.search(line) and full_dates(line))


def is_dateline(line: str, index: int) -> bool:
    """Whether a line near the top of a document is there to give its date.

    Args:
        line: The line.
        index: How many lines stand above it.
    """
    stripped = line.strip()
    return index <= 6 and len(stripped.split()) <= 10 and not _ENDED.search(stripped) and bool(full_dates(stripped))


def read_statements(lines: Iterable[str]) -> Statements:
    """Collect what the lines of a document say about it; the first statement of each kind wins.

    Args:
        lines: Every line, title and metadata included, in order.
    """
    author = outlet = published = page_date = origin = link = ""
    lines = list(lines)
    for index, line in enumerate(lines):
        if len(line) > 2000:
            continue
        short = len(line) <= 240
        if short and not author:
            byline = read_byline(line)
            author, outlet = byline.author, outlet or byline.outlet
        if short and not author and (match := _AUTHOR_IN_TITLE.search(line)):
            author, outlet = match["tells"], match["outlet"]
        if not author and (match := _EXCLUSIVE.search(line[:600])):
            author, outlet = match["note"], outlet or match["outlet"]
        if short and is_statement(line) and (match := ORIGIN.search(line)):
            name = _tidy(next(group for group in match.groups() if group))
            if "://" in name:
                link = link or name
            else:
                origin = origin or name
        dates = full_dates(line) if short else []
        if dates and not published and _PUBLISHED.search(line) and len(line.split()) <= 14:
            published = dates[0][2].iso
        elif dates and not page_date and is_dateline(line, index):
            page_date = dates[0][2].iso
        elif not published and index <= 8 and (wire := _WIRE.match(line)) and (dates := full_dates(wire.group())):
            published = dates[0][2].iso  # "SARTAU, March 12, 2015 (CP) —"
    if not author:
        placed = find_byline(lines)
        author, outlet = placed.author, outlet or placed.outlet
    return Statements(author, outlet, published, page_date, origin or link)


def _tidy(name: str) -> str:
    name = re.split(r"\s[–—-]\s|\bread the\b", name, maxsplit=1, flags=re.IGNORECASE)[0]
    return name.strip(" .–—-:“”\"'")
