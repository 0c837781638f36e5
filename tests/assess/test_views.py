"""Views with a known truth, lived through with the engine: a premise that decides, one that does nothing, one reversed.

The chance of meeting a power's demand before the crisis is an open number of the crisis and month 0 of a series, so
what a premise on it does to a test on month 0 is known exactly.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from pool import acute_phases

from multivector.assess import views as testing
from multivector.assess.answer import ViewVerdict
from multivector.assess.arms import Ground
from multivector.assess.lives import Lives, Order, live
from multivector.ensemble.execute import executor
from multivector.scenario import Template, compile, library, load
from multivector.scenario.view import View

N = 300
CHANCE = "powers.karth.compliance"  # open from 0.1 to 0.5
IDLE = "powers.karth.reaction"  # 0 to 1; rivals answer only after the crisis


@cache
def template() -> Template:
    return compile(load("velmora"))


def view(*premises: dict[str, object], value: float, test: str = "at_least", **more: object) -> View:
    bound = {"series": "compliance", "power": ["karth"], "window": [0, 0], "test": test, "value": value}
    return View.model_validate({
        "name": "known", "whose": "nobody", "sentence": "x", "level": bound, "twin": bound,
        "given": [{"acute": "granted", "test": "equals", "value": 1}],
        "premises": {
            f"p{i}": {"sentence": f"premise {i}", "fidelity": "imputation", "where": where}
            for i, where in enumerate(premises)
        },
    } | more)  # fmt: skip


def verdict(one: View, phases: int = 60) -> ViewVerdict:
    ground = Ground(template(), acute_phases(phases), n=N, seed=1, fixed={})
    shock = testing.Shock.of(template().scenario)
    readings = tuple(sorted(testing.readings_wanted(one), key=repr))
    arms = testing.arms_of(one, ground)
    drawn = {arm: ground.sample(ways) for arm, ways in arms.items() if ways}
    orders = [Order(s.values, ground.acute[s.rows], s.rows, readings) for s in drawn.values()]
    found = live(
        orders, template(), settings=shock.settings, seed=1, without=(), set={}, work=executor(1), tick=lambda _: None
    )
    lives = dict(zip(drawn, found, strict=True))
    return testing.verdict(
        "K", one, {arm: lives.get(arm) for arm in arms}, template().scenario, template().every, ground, shock
    )


DECIDES = {"path": CHANCE, "test": "at_least", "value": 0.3}
NOTHING = {"path": IDLE, "test": "at_least", "value": 0.5}


def test_a_premise_that_decides() -> None:
    found = verdict(view(DECIDES, value=0.3))
    assert (found.word, found.label) == ("FOLLOWS", "follows")
    assert found.works == "p0"  # the only one, and it lifts
    assert "only premise makes a difference" in found.words
    for setting in (*found.level.settings, *found.twin.settings):
        p, r, free = (setting.arm(kind).p for kind in ("premises", "reversed", "given"))
        assert p is not None
        assert r is not None
        assert free is not None
        assert (p.value, r.value) == (1.0, 0.0)
        assert free.value == pytest.approx(0.5, abs=1 / N)
        assert setting.lift is not None
        assert setting.lift.value == 1.0


def test_beside_a_premise_that_does_nothing() -> None:
    found = verdict(view(DECIDES, NOTHING, value=0.3))
    assert found.word == "FOLLOWS ONLY IF"
    assert found.works == "p0"
    assert found.level.hangs_on == ("p0",)
    assert "premise 0" in found.condition
    assert "premise 1" not in found.condition
    setting = found.level.settings[0]
    loss = {arm.premise: arm.loss for arm in setting.arms if arm.kind == "flipped"}
    assert loss["p0"] is not None
    assert loss["p1"] is not None
    assert (loss["p0"].value, loss["p1"].value) == (1.0, 0.0)


def test_the_best_of_many_idle_premises_is_not_said_to_cost() -> None:
    """Eight premises that do nothing, two settings: without correction one study in five names one."""
    idle = ("reaction", "campaign", "offer", "attention_half_life", "economy_trend")
    paths = [p for p in template().paths if p.startswith("powers.") and p.rsplit(".", 1)[1] in idle][:8]
    one = view(*({"path": p, "test": "at_least", "value": template().spec(p).central} for p in paths), value=0.3)
    ground = Ground(template(), acute_phases(200), n=N, seed=1, fixed={})
    shock, readings = testing.Shock.of(template().scenario), tuple(testing.readings_wanted(one))
    dice = np.random.default_rng(4)
    named = 0
    for _ in range(60):
        lives = {
            arm: Lives(readings, (False, True), dice.random((2, len(readings), N), dtype=np.float32),
                       dice.integers(0, 200, N), np.empty((N, 0)))
            for arm in testing.arms_of(one, ground)
        }  # fmt: skip
        named += bool(testing.verdict("K", one, lives, template().scenario, template().every, ground, shock).works)
    assert len(paths) == 8
    assert named / 60 < 0.15  # .05 at most, and three standard errors


def test_a_premise_that_does_nothing_alone() -> None:
    unlikely, likely, even = (verdict(view(NOTHING, value=value)) for value in (0.45, 0.15, 0.3))
    assert (unlikely.word, unlikely.label, unlikely.works) == ("DOES NOT FOLLOW", "does not follow", "")
    assert (likely.word, likely.label) == ("DOES NOT FOLLOW", "holds anyway")
    assert even.word == "INCONCLUSIVE"
    for found in (unlikely, likely, even):
        lift = found.level.settings[0].lift
        assert lift is not None
        assert lift.value == 0.0  # the same dice, and nothing else differs
        assert lift.low <= 0 <= lift.high


def test_a_premise_that_speaks_against() -> None:
    found = verdict(view({**DECIDES, "test": "at_most"}, value=0.3))
    assert found.label == "does not follow"
    assert "speak against" in found.reason
    assert found.level.settings[0].lift.value == -1.0  # type: ignore[union-attr]


def test_a_premise_that_helps_and_is_not_enough() -> None:
    """Free: P(c ≥ .4) = .25; with c ≥ .3 it is .5, else 0."""
    found = verdict(view(DECIDES, value=0.4))
    assert (found.word, found.label) == ("DOES NOT FOLLOW", "premises help, not enough")


def test_a_premise_on_the_acute_phase_is_observed() -> None:
    guard = {"acute": "combat", "test": "equals", "value": 0}
    found = verdict(view(guard, value=0.3))
    assert found.premises[0].observed
    assert (found.runs_in_scope, found.runs_meeting) == (60, 40)
    arm = found.level.settings[0].arm("reversed").p
    assert arm is not None
    assert arm.distinct == 20
    assert "20 simulated acute phases meet the reversed premises" in found.reason


def test_too_few_acute_phases() -> None:
    guard = {"acute": "combat", "test": "equals", "value": 0}
    assert verdict(view(guard, value=0.15), phases=12).word == "INCONCLUSIVE"


def test_nothing_in_the_pool_meets_the_scope() -> None:
    nowhere = view(DECIDES, value=0.3, given=[{"acute": "granted", "test": "equals", "value": 0}])
    found = verdict(nowhere)
    assert found.word == "INCONCLUSIVE"
    assert "no simulated acute phase" in found.reason
    assert found.level.settings[0].arm("premises").p is None


@pytest.mark.parametrize("crisis", library())
def test_no_premise_holds_its_own_conclusion(crisis: str) -> None:
    """A premise or scope that bounds what the outcome measures makes the test true by definition."""
    scenario = load(crisis)
    assert scenario.views
    for one in scenario.views.values():
        measured = {(test.series, power) for whole in (one.level, one.twin) for test in whole.tests()
                    for power in test.power or ("",)}  # fmt: skip
        names = {series for series, _ in measured}
        for condition in (*one.given, *(c for premise in one.premises.values() for c in premise.where)):
            if condition.acute is not None:
                assert condition.acute not in names, (one.name, condition.acute)
            else:
                section, *keys, column = (condition.path or "").split(".")
                starts = {f"{kind}_{domain}" for kind in ("posture", "ties") for domain in [column.split("_")[0]]}
                if section == "powers":
                    assert (column, keys[0]) not in measured, (one.name, condition.path)
                    absolute = {
                        test.series for whole in (one.level, one.twin) for test in whole.tests()
                        if test.relative_to == "none"
                    }  # fmt: skip
                    assert not (column.endswith("_start") and starts & absolute), (one.name, condition.path)
                else:
                    assert column not in names, (one.name, condition.path)
