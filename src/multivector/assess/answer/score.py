"""Forecasts against what happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Score:
    """A forecast against what happened, with a naive one beside it.

    Attributes:
        statement: What was forecast.
        setting: Setting of the outside shock.
        measure: ``brier``, ``log`` or ``crps``.
        forecast: Probability, or median.
        happened: What happened.
        score: Score of the forecast; lower is better.
        naive: Score of the naive forecast.
        naive_name: What the naive forecast is.
        n: Draws.
    """

    statement: str
    setting: str
    measure: Literal["brier", "log", "crps"]
    forecast: float
    happened: float
    score: float
    naive: float
    naive_name: str
    n: int
