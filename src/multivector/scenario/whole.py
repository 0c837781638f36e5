"""Faults that no single entry shows: shares that don't add up, entries that contradict each other.

Works on unchecked data, so that these faults are told together with all the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from pydantic import TypeAdapter, ValidationError

from multivector import units as unit_words
from multivector.engine.tables import MOST_BINS
from multivector.scenario.document import Place
from multivector.scenario.quantity import Quantity, quantity

Finding: TypeAlias = tuple[Place, str, str, str]
"""Place, what was found, what was expected, advice."""

TOLERANCE = 0.005
"""How far shares may be from 1 by rounding."""


def whole(data: dict[str, Any], context: dict[str, Any], units: dict[str, str]) -> Iterator[Finding]:
    """Every fault of the crisis as a whole.

    Args:
        data: The file's content, unchecked.
        context: Ids and start date, as for the models.
        units: Unit of every path.
    """

    def central(place: Place) -> Quantity | None:
        """The quantity at a place, None if it isn't there or is itself wrong."""
        here: Any = data
        for part in place:
            here = here.get(part) if isinstance(here, dict) else None
        unit = units.get(".".join(map(str, place)))
        if here is None or unit is None:
            return None
        try:
            return _adapter(unit).validate_python(here, context=context)
        except ValidationError:
            return None

    yield from _sums(data, central)
    yield from _members(data, central)
    yield from _ones(data, central)
    yield from _settings(central)
    yield from _windows(data, central)


Central: TypeAlias = Callable[[Place], Quantity | None]
_adapters: dict[str, TypeAdapter[Quantity]] = {}


def _adapter(unit: str) -> TypeAdapter[Quantity]:
    if unit not in _adapters:
        _adapters[unit] = TypeAdapter(quantity(unit))
    return _adapters[unit]


def _keys(data: Any, *place: str | int) -> list[str]:
    for part in place:
        data = data.get(part) if isinstance(data, dict) else None
    return list(data) if isinstance(data, dict) else []


def _sums(data: dict[str, Any], central: Central) -> Iterator[Finding]:
    """Shares that must add up to 1."""
    columns: list[tuple[Place, list[Place], str]] = [
        (
            ("powers",),
            [("powers", power, column) for power in _keys(data, "powers")],
            f"{column} of the powers",
        )
        for column in ("security_start", "economy_start", "politics_start")
    ]
    columns.append(
        (
            ("regions",),
            [("regions", r, "guard_share") for r in _keys(data, "regions")],
            "guard_share of the regions",
        )
    )
    columns += [
        (
            ("organisations", org, "members"),
            [("organisations", org, "members", m, "contingent") for m in _keys(data, "organisations", org, "members")],
            "contingents of the members",
        )
        for org in _keys(data, "organisations")
    ]
    for place, parts, what in columns:
        yield from _adds_up(place, [central(part) for part in parts], what, 1.0)
    for region in _keys(data, "regions"):
        inner: Place = ("regions", region, "groups")
        shares = [central((*inner, group)) for group in _keys(data, *inner)]
        if shares and all(part is not None and part.central > 1 for part in shares):
            population = central(("regions", region, "population"))
            if population is not None:
                yield from _adds_up(inner, shares, "persons in the groups", population.central)
        else:
            yield from _adds_up(inner, shares, "shares of the groups", 1.0)


def _adds_up(place: Place, parts: list[Quantity | None], what: str, total: float) -> Iterator[Finding]:
    if not parts or any(part is None for part in parts):
        return
    numbers = [part for part in parts if part is not None]
    found = sum(part.central for part in numbers)
    if abs(found - total) > TOLERANCE * total:
        yield (
            place,
            f"the {what} sum to {found:.4g}",
            f"{total:.8g}",
            "Change the numbers so that they add up",
        )
    elif total == 1 and sum(part.high for part in numbers if part.open) > 1 + TOLERANCE:
        most = sum(part.high for part in numbers if part.open)
        yield place, f"the open {what} can sum to {most:.4g}", "at most 1", "Narrow their ranges"


def _members(data: dict[str, Any], central: Central) -> Iterator[Finding]:
    for org in _keys(data, "organisations"):
        members = _keys(data, "organisations", org, "members")
        leaders = [
            m for m in members if (q := central(("organisations", org, "members", m, "leader"))) and q.central > 0
        ]
        if members and len(leaders) != 1:
            yield (
                ("organisations", org, "members"),
                f"{len(leaders)} members lead the organisation",
                "one leader",
                "",
            )


def _ones(data: dict[str, Any], central: Central) -> Iterator[Finding]:
    """Flags that exactly one entry must carry."""
    for section, flag, least, most in (
        ("powers", "home", 1, 1), ("regions", "capital", 1, 1), ("factions", "president", 1, 1),
        ("factions", "patron", 0, 1), ("factions", "security", 0, 1), ("groups", "titular", 1, None),
    ):  # fmt: skip
        keys = _keys(data, section)
        marked = [key for key in keys if (q := central((section, key, flag))) and q.central > 0]
        if keys and (len(marked) < least or (most is not None and len(marked) > most)):
            wanted = f"exactly {least}" if least == most else f"at least {least}" if most is None else f"at most {most}"
            names = f" ({', '.join(marked)})" if marked else ""
            yield (section,), f"{len(marked)} entries{names} have `{flag}: true`", wanted, ""
    for region in _keys(data, "regions"):
        row = data["regions"][region]
        if isinstance(row, dict) and row.get("belt_of") == region:
            yield ("regions", region, "belt_of"), "the region is its own belt", "another region", ""
        elif isinstance(row, dict) and isinstance(row.get("groups"), dict) and not row["groups"]:
            yield ("regions", region, "groups"), "the region has no group", "the share of each group", ""


def _settings(central: Central) -> Iterator[Finding]:
    tick = central(("settings", "tick_hours"))
    if tick is not None and (tick.open or tick.central <= 0 or 24 % tick.central):
        yield (
            ("settings", "tick_hours"),
            f"found {tick.central:g} hours",
            "a length that divides 24 hours",
            "",
        )
    for name in ("max_days", "months", "persons_per_citizen"):
        number = central(("settings", name))
        if number is not None and (number.open or number.low < 1):
            yield ("settings", name), f"found {number.low:g}", "one number of at least 1", ""
    cells = central(("settings", "cells"))
    if cells is not None and (cells.open or cells.central not in (0, 1)):
        yield ("settings", "cells"), f"found {cells.central:g}", "true or false", ""
    bins = central(("settings", "threshold_bins"))
    if bins is not None and (bins.open or not 1 <= bins.central <= MOST_BINS or bins.central % 1):
        yield ("settings", "threshold_bins"), f"found {bins.central:g}", f"one whole number from 1 to {MOST_BINS}", ""


def _windows(data: dict[str, Any], central: Central) -> Iterator[Finding]:
    """Days and months beyond the horizon."""
    months = central(("settings", "months"))
    horizon = months.central if months is not None else 60
    for shock in _keys(data, "shocks"):
        day = central(("shocks", shock, "day"))
        if day is not None and day.low > unit_words.convert(horizon, "days", unit="months"):
            yield (
                ("shocks", shock, "day"),
                f"day {day.low:g} is after the horizon",
                f"within {horizon:g} months",
                "",
            )

    def search(part: Any, place: Place) -> Iterator[Finding]:
        inner = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
        for key, value in inner:
            if key == "window" and isinstance(value, list) and len(value) == 2 and isinstance(value[1], int):
                if value[1] > horizon:
                    end = f"the window ends in month {value[1]}"
                    yield (*place, key), end, f"within {horizon:g} months", ""
            else:
                yield from search(value, (*place, key))

    yield from search(data.get("views"), ("views",))
