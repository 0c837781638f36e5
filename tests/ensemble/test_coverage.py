from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from multivector.engine.outcome import ACUTE_DTYPE, REGION_OUTCOMES
from multivector.engine.vocabulary import dtype_of
from multivector.ensemble.coverage import MOVES, Share, coverage, gates, ignition
from multivector.scenario.observation import Metric, Observation

N = 400


@dataclass
class Ready:
    """A study whose outcomes are at hand."""

    table: np.ndarray
    field: np.ndarray
    regions: tuple[str, ...] = ("ONE", "TWO")

    def acute(self):
        return self.table

    def regional(self):
        return self.field


@pytest.fixture
def study():
    """400 runs: half ignite, a quarter are national, with deaths 0, 1, 2, … among these."""
    table = np.zeros(N, ACUTE_DTYPE)
    for name in ACUTE_DTYPE.names:
        if name.endswith("_day"):
            table[name] = -1
    table["end_day"] = 14
    table["ignited"][: N // 2] = 1
    table["national"][: N // 4] = 1
    table["dead_civil"][: N // 4] = np.arange(N // 4)
    table["appeal_day"][:50] = 3.5
    field = np.zeros((N, 2), dtype_of(REGION_OUTCOMES))
    field["dead_civil"][:, 0] = 30
    field["dead_civil"][:, 1] = 10
    return Ready(table, field)


def watched(**observations):
    return SimpleNamespace(observations=observations)


def seen(low, high, metric=None, **more):
    metric = metric or Metric(acute=("dead_civil",))
    return Observation(name="dead", metric=metric, low=low, high=high, source="facts: 1", **more)


def cover(study, observation):
    return coverage(study, watched(it=observation))[0]


def test_wilson_interval_has_its_closed_form():
    z2 = 1.959963984540054**2
    assert Share(0, 10).interval == pytest.approx((0, z2 / (10 + z2)))
    assert Share(10, 10).interval == pytest.approx((10 / (10 + z2), 1))
    assert Share(5, 10).interval == pytest.approx((0.2366, 0.7634), abs=5e-5)
    assert Share(0, 0).interval == (0, 1)


@given(n=st.integers(1, 10_000), share=st.floats(0, 1))
def test_wilson_interval_holds_the_share_and_mirrors(n, share):
    hits = round(n * share)
    low, high = Share(hits, n).interval
    assert low <= hits / n <= high
    assert Share(n - hits, n).interval == pytest.approx((1 - high, 1 - low))


def test_ignition_is_counted_among_all_and_national_among_those(study):
    found = ignition(study)
    assert (found.ignites.hits, found.ignites.n) == (200, 400)
    assert (found.national.hits, found.national.n) == (100, 200)


def test_quantiles_are_those_of_the_runs_looked_at(study):
    row = cover(study, seen(40, 60))
    assert row.n == 100
    assert row.middle == pytest.approx(49.5)
    assert row.half == pytest.approx((24.75, 74.25))
    assert row.most == pytest.approx((4.95, 94.05))
    assert (row.hit.hits, row.hit.n) == (21, 100)
    assert (row.in_half, row.in_most) == ("inside", "inside")


def test_the_condition_chooses_the_runs(study):
    assert cover(study, seen(0, 1, given="any run")).n == 400
    assert cover(study, seen(0, 1, given="ignition")).n == 200
    assert cover(study, seen(0, 1, given="appeal")).n == 50


@pytest.mark.parametrize(
    ("low", "high", "half", "most"),
    [(30, 70, "inside", "inside"), (10, 50, "partly", "inside"), (80, 90, "outside", "inside"),
     (90, 99, "outside", "partly"), (96, 99, "outside", "outside"), (0, 99, "partly", "partly")],
)  # fmt: skip
def test_good_and_bad_are_both_said(study, low, high, half, most):
    row = cover(study, seen(low, high))
    assert (row.in_half, row.in_most) == (half, most)


def test_hits_allow_for_the_chance_of_one_run(study):
    narrow, wide = cover(study, seen(40, 60)), cover(study, seen(40, 60, wide_low=30, wide_high=70))
    assert narrow.hit.hits == 21
    assert wide.hit.hits == 41
    assert narrow.in_half == wide.in_half


def test_days_of_what_never_happened_are_not_counted(study):
    row = cover(study, seen(3, 4, metric=Metric(acute=("appeal_day",))))
    assert row.n == 50
    assert row.unit == "date"
    assert row.middle == 3.5


def test_few_runs_give_no_verdict(study):
    study.table["appeal_day"][10:] = -1
    assert cover(study, seen(0, 1, given="appeal")).in_most == "too few runs"
    study.table["appeal_day"] = -1
    row = cover(study, seen(0, 1, given="appeal"))
    assert row.n == 0
    assert np.isnan(row.middle)
    assert row.hit.interval == (0, 1)


def test_regional_numbers_are_read_by_region(study):
    metric = Metric.model_validate(
        {"field": "dead_civil", "summary": "share", "regions": ["ONE"]}, context={"ids": {"region": ("ONE", "TWO")}}
    )
    assert cover(study, seen(0.7, 0.8, metric=metric)).middle == 0.75


def test_what_is_nearly_an_input_is_marked(study):
    assert cover(study, seen(40, 60, input_like=True)).input_like


def test_gates_hold_and_break_where_they_should(study):
    found = {gate.name: gate for gate in gates(study)}
    assert found["ignites"].passes
    assert found["becomes a national wave"].passes
    assert found["an appeal for help"].share.value == 0.5
    assert found["an appeal for help"].passes
    assert not found["the regime falls"].passes  # it never does here
    assert all(not found[f"move: {move}"].passes for move in MOVES)
    assert found["troops stay more than 27 days"].share.n == 0
    assert not found["troops stay more than 27 days"].passes  # nothing to look at is no proof
    assert found["shirking leaps by over 0.3 in a tick"].passes
    study.table["shirking_jump"][:10] = 0.31
    study.table["fate"][:20] = 2
    changed = {gate.name: gate for gate in gates(study)}
    assert not changed["shirking leaps by over 0.3 in a tick"].passes
    assert changed["the regime falls"].share.value == 0.2
    assert changed["the regime falls"].passes
