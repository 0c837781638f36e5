"""Units as people write them, and their conversion to the unit that the engine uses for a number.

A number in a scenario may be bare (then it is in the engine's unit already) or a text such as ``2 weeks``,
``12 %``, ``1.5 million persons``, ``12 % per day``, ``2022-01-05``. :func:`convert` turns either into one
float and refuses what has another dimension; :func:`say` is its inverse for people.
"""

from __future__ import annotations

import difflib
import math
import re
from datetime import date, datetime, time, timedelta

_DAY_HOURS = 24.0
_MONTH_DAYS = 365.2425 / 12
_TIME = {  # in days
    "second": 1 / 86400, "minute": 1 / 1440, "hour": 1 / 24, "h": 1 / 24, "day": 1.0, "d": 1.0, "week": 7.0,
    "month": _MONTH_DAYS, "quarter": 3 * _MONTH_DAYS, "year": 365.2425,
}  # fmt: skip
_PERSONS = dict.fromkeys(
    ("person", "people", "man", "men", "woman", "women", "citizen", "resident", "troop", "soldier"), 1.0
)
_LENGTH = {
    "km": 1.0,
    "kilometre": 1.0,
    "kilometer": 1.0,
    "m": 0.001,
    "metre": 0.001,
    "meter": 0.001,
    "mile": 1.609344,
}
_SHARE = {
    "share": 1.0, "probability": 1.0, "%": 0.01, "percent": 0.01, "per cent": 0.01, "‰": 0.001,
    "permille": 0.001, "per mille": 0.001, "per thousand": 0.001, "person per thousand": 0.001,
    "per million": 1e-6,
}  # fmt: skip
_POINTS = {
    "share point": 1.0, "percentage point": 0.01, "percent point": 0.01, "pp": 0.01, "point": 0.01,
}  # fmt: skip
_PURE = {"1": 1.0, "time": 1.0, "fold": 1.0}
_ANGLE = {"degree": 1.0, "deg": 1.0, "°": 1.0}
_LOGIT = {"logit": 1.0, "log odds": 1.0, "nat": 1.0}
_ATTITUDE = {"attitude": 1.0}
_SCALE = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "k": 1e3}

# Engine unit -> (words accepted, in the engine's unit; an example for messages).
_WORDS: dict[str, tuple[dict[str, float], str]] = {
    "1": ({**_PURE, "%": 0.01, "percent": 0.01}, "a plain number"),
    "share": (_SHARE, "a share such as 0.12 or '12 %'"),
    "probability": (_SHARE, "a probability such as 0.12 or '12 %'"),
    "persons": (_PERSONS, "a number of people such as 1500 or '1500 persons'"),
    "portion": ({**_SHARE, **_PERSONS}, "a share such as 0.12 or '12 %', or a number of people above 1"),
    "persons per thousand": (
        {word: factor * 1000 for word, factor in _SHARE.items()},
        "people in a thousand such as 2.5 or '2.5 per thousand'",
    ),
    "days": (_TIME, "a length of time such as '2 weeks' (bare numbers are days)"),
    "months": (
        {word: factor / _MONTH_DAYS for word, factor in _TIME.items()},
        "a length of time such as '2 years' (bare numbers are months)",
    ),
    "hours": (
        {word: factor * _DAY_HOURS for word, factor in _TIME.items()},
        "a length of time such as '6 hours' (bare numbers are hours)",
    ),
    "km": (_LENGTH, "a distance such as '300 km'"),
    "degrees": (_ANGLE, "an angle in degrees such as 43.25"),
    "date": (_TIME, "a date such as 2022-01-05, or days since the start"),
    "logit": (_LOGIT, "log odds, a plain number"),
    "attitude": ({**_ATTITUDE, **_POINTS}, "a net attitude from -1 to 1"),
    "share points": (
        {**_POINTS, "share": 1.0, "%": 0.01},
        "share points such as 0.05 or '5 percentage points'",
    ),
    "flag": ({}, "true or false"),
    "index": ({}, "the id of another entry"),
}
_PER = {  # engine unit -> (words of the numerator, length of the period in days, compounding)
    "per 6 hours": (
        _SHARE,
        0.25,
        True,
        "a share of those concerned such as 0.1 (in six hours) or '30 % per day'",
    ),
    "per year": ({**_SHARE, **_PURE}, 365.2425, False, "a yearly rate such as 0.02 or '2 % per year'"),
    "share points per year": (
        {**_POINTS, "share": 1.0, "%": 0.01},
        365.2425,
        False,
        "share points a year such as 0.004 or '0.4 percentage points per year'",
    ),
}
KNOWN = (*_WORDS, *_PER)
"""Every unit that :func:`convert` can convert to: the engine's, and ``portion`` (a share, or persons if
above 1)."""

_NUMBER = re.compile(
    r"^([+-]?(?:\d{1,3}(?:[ ,]\d{3})+(?![\d])|\d+(?:_\d+)*)?(?:\.\d+)?(?:[eE][+-]?\d+)?)\s*(.*)$", re.S
)
_FLAGS = {"true": 1.0, "yes": 1.0, "on": 1.0, "false": 0.0, "no": 0.0, "off": 0.0}


class UnitError(ValueError):
    """A text that is not a number in the unit asked for.

    Attributes:
        found: What was found.
        expected: What would have been right.
        advice: A near match, or empty.
    """

    def __init__(self, found: str, expected: str, advice: str = "") -> None:
        super().__init__(f"{found}; expected {expected}" + (f". {advice}" if advice else ""))
        self.found, self.expected, self.advice = found, expected, advice


def expected(unit: str) -> str:
    """What a person may write where the engine wants ``unit``."""
    return _WORDS[unit][1] if unit in _WORDS else _PER[unit][3]


def convert(written: float | str, to: str, *, unit: str | None = None, start: date | None = None) -> float:
    """Turn what a person wrote into a number in the engine's unit.

    Args:
        written: A bare number (taken to be in ``to``, or in ``unit`` if that is given), a truth value, or a
            text.
        to: One of :data:`KNOWN`.
        unit: Unit written apart from the number, such as ``weeks``.
        start: First day of the scenario; needed to read dates.

    Returns:
        The number in ``to``.

    Raises:
        UnitError: The text is no number, or its unit has another dimension, or the number is not finite.
    """
    if isinstance(written, bool):
        if to != "flag":
            raise UnitError(f"found {str(written).lower()}", expected(to))
        return float(written)
    if isinstance(written, int | float):
        if unit:
            return convert(f"{written!r} {unit}", to, start=start)
        return _finite(float(written), to)
    text = " ".join(written.split())
    if to == "flag" and text.lower() in _FLAGS:
        return _FLAGS[text.lower()]
    if to == "date" and re.match(r"^\d{4}-\d\d?-\d\d?", text):
        return _days_since(text, start)
    match = _NUMBER.match(text)
    if match is None or not re.search(r"\d", match[1]):
        raise UnitError(f"found {written!r}, which is not a number", expected(to))
    number = float(re.sub(r"[ ,_]", "", match[1]))
    words = match[2].strip() or (unit or "")
    if match[2].strip() and unit:
        raise UnitError(f"found the unit twice, in {written!r} and as {unit!r}", "it once", "Remove one of the two")
    return _finite(_scaled(number, words, to) if words else number, to)


def say(value: float, unit: str, *, start: date | None = None) -> str:
    """A number in the engine's unit as a person would write it; :func:`convert` reads it back.

    Args:
        value: The number.
        unit: One of :data:`KNOWN`.
        start: First day of the scenario, to write dates as dates.

    Returns:
        A short text such as ``12 %`` or ``2022-01-05T18:00``.
    """
    if unit == "flag":
        return "yes" if value else "no"
    if unit == "date" and start is not None:
        moment = datetime.combine(start, time()) + timedelta(days=value)
        return moment.date().isoformat() if moment.time() == time() else moment.isoformat(timespec="minutes")
    if unit in ("share", "probability"):
        return f"{value * 100:.12g} %"
    if unit == "persons":
        return f"{value:.12g} persons"
    if unit in ("1", "index"):
        return f"{value:.12g}"
    if unit in ("share points", "share points per year"):
        tail = " per year" if unit.endswith("year") else ""
        return f"{value * 100:.12g} percentage points{tail}"
    if unit == "persons per thousand":
        return f"{value:.12g} per thousand"
    if unit == "date":
        return f"{value:.12g} days"
    if unit.startswith("per "):
        return f"{value * 100:.12g} % {unit}"
    return f"{value:.12g} {unit}"


def _finite(number: float, to: str) -> float:
    if not math.isfinite(number):
        raise UnitError(f"found {number}", f"a finite number, {expected(to)}")
    return number


def _scaled(number: float, words: str, to: str) -> float:
    for name, factor in _SCALE.items():
        if re.match(rf"{name}\b", words, re.I):
            number *= factor
            words = words[len(name) :].strip()
            break
    if not words or words == to:
        return number
    if to in _PER:
        return _rate(number, words, to)
    factor_of = _WORDS[to][0]
    word = _singular(words, factor_of)
    if word is None:
        close = difflib.get_close_matches(words.lower(), factor_of, n=1)
        raise UnitError(
            f"found the unit {words!r}",
            expected(to),
            f"Did you mean {close[0]!r}?" if close else _other(words),
        )
    return number * factor_of[word]


def _rate(number: float, words: str, to: str) -> float:
    numerator, period, compounding, _ = _PER[to]
    # 'per cent' and 'per thousand' are numerators, so the period is what follows the last 'per'.
    head, found, tail = words.rpartition("per ")
    amount = re.match(r"^(\d+(?:\.\d+)?)?\s*(.*)$", tail)
    word = _singular(amount[2], _TIME) if found and amount else None
    if word is None or amount is None:
        raise UnitError(f"found the unit {words!r}", expected(to), "A rate needs a period, such as 'per day'")
    if head.strip():
        top = _singular(head.strip(), numerator)
        if top is None:
            raise UnitError(f"found the unit {words!r}", expected(to))
        number *= numerator[top]
    days = float(amount[1] or 1) * _TIME[word]
    if not compounding:
        return number * period / days
    if not 0 <= number <= 1:
        raise UnitError(f"found {number:g} of those concerned", "a share between 0 and 1")
    return float(1 - (1 - number) ** (period / days))


def _singular(words: str, known: dict[str, float]) -> str | None:
    """The known spelling of a unit: as written, in lower case, or without a plural s."""
    plain = words.strip().lower()
    for form in (plain, plain.removesuffix("s"), re.sub(r"\b(person|point)s\b", r"\1", plain)):
        if form in known:
            return form
    return None


def _other(words: str) -> str:
    """Say what the unit would be good for, if it is known at all."""
    for unit, (known, _) in _WORDS.items():
        if _singular(words, known) is not None:
            return f"{words!r} measures {unit}"
    return ""


def _days_since(text: str, start: date | None) -> float:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UnitError(f"found {text!r}, which is no day of the calendar", expected("date")) from None
    if moment.tzinfo is not None:
        raise UnitError(f"found {text!r} with a time zone", "local time without a zone")
    if start is None:
        raise UnitError(f"found the date {text!r}", "days since the start, as the scenario has no valid start date")
    return (moment - datetime.combine(start, time())).total_seconds() / 86400
