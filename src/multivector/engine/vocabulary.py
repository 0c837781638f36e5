"""The words of the engine: what a parameter, a switch, a mechanism and a table column are.

A mechanism's file declares its parameters and switches with these classes, next to the rule that uses them;
:mod:`multivector.engine.register` gathers the declarations. The scenario room checks what people write against
the register, so that a name is spelt the same in YAML, in Python and in the results.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

UNITS = (
    "1",  # pure number
    "share",  # 0 to 1
    "probability",  # 0 to 1
    "persons",
    "persons per thousand",
    "per 6 hours",  # share of those concerned in six hours; converted to the tick's length at the start
    "days",
    "months",
    "hours",
    "km",
    "degrees",
    "date",  # days since the scenario's first day
    "logit",  # log odds
    "attitude",  # net attitude, -1 to 1
    "share points",  # effect on an alignment share, other things equal
    "share points per year",
    "per year",
    "flag",  # 0 or 1
    "index",  # position in another table, -1 for none
)
"""Every unit that a number in the engine may have."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a number can be at all, whatever anyone believes of it.

    Attributes:
        least: Smallest possible number; ``-inf`` for none.
        most: Largest possible number; ``inf`` for none.
        positive: Whether ``least``, which is then 0, is itself impossible.
    """

    least: float = -math.inf
    most: float = math.inf
    positive: bool = False

    def hold(self, value: float) -> bool:
        """Whether a number is possible."""
        return self.least <= value <= self.most and not (self.positive and value <= 0)

    def __str__(self) -> str:
        low = "above 0" if self.positive else f"at least {self.least:g}"
        if self.most == math.inf:
            return low if self.least > -math.inf else "any number"
        if self.least == -math.inf:
            return f"at most {self.most:g}"
        return f"{low} and at most {self.most:g}" if self.positive else f"between {self.least:g} and {self.most:g}"


LIMITS = {
    "share": Limits(0.0, 1.0), "probability": Limits(0.0, 1.0), "per 6 hours": Limits(0.0, 1.0),
    "persons": Limits(0.0), "persons per thousand": Limits(0.0, 1000.0), "days": Limits(0.0), "months": Limits(0.0),
    "hours": Limits(0.0), "km": Limits(0.0), "date": Limits(0.0), "attitude": Limits(-1.0, 1.0),
    "share points": Limits(-1.0, 1.0), "per year": Limits(0.0), "flag": Limits(0.0, 1.0),
    "degrees": Limits(-180.0, 180.0),
}  # fmt: skip
"""What a number of a unit can be; units that are not listed have no limits."""

ANY = Limits()
"""No limits."""

_DIVIDING = ("months", "km")
"""Units in which parameters are half-lives and scales: something is divided by them."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number of a mechanism that a scenario may set or leave open.

    Attributes:
        name: Name, unique in the whole engine; the scenario writes ``parameters.<mechanism>.<name>``.
        meaning: One sentence.
        unit: One of :data:`UNITS`.
        low: Lower end of the default range (equal to ``high`` for a number that is not sampled).
        high: Upper end of the default range.
        default: Central value, used where a single number is wanted.
        scale: ``linear`` (uniform on the range) or ``log`` (log-uniform).
        source: Literature (author, year), or ``assumed``.
        positive: Whether it cannot be 0, since something is divided by it or its logarithm is taken.
    """

    name: str
    meaning: str
    unit: str
    low: float
    high: float
    default: float
    scale: str = "linear"
    source: str = "assumed"
    positive: bool = False

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise ValueError(f"{self.name}: unknown unit {self.unit!r}")
        if not self.low <= self.default <= self.high:
            raise ValueError(f"{self.name}: default {self.default} outside [{self.low}, {self.high}]")
        if self.scale not in ("linear", "log") or (self.scale == "log" and self.low <= 0):
            raise ValueError(f"{self.name}: scale {self.scale!r} does not fit [{self.low}, {self.high}]")

    @property
    def limits(self) -> Limits:
        """What it can be at all: what its unit allows, and what lies in its own range.

        A pure number (a weight, a factor, a precision, a standard deviation) has its sign from its meaning, so
        it can be below 0 only if its own range begins there.
        """
        unit = LIMITS.get(self.unit, Limits(0.0) if self.unit == "1" else ANY)
        positive = self.positive or self.unit in _DIVIDING
        return Limits(min(unit.least, self.low), max(unit.most, self.high), positive)


@dataclass(frozen=True, slots=True)
class Switch:
    """A part of a mechanism that can be turned off to show what it does.

    Attributes:
        name: Name, unique in the whole engine; the command line writes ``--without <name>``.
        meaning: What happens without it, as one sentence.
        rows: Rows of the system table that it carries, such as ``("S11",)``.
    """

    name: str
    meaning: str
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mechanism:
    """One rule of the model, with its numbers and its switches.

    Attributes:
        name: File name without suffix; the key under ``parameters:`` in a scenario.
        rule: The rule in one sentence.
        parameters: Its numbers.
        switches: Its switches.
    """

    name: str
    rule: str
    parameters: tuple[Parameter, ...] = ()
    switches: tuple[Switch, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a table, a series or an outcome.

    Attributes:
        name: Column name.
        unit: One of :data:`UNITS`.
        meaning: One sentence.
        default: Value if a scenario does not say; None if it must.
        positive: Whether it cannot be 0, since something is divided by it.
    """

    name: str
    unit: str
    meaning: str
    default: float | None = None
    positive: bool = False

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise ValueError(f"{self.name}: unknown unit {self.unit!r}")

    @property
    def limits(self) -> Limits:
        """What it can be at all."""
        unit = LIMITS.get(self.unit, ANY)
        return Limits(unit.least, unit.most, self.positive)


def dtype_of(fields: tuple[Field, ...]) -> np.dtype[np.void]:
    """Structured type with one float64 for each field, in order."""
    return np.dtype([(f.name, np.float64) for f in fields])


@dataclass(frozen=True, slots=True)
class Table:
    """A kind of thing in the world (regions, groups, ...), one row each.

    Attributes:
        name: Singular noun.
        fields: Columns given by the scenario and fixed during a run.
        state: Columns that the run changes; they start at zero.
    """

    name: str
    fields: tuple[Field, ...]
    state: tuple[Field, ...] = field(default=())

    @property
    def dtype(self) -> np.dtype[np.void]:
        """Structured type of one row: fields, then state."""
        return dtype_of(self.fields + self.state)
