"""What runs agree on, where they part, what decides, where outcomes crowd, what to watch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from multivector.assess.answer.estimate import Estimate


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
        at_low: P(statement) where it is in its lowest tenth, shrunk as in :class:`Decides`.
        at_high: P(statement) where it is in its highest tenth, likewise.
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
        low: P(outcome) in the class of the subject's values where it is lowest. Means of the (at most ten) classes are
            drawn to ``now`` by the share of their scatter that chance explains, so that a subject that tells nothing
            has ``low`` = ``high`` = ``now``.
        high: P(outcome) in the class where it is highest, likewise.
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
        among: Among which runs: those in which it is still open then. All numbers are of the half of them that the sign
            and its threshold were not chosen with.
        sign: What to look at, in words.
        observable: Its name in the results.
        clock: ``day`` or ``month``.
        when: Which day or month, counted from the start.
        auc: Chance that the sign ranks a run with the outcome above one without; below 0.5 if a high value speaks
            against it.
        low: Lower end of its 95 % interval (Hanley and McNeil 1982).
        high: Upper end.
        detectable: Smallest area above ½ that so many runs would have shown with a power of 80 %, among all signs.
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
    detectable: float
    bits: float
    threshold: float
    at_or_above: Estimate
    below: Estimate
    base: Estimate
    n: int
    positive: int
    words: str
