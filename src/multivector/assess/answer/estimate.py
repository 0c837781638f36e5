"""Shares and differences with their intervals."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Estimate:
    """A probability with its 95 % interval.

    Attributes:
        value: Share of the draws in which it holds.
        low: Lower end (Wilson score interval on ``effective`` draws).
        high: Upper end.
        n: Draws made.
        distinct: Different simulated acute phases among them; the draws share them.
        effective: Independent draws that say as much, given that sharing.
    """

    value: float
    low: float
    high: float
    n: int
    distinct: int
    effective: float


@dataclass(frozen=True)
class Difference:
    """A difference of two probabilities with its 95 % interval (Newcombe 1998, from the two Wilson intervals)."""

    value: float
    low: float
    high: float
