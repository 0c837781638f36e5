"""Faults that no single entry shows: shares that don't add up, entries that contradict each other.

Of a file they are sought in unchecked data, so that they are told together with all the others; of numbers set by
hand in a compiled crisis.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, NamedTuple, Protocol, TypeAlias

from pydantic import TypeAdapter, ValidationError

from multivector import units as unit_words
from multivector.engine import register
from multivector.engine.tables import MOST_BINS
from multivector.scenario.document import Place, dotted
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

    def central(place: Place) -> Number | None:
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
    yield from _weights(central)
    yield from _members(data, central)
    yield from _ones(data, central)
    yield from _belts(data)
    yield from _settings(central, fewest_months=1)
    yield from _windows(data, central)


def fixed(every: Mapping[str, Number], values: Mapping[str, float]) -> Iterator[Finding]:
    """Every fault that numbers set by hand make in a crisis that had none.

    Where numbers must add up, those that are neither set nor sampled share what is left, so only too much is a
    fault, or too little if nothing is left to share.

    Args:
        every: Every number of the crisis by its path.
        values: Those set, by path, in the engine's units.
    """
    ids: dict[str, Any] = {}
    for path in every:
        here = ids
        for part in path.split("."):
            here = here.setdefault(part, {})

    def central(place: Place) -> Number | None:
        path = ".".join(map(str, place))
        return _Fixed(values[path]) if path in values else every.get(path)

    yield from _sums(ids, central, values)
    yield from _weights(central)
    yield from _members(ids, central)
    yield from _ones(ids, central)
    yield from _settings(central, fewest_months=0)  # --until may end a run before the aftermath


class Number(Protocol):
    """What these rules need to know of a number."""

    @property
    def low(self) -> float:
        """Smallest possible number."""

    @property
    def high(self) -> float:
        """Largest possible number."""

    @property
    def central(self) -> float:
        """The one number to use where one is wanted."""

    @property
    def open(self) -> bool:
        """Whether it is sampled."""


class _Fixed(NamedTuple):
    """A number set by hand."""

    central: float

    @property
    def low(self) -> float:
        return self.central

    @property
    def high(self) -> float:
        return self.central

    @property
    def open(self) -> bool:
        return False


Central: TypeAlias = Callable[[Place], Number | None]
_adapters: dict[str, TypeAdapter[Quantity]] = {}


def _adapter(unit: str) -> TypeAdapter[Quantity]:
    if unit not in _adapters:
        _adapters[unit] = TypeAdapter(quantity(unit))
    return _adapters[unit]


def _keys(data: Any, *place: str | int) -> list[str]:
    for part in place:
        data = data.get(part) if isinstance(data, dict) else None
    return list(data) if isinstance(data, dict) else []


def _sums(data: dict[str, Any], central: Central, chosen: Collection[str] | None = None) -> Iterator[Finding]:
    """Shares that must add up to 1; if paths are ``chosen``, those among which one of them is."""

    def added(place: Place, parts: list[Place], what: str, total: float) -> Iterator[Finding]:
        numbers = [central(part) for part in parts]
        if chosen is None:
            yield from _adds_up(place, numbers, what, total)
            return
        held = {number for number, part in enumerate(parts) if dotted(part) in chosen}
        if held:
            yield from _fits(place, numbers, held, what, total)

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
        yield from added(place, parts, what, 1.0)
    for region in _keys(data, "regions"):
        inner: Place = ("regions", region, "groups")
        parts = [(*inner, group) for group in _keys(data, *inner)]
        if parts and all((share := central(part)) is not None and share.central > 1 for part in parts):
            population = central(("regions", region, "population"))
            if population is not None:
                yield from added(inner, parts, "persons in the groups", population.central)
        else:
            yield from added(inner, parts, "shares of the groups", 1.0)


def _fits(
    place: Place, parts: list[Number | None], held: Collection[int], what: str, total: float
) -> Iterator[Finding]:
    """Whether numbers set by hand leave room for the sampled ones among those that must add up."""
    numbers = [part for part in parts if part is not None]
    kept = [part for number, part in enumerate(numbers) if number in held or part.open]
    most = sum(part.high for part in kept)
    if most > total * (1 + TOLERANCE):
        yield (
            place, f"the {what} that are set or sampled can sum to {most:.4g}", f"at most {total:.8g}",
            "Set less, or set others too",
        )  # fmt: skip
    elif len(held) == len(numbers) and most < total * (1 - TOLERANCE):
        yield place, f"all the {what} are set and sum to {most:.4g}", f"{total:.8g}", "Leave one to the others"


def _weights(central: Central) -> Iterator[Finding]:
    """Weights of the domains: politics has what security and the economy leave."""
    place = ("parameters", "posture")
    numbers = {name: central((*place, f"domain_weight_{name}")) for name in ("security", "economy")}
    defaults = register.MECHANISMS["posture"].parameters
    ends = {
        name: number.high if number is not None
        else next(one.high for one in defaults if one.name == f"domain_weight_{name}")
        for name, number in numbers.items()
    }  # fmt: skip
    if sum(ends.values()) > 1 + TOLERANCE:
        words = " and ".join(f"domain_weight_{name} up to {end:g}" for name, end in ends.items())
        yield place, f"{words} leave politics {1 - sum(ends.values()):.4g}", "a sum of at most 1", "Lower one of them"


def _adds_up(place: Place, parts: list[Number | None], what: str, total: float) -> Iterator[Finding]:
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


def _belts(data: dict[str, Any]) -> Iterator[Finding]:
    for region in _keys(data, "regions"):
        row = data["regions"][region]
        if isinstance(row, dict) and row.get("belt_of") == region:
            yield ("regions", region, "belt_of"), "the region is its own belt", "another region", ""
        elif isinstance(row, dict) and isinstance(row.get("groups"), dict) and not row["groups"]:
            yield ("regions", region, "groups"), "the region has no group", "the share of each group", ""


def _settings(central: Central, fewest_months: int) -> Iterator[Finding]:
    for name, least in (("max_days", 1), ("months", fewest_months), ("persons_per_citizen", 1)):
        number = central(("settings", name))
        if number is not None and (number.open or number.low < least):
            yield ("settings", name), f"found {number.low:g}", f"one number of at least {least}", ""
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
