"""Rival causes, side by side."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Shift:
    """How a cause's strength differs between runs with the pattern and runs without.

    Attributes:
        path: The number that measures the cause's strength.
        switch: The switch that turns the cause off; empty if it has none.
        meaning: In words.
        shift: Mean place in the range (0 lowest, 1 highest) with the pattern, minus without.
        low: Lower end of its 95 % interval.
        high: Upper end.
        mean: Mean place in the range with the pattern.
        near_bound: Whether the runs with the pattern crowd at an end of the range (surely more than 20 % of them in an
            outer tenth): the range decides then, and not the evidence.
    """

    path: str
    switch: str
    meaning: str
    shift: float
    low: float
    high: float
    mean: float
    near_bound: bool


@dataclass(frozen=True)
class RivalPair:
    """Two rival causes of the same pattern, side by side; never one without the other.

    Attributes:
        first: One cause.
        second: Its rival.
        difference: Shift of the first minus that of the second.
        low: Lower end of its 95 % interval.
        high: Upper end.
        words: What this says, and what it doesn't.
    """

    first: Shift
    second: Shift
    difference: float
    low: float
    high: float
    words: str


@dataclass(frozen=True)
class Rivals:
    """The balance of the rival causes of violence.

    Attributes:
        pattern: The observed pattern, in words, one line a condition.
        among: Among which runs.
        n_with: Runs that show it.
        n_without: Runs that don't.
        pairs: Every pair of rival causes.
        caveat: That the covariates behind the causes are beliefs.
    """

    pattern: tuple[str, ...]
    among: str
    n_with: int
    n_without: int
    pairs: tuple[RivalPair, ...]
    caveat: str
