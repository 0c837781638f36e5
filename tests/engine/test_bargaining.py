"""Bargaining: published rounds to six digits, closed forms, and what must hold of any election."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multivector.assess.verification.election import (
    BELGIUM,
    CAPABILITY,
    FRANCE,
    MEANS_10,
    MEDIANS_10,
    OPTIONS,
    POSITION,
    SALIENCE,
)
from multivector.engine.bargaining import (
    beats,
    condorcet,
    markov_uniform,
    negotiate,
    risk_exponent,
    risk_of,
    view,
    weighted_mean,
    weighted_median,
)

WEIGHT = CAPABILITY * SALIENCE


def elect(option, position, weight, exponent=2.0):
    chance = np.empty(len(option))
    condorcet(np.asarray(option, float), np.asarray(position, float), np.asarray(weight, float), chance, exponent)
    return chance


camps = st.integers(2, 8).flatmap(
    lambda n: st.tuples(
        st.lists(st.integers(0, 100).map(float), min_size=n, max_size=n),
        st.lists(st.floats(0.01, 1), min_size=n, max_size=n),
    )
)


def test_weighted_median_is_where_half_the_weight_lies():
    assert weighted_median(np.array([1.0, 2.0, 3.0]), np.array([1.0, 1.0, 1.0])) == 2.0
    assert weighted_median(np.array([3.0, 1.0, 2.0]), np.array([5.0, 1.0, 1.0])) == 3.0
    assert weighted_median(np.array([1.0, 9.0]), np.array([1.0, 1.0])) == 1.0
    assert weighted_mean(POSITION, WEIGHT) == pytest.approx(7.389955686853767, abs=1e-12)


@given(camps)
def test_nothing_beats_the_median_by_majority(camp):
    position, weight = map(np.array, camp)
    middle = weighted_median(position, weight)
    for other in position:
        nearer = weight[np.abs(position - middle) < np.abs(position - other)].sum()
        farther = weight[np.abs(position - middle) > np.abs(position - other)].sum()
        assert nearer >= farther - 1e-9


@given(camps, st.sampled_from([1.0, 2.0, 4.0, 8.0]))
@settings(deadline=None)
def test_an_election_is_a_distribution_and_two_odds_sum_to_one(camp, exponent):
    position, weight = map(np.array, camp)
    chance = elect(position, position, weight, exponent)
    assert chance.sum() == pytest.approx(1.0)
    assert (chance >= 0).all()
    odds = [beats(position, i, j, position, weight, exponent) for i, j in ((0, 1), (1, 0))]
    assert sum(odds) == pytest.approx(1.0)


@given(camps)
@settings(deadline=None)
def test_the_line_may_be_turned_round_and_stretched(camp):
    position, weight = map(np.array, camp)
    chance = elect(position, position, weight)
    assert elect(100 - position, 100 - position, weight) == pytest.approx(chance, abs=1e-5)
    assert elect(2 * position, 2 * position, 3 * weight) == pytest.approx(chance, abs=1e-5)


def test_more_weight_wins_more_and_a_steeper_function_still_more():
    even = elect([0, 1], [0, 1], [1, 1])
    assert even == pytest.approx([0.5, 0.5])
    linear, square = elect([0, 1], [0, 1], [1, 2], 1.0), elect([0, 1], [0, 1], [1, 2], 2.0)
    assert linear == pytest.approx([1 / 3, 2 / 3], abs=1e-6)
    assert square == pytest.approx([1 / 5, 4 / 5], abs=1e-6)


def test_markov_form_of_two_options_is_its_closed_form():
    # the sitting option keeps its seat with the odds of the pair: p = P(1 beats 2)
    assert markov_uniform(np.array([0.0, 1.0]), np.array([0.0, 1.0]), np.array([1.0, 3.0])) == pytest.approx(
        [0.25, 0.75], abs=1e-6
    )


def test_markov_form_on_the_emission_data():
    assert markov_uniform(OPTIONS, POSITION, WEIGHT) == pytest.approx([0.2459, 0.3920, 0.3620], abs=1e-4)


def test_ten_rounds_as_the_open_re_implementation_runs_them():
    course = negotiate(POSITION, CAPABILITY, SALIENCE, 10)
    assert [weighted_median(x, WEIGHT) for x in course] == pytest.approx(MEDIANS_10, abs=1e-6)
    assert [weighted_mean(x, WEIGHT) for x in course] == pytest.approx(MEANS_10, abs=1e-6)


def test_first_round_moves_are_the_published_ones():
    after = negotiate(POSITION, CAPABILITY, SALIENCE, 1)[1]
    assert after[1] == pytest.approx(8.415932, abs=1e-6)  # Belgium compromises with France
    assert after[2] == 7.0  # Luxembourg loses to Belgium
    assert after[7] == 4.0  # Ireland loses to Luxembourg


@pytest.mark.parametrize(("who", "points"), [(1, BELGIUM), (4, FRANCE)])
def test_expected_utilities_are_those_of_the_figures(who, points):
    mine, theirs, _ = view(POSITION, CAPABILITY, SALIENCE)
    for other, (own, believed) in points.items():
        assert mine[who, other] == pytest.approx(own, abs=0.03)
        assert theirs[who, other] == pytest.approx(believed, abs=0.03)


def test_risk_exponents_of_the_first_round():
    _, _, risk = view(POSITION, CAPABILITY, SALIENCE)
    expected = [1.4057, 0.7542, 0.5089, 1.4057, 1.0465, 1.0465, 1.9649, 0.5, 2.0, 1.1121]
    assert risk == pytest.approx(expected, abs=1e-4)
    assert risk_of(np.array([-1.0, 0.0, 1.0])) == pytest.approx([2.0, 1.0, 0.5])
    assert (risk_exponent(np.full(3, 0.7)) == 1.0).all()


def test_the_printed_equations_do_not_give_the_printed_table():
    course = negotiate(POSITION, CAPABILITY, SALIENCE, 10, "paper")
    assert [weighted_median(x, WEIGHT) for x in course] == [7.0] * 11
    assert course[-1] == pytest.approx(np.full(10, 7.0), abs=1e-6)


@given(camps, st.sampled_from(["scholz_code", "paper"]))
@settings(deadline=None, max_examples=50)
def test_nobody_leaves_the_range_of_positions(camp, variant):
    position, weight = map(np.array, camp)
    course = negotiate(position, weight, np.full(len(position), 0.5), 4, variant)
    assert (course >= position.min() - 1e-9).all()
    assert (course <= position.max() + 1e-9).all()


def test_where_all_agree_nobody_moves():
    same = np.full(4, 3.0)
    assert (negotiate(same, np.ones(4), np.ones(4), 3) == 3.0).all()
