"""What was seen of the acute phase, and the same numbers of every run, on scales on which chance is even."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from multivector.assess.calibration.kernel import misses
from multivector.scenario.observation import Observation, given

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Sight:
    """Observations that a calibration uses, side by side with what the runs show.

    Attributes:
        keys: Ids of the observations, J of them.
        x: What the runs show, shape (n, J), counts of persons as logarithms; NaN where it never happened.
        low: Lower ends of what was seen, shape (J,).
        high: Upper ends.
        allowance: What one run's chance may put each off, shape (J,).
    """

    keys: tuple[str, ...]
    x: Floats
    low: Floats
    high: Floats
    allowance: Floats

    @classmethod
    def of(
        cls,
        observations: Mapping[str, Observation],
        acute: NDArray[np.void],
        regional: NDArray[np.void],
        regions: tuple[str, ...],
    ) -> Sight:
        """Those that earn credit: a number that is nearly an input would only be told what was put in.

        The allowance is the wider of the two margins between the interval and the wide one, which is there for one
        run's chance; without margins the width of the interval, and one unit if it has none.

        Args:
            observations: By id.
            acute: Acute outcomes, shape (n,).
            regional: Regional outcomes, shape (n, R).
            regions: Ids of the R regions.
        """
        chosen = {key: seen for key, seen in observations.items() if not seen.input_like}
        columns, ends, allowances = [], [], []
        for seen in chosen.values():
            values = np.where(given(seen.given, acute), seen.metric.of(acute, regional, regions), np.nan)
            low, high, wide_low, wide_high = _bent(
                np.array([seen.low, seen.high, *seen.interval(wide=True)]), seen.metric.unit
            ).tolist()
            columns.append(_bent(values, seen.metric.unit))
            ends.append((low, high))
            allowances.append(max(low - wide_low, wide_high - high) or (high - low) or 1.0)
        low_high = np.array(ends).reshape(-1, 2)
        x = np.column_stack(columns) if columns else np.empty((len(acute), 0))
        return cls(tuple(chosen), x, low_high[:, 0], low_high[:, 1], np.array(allowances))

    @property
    def missed(self) -> Floats:
        """How far each run misses each observation, shape (n, J), in allowances."""
        return misses(self.x, self.low, self.high, self.allowance)


def _bent(x: Floats, unit: str) -> Floats:
    """Counts of persons by their logarithm: chance multiplies them; nobody counts as one."""
    return np.log(np.maximum(x, 1.0)) if unit == "persons" else x
