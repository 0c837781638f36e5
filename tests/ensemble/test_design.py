import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import qmc
from small_crisis import Open, SmallCrisis

from multivector.ensemble import design
from multivector.errors import EnsembleError


def everyone(rows, values):
    return np.ones(len(rows), dtype=bool)


@given(seed=st.integers(0, 2**63), path=st.text(min_size=1, max_size=20), k=st.integers(0, 9))
def test_every_doubling_is_a_latin_hypercube(seed, path, k):
    points = design.nested_strata(seed, path, 2**k)
    assert sorted(np.floor(points * 2**k)) == list(range(2**k))


@given(seed=st.integers(0, 2**32), n=st.integers(1, 200), more=st.integers(0, 200))
def test_a_longer_sequence_begins_with_the_shorter(seed, n, more):
    longer = design.nested_strata(seed, "p", n + more)
    np.testing.assert_array_equal(design.nested_strata(seed, "p", n), longer[:n])


@pytest.mark.parametrize("kind", design.KINDS)
def test_extending_a_design_keeps_its_rows(kind):
    crisis = SmallCrisis()
    few = design.make(crisis, 37, kind=kind, seed=5, fixed={}, calm=lambda r, v: v[:, 1] < 1.5)
    many = design.make(crisis, 111, kind=kind, seed=5, fixed={}, calm=lambda r, v: v[:, 1] < 1.5)
    np.testing.assert_array_equal(few.rows, many.rows[:37])
    np.testing.assert_array_equal(few.values, many.values[:37])
    assert (many.values[:, 1] < 1.5).all()
    assert len(many.rows) == 111
    # a quarter of [0, 2] is not calm; the stratification keeps the share within a few candidates
    assert many.tried - 111 == pytest.approx(many.tried / 4, abs=6)
    assert many.rejected_share == (many.tried - 111) / many.tried


def test_a_number_keeps_its_values_when_another_is_opened():
    small = SmallCrisis()
    larger = SmallCrisis(specs={"parameters.news.delay": Open(), **small.specs})
    mine = design.make(small, 20, fixed={}, calm=everyone)
    theirs = design.make(larger, 20, fixed={}, calm=everyone)
    np.testing.assert_array_equal(mine.values, theirs.values[:, 1:])


def test_columns_are_independent():
    points = design.candidates(["a", "b", "c"], 4096, kind="lhs", seed=3)
    limit = 4.5 / np.sqrt(4096)
    assert np.abs(np.corrcoef(points.T) - np.eye(3)).max() < limit


def test_sobol_fills_the_square_better_than_chance():
    points = design.candidates(["a", "b"], 1024, kind="sobol", seed=3)
    chance = np.random.default_rng(1).random((1024, 2))
    assert qmc.discrepancy(points) < qmc.discrepancy(chance) / 10


def test_a_fixed_number_takes_its_value_and_leaves_the_others_alone():
    crisis = SmallCrisis()
    free = design.make(crisis, 12, fixed={}, calm=everyone)
    held = design.make(crisis, 12, fixed={"parameters.street.heat": 1.25}, calm=everyone)
    assert (held.values[:, 1] == 1.25).all()
    np.testing.assert_array_equal(free.values[:, [0, 2]], held.values[:, [0, 2]])


def test_one_candidate_equals_its_row():
    crisis = SmallCrisis()
    for kind in design.KINDS:
        made = design.make(crisis, 40, kind=kind, seed=9, fixed={}, calm=lambda r, v: v[:, 1] < 1.0)
        alone = design.candidate(crisis, made.rows[17], kind=kind, seed=9, fixed={})
        np.testing.assert_array_equal(alone, made.values[17])


def test_members_number_rows_and_replications():
    made = design.make(SmallCrisis(), 3, replications=4, fixed={}, calm=lambda r, v: r % 2 == 1)
    assert made.rows.tolist() == [1, 3, 5]
    assert made.members.tolist() == [4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23]


def test_a_country_that_is_never_calm_is_refused():
    for n in (5, 900):
        asked = []

        def never(rows, values, asked=asked):
            asked.append(len(rows))
            return np.zeros(len(rows))

        with pytest.raises(EnsembleError, match="are calm before the crisis"):
            design.make(SmallCrisis(), n, fixed={}, calm=never)
        assert sum(asked) <= 2000
