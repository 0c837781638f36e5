"""Numbers as people write them in a briefing: no false precision, always with a unit."""

from __future__ import annotations

import calendar
import math
from datetime import date, timedelta

from multivector.ensemble.coverage import Share

MINUS, GAP = "−", "\u00a0"
"""Minus, and a blank at which no line breaks."""
NONE = "–"
"""What stands where there is no number."""


def count(number: float) -> str:
    """Persons: three significant digits at most, ``12,400``."""
    if not math.isfinite(number):
        return NONE
    if abs(number) >= 1000:
        digits = math.floor(math.log10(abs(number)))
        number = round(number, 2 - digits)
    return _signed(f"{number:,.0f}")


def percent(share: float, digits: int | None = None) -> str:
    """A share of 1 as a percentage; small ones keep a digit: ``0.31 %``, ``4.2 %``, ``44 %``."""
    if not math.isfinite(share):
        return NONE
    value = 100 * share
    if digits is None:
        digits = 0 if abs(value) >= 9.95 or value == 0 else 1 if abs(value) >= 0.995 else 2
    return _signed(f"{value:.{digits}f}{GAP}%")


def points(share: float) -> str:
    """A difference of shares in percentage points, with its sign: ``+1.4``."""
    if not math.isfinite(share):
        return NONE
    text = f"{100 * share:+.1f}"
    return "0.0" if text in ("+0.0", "-0.0") else _signed(text)


def number(value: float) -> str:
    """A pure number, three significant digits at most."""
    if not math.isfinite(value):
        return NONE
    if abs(value) >= 1000:
        return count(value)
    text = f"{value:.3g}"
    return _signed(f"{value:.4f}".rstrip("0") if "e" in text else text)


def day(start: date, days: float) -> str:
    """A day of the acute phase: ``5 Jan``."""
    if not math.isfinite(days):
        return NONE
    then = start + timedelta(days=math.floor(days))
    return f"{then.day}{GAP}{calendar.month_abbr[then.month]}"


def long_day(start: date, days: float) -> str:
    """The same with month and year in full: ``5 January 2022``."""
    then = start + timedelta(days=math.floor(days))
    return f"{then.day} {calendar.month_name[then.month]} {then.year}"


def month(start: date, months: int) -> str:
    """A month of the aftermath: ``March 2022``."""
    place = start.month - 1 + months
    return f"{calendar.month_name[place % 12 + 1]} {start.year + place // 12}"


def in_unit(value: float, unit: str, start: date) -> str:
    """A number of one of the engine's units."""
    if not math.isfinite(value):
        return NONE
    if unit == "date":
        return day(start, value)
    if unit in ("share", "probability", "per 6 hours", "portion"):
        return percent(value)
    if unit in ("share points", "share points per year"):
        return points(value) + f"{GAP}points{'' if unit == 'share points' else ' a year'}"
    if unit == "persons":
        return count(value)
    if unit in ("days", "months", "hours", "km"):
        return f"{number(value)}{GAP}{unit}"
    if unit == "flag":
        return "yes" if value > 0.5 else "no"
    return number(value)


def span(low: float, high: float, unit: str, start: date) -> str:
    """An interval, its unit said once: ``5 – 8 Jan``, ``0.2 – 0.3 %``."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return NONE
    first, last = in_unit(low, unit, start), in_unit(high, unit, start)
    if first == last:
        return first
    head, gap, tail = first.rpartition(GAP)
    if gap and last.endswith(f"{GAP}{tail}"):
        first = head
    return f"{first}{GAP}–{GAP}{last}"


def share(found: Share) -> str:
    """A share of runs with its 95 % interval: ``44 % (40 – 48 %)``."""
    if not found.n:
        return NONE
    low, high = found.interval
    return f"{percent(found.value)} ({interval(low, high)})"


def interval(low: float, high: float) -> str:
    """Two shares: ``40 – 48 %``."""
    first, last = percent(low), percent(high)
    return f"{first.removesuffix(f'{GAP}%')}{GAP}–{GAP}{last}" if first != last else first


def plural(n: int, one: str, many: str = "") -> str:
    """``1 run``, ``229 runs``."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def listed(items: list[str]) -> str:
    """``a, b and c``."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def sentence(text: str) -> str:
    """With a capital at the start and a stop at the end."""
    text = text.strip()
    if not text:
        return text
    return text[0].upper() + text[1:] + ("" if text[-1] in ".!?" else ".")


def first(text: str) -> str:
    """The first sentence, without its stop, as a headline."""
    return text.partition(". ")[0].removesuffix(".")


def _signed(text: str) -> str:
    if text.startswith("-") and not any(c in "123456789" for c in text):
        return text[1:]
    return text.replace("-", MINUS)
