"""The answer of a study: what can be concluded, view by view, and what it hangs on.

Everything here is plain data, written beside the study's manifest as ``answer.json`` and read back to the same
objects. No number is computed here. A share that could not be computed is None in JSON and NaN in Python.
"""

from __future__ import annotations

import json
import math
import types
from dataclasses import asdict, dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from multivector.ensemble import disk
from multivector.errors import AssessError

NAME = "answer.json"
"""File of the answer in the folder of a study."""

FORMAT = 1
"""Layout of the file; raised when files written before can no longer be read."""

Word = Literal["FOLLOWS", "FOLLOWS ONLY IF", "DOES NOT FOLLOW", "INCONCLUSIVE"]
"""Headline of a verdict."""

Label = Literal[
    "follows", "follows only if", "holds anyway", "premises help, not enough", "does not follow", "inconclusive"
]
"""The finer verdict beside the headline; ``holds anyway`` and ``premises help, not enough`` are DOES NOT FOLLOW."""

TestName = Literal["level", "twin"]
"""Against the state before the crisis, or against the same dice with help not asked."""


@dataclass(frozen=True)
class Estimate:
    """A probability with its 95 % interval.

    Attributes:
        value: Share of the draws in which it holds.
        low: Lower end (Wilson score interval on ``effective`` draws).
        high: Upper end.
        n: Draws made.
        distinct: Different simulated acute phases among them; the draws share them.
        effective: Independent draws that say as much, given that sharing.
    """

    value: float
    low: float
    high: float
    n: int
    distinct: int
    effective: float


@dataclass(frozen=True)
class Difference:
    """A difference of two probabilities with its 95 % interval (Newcombe 1998, from the two Wilson intervals)."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class PremiseCard:
    """A premise of a view, for showing.

    Attributes:
        id: Its id in the view.
        sentence: In words.
        fidelity: ``quotation``, ``paraphrase``, ``interpretation`` or ``imputation``.
        document: Id of the document it stands on, empty if imputed.
        exact: The words there.
        observed: True if it speaks of the acute phase: runs that meet it are selected, not set up.
    """

    id: str
    sentence: str
    fidelity: str
    document: str
    exact: str
    observed: bool


@dataclass(frozen=True)
class Arm:
    """One way of drawing, and how often the predicted outcome then came.

    Attributes:
        kind: ``given`` (the view's scope and nothing else), ``premises`` (all hold), ``reversed`` (none holds) or
            ``flipped`` (all hold but one).
        premise: Id of the premise flipped; empty for the others.
        p: P(outcome) in the arm; None if nothing can be drawn there.
        loss: For ``flipped``: P(outcome | premises) minus this arm's; None otherwise.
    """

    kind: Literal["given", "premises", "reversed", "flipped"]
    premise: str
    p: Estimate | None
    loss: Difference | None = None


@dataclass(frozen=True)
class Deadband:
    """The verdict with other sizes of "about the same".

    Attributes:
        factor: Factor on the dead-band: 0.5, 1 or 2.
        premises: P(outcome | premises).
        reversed: P(outcome | premises reversed).
        lift: The first minus the second.
        label: Verdict at this size.
    """

    factor: float
    premises: float
    reversed: float
    lift: Difference
    label: Label


@dataclass(frozen=True)
class Setting:
    """A test under one setting of the outside shock.

    Attributes:
        shock: Whether the outside shock comes; None if the crisis has none.
        name: In words, such as ``with Russia's invasion of Ukraine``.
        word: Headline.
        label: Finer verdict.
        reason: Why, in one sentence.
        arms: The arms: given, premises, reversed, then each flipped.
        lift: P(outcome | premises) minus P(outcome | reversed); None if an arm is empty.
        detectable: Smallest lift that these draws would have told from none, with a power of 80 %.
        deadbands: The verdict at half, base and double dead-band; one row if the test has none.
    """

    shock: bool | None
    name: str
    word: Word
    label: Label
    reason: str
    arms: tuple[Arm, ...]
    lift: Difference | None
    detectable: float
    deadbands: tuple[Deadband, ...]

    def arm(self, kind: str, premise: str = "") -> Arm:
        """An arm by kind (and premise, for ``flipped``).

        Raises:
            KeyError: There is no such arm.
        """
        for arm in self.arms:
            if (arm.kind, arm.premise) == (kind, premise):
                return arm
        raise KeyError((kind, premise))


@dataclass(frozen=True)
class TestVerdict:
    """A view's conclusion put to one of its two tests.

    Attributes:
        test: ``level`` or ``twin``.
        outcome: What is tested, in words, one line a condition.
        word: Headline over the settings of the shock.
        label: Finer verdict.
        reason: Why.
        only_if: The clause after FOLLOWS ONLY IF; empty otherwise.
        hangs_on: Premises without which P(outcome) drops below 0.67 although it holds with all of them.
        works: Id of the premise whose flipping costs most, if that loss is certain; else empty.
        settings: One for each setting of the shock: without, then with.
    """

    __test__ = False  # not a test class for pytest

    test: TestName
    outcome: tuple[str, ...]
    word: Word
    label: Label
    reason: str
    only_if: str
    hangs_on: tuple[str, ...]
    works: str
    settings: tuple[Setting, ...]


@dataclass(frozen=True)
class ViewVerdict:
    """An expert's conclusion and what became of it.

    The headline is that of the level test, which is what the sentence predicts; the twin test says whether the
    rescue is what brings it about.

    Attributes:
        id: Its id in the scenario.
        name: Short name.
        whose: Who holds it.
        document: Id of the document.
        sentence: The conclusion.
        given: Scope, in words, one line a condition.
        runs_in_scope: Finished acute runs of the study inside the scope.
        runs_meeting: Of those, runs that meet all premises on the acute phase.
        word: Headline.
        label: Finer verdict.
        reason: Why.
        only_if: The clause after FOLLOWS ONLY IF; empty otherwise.
        works: Id of the premise that does the work; empty if none certainly does.
        words: The whole verdict as one or two sentences.
        premises: Its premises, in order.
        level: Against the state before the crisis.
        twin: Against the same dice with help not asked.
    """

    id: str
    name: str
    whose: str
    document: str
    sentence: str
    given: tuple[str, ...]
    runs_in_scope: int
    runs_meeting: int
    word: Word
    label: Label
    reason: str
    only_if: str
    works: str
    words: str
    premises: tuple[PremiseCard, ...]
    level: TestVerdict
    twin: TestVerdict


@dataclass(frozen=True)
class Consensus:
    """Something that at least nine runs in ten agree on.

    Attributes:
        statement: As a sentence that holds in those runs.
        among: Among which runs.
        phase: ``crisis`` or ``aftermath``.
        share: Share of runs in which it holds.
        certain: Whether the lower end of the interval is 0.9 or more.
    """

    statement: str
    among: str
    phase: Literal["crisis", "aftermath"]
    share: Estimate
    certain: bool


@dataclass(frozen=True)
class Divergence:
    """Something on which runs part, and the number on which they part most.

    Attributes:
        statement: As a sentence that holds in some runs and not in others.
        among: Among which runs.
        phase: ``crisis`` or ``aftermath``.
        share: Share of runs in which it holds.
        subject: Path of the number that tells them apart best, or name of a fact of the acute phase; empty if none
            does better than chance.
        meaning: What that is, in words.
        explained: Share of the variance that it explains, corrected for chance; 0 if there is none.
        at_low: P(statement) where it is in its lowest tenth.
        at_high: P(statement) where it is in its highest tenth.
        chance: What the best of so many meaningless numbers would explain, in 95 of 100 studies.
        detectable: Smallest explained share that would be found with a power of 80 %.
        words: All of it as a sentence.
    """

    statement: str
    among: str
    phase: Literal["crisis", "aftermath"]
    share: Estimate
    subject: str
    meaning: str
    explained: float
    at_low: float
    at_high: float
    chance: float
    detectable: float
    words: str


@dataclass(frozen=True)
class Decides:
    """What settling a disputed fact would do to an answer.

    Attributes:
        question: Id of the outcome, such as ``V1 level`` or ``falls``.
        outcome: The outcome in words.
        among: Among which runs, the shock's setting included.
        kind: ``number`` (of the scenario), ``fact`` (of the acute phase) or ``group`` (a claim that several numbers
            belong to).
        subject: Path, name of the fact, or id of the claim or premise.
        members: The numbers and facts of a group; the subject itself otherwise.
        meaning: In words.
        origin: ``claims``, ``document``, ``facts``, ``literature``, ``argued``, ``assumed``; ``simulated`` for a fact.
        document: Document that disputes it; empty if none.
        exact: The words there.
        share: Share of the outcome's variance that would go if it were settled, corrected for chance.
        chance: What the best of so many meaningless numbers would reach, in 95 of 100 studies.
        detectable: Smallest share that would be found with a power of 80 %.
        now: P(outcome) as things stand.
        low: Lowest of the ten means if it were known.
        high: Highest of the ten means.
        n: Draws.
        words: As a sentence.
    """

    question: str
    outcome: str
    among: str
    kind: Literal["number", "fact", "group"]
    subject: str
    members: tuple[str, ...]
    meaning: str
    origin: str
    document: str
    exact: str
    share: float
    chance: float
    detectable: float
    now: float
    low: float
    high: float
    n: int
    words: str


@dataclass(frozen=True)
class Limit:
    """One side of a box: a number of the scenario and the interval it is in; None where the box is open."""

    path: str
    meaning: str
    low: float | None
    high: float | None
    unit: str


@dataclass(frozen=True)
class Box:
    """A corner of the ranges in which an outcome crowds (PRIM, Friedman and Fisher 1999).

    Attributes:
        outcome: The outcome in words.
        among: Among which runs.
        limits: The sides of the box.
        base: Share of runs with the outcome, everywhere.
        density: Share of runs with the outcome, inside, in the half of the runs that the box was not found with.
        coverage: Share of the runs with the outcome that lie inside, in that half.
        n: Runs of that half inside the box.
        words: As a sentence.
    """

    outcome: str
    among: str
    limits: tuple[Limit, ...]
    base: float
    density: Estimate
    coverage: Estimate
    n: int
    words: str


@dataclass(frozen=True)
class Watch:
    """An early sign that tells outcomes apart.

    Attributes:
        outcome: The outcome in words.
        among: Among which runs (those in which it is still open then).
        sign: What to look at, in words.
        observable: Its name in the results.
        clock: ``day`` or ``month``.
        when: Which day or month, counted from the start.
        auc: Chance that the sign ranks a run with the outcome above one without; below 0.5 if a high value speaks
            against it.
        low: Lower end of its 95 % interval (Hanley and McNeil 1982).
        high: Upper end.
        bits: Information that the sign, in ten classes, carries on the outcome, corrected for chance.
        threshold: The value that splits best.
        at_or_above: P(outcome) at or above it.
        below: P(outcome) below it.
        base: P(outcome) without looking.
        n: Runs.
        positive: Runs with the outcome.
        words: As a sentence.
    """

    outcome: str
    among: str
    sign: str
    observable: str
    clock: Literal["day", "month"]
    when: float
    auc: float
    low: float
    high: float
    bits: float
    threshold: float
    at_or_above: float
    below: float
    base: float
    n: int
    positive: int
    words: str


@dataclass(frozen=True)
class Shift:
    """How a cause's strength differs between runs with the pattern and runs without.

    Attributes:
        path: The number that measures the cause's strength.
        switch: The switch that turns the cause off; empty if it has none.
        meaning: In words.
        shift: Mean place in the range (0 lowest, 1 highest) with the pattern, minus without.
        low: Lower end of its 95 % interval.
        high: Upper end.
        mean: Mean place in the range with the pattern.
        near_bound: Whether its middle half with the pattern leans on an end of the range: the range decides then,
            and not the evidence.
    """

    path: str
    switch: str
    meaning: str
    shift: float
    low: float
    high: float
    mean: float
    near_bound: bool


@dataclass(frozen=True)
class RivalPair:
    """Two rival causes of the same pattern, side by side; never one without the other.

    Attributes:
        first: One cause.
        second: Its rival.
        difference: Shift of the first minus that of the second.
        low: Lower end of its 95 % interval.
        high: Upper end.
        words: What this says, and what it doesn't.
    """

    first: Shift
    second: Shift
    difference: float
    low: float
    high: float
    words: str


@dataclass(frozen=True)
class Rivals:
    """The balance of the rival causes of violence.

    Attributes:
        pattern: The observed pattern, in words, one line a condition.
        among: Among which runs.
        n_with: Runs that show it.
        n_without: Runs that don't.
        pairs: Every pair of rival causes.
        caveat: That the covariates behind the causes are beliefs.
    """

    pattern: tuple[str, ...]
    among: str
    n_with: int
    n_without: int
    pairs: tuple[RivalPair, ...]
    caveat: str


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
        scores: Forecasts against what happened; empty where nothing is recorded.
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
        content: dict[str, Any] = _plain({"format": FORMAT, **asdict(self)})
        return content

    @staticmethod
    def from_dict(content: dict[str, Any]) -> Answer:
        """The inverse of :meth:`to_dict`.

        Raises:
            AssessError: If it is no answer of this layout.
        """
        if content.get("format") != FORMAT:
            raise AssessError(
                f"found an answer of format {content.get('format')}",
                expected=f"format {FORMAT}",
                advice="Make it again with `multivector assess`",
            )
        try:
            answer: Answer = _made(Answer, content)
        except (KeyError, TypeError, ValueError) as error:
            raise AssessError(
                f"not an answer: {error!r}", advice="Make it again with `multivector assess`"
            ) from error
        return answer

    def write(self, folder: Path) -> Path:
        """Write it into the folder of its study; returns the file."""
        path = folder / NAME
        disk.write(path, (json.dumps(self.to_dict(), indent=1, ensure_ascii=False) + "\n").encode())
        return path

    @staticmethod
    def read(folder: Path) -> Answer:
        """Read it from the folder of a study.

        Raises:
            AssessError: If the folder holds none, or one that can't be read.
        """
        path = folder / NAME
        try:
            return Answer.from_dict(json.loads(path.read_text()))
        except FileNotFoundError:
            raise AssessError(
                f"{folder}: no answer here",
                expected=f"a folder with {NAME}",
                advice=f"Make it with `multivector assess {folder}`",
            ) from None
        except ValueError as error:
            raise AssessError(
                f"{path}: not JSON ({error})", advice="Make it again with `multivector assess`"
            ) from error


def _plain(content: Any) -> Any:
    if isinstance(content, dict):
        return {key: _plain(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [_plain(value) for value in content]
    if isinstance(content, float) and not math.isfinite(content):
        return None
    return content


def _made(kind: Any, content: Any) -> Any:
    """A value of a type of this file from plain data."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return None if content is None else _made(next(k for k in inner if k is not types.NoneType), content)
    if origin is tuple:
        return tuple(_made(inner[0], item) for item in content)
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{f.name: _made(hints[f.name], content[f.name]) for f in fields(kind)})  # type: ignore[operator]
    if kind is float:
        return math.nan if content is None else float(content)
    return content
