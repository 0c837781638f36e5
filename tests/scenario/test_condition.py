import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from multivector.engine.outcome import ACUTE_DTYPE, REGION_OUTCOMES
from multivector.engine.vocabulary import dtype_of
from multivector.scenario.condition import OPPOSITE, Constraint, Outcome
from multivector.scenario.observation import Metric, Observation
from multivector.scenario.observation import given as among


@given(st.sampled_from(sorted(OPPOSITE)), st.lists(st.floats(-2, 2), min_size=1, max_size=20))
def test_the_opposite_holds_exactly_where_the_constraint_does_not(test, x):
    number = {"range": [-0.5, 0.5]} if test in ("between", "outside") else {"value": 0.25}
    constraint = Constraint.model_validate({"path": "p", "test": test, **number})
    values = np.array([*x, 0.25, -0.5, 0.5])
    assert np.array_equal(constraint.holds(values), ~constraint.opposite().holds(values))


def test_a_flag_turns_to_its_other_value():
    combat = Constraint.model_validate({"acute": "combat", "test": "equals", "value": 0})
    assert combat.opposite().value == 1


def test_the_factor_scales_a_dead_band():
    bound = Constraint.model_validate({"path": "p", "test": "at_least", "value": 0.01})
    assert bound.holds(0.015)
    assert not bound.holds(0.015, factor=2)


def test_an_outcome_lists_its_tests():
    one = {"series": "debt", "window": [24, 24], "test": "at_least", "value": 0.05}
    outcome = Outcome.model_validate({"any": [one, {"all": [one, one]}]})
    assert len(list(outcome.tests())) == 3


@pytest.mark.parametrize(
    "wrong",
    [
        {"series": "debt", "power": "russia", "window": [1, 2], "test": "at_least", "value": 1},
        {"series": "alignment", "window": [1, 2], "test": "at_least", "value": 1},
        {"series": "debt", "window": [1, 2], "test": "between", "value": 1},
        {"series": "debt", "window": [1, 2], "test": "at_least", "value": 1, "relative_to": "changed"},
        {"all": []},
    ],
)
def test_half_written_tests_are_refused(wrong):
    with pytest.raises(ValueError, match=r"country's|of a power|wrong numbers|changed|empty"):
        Outcome.model_validate(wrong)


def runs():
    acute = np.zeros(3, ACUTE_DTYPE)
    acute["appeal_day"] = [3.5, -1, 5]
    acute["dead_civil"] = [100, 10, 0]
    acute["dead_security"] = [8, 1, 0]
    acute["national"] = [1, 1, 0]
    region = np.zeros((3, 2), dtype_of(REGION_OUTCOMES))
    region["dead_civil"] = [[90, 10], [4, 6], [0, 0]]
    region["dead_security"] = [[6, 2], [1, 0], [0, 0]]
    region["onset"] = [[1, -1], [2, 0], [-1, -1]]
    return acute, region


@pytest.mark.parametrize(
    ("metric", "values"),
    [
        ({"acute": "appeal_day"}, [3.5, np.nan, 5]),
        ({"acute": ["dead_civil", "dead_security"]}, [108, 11, 0]),
        ({"field": "onset", "region": "b"}, [np.nan, 0, np.nan]),
        ({"field": ["dead_civil", "dead_security"], "summary": "sum", "regions": ["a"]}, [96, 5, 0]),
        (
            {"field": ["dead_civil", "dead_security"], "summary": "share", "regions": ["a"]},
            [96 / 108, 5 / 11, np.nan],
        ),
        ({"field": "dead_civil", "summary": "count", "at_least": 5}, [2, 1, 0]),
    ],
)
def test_metrics_read_runs(metric, values):
    acute, region = runs()
    np.testing.assert_allclose(Metric.model_validate(metric).of(acute, region, ("a", "b")), values)


def test_observations_are_met_inside_their_interval_and_never_by_nan():
    seen = Observation.model_validate(
        {"name": "n", "metric": "appeal_day", "low": 3, "high": 4, "wide_high": 5, "source": "assumed"}
    )
    values = np.array([3.5, np.nan, 5])
    assert seen.met(values).tolist() == [True, False, False]
    assert seen.met(values, wide=True).tolist() == [True, False, True]
    assert among("national wave", runs()[0]).tolist() == [True, True, False]
    assert among("appeal", runs()[0]).tolist() == [True, False, True]
