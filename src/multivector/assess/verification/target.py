"""One row of the verification table: a published number, ours, and whether they agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike


class Verdict(StrEnum):
    """What came of a target."""

    PASS = "PASS"
    FAIL = "FAIL"
    NOT_REPRODUCED = "NOT REPRODUCED"
    INFO = "INFO"


@dataclass(frozen=True, slots=True)
class Target:
    """A published (or exactly known) quantity and what the engine's own code gives for it.

    Attributes:
        number: Number of the target; one target may take several rows.
        tier: 1 exact or nearly, 2 stochastic with a stated tolerance, 3 shown but never gated.
        model: The model or mechanism.
        setting: What is computed, under which setting.
        published: The published value.
        ours: Ours.
        tolerance: Largest difference allowed, as people read it.
        reason: Why this tolerance; or why the target is not reproduced.
        source: Where the published value stands.
        verdict: PASS, FAIL, NOT REPRODUCED (known, explained, never hidden) or INFO (no gate).
    """

    number: int
    tier: int
    model: str
    setting: str
    published: str
    ours: str
    tolerance: str
    reason: str
    source: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Question:
    """What a target asks, before it is answered.

    Attributes:
        number: Number of the target.
        tier: 1, 2 or 3.
        model: The model or mechanism.
        setting: What is computed.
        source: Where the published value stands.
    """

    number: int
    tier: int
    model: str
    setting: str
    source: str

    def near(self, published: ArrayLike, ours: ArrayLike, tolerance: float, reason: str, digits: int = 4) -> Target:
        """Answer with numbers that must agree within a tolerance, all of them."""
        a, b = np.atleast_1d(np.asarray(published, float)), np.atleast_1d(np.asarray(ours, float))
        good = a.shape == b.shape and bool(np.all(np.abs(a - b) <= tolerance + 1e-12))
        allowed = "exact" if tolerance == 0 else f"±{tolerance:g}"
        return self._row(numbers(a, digits), numbers(b, digits), allowed, reason, good)

    def within(self, published: str, low: float, high: float, ours: float, reason: str, digits: int = 3) -> Target:
        """Answer with a number that must lie in an interval."""
        return self._row(published, f"{ours:.{digits}f}", f"[{low:g}, {high:g}]", reason, low <= ours <= high)

    def holds(self, published: str, ours: str, true: bool, reason: str) -> Target:
        """Answer with a statement that must hold."""
        return self._row(published, ours, "holds", reason, true)

    def _row(self, published: str, ours: str, tolerance: str, reason: str, good: bool) -> Target:
        verdict = Verdict.INFO if self.tier == 3 else Verdict.PASS if good else Verdict.FAIL
        return Target(
            self.number, self.tier, self.model, self.setting, published, ours, tolerance, reason, self.source, verdict
        )

    def unreached(self, published: str, ours: str, reason: str) -> Target:
        """Answer that the published value is not reproduced, and why."""
        return Target(
            self.number, self.tier, self.model, self.setting, published, ours, "–", reason, self.source,
            Verdict.NOT_REPRODUCED,
        )  # fmt: skip

    def shown(self, published: str, ours: str, reason: str) -> Target:
        """Answer without a gate."""
        return Target(
            self.number, self.tier, self.model, self.setting, published, ours, "–", reason, self.source, Verdict.INFO
        )


def numbers(values: ArrayLike, digits: int) -> str:
    """Numbers as people read them, separated by spaces."""
    flat: Sequence[float] = (np.atleast_1d(np.asarray(values, float)).round(digits) + 0.0).ravel().tolist()
    return " ".join(f"{value:.{digits}f}".rstrip("0").rstrip(".") if digits else f"{value:.0f}" for value in flat)
