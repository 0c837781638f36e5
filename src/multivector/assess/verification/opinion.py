"""Friedkin and Johnsen's published group, moved by the engine's own step (28)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from multivector.assess.verification.target import Question, Target
from multivector.engine.opinion import swayed

WEIGHT = np.array(
    [[0.220, 0.120, 0.360, 0.300], [0.147, 0.215, 0.344, 0.294], [0, 0, 1, 0], [0.090, 0.178, 0.446, 0.286]]
)
START = np.array([25.0, 25.0, 75.0, 85.0])
CONTROL = np.array(
    [[0.280, 0.045, 0.551, 0.124], [0.047, 0.278, 0.549, 0.126], [0, 0, 1, 0], [0.030, 0.048, 0.532, 0.390]]
)
END = np.array([60.0, 60.0, 75.0, 75.0])
SOURCE = "Friedkin & Johnsen 1999, as quoted"


def settle(start: NDArray[np.float64], weight: NDArray[np.float64]) -> NDArray[np.float64]:
    """Where attitudes end if everyone is as open to others as it gives them weight (a = 1 − w_ii)."""
    anchor, now = start.copy(), start.copy()
    openness = 1.0 - np.diag(weight)
    for _ in range(2000):
        heard = weight @ now
        now = np.array([swayed(h, b, a) for h, b, a in zip(heard, anchor, openness, strict=True)])
    return now


def opinions() -> Iterator[Target]:
    """All targets of this file."""
    ours = np.array([settle(np.eye(4)[:, j], WEIGHT) for j in range(4)]).T
    model = "Friedkin–Johnsen influence"
    yield Question(28, 1, model, "total influences V of the four-person group", SOURCE).near(
        CONTROL, ours, 1.5e-3, "W is printed to three digits", 3
    )
    yield Question(28, 1, model, "final opinions from 25, 25, 75, 85", SOURCE).near(
        END, settle(START, WEIGHT), 0.05, "printed as whole numbers", 2
    )
