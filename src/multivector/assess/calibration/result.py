"""What a calibration says, as plain data kept beside the study's manifest."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from multivector.assess.answer import RivalPair, Score
from multivector.assess.answer.plain import keep, kept, plain

NAME = "calibration.json"
"""File of the calibration in the folder of a study."""

FORMAT = 1
"""Layout of the file; raised when files written before can no longer be read."""


@dataclass(frozen=True)
class Moved:
    """A number that the observations move by more than chance.

    Attributes:
        path: Its path.
        meaning: In words.
        unit: Its unit.
        distance: Kolmogorov's distance between its distributions before and after.
        by_wave: The part that comes of looking at national waves alone: distance of these from all runs.
        by_rest: What the observations move among national waves.
        rest_counts: Whether that is more than chance.
        before: 5 %, 50 % and 95 % of it before.
        after: The same after.
        place_before: The same as places in its range, 0 lowest and 1 highest.
        place_after: The same after.
        leans: Whether it crowds at an end of its range after: a fault of the range or of the model.
    """

    path: str
    meaning: str
    unit: str
    distance: float
    by_wave: float
    by_rest: float
    rest_counts: bool
    before: tuple[float, float, float]
    after: tuple[float, float, float]
    place_before: tuple[float, float, float]
    place_after: tuple[float, float, float]
    leans: bool


@dataclass(frozen=True)
class Seen:
    """An observation before and after, in sample: the weights were made to meet it.

    Attributes:
        id: Its id.
        name: In a few words.
        unit: Unit of the number.
        low: Lower end of what was seen.
        high: Upper end.
        used: Whether it was among those that the weights look at.
        before: 5 %, 50 % and 95 % of the runs it is looked at among.
        after: The same, weighted.
        hit_before: Share of those runs inside what was seen, allowing for one run's chance.
        hit_after: The same, weighted.
        exists: Weighted share of the runs in which there is such a number at all.
    """

    id: str
    name: str
    unit: str
    low: float
    high: float
    used: bool
    before: tuple[float, float, float]
    after: tuple[float, float, float]
    hit_before: float
    hit_after: float
    exists: float


@dataclass(frozen=True)
class Later:
    """Something on record of the years after, out of sample.

    Attributes:
        before: How all runs that it is looked at among forecast it.
        after: How the weighted ones do.
        gain: Score before minus score after, with its 95 % interval (Rubin's Bayesian bootstrap over runs): above 0
            if the calibration helps.
        effective: Effective runs behind the score after.
    """

    before: Score
    after: Score
    gain: tuple[float, float, float]
    effective: float


@dataclass(frozen=True)
class Fit:
    """How unusual the crisis that happened is for the model.

    Attributes:
        trials: National waves of the study taken, one after another, as if they had been seen.
        typical: Median tolerance that as many effective runs take then.
        as_wide: Share of them that take a tolerance as wide as the crisis that happened.
    """

    trials: int
    typical: float
    as_wide: float


@dataclass(frozen=True)
class Recovery:
    """Whether posteriors of the same trials are right about the numbers that the trial was made with.

    Attributes:
        numbers: Numbers looked at: those that moved.
        in_half: Share of true numbers inside the central 50 % of the posterior.
        in_most: Inside the central 90 %.
    """

    numbers: int
    in_half: float
    in_most: float


@dataclass(frozen=True)
class Stand:
    """How an expert's conclusion stands if acute phases are drawn by their weight.

    Attributes:
        id: Id of the view.
        name: Its short name.
        before: Verdict on all acute phases alike, headline and finer label.
        after: Verdict on the weighted ones.
        reason: Why.
    """

    id: str
    name: str
    before: tuple[str, str]
    after: tuple[str, str]
    reason: str


@dataclass(frozen=True)
class Calibration:
    """A study's runs weighed by what was seen of the acute phase.

    Attributes:
        title: Title of the crisis.
        study: Short id of the study.
        runs: Runs that succeeded.
        waves: National waves among them.
        on_waves: Weight that lies on these.
        observations: Observations used.
        tolerance: In allowances for one run's chance.
        chosen: Whether the tolerance was given; otherwise it is the smallest that leaves enough effective runs.
        effective: Effective runs (Kish).
        strict: Effective runs at a tolerance of one allowance.
        compared: Numbers compared.
        chance: Distance that the best of so many meaningless numbers would reach in 95 of 100 cases.
        moved: Numbers moved by more than that, or by more than chance among national waves; most first.
        leaning: Numbers that crowd at an end of their range, by path.
        seen: Observations, in sample.
        later: What is on record of the years after, out of sample.
        fit: How unusual what was seen is; None without enough national waves.
        recovery: Whether posteriors are right; None if nothing moved.
        rivals: Rival causes of violence, in pairs, after against before.
        stands: The experts' conclusions; empty if they were not asked for.
        conclusions: All of it in sentences.
        caveats: What limits it.
        made: When.
    """

    title: str
    study: str
    runs: int
    waves: int
    on_waves: float
    observations: int
    tolerance: float
    chosen: bool
    effective: float
    strict: float
    compared: int
    chance: float
    moved: tuple[Moved, ...]
    leaning: tuple[str, ...]
    seen: tuple[Seen, ...]
    later: tuple[Later, ...]
    fit: Fit | None
    recovery: Recovery | None
    rivals: tuple[RivalPair, ...]
    stands: tuple[Stand, ...]
    conclusions: tuple[str, ...]
    caveats: tuple[str, ...]
    made: str

    def to_dict(self) -> dict[str, Any]:
        """As nested dictionaries and lists, ready for JSON; what is not a number is None."""
        content: dict[str, Any] = plain({"format": FORMAT, **asdict(self)})
        return content

    def write(self, folder: Path) -> Path:
        """Write it into the folder of its study; returns the file."""
        return keep(folder / NAME, self.to_dict())

    @staticmethod
    def read(folder: Path) -> Calibration:
        """Read it from the folder of a study.

        Raises:
            AssessError: If the folder holds none, or one that can't be read.
        """
        calibration: Calibration = kept(folder / NAME, Calibration, FORMAT, "calibration", "calibrate")
        return calibration
