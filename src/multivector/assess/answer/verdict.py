"""The experts' conclusions and what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from multivector.assess.answer.estimate import Difference, Estimate

Word = Literal["FOLLOWS", "FOLLOWS IF", "FOLLOWS ONLY IF", "DOES NOT FOLLOW", "INCONCLUSIVE"]
"""Headline of a verdict. IF: it is shown to follow on a condition, and open without; ONLY IF: shown not to, without."""

Label = Literal[
    "follows", "follows if", "follows only if", "holds anyway", "premises help, not enough", "does not follow",
    "inconclusive",
]
"""The finer verdict beside the headline; ``holds anyway`` and ``premises help, not enough`` are DOES NOT FOLLOW."""

TestName = Literal["level", "twin"]
"""Against the state before the crisis, or against the same dice with help not asked."""


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
        loss: For ``flipped``, and for ``reversed`` if there is one premise only: P(outcome | premises) minus this
            arm's; None otherwise.
        costs: Whether that loss is certain: above 0 with an interval as wide as so many comparisons ask for
            (Bonferroni over the view's premises, the settings of the shock and both tests).
    """

    kind: Literal["given", "premises", "reversed", "flipped"]
    premise: str
    p: Estimate | None
    loss: Difference | None = None
    costs: bool = False


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
        condition: The clause after FOLLOWS IF or FOLLOWS ONLY IF; empty otherwise.
        hangs_on: Premises without which P(outcome) drops below 0.67 although it holds with all of them.
        works: Id of the premise whose flipping costs most, if that loss is certain; else empty. The loss is measured;
            that it is larger than that of the next premise is not claimed.
        settings: One for each setting of the shock: without, then with.
    """

    __test__ = False  # not a test class for pytest

    test: TestName
    outcome: tuple[str, ...]
    word: Word
    label: Label
    reason: str
    condition: str
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
        condition: The clause after FOLLOWS IF or FOLLOWS ONLY IF; empty otherwise.
        works: Id of the premise whose flipping costs most, by the level test if it costs there for certain, else by the
            twin test; empty if none certainly does.
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
    condition: str
    works: str
    words: str
    premises: tuple[PremiseCard, ...]
    level: TestVerdict
    twin: TestVerdict
