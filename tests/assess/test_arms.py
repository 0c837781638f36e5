"""Arms: what is drawn meets its conditions, evenly, on the same dice."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pool import acute_phases

from multivector.assess.arms import Ground
from multivector.scenario import Template, compile, load
from multivector.scenario.condition import Constraint
from multivector.scenario.view import Premise

TILT, HALF_LIFE = "parameters.posture.tilt", "parameters.debt.debt_half_life"
BUILDER = "powers.league.builder"
N = 400


@cache
def template() -> Template:
    return compile(load("velmora"))


@cache
def ground() -> Ground:
    return Ground(template(), acute_phases(90), n=N, seed=3, fixed={})


def constraint(**raw: object) -> Constraint:
    return Constraint.model_validate(raw)


def premise(*where: Constraint, **more: object) -> Premise:
    return Premise(sentence="x", where=where, fidelity="imputation", **more)  # type: ignore[arg-type]


def spans() -> st.SearchStrategy[Constraint]:
    """Constraints on three numbers (linear, logarithmic, few values) and three facts."""
    bounds = {TILT: (-0.05, 0.07), HALF_LIFE: (3.0, 70.0)}
    one_sided = st.sampled_from(["at_least", "at_most", "greater_than", "less_than"])
    numbers = [
        st.builds(
            lambda test, value, path=path: constraint(path=path, test=test, value=value),
            one_sided, st.floats(*ends),
        )
        for path, ends in bounds.items()
    ] + [
        st.builds(
            lambda a, b, test, path=path: constraint(path=path, test=test, range=sorted((a, b))),
            st.floats(*ends), st.floats(*ends), st.sampled_from(["between", "outside"]),
        )
        for path, ends in bounds.items()
    ]  # fmt: skip
    flag = st.sampled_from([constraint(path=BUILDER, test="equals", value=v) for v in (0.0, 1.0)])
    facts = st.sampled_from([
        constraint(acute="combat", test="equals", value=0), constraint(acute="stay", test="at_most", value=30),
        constraint(acute="rescue", test="at_least", value=0.4),
    ])  # fmt: skip
    return st.one_of(*numbers, flag, facts)


def holds(condition: Constraint, sample, rows: np.ndarray) -> np.ndarray:  # type: ignore[no-untyped-def]
    if condition.acute is not None:
        return condition.holds(rows[condition.acute][sample.rows])
    x = sample.values[:, template().index(condition.path or "")]
    # an end of a range is reached to within rounding
    return condition.holds(x) | condition.holds(x * (1 + 1e-9) + 1e-12) | condition.holds(x * (1 - 1e-9) - 1e-12)


@settings(max_examples=60, deadline=None)
@given(st.lists(spans(), min_size=1, max_size=3), st.lists(spans(), min_size=1, max_size=3))
def test_what_is_drawn_meets_its_conditions(held: list[Constraint], turned: list[Constraint]) -> None:
    g = ground()
    boxes = g.boxes((), held=[premise(*held)], turned=[premise(*turned)])
    if not boxes:
        return
    sample = g.sample(boxes)
    for condition in held:
        assert holds(condition, sample, g.acute).all()
    opposites = [holds(condition.opposite(), sample, g.acute) for condition in turned]
    assert np.logical_or.reduce(opposites).all()


@settings(max_examples=60, deadline=None)
@given(st.lists(spans(), min_size=1, max_size=3))
def test_a_premise_and_its_opposite_fill_the_space(where: list[Constraint]) -> None:
    g, one = ground(), premise(*where)
    true = sum(box.weight for box in g.boxes((), held=[one]))
    false = sum(box.weight for box in g.boxes((), turned=[one]))
    # facts come together in the pool, so the parts of an opposite are not independent: weights still add up if no
    # two facts are in it
    if sum(c.acute is not None for c in where) <= 1 or all(c.acute is not None for c in where):
        assert true + false == pytest.approx(1.0, abs=1e-9)


def test_numbers_that_are_free_keep_their_dice() -> None:
    g = ground()
    one = g.sample(g.boxes((), held=[premise(constraint(path=TILT, test="at_least", value=0.02))]))
    other = g.sample(g.boxes((), turned=[premise(constraint(path=TILT, test="at_least", value=0.02))]))
    tilt = template().index(TILT)
    rest = np.arange(one.values.shape[1]) != tilt
    assert np.array_equal(one.values[:, rest], other.values[:, rest])
    assert np.array_equal(one.rows, other.rows)
    order = np.argsort(one.values[:, tilt], kind="stable")
    assert (np.diff(other.values[order, tilt]) >= 0).all()  # the same die, in another part of the range


def test_what_is_allowed_is_filled_evenly() -> None:
    g = ground()
    low, high = template().spec(HALF_LIFE).low, template().spec(HALF_LIFE).high
    cut = np.sqrt(low * high) if template().spec(HALF_LIFE).scale == "log" else (low + high) / 2
    sample = g.sample(g.boxes((), held=[premise(constraint(path=HALF_LIFE, test="at_least", value=cut))]))
    ranks = template().spec(HALF_LIFE).rank(sample.values[:, template().index(HALF_LIFE)])
    counts, _ = np.histogram(ranks, bins=8, range=(0.5, 1.0))
    assert counts.tolist() == pytest.approx([N / 8] * 8, abs=2)


def test_acute_phases_that_meet_a_condition_are_used_evenly() -> None:
    g = ground()
    sample = g.sample(g.boxes([constraint(acute="combat", test="equals", value=1)]))
    used, counts = np.unique(sample.rows, return_counts=True)
    assert used.tolist() == np.flatnonzero(g.acute["combat"]).tolist()
    assert counts.max() - counts.min() <= 2


def test_ways_to_be_false_are_drawn_in_proportion() -> None:
    """Not (guard and at most 30 days): combat, or guard for longer; within a scope of granted help only."""
    g = ground()
    both = premise(
        constraint(acute="combat", test="equals", value=0), constraint(acute="stay", test="at_most", value=30)
    )
    sample = g.sample(g.boxes([constraint(acute="granted", test="equals", value=1)], turned=[both]))
    drawn = g.acute[sample.rows]
    assert ((drawn["combat"] == 1) | (drawn["stay"] > 30)).all()
    outside = (g.acute["combat"] == 1) | (g.acute["stay"] > 30)
    expected = (g.acute["combat"] == 1).sum() / outside.sum()
    assert (drawn["combat"] == 1).mean() == pytest.approx(expected, abs=0.01)


def test_an_opposite_of_its_own_is_heeded() -> None:
    g = ground()
    own = premise(
        constraint(path=TILT, test="at_least", value=0.03), opposite=(constraint(path=TILT, test="at_most", value=0.0),)
    )
    sample = g.sample(g.boxes((), turned=[own]))
    assert sample.values[:, template().index(TILT)].max() <= 0.0


def test_what_cannot_be_is_not_drawn() -> None:
    g = ground()
    assert g.boxes([constraint(acute="granted", test="equals", value=0)]) == []
    beyond = constraint(path=TILT, test="at_least", value=1.0)
    assert g.boxes((), held=[premise(beyond)]) == []
    assert len(g.boxes((), turned=[premise(beyond)])) == 1


def test_a_number_fixed_by_hand_is_not_drawn() -> None:
    g = Ground(template(), acute_phases(30), n=50, seed=1, fixed={TILT: 0.01})
    at_least = premise(constraint(path=TILT, test="at_least", value=0.02))
    assert g.boxes((), held=[at_least]) == []
    assert g.boxes((), turned=[at_least])
