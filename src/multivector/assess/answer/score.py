"""Forecasts against what happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Score:
    """What the runs say of something on record of the years after, and a naive forecast beside it.

    Attributes:
        id: Its id in the scenario.
        statement: What is on record, in a few words.
        setting: Setting of the outside shock in the runs.
        unit: Unit of the number.
        measure: ``crps`` (of a number) or ``brier`` (of something that happens or does not); lower is better.
        low: Lower end of what is on record; for ``brier`` 0 or 1.
        high: Upper end.
        middle: Median of the runs; for ``brier`` the probability forecast.
        most: Central 90 % of the runs; for ``brier`` the probability twice.
        inside: Where the record lies: ``inside`` the central 90 % with its middle (for ``brier``: what happened was
            given 5 % or more), ``partly`` with an end alone, ``outside``, or ``too few runs``.
        probability: Probability that the runs give to what is on record.
        score: Score of the runs.
        naive: Score of the naive forecast.
        naive_name: What the naive forecast is.
        n: Runs.
        input_like: Whether it is nearly an input of the model, so that meeting it earns no credit.
    """

    id: str
    statement: str
    setting: str
    unit: str
    measure: Literal["brier", "crps"]
    low: float
    high: float
    middle: float
    most: tuple[float, float]
    inside: Literal["inside", "partly", "outside", "too few runs"]
    probability: float
    score: float
    naive: float
    naive_name: str
    n: int
    input_like: bool
