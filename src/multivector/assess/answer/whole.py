"""The answer as a whole, written beside the study's manifest and read back."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from multivector.assess.answer.cause import Rivals
from multivector.assess.answer.finding import Box, Consensus, Decides, Divergence, Watch
from multivector.assess.answer.plain import keep, kept, plain, understood
from multivector.assess.answer.score import Score
from multivector.assess.answer.verdict import ViewVerdict

NAME = "answer.json"
"""File of the answer in the folder of a study."""

FORMAT = 3
"""Layout of the file; raised when files written before can no longer be read."""


@dataclass(frozen=True)
class Provenance:
    """What the answer was made from.

    Attributes:
        study: Short id of the study.
        scenario: Name of the crisis.
        sha256: Digest of what the scenario says.
        code: Version and digest of the code that assessed.
        runs: Runs of the study that succeeded.
        n: Draws an arm.
        seed: Seed of the arms.
        lives: Months lived through again for this answer, all arms and settings.
        seconds: Time it took.
        made: When.
    """

    study: str
    scenario: str
    sha256: str
    code: dict[str, str]
    runs: int
    n: int
    seed: int
    lives: int
    seconds: float
    made: str


@dataclass(frozen=True)
class Answer:
    """What can be concluded from a study.

    Attributes:
        title: Title of the crisis.
        conclusions: What can be concluded, in words, most important first.
        views: The experts' conclusions, in the scenario's order.
        consensus: What nearly all runs agree on.
        divergence: Where runs part.
        decides: What settling a disputed fact would do, most first within each question.
        boxes: Corners of the ranges in which an outcome crowds.
        watch: What to watch, best first within each outcome.
        rivals: Balance of the rival causes of violence; None if the crisis tells no pattern of violence.
        scores: Runs against what is on record of the years after; empty where nothing is.
        limits: What limits all of this, in words.
        provenance: What it was made from.
    """

    title: str
    conclusions: tuple[str, ...]
    views: tuple[ViewVerdict, ...]
    consensus: tuple[Consensus, ...]
    divergence: tuple[Divergence, ...]
    decides: tuple[Decides, ...]
    boxes: tuple[Box, ...]
    watch: tuple[Watch, ...]
    rivals: Rivals | None
    scores: tuple[Score, ...]
    limits: tuple[str, ...]
    provenance: Provenance

    def to_dict(self) -> dict[str, Any]:
        """As nested dictionaries and lists, ready for JSON; what is not a number is None."""
        content: dict[str, Any] = plain({"format": FORMAT, **asdict(self)})
        return content

    @staticmethod
    def from_dict(content: dict[str, Any]) -> Answer:
        """The inverse of :meth:`to_dict`.

        Raises:
            AssessError: If it is no answer of this layout.
        """
        answer: Answer = understood(Answer, content, FORMAT, "answer", "assess")
        return answer

    def write(self, folder: Path) -> Path:
        """Write it into the folder of its study; returns the file."""
        return keep(folder / NAME, self.to_dict())

    @staticmethod
    def read(folder: Path) -> Answer:
        """Read it from the folder of a study.

        Raises:
            AssessError: If the folder holds none, or one that can't be read.
        """
        answer: Answer = kept(folder / NAME, Answer, FORMAT, "answer", "assess")
        return answer
