"""Epstein's grid: geometry, the rule at its edge, conservation, dice, and the published figures that come out."""

from dataclasses import replace

import numpy as np
import pytest

from multivector.engine.epstein import (
    HALO,
    RATIO_RULES,
    RUNS,
    Setting,
    course_of,
    look,
    mask_of,
    neighbourhood,
    outbursts,
    put,
    ratio,
    rebels,
    simulate,
)
from multivector.errors import EngineError

FEW = 150


@pytest.mark.parametrize(
    ("vision", "diamond", "sites"), [(1.7, False, 8), (7, False, 148), (7, True, 112), (1, True, 4)]
)
def test_sites_in_view(vision, diamond, sites):
    assert len(neighbourhood(vision, diamond)) == sites


def test_a_look_counts_what_a_slow_count_counts():
    dice = np.random.default_rng(3)
    side = 21
    inner = dice.choice(np.array([0, 1, 16], np.uint8), (side, side), p=(0.5, 0.3, 0.2))
    grid = np.zeros((side + 2 * HALO, side + 3 * HALO), np.uint8)
    for x in range(side):
        for y in range(side):
            put(grid, x, y, inner[x, y], side)
    for vision, diamond in ((7.0, False), (7.0, True), (1.7, False)):
        offsets = neighbourhood(vision, diamond)
        masks = np.stack([np.zeros((15, 16), np.uint8), mask_of(offsets)])
        for x, y in dice.integers(0, side, (40, 2)):
            seen = inner[(x + offsets[:, 0]) % side, (y + offsets[:, 1]) % side]
            assert look(grid, masks, 1, x, y) == ((seen == 1).sum(), (seen == 16).sum())


def test_everything_in_view_at_once_does_not_overflow():
    grid = np.full((16 + 2 * HALO, 16 + 3 * HALO), 16, np.uint8)
    masks = mask_of(neighbourhood(7.0))[None]
    assert look(grid, masks, 0, 8, 8) == (0, 148)
    grid[:] = 1
    assert look(grid, masks, 0, 8, 8) == (148, 0)


def test_ratio_rules():
    cases = [(1, 2), (3, 2), (5, 2), (1, 3), (2, 3)]
    for rule, expected in enumerate(([0.5, 1.5, 2.5, 1 / 3, 2 / 3], [0, 1, 2, 0, 0], [0, 2, 2, 0, 1])):
        assert [ratio(c, a, rule) for c, a in cases] == pytest.approx(expected), RATIO_RULES[rule]


def test_rule_a_is_strict_and_cops_deter_by_aversion():
    assert not rebels(0.25, 0.5, 0.0, 1.0, 0.5, 0.125, 2.3, 1)
    assert rebels(0.26, 0.5, 0.0, 1.0, 0.5, 0.125, 2.3, 1)
    assert rebels(1.0, 0.0, 9.0, 1.0, 0.5, 0.125, 2.3, 1)  # nothing deters the fearless
    assert not rebels(1.0, 1.0, 9.0, 1.0, 0.5, 0.125, 2.3, 1)


def test_nobody_is_active_where_no_grievance_exceeds_the_threshold():
    assert simulate(replace(RUNS[2], legitimacy=0.9), FEW, 1).active.max() == 0


def test_without_cops_those_with_grievance_are_active_and_stay_so():
    course = simulate(replace(RUNS[2], cops=0.0, legitimacy=0.5), 20, 2)
    assert len(set(course.active)) == 1
    # H (1 − L) > T: a share of 0.8 of 1,120 uniform hardships, four standard deviations
    assert abs(course.active[0] - 896) < 4 * np.sqrt(1120 * 0.8 * 0.2)


@pytest.mark.parametrize(
    "change", [{}, {"jail_in_place": True}, {"act_first": True}, {"diamond": True}, {"moving": False}]
)
def test_agents_and_cops_are_conserved(change):
    course = simulate(replace(RUNS[2], **change), FEW, 3)
    assert (course["active"] + course["jailed"] + course["quiet"] == 1120).all()
    assert (course["cops"] == 64).all()
    assert course.jailed.max() > 0


def test_for_ever_is_for_ever():
    course = simulate(replace(RUNS[2], jail=None), FEW, 4)
    assert (np.diff(course.jailed) >= 0).all()
    assert course.jailed[-1] > 0


def test_a_term_of_zero_is_over_at_the_next_turn():
    """So no more can be in jail at the end of a period than cops arrested in it."""
    course = simulate(replace(RUNS[2], jail=0), 400, 5)
    assert 32 < course.jailed.max() <= 64


def test_one_agent_and_one_cop_alone_deter_as_computed():
    """On 16 × 16 sites the two mostly see each other: A = 1, so P = 1 − exp(−k) where seen and 0 elsewhere."""
    setting = Setting(side=16, density=1 / 256, cops=1 / 256, legitimacy=0.0, moving=False, jail=None)
    seen = len(neighbourhood(7.0)) / 255
    p = 1 - np.exp(-2.3)
    deterred = (0.9 - 0.5 * p) * seen + 0.9 * (1 - seen)  # P(H > T + R P), T = 0.1, both uniform
    n = 2000
    active = sum(
        int(course["active"][0] + course["jailed"][0]) for course in (simulate(setting, 1, s) for s in range(n))
    )
    assert abs(active / n - deterred) < 4 * np.sqrt(deterred * (1 - deterred) / n)


def test_same_seed_same_bytes_other_seed_other_course():
    a, b, c = (simulate(RUNS[2], FEW, seed).series for seed in (7, 7, 8))
    assert a.tobytes() == b.tobytes()
    assert a.tobytes() != c.tobytes()


def test_a_longer_run_begins_with_the_shorter():
    for run in (2, 8):
        short, long = simulate(RUNS[run], 40, 9).series, simulate(RUNS[run], 80, 9).series
        assert np.array_equal(short, long[:40])


def test_nobody_is_born_or_dies_in_the_first_model():
    course = simulate(replace(RUNS[2], cloning=1.0, oldest=1), 50, 1)
    assert (course["first"] + course["jailed"] == 1120).all()


def test_two_peaceful_groups_grow_to_fill_the_grid_and_no_further():
    course = simulate(replace(RUNS[6], legitimacy=1.0), 400, 2)
    people = course["first"] + course["second"]
    assert course.active.max() == 0
    assert people.max() <= 1600
    assert people[-1] > 1450
    assert min(course["first"][-1], course["second"][-1]) > 300


def test_without_births_everyone_is_dead_after_the_oldest_age():
    course = simulate(replace(RUNS[6], legitimacy=1.0, cloning=0.0), 210, 2)
    people = course["first"] + course["second"]
    assert people[-1] == 0
    # ages at death are uniform on 0 … 200: half are gone after half the time, four standard deviations
    assert abs(people[99] - 1120 * 101 / 201) < 4 * np.sqrt(1120 / 4)


def test_cops_leave_and_legitimacy_falls_as_the_paper_has_it():
    legitimacy, cops = course_of(3, 100)
    assert legitimacy[0] == 0.9
    assert legitimacy[-1] == pytest.approx(0.2)
    legitimacy, _ = course_of(4, 100)
    assert (legitimacy[76], legitimacy[77]) == (0.9, 0.7)
    _, cops = course_of(5, 100)
    assert (cops[0], cops[-1]) == (118, 0)
    assert (simulate(RUNS[5], 100, 1, cops=cops)["cops"] == cops).all()


def test_outbursts_of_a_made_up_course():
    found = outbursts(np.array([0, 60, 70, 0, 0, 0, 51, 50, 90, 95]))
    assert found.activation.tolist() == [130, 51]
    assert found.waits.tolist() == [3]
    assert outbursts(np.zeros(5, np.int64)).activation.tolist() == []


def test_settings_that_cannot_be_run_are_refused():
    with pytest.raises(EngineError, match="literal, floor, round"):
        Setting(ratio_rule="ceil")
    with pytest.raises(EngineError, match="below 8"):
        Setting(vision=9)


@pytest.mark.slow
def test_the_printed_ratio_is_calm_and_the_floor_gives_the_published_activation():
    literal = simulate(replace(RUNS[2], ratio_rule="literal"), 3000, 1)
    assert literal.active.max() < 50
    floor = np.concatenate([outbursts(simulate(RUNS[2], 3000, seed).active).activation for seed in range(3)])
    assert 478 < floor.mean() < 938


@pytest.mark.slow
def test_genocide_without_cops():
    for seed in range(10):
        course = simulate(RUNS[7], 1000, seed)
        assert min(course["first"][-1], course["second"][-1]) == 0
