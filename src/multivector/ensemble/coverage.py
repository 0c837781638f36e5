"""What an ensemble says before anything is fitted: how often the crisis ignites, what was seen against it.

Nothing is passed over: an observation outside the simulated range stands in the table like any other, and one
that is nearly an input of the model is marked, because meeting it earns no credit.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from multivector.ensemble.results import Study
from multivector.scenario.observation import Observation, given

Z95 = 1.959963984540054
"""Two-sided 95 % quantile of the normal distribution."""

MOVES = (
    "rollback", "dismissal", "purge", "reform", "emergency", "shutdown", "fire", "framing",
)  # fmt: skip
"""The president's moves; appeal and placation apart, since placation is possible only once help is granted."""

FEWEST = 20
"""With fewer runs than this a central 90 % says too little to call an observation in or out."""


class Watched(Protocol):
    """What a scenario tells of what was seen."""

    @property
    def observations(self) -> Mapping[str, Observation]:
        """Observations by id."""


@dataclass(frozen=True)
class Share:
    """A share of runs, with its Wilson score interval of 95 % (Wilson 1927).

    Attributes:
        hits: Runs in which it happened.
        n: Runs looked at.
    """

    hits: int
    n: int

    @property
    def value(self) -> float:
        """The share; NaN if no run was looked at."""
        return self.hits / self.n if self.n else math.nan

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson interval; the whole of [0, 1] if no run was looked at."""
        if not self.n:
            return 0.0, 1.0
        z2 = Z95**2 / self.n
        middle = (self.value + z2 / 2) / (1 + z2)
        half = Z95 * math.sqrt(self.value * (1 - self.value) / self.n + z2 / 4 / self.n) / (1 + z2)
        low = middle - half if self.hits else 0.0  # exactly so; the formula rounds
        high = middle + half if self.hits < self.n else 1.0
        return low, high


@dataclass(frozen=True)
class Ignition:
    """How often the crisis ignites, and how often it then becomes national.

    Attributes:
        ignites: Share of the runs that ignite.
        national: Share of those that become a national wave.
    """

    ignites: Share
    national: Share


Verdict = Literal["inside", "partly", "outside", "too few runs"]


@dataclass(frozen=True)
class Cover:
    """One observation against the runs it is looked at among.

    Attributes:
        id: Its id in the scenario.
        name: In a few words.
        unit: Unit of the number.
        low: Lower end of what was seen.
        high: Upper end.
        given: Among which runs.
        n: Runs looked at in which the number exists.
        middle: Their median.
        half: Their central 50 %.
        most: Their central 90 %.
        hit: Share of them inside what was seen, allowing for the chance of one run.
        in_half: Whether what was seen lies in the central 50 %.
        in_most: Whether it lies in the central 90 %.
        input_like: Whether it is nearly an input, so that meeting it earns no credit.
    """

    id: str
    name: str
    unit: str
    low: float
    high: float
    given: str
    n: int
    middle: float
    half: tuple[float, float]
    most: tuple[float, float]
    hit: Share
    in_half: Verdict
    in_most: Verdict
    input_like: bool


@dataclass(frozen=True)
class Gate:
    """One bound of sensible behaviour before any calibration.

    Attributes:
        name: What is bounded, as words.
        share: The share measured.
        low: Smallest share that passes.
        high: Largest share that passes.
        given: Among which runs.
    """

    name: str
    share: Share
    low: float
    high: float
    given: str

    @property
    def passes(self) -> bool:
        """Whether the share lies within the bounds; no run to look at does not pass."""
        return self.share.n > 0 and self.low <= self.share.value <= self.high


def ignition(study: Study) -> Ignition:
    """P(ignites) and P(national wave | ignites) of the runs that succeeded."""
    acute = study.acute()
    ignited = acute["ignited"] > 0
    national = ignited & (acute["national"] > 0)
    return Ignition(_share(ignited), _share(national[ignited]))


def coverage(study: Study, scenario: Watched) -> list[Cover]:
    """Every observation of the scenario against the study, in the scenario's order."""
    acute, regional, ids = study.acute(), study.regional(), study.regions
    rows = []
    for key, seen in scenario.observations.items():
        among = given(seen.given, acute)
        values = seen.metric.of(acute[among], regional[among], ids)
        values = values[~np.isnan(values)]
        if len(values):
            p05, p25, p50, p75, p95 = np.quantile(values, (0.05, 0.25, 0.5, 0.75, 0.95)).tolist()
        else:
            p05 = p25 = p50 = p75 = p95 = math.nan
        rows.append(
            Cover(
                id=key,
                name=seen.name,
                unit=seen.metric.unit,
                low=seen.low,
                high=seen.high,
                given=seen.given,
                n=len(values),
                middle=p50,
                half=(p25, p75),
                most=(p05, p95),
                hit=_share(seen.met(values, wide=True)),
                in_half=_verdict(seen.low, seen.high, p25, p75, len(values)),
                in_most=_verdict(seen.low, seen.high, p05, p95, len(values)),
                input_like=seen.input_like,
            )
        )
    return rows


def gates(study: Study) -> list[Gate]:
    """Sensible behaviour before any calibration: never always, never never, not snapping.

    Bounds on the prior predictive distribution of a crisis that is possible and not certain.
    """
    acute = study.acute()
    everyone = np.ones(len(acute), dtype=bool)
    ignited, national = acute["ignited"] > 0, acute["national"] > 0
    appealed, deployed = acute["appeal_day"] >= 0, acute["arrival_day"] >= 0
    outlived = deployed & (acute["fate"] < 2)
    wave = "national wave"
    wanted: list[tuple[str, NDArray[np.bool_], str, NDArray[np.bool_], float, float]] = [
        ("ignites", ignited, "any run", everyone, 0.2, 0.6),
        ("becomes a national wave", national, "any run", everyone, 0.1, 0.4),
        ("over 5 % of the country on the street", acute["peak_share"] > 0.05, "any run", everyone, 0.0, 0.02),
        ("an appeal for help", appealed, wave, national, 0.15, 0.8),
        ("the regime falls", acute["fate"] == 2, wave, national, 0.03, 0.35),
        *((f"move: {move}", acute[f"{move}_day"] >= 0, wave, national, 0.1, 0.9) for move in MOVES),
        ("calm within 20 days", acute["calm_day"] <= 20, wave, national, 0.5, 1.0),
        ("help refused", acute["refused"] > 0, "appeal", appealed, 0.1, 0.9),
        ("move: placation", acute["placation_day"] >= 0, "deployment", deployed, 0.1, 0.9),
        ("troops stay more than 27 days", acute["stay"] > 27, "deployment that the regime outlives", outlived,
         0.02, 0.3),
        ("shirking leaps by over 0.3 in a tick", acute["shirking_jump"] > 0.3, wave, national, 0.0, 0.05),
    ]
    return [Gate(name, _share(hit[among]), low, high, given) for name, hit, given, among, low, high in wanted]


def _share(hits: NDArray[np.bool_]) -> Share:
    return Share(int(hits.sum()), len(hits))


def _verdict(low: float, high: float, simulated_low: float, simulated_high: float, n: int) -> Verdict:
    if n < FEWEST:
        return "too few runs"
    if simulated_low <= low and high <= simulated_high:
        return "inside"
    return "partly" if low <= simulated_high and simulated_low <= high else "outside"
