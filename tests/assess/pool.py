"""Acute phases made by hand, to draw arms from."""

from __future__ import annotations

import numpy as np

from multivector.engine.outcome import ACUTE_DTYPE


def acute_phases(n: int, seed: int = 0) -> np.ndarray:
    """Acute phases in which help was granted and the regime stands; a third combat, stays of 5 to 100 days."""
    dice = np.random.default_rng(seed)
    rows = np.zeros(n, dtype=ACUTE_DTYPE)
    for name in ACUTE_DTYPE.names or ():
        if name.endswith("_day") or name in ("organisation", "arrival_lag"):
            rows[name] = -1.0
    for name, value in {
        "ignited": 1.0, "national": 1.0, "granted": 1.0, "appeal_day": 3.0, "organisation": 0.0, "arrival_day": 4.0,
        "arrival_lag": 1.0, "troops": 2500.0, "end_day": 20.0, "calm_day": 9.0, "peak_share": 0.002,
    }.items():  # fmt: skip
        rows[name] = value
    rows["combat"] = np.arange(n) % 3 == 0
    rows["stay"] = dice.uniform(5, 100, n)
    rows["exit_day"] = rows["arrival_day"] + rows["stay"]
    rows["rescue"] = dice.random(n)
    rows["dead_civil"] = dice.integers(5, 400, n)
    return rows
