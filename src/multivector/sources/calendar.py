"""Dates that are written out, at the granularity at which they are written."""

from __future__ import annotations

import calendar as _calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_MONTH_NAMES = {
    1: "january jan gennaio janvier enero januar janeiro января январь",
    2: "february feb febbraio février febrero februar fevereiro февраля февраль",
    3: "march mar marzo mars märz março марта март",
    4: "april apr aprile avril abril апреля апрель",
    5: "may maggio mai mayo maio мая май",
    6: "june jun giugno juin junio juni junho июня июнь",
    7: "july jul luglio juillet julio juli julho июля июль",
    8: "august aug agosto août августа август",
    9: "september sept sep settembre septembre septiembre setembro сентября сентябрь",
    10: "october oct ottobre octobre octubre oktober outubro октября октябрь",
    11: "november nov novembre noviembre novembro ноября ноябрь",
    12: "december dec dicembre décembre diciembre dezember dezembro декабря декабрь",
}
MONTHS: dict[str, int] = {name: number for number, names in _MONTH_NAMES.items() for name in names.split()}
"""Month names and their short forms in nine languages, in small letters."""

MONTH = r"(?:" + "|".join(sorted((re.escape(m) for m in MONTHS), key=len, reverse=True)) + r")\b\.?"
"""A pattern for any of them, with the stop of a short form."""

YEAR = r"(?:1[5-9]\d\d|20\d\d)"
"""A pattern for a year that news may speak of."""


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """A stretch of days that an expression names.

    Attributes:
        low: First day, ISO.
        high: Last day, ISO.
        grain: ``day``, ``month``, ``year``, or ``span`` for anything else.
        year_inferred: Whether the year was not in the expression.
    """

    low: str
    high: str
    grain: str = "day"
    year_inferred: bool = False

    @property
    def iso(self) -> str:
        """The ISO form at its own granularity: ``2022-01-11``, ``1991-12``, ``2019``, or ``low/high``."""
        if self.grain == "day":
            return self.low
        if self.grain == "month":
            return self.low[:7]
        if self.grain == "year":
            return self.low[:4]
        return f"{self.low}/{self.high}"


def day(year: int, month: int, day_of_month: int, *, inferred: bool = False) -> Moment | None:
    """One day, or None if there is no such day."""
    try:
        iso = date(year, month, day_of_month).isoformat()
    except ValueError:
        return None
    return Moment(iso, iso, "day", inferred)


def month(year: int, number: int, *, inferred: bool = False) -> Moment:
    """A whole month."""
    last = _calendar.monthrange(year, number)[1]
    return Moment(f"{year:04d}-{number:02d}-01", f"{year:04d}-{number:02d}-{last:02d}", "month", inferred)


def year(number: int) -> Moment:
    """A whole year."""
    return Moment(f"{number:04d}-01-01", f"{number:04d}-12-31", "year")


def month_number(name: str) -> int:
    """The number of a month from its name in any of the known languages."""
    return MONTHS[name.lower().rstrip(".")]


_FULL = re.compile(
    rf"(?P<mdy>\b(?P<m1>{MONTH})\s{{1,3}}(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s?,?\s{{1,3}}(?P<y1>{YEAR})\b)"
    rf"|(?P<dmy>\b(?P<d2>\d{{1,2}})(?:st|nd|rd|th|º|\.)?\s{{1,3}}(?:of\s|de\s)?(?P<m2>{MONTH})\s?,?\s{{1,3}}(?:de\s)?(?P<y2>{YEAR})\b)"
    rf"|(?P<iso>\b(?P<y3>{YEAR})-(?P<m3>[01]\d)-(?P<d3>[0-3]\d)(?!\d))"
    rf"|(?P<dots>\b(?P<d4>[0-3]?\d)\.(?P<m4>[01]?\d)\.(?P<y4>{YEAR})\b)",
    re.IGNORECASE,
)


_A_YEAR = re.compile(YEAR)
_BEFORE_YEAR, _AFTER_YEAR = 34, 8  # characters of a date before and after its year


def full_dates(text: str) -> list[tuple[int, int, Moment]]:
    """Every date with day, month and year: its span and the day it names."""
    found = []
    for match in near_years(_FULL, text):
        moment = full_date(match)
        if moment is not None:
            found.append((match.start(), match.end(), moment))
    return found


def near_years(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """The matches of a pattern for dates that hold a year, looked for only where a year stands."""
    done = 0
    for year_ in _A_YEAR.finditer(text):
        start = max(done, year_.start() - _BEFORE_YEAR)
        for match in pattern.finditer(text, start, year_.end() + _AFTER_YEAR):
            if match.start() >= done:
                done = match.end()
                yield match


def full_date(match: re.Match[str]) -> Moment | None:
    """The day that a match of the full-date pattern names, or None if there is no such day."""
    if match["mdy"]:
        return day(int(match["y1"]), month_number(match["m1"]), int(match["d1"]))
    if match["dmy"]:
        return day(int(match["y2"]), month_number(match["m2"]), int(match["d2"]))
    if match["iso"]:
        return day(int(match["y3"]), int(match["m3"]), int(match["d3"]))
    return day(int(match["y4"]), int(match["m4"]), int(match["d4"]))


FULL_DATE = _FULL
"""The compiled pattern behind :func:`full_dates`."""
