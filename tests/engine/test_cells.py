"""Cells: one description of the street for citizens and for counts, and what holds of counts."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multivector.engine import simulate
from multivector.engine.cells import CODES, LIVE, VALUES, threshold_edges, transitions
from multivector.engine.crisis import World, build
from multivector.engine.draw import Draw
from multivector.engine.kernels import BLOCK, DETAINED, QUIET, TIRED, step_block
from multivector.engine.tick import run_acute
from multivector.errors import EngineError

Draws = Callable[..., list[Draw]]


def lived(draw: Draw) -> World:
    world = build(draw)
    run_acute(world, len(world.region_series))
    return world


def counted(draw: Draw, bins: int = 16) -> Draw:
    return draw.setting("settings", "cells", 1).setting("settings", "threshold_bins", bins)


def carried_out(rule: np.ndarray, cuts: np.ndarray, wants: int, could: int, code: int) -> np.ndarray:
    """Where the citizens' kernel takes one citizen for each value of the random number, counted by status."""
    threshold = np.full(BLOCK, 0 if wants else 65535, np.uint16)
    temper = np.full(BLOCK, 0 if could else 255, np.uint8)
    reached = np.zeros(CODES, np.int64)
    for start in range(0, VALUES, BLOCK):
        status = np.full(BLOCK, code, np.uint8)
        x = np.arange(start, start + BLOCK).astype(np.uint16)
        step_block(threshold, temper, status, x, np.uint16(65535), rule, cuts)
        reached += np.bincount(status, minlength=CODES)
    return reached


def assert_one_description(rule: np.ndarray, cuts: np.ndarray) -> None:
    table = np.empty((2, 2, CODES, CODES), np.int64)
    ways = np.empty((CODES, CODES), np.int64)
    transitions(rule, cuts, table, ways)
    for wants in range(2):
        for could in range(2):
            for code in LIVE:
                expected = carried_out(rule, cuts, wants, could, int(code))
                assert table[wants, could, code].tolist() == expected.tolist(), (wants, could, code)
                assert set(np.flatnonzero(expected)) <= set(ways[code, 1 : 1 + ways[code, 0]])


def test_cells_draw_from_what_the_kernel_does_to_the_last_of_65536(draws: Draws) -> None:
    """All values of the random number, all statuses, wanting or not, could riot or not; rules met in crises."""
    seen = 0
    for draw in draws(2):
        world = build(draw)
        run_acute(world, 14)
        for cell in range(0, len(world.cell), 23):
            assert_one_description(world.cell_rule[cell], world.cell_cuts[cell])
            seen += int(world.cell_rule[cell, 2] > 0)
    assert seen > 0, "somewhere a crowd could turn"


CUT = st.one_of(st.integers(0, 65535), st.sampled_from([0, 1, 65534, 65535]))


@settings(max_examples=15, deadline=None)
@given(
    st.lists(CUT, min_size=8, max_size=8),
    st.lists(CUT, min_size=4, max_size=4),
    st.lists(CUT, min_size=4, max_size=4),
    st.sampled_from([QUIET, TIRED]),
)
def test_cells_draw_from_what_the_kernel_does_whatever_the_rule(
    others: list[int], eager: list[int], idle: list[int], freed_to: int
) -> None:
    """Slices that overlap, cover everything or are empty: no rule of a crisis, and still the same."""
    rule = np.array([128, *others, freed_to])
    assert_one_description(rule, np.array([*sorted(eager), *sorted(idle)]))


@pytest.mark.parametrize("bins", [1, 2, 3, 16, 64, 256])
def test_bins_cover_all_thresholds_once(bins: int) -> None:
    edges = threshold_edges(bins)
    assert len(edges) == bins + 1
    assert edges[0] == 0
    assert edges[-1] == VALUES
    assert (np.diff(edges) > 0).all()


@pytest.mark.parametrize("bins", [0, 2.5, 257])
def test_cells_need_a_number_of_bins(bins: float, draws: Draws) -> None:
    with pytest.raises(EngineError, match="threshold_bins"):
        build(counted(draws(1)[0], bins))  # type: ignore[arg-type]


def test_people_are_conserved_in_cells(draws: Draws) -> None:
    for draw in draws(6):
        for bins in (1, 16):
            world = lived(counted(draw, bins))
            assert (world.crowd >= 0).all()
            assert (world.crowd.sum((1, 2, 3)) == world.block_live).all()
            assert (world.doing[1:6] == world.counts[:, :5].sum(0)).all()
            assert world.crowd[..., 8 + DETAINED].sum() == 0, "nobody detained is marked as known besides"
            assert (world.counts[:, 6] == world.crowd[..., 8:].sum((1, 2, 3))).all()
            assert np.abs(world.cell["citizens"] - world.cell["pool"] / 10).max() <= 0.5


def test_tempers_never_change_in_cells(draws: Draws) -> None:
    """As many could riot after the crisis as before; nobody else ever does."""
    for draw in draws(3):
        world = build(counted(draw))
        run_acute(world, 1)
        before = world.crowd.sum((1, 3))
        run_acute(again := build(counted(draw)), 40)
        assert (again.crowd.sum((1, 3)) == before).all()
        assert again.crowd[:, :, 0, [2, 10]].sum() == 0
        assert again.counts[:, 1].sum() >= 0


def test_same_bytes_again_and_other_members_differ(draws: Draws) -> None:
    first, other = (simulate(counted(draw)) for draw in draws(2))
    again = simulate(counted(draws(1)[0]), threads=2, skip=False)
    assert again.region_series.tobytes() == first.region_series.tobytes()
    assert again.acute.tobytes() == first.acute.tobytes()
    assert other.region_series.tobytes() != first.region_series.tobytes()


def test_bins_of_thresholds_shape_nobody_who_surely_wants_to_be_out(draws: Draws) -> None:
    """A rule that no threshold can stop gives everyone out, in every resolution."""
    draw = draws(1)[0].with_parameters(resting_share=0.999999, leave_rate=0.0, join_rate=1.0, tired_share=0.0)
    draw = draw.without("arrests", "raids", "riots", "instigation", "risk")
    for bins in (1, 16):
        world = build(counted(draw, bins))
        run_acute(world, 30)
        street = world.cell["protesting"].sum() / world.cell["citizens"].sum()
        assert street > 0.95


def test_without_neighbourhoods_fine_cells_live_as_citizens_do(draws: Draws) -> None:
    """Exchangeable inside a bin is all that is lost then: peaks, onsets, arrests agree within sampling error.

    The pairs share everything but the dice of the street; the mean of 40 differences must be within 3.5 standard
    errors of none, for every region and for the country.
    """
    peaks = np.array(
        [
            [lived(one).region["peak"] for one in (draw, counted(draw, 32))]
            for draw in (d.without("neighbourhood") for d in draws(40))
        ]
    )
    difference = np.log1p(peaks[:, 1]) - np.log1p(peaks[:, 0])
    z = difference.mean(0) / (difference.std(0, ddof=1) / np.sqrt(len(difference)))
    assert np.abs(z).max() < 3.5
    whole = np.log(peaks.sum(2)[:, 1] / peaks.sum(2)[:, 0])
    assert abs(whole.mean()) < 3.5 * whole.std(ddof=1) / np.sqrt(len(whole))


def test_cost_of_cells_does_not_grow_with_citizens(draws: Draws) -> None:
    """The arrays, which is what a tick walks through, are as large for ten times the people."""
    small, large = (
        build(counted(draws(1)[0].setting("settings", "persons_per_citizen", persons))) for persons in (10, 1)
    )
    assert large.n_citizens > 9 * small.n_citizens
    assert large.crowd.shape == small.crowd.shape
    assert large.status.size == small.status.size == 0
