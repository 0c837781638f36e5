"""How a figure is judged: its median against a target, or not at all where the machine was too restless to tell."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field

STEADY = 1.5
"""The floor may vary by this factor (largest to smallest); beyond it nothing is judged."""

TWO_CORES = 1.9
"""Two processes must do that much more plain work than one, or a figure that needs two cores is not judged."""


def timed(work: Callable[[], object]) -> float:
    """Seconds that some work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def best_by_turns(works: list[Callable[[], object]], repeats: int = 20) -> list[float]:
    """Shortest time of each work, taken by turns, so that what else the machine does falls on all of them."""
    rounds = [[timed(work) for work in works] for _ in range(repeats)]
    return [min(column) for column in zip(*rounds, strict=True)]


@dataclass
class Report:
    """Figures as they come: printed, judged and counted.

    Attributes:
        missed: Names of the figures that missed their target.
    """

    missed: list[str] = field(default_factory=list)

    def say(
        self,
        name: str,
        values: list[float],
        unit: str,
        *,
        at_most: float | None = None,
        at_least: float | None = None,
        doubt: str = "",
    ) -> None:
        """Print the median with the smallest and largest value, and the verdict if there is a target.

        Args:
            name: What was measured.
            values: One or more measurements.
            unit: Their unit.
            at_most: Target from above.
            at_least: Target from below.
            doubt: Why the figure cannot be judged, if it cannot.
        """
        median = statistics.median(values)
        verdict = ""
        if at_most is not None or at_least is not None:
            met = (at_most is None or median <= at_most) and (at_least is None or median >= at_least)
            target = f"<= {at_most:g}" if at_most is not None else f">= {at_least:g}"
            verdict = f"{'PASS' if met else 'MISSED'} (target {target})"
            if doubt:
                verdict = f"NOT JUDGED (target {target}): {doubt}"
            elif not met:
                self.missed.append(name)
        print(f"{name:58s} {median:9.3g} ({min(values):.3g} to {max(values):.3g}) {unit:16s} {verdict}", flush=True)


def restless(floors: list[float]) -> str:
    """Why nothing can be judged by this floor; empty if it held still."""
    spread = max(floors) / min(floors)
    return f"the floor itself varied by a factor of {spread:.1f}" if spread > STEADY else ""
