"""The experts' views put to the test: which arms are wanted, and what came of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from multivector.assess import words
from multivector.assess.answer import (
    Arm,
    Deadband,
    Difference,
    PremiseCard,
    Setting,
    TestName,
    TestVerdict,
    ViewVerdict,
)
from multivector.assess.arms import Box, Ground
from multivector.assess.lives import Lives, Reading, readings_of
from multivector.assess.proportion import detectable, difference, estimate
from multivector.assess.verdict import FACTORS, Finding, judge, over_deadbands, over_settings, power_note
from multivector.scenario import Scenario, Spec
from multivector.scenario.condition import Outcome
from multivector.scenario.view import View

GIVEN, PREMISES, REVERSED = ("given", ""), ("premises", ""), ("reversed", "")
"""Arms that every view has; the others are ``("flipped", premise)``."""

ArmId = tuple[str, str]

TESTS = 2
"""Level and twin."""


@dataclass(frozen=True)
class Shock:
    """The settings of the outside shock.

    Attributes:
        name: What happens, in words; empty if the crisis has no outside shock.
    """

    name: str

    @classmethod
    def of(cls, scenario: Scenario) -> Shock:
        """Those of a crisis."""
        return cls(words.listed([s.name or key for key, s in scenario.shocks.items() if s.kind == "outside"]))

    @classmethod
    def in_study(cls, scenario: Scenario, without: Sequence[str]) -> Shock:
        """Those of a crisis that was run with some switches off."""
        return cls("") if "outside_shocks" in without else cls.of(scenario)

    @property
    def settings(self) -> tuple[bool, ...]:
        """Without and with; one only if there is nothing to switch."""
        return (False, True) if self.name else (False,)

    def words(self, on: bool) -> str:
        """A setting in words."""
        if not self.name:
            return "as it is"
        return f"{'with' if on else 'without'} {self.name}"

    def clause(self, on: bool) -> str:
        """A setting as a condition."""
        return f"{self.name} {'comes' if on else 'does not come'}"


def arms_of(view: View, ground: Ground) -> dict[ArmId, list[Box]]:
    """The arms of a view, each with the boxes it is drawn from (none if nothing can be drawn).

    With one premise only, flipping it is reversing all, and there is no flipped arm.
    """
    premises = view.premises
    arms = {
        GIVEN: ground.boxes(view.given),
        PREMISES: ground.boxes(view.given, held=list(premises.values())),
        REVERSED: ground.boxes(view.given, turned=list(premises.values())),
    }
    if len(premises) > 1:
        for key, premise in premises.items():
            others = [other for name, other in premises.items() if name != key]
            arms["flipped", key] = ground.boxes(view.given, held=others, turned=[premise])
    return arms


def readings_wanted(view: View) -> set[Reading]:
    """Every number that a view's two tests compare."""
    return {r for whole in (view.level, view.twin) for test in whole.tests() for r in readings_of(test)}


def verdict(
    key: str,
    view: View,
    lives: Mapping[ArmId, Lives | None],
    scenario: Scenario,
    specs: Mapping[str, Spec],
    ground: Ground,
    shock: Shock,
) -> ViewVerdict:
    """What became of a view.

    Args:
        key: Its id.
        view: The view.
        lives: What was lived in each of its arms; None where nothing can be drawn.
        scenario: The crisis.
        specs: Its numbers by path.
        ground: What the arms were drawn from.
        shock: The settings of the outside shock.
    """
    level = _test("level", view.level, view, lives, scenario, shock)
    twin = _test("twin", view.twin, view, lives, scenario, shock)
    observed = [c for premise in view.premises.values() for c in premise.where if c.acute is not None]
    scope = ground.all_of([c for c in view.given if c.acute is not None])
    meeting = scope & ground.all_of(observed)
    works = level.works or twin.works
    return ViewVerdict(
        id=key,
        name=view.name,
        whose=view.whose,
        document=view.document or "",
        sentence=view.sentence,
        given=tuple(words.constraint(c, scenario, dict(specs)) for c in view.given),
        runs_in_scope=int(scope.fits.sum()),
        runs_meeting=int(meeting.fits.sum()),
        word=level.word,
        label=level.label,
        reason="; ".join(part for part in (level.reason, _power(lives, len(ground.acute))) if part),
        condition=level.condition,
        works=works,
        words=_in_words(view, level, twin, works),
        premises=tuple(
            PremiseCard(
                id=name,
                sentence=premise.sentence,
                fidelity=premise.fidelity,
                document=premise.anchor.document if premise.anchor else "",
                exact=premise.anchor.exact if premise.anchor else "",
                observed=premise.observed,
            )
            for name, premise in view.premises.items()
        ),
        level=level,
        twin=twin,
    )


def _test(
    name: TestName,
    whole: Outcome,
    view: View,
    lives: Mapping[ArmId, Lives | None],
    scenario: Scenario,
    shock: Shock,
) -> TestVerdict:
    compared = len(view.premises) * len(shock.settings) * TESTS
    pairs = [_setting(whole, on, lives, shock, compared) for on in shock.settings]
    clauses = [shock.clause(on) for on in shock.settings]
    found = over_settings(
        [(setting.name, clause, finding) for (setting, finding), clause in zip(pairs, clauses, strict=True)]
    )
    settings = tuple(setting for setting, _ in pairs)
    return TestVerdict(
        test=name,
        outcome=words.tests(whole, scenario),
        word=found.word,
        label=found.label,
        reason=found.reason,
        condition=_condition(found, view),
        hangs_on=found.hangs_on,
        works=_works(settings, view),
        settings=settings,
    )


def _setting(
    whole: Outcome, on: bool, lives: Mapping[ArmId, Lives | None], shock: Shock, compared: int
) -> tuple[Setting, Finding]:
    """One test in one setting, and its verdict; ``compared`` losses of the view are looked at in all."""
    sizes = FACTORS if any(test.deadband for test in whole.tests()) else (1.0,)
    hits: dict[float, dict[ArmId, NDArray[np.bool_]]] = {
        size: {arm: life.holds(whole, on, size) for arm, life in lives.items() if life is not None} for size in sizes
    }
    rows = {arm: life.rows for arm, life in lives.items() if life is not None}
    p = {
        size: {arm: estimate(hit, rows[arm]) for arm, hit in by_arm.items()} for size, by_arm in hits.items()
    }

    def minus(size: float, one: ArmId, other: ArmId) -> Difference:
        both = hits[size][one], hits[size][other]
        return difference(p[size][one], p[size][other], both, (rows[one], rows[other]))

    def costs(arm: ArmId) -> bool:
        """Whether flipping certainly costs, were it the best of so many premises that do nothing."""
        both = hits[1.0][PREMISES], hits[1.0][arm]
        one, other = (estimate(hit, rows[a], 0.05 / compared) for hit, a in zip(both, (PREMISES, arm), strict=True))
        return difference(one, other, both, (rows[PREMISES], rows[arm])).low > 0

    flips = [arm for arm in lives if arm[0] == "flipped"] or [REVERSED]
    flipped = {arm for arm in flips if arm in rows and PREMISES in rows}
    arms = tuple(
        Arm(
            kind=arm[0],  # type: ignore[arg-type]
            premise=arm[1],
            p=p[1.0].get(arm),
            loss=minus(1.0, PREMISES, arm) if arm in flipped else None,
            costs=arm in flipped and costs(arm),
        )
        for arm in lives
    )
    missing = [words_of for arm, words_of in _NEEDED.items() if arm not in rows]
    if missing:
        finding = Finding("inconclusive", f"no simulated acute phase and no number in its range meets {missing[0]}")
        lift: Difference | None = None
        least, bands = float("inf"), tuple[Deadband, ...]()
    else:
        lifts = {size: minus(size, PREMISES, REVERSED) for size in sizes}
        findings = {
            size: judge(
                by_arm[PREMISES],
                by_arm[REVERSED],
                lifts[size],
                {arm[1]: q for arm, q in by_arm.items() if arm[0] == "flipped"},
            )
            for size, by_arm in p.items()
        }
        finding = over_deadbands(findings)
        lift, least = lifts[1.0], detectable(p[1.0][PREMISES], p[1.0][REVERSED])
        bands = tuple(
            Deadband(size, by_arm[PREMISES].value, by_arm[REVERSED].value, lifts[size], findings[size].label)
            for size, by_arm in p.items()
        )
    setting = Setting(
        shock=on if shock.name else None,
        name=shock.words(on),
        word=finding.word,
        label=finding.label,
        reason=finding.reason,
        arms=arms,
        lift=lift,
        detectable=least,
        deadbands=bands,
    )
    return setting, finding


_NEEDED = {PREMISES: "the premises", REVERSED: "the reversed premises"}


def _power(lives: Mapping[ArmId, Lives | None], runs: int) -> str:
    """What is to be said of arms that rest on few acute phases."""
    found = ((name, lives[arm]) for arm, name in _NEEDED.items())
    return power_note([(name, 0 if life is None else len(np.unique(life.rows))) for name, life in found], runs)


def _works(settings: Sequence[Setting], view: View) -> str:
    """The premise whose flipping costs most, of those whose flipping certainly does in some setting."""
    losses = [
        (arm.loss.value, arm.premise or next(iter(view.premises)))  # the only premise is flipped by reversing all
        for setting in settings
        for arm in setting.arms
        if arm.loss is not None and arm.costs
    ]
    return max(losses)[1] if losses else ""


def _condition(found: Finding, view: View) -> str:
    """What FOLLOWS IF goes on with, or FOLLOWS ONLY IF, for which premises that are each needed are conditions too."""
    if found.label == "follows if":
        return found.shock
    if found.label != "follows only if":
        return ""
    parts = [found.shock] if found.shock else []
    parts += [words.quoted(view.premises[name].sentence) for name in found.hangs_on]
    return words.listed(parts)


def counts_most(sentence: str, premises: int) -> str:
    """What is said of the premise whose flipping costs most, out of so many."""
    if premises == 1:
        return f"Its only premise makes a difference: {words.quoted(sentence)}."
    return f"Of its premises, the one whose reversal costs most: {words.quoted(sentence)}."


def _in_words(view: View, level: TestVerdict, twin: TestVerdict, works: str) -> str:
    """The verdict as a person would say it."""
    name = view.name[0].upper() + view.name[1:]
    said = {
        "follows": "follows from its premises",
        "follows if": f"follows if {level.condition}; whether it does otherwise is open",
        "follows only if": f"follows only if {level.condition}",
        "holds anyway": "is likely whether or not its premises hold, so it does not follow from them",
        "premises help, not enough": "does not follow: its premises make it likelier, but not likely",
        "does not follow": "does not follow from its premises",
        "inconclusive": "cannot be judged",
    }[level.label]
    text = f"{name} ({view.whose}) {said}."
    if works:
        text += f" {counts_most(view.premises[works].sentence, len(view.premises))}"
    short = {
        "follows": "it follows",
        "follows if": f"it follows if {twin.condition}, and is open otherwise",
        "follows only if": f"it follows only if {twin.condition}",
        "holds anyway": "it holds whatever the premises",
        "premises help, not enough": "the premises help, not enough",
        "does not follow": "it does not follow",
        "inconclusive": "it is open",
    }[twin.label]
    return f"{text} As an effect of the help alone, {short}."

