"""Cells: the rule of the street carried out on counts, at a cost that does not grow with the number of citizens.

The citizens of a cell (region and group) who do the same, could riot or not, and have thresholds in the same bin are
exchangeable: how many of them do what next is a multinomial draw. Its chances are not written down here. They are
read off the citizens' own kernel: what a citizen does next changes only where the 16-bit random number crosses a cut
point, so one citizen for every state and every slice between two cut points, sent through
:func:`multivector.engine.kernels.step_block`, tells where each of the 65,536 values leads.

What is kept: every transition and its rate, fixed tempers, the police's knowledge, and thresholds up to the width of
a bin (in the bin that the willingness cuts, who wants to be out is drawn anew each tick). What is lost: the
neighbourhood. A cell is one block as large as itself, and nobody is nearer to the first gathering than others.
"""

from __future__ import annotations

import numpy as np
from numba import njit, uint16
from numpy.typing import NDArray

from multivector.engine import stream
from multivector.engine.compiled import step
from multivector.engine.kernels import ABSENT, BLOCK, DEAD, DETAINED, KNOWN, PROTESTING, QUIET, RIOTING, step_block
from multivector.rng import binomial, uniform

VALUES = 65536
"""Values of the random number that decides what a citizen does in a tick."""

CODES = 16
"""Room for a status: what a citizen does, and 8 more if known to the police."""

LIVE = np.array([0, 1, 2, 3, 4, 8, 9, 10, 12])
"""Statuses of the living: quiet, protesting, rioting, detained, tired; then those known (nobody detained is)."""

N_CUTS = 13
"""Cut points that a citizen's random number is compared with, 0 included; see :func:`cut_points`."""

REACH = 8.0
"""Log odds between which the edges of the bins lie, evenly: willingness moves evenly in log odds."""


def threshold_edges(bins: int) -> NDArray[np.int64]:
    """Edges of bins of thresholds as 16-bit quantiles, shape (bins + 1,), from 0 to 65536.

    Args:
        bins: Number of bins, 1 to 256.
    """
    inner = 1.0 / (1.0 + np.exp(-REACH * (2.0 * np.arange(1, bins) / bins - 1.0)))
    return np.concatenate([[0], np.floor(VALUES * inner + 0.5), [VALUES]]).astype(np.int64)


@step
def cut_points(rule, cuts, wants, points):  # type: ignore[no-untyped-def]
    """Where the next step of any citizen may change, sorted.

    Args:
        rule: Row of ``cell_rule``, see :func:`multivector.engine.kernels.step_citizens`.
        cuts: Row of ``cell_cuts``.
        wants: 1 for those who want to be out, 0 for those who do not.
        points: int64 (N_CUTS,), filled; the last slice ends at 65536.
    """
    points[0] = 0
    for j in range(4):
        points[1 + j] = cuts[j + 4 * (1 - wants)]
    points[5] = points[4] + rule[2]
    points[6], points[7], points[8], points[9] = rule[1], rule[4], rule[6], rule[7]
    # slices at the top of the unit interval
    points[10], points[11], points[12] = VALUES - rule[3], VALUES - rule[5], VALUES - rule[8]
    for j in range(1, N_CUTS):
        point = points[j]
        k = j
        while k > 0 and points[k - 1] > point:
            points[k] = points[k - 1]
            k -= 1
        points[k] = point


@njit
def transitions(rule, cuts, table, ways):  # type: ignore[no-untyped-def]
    """Where each of the 65,536 values leads, read off the citizens' kernel.

    Args:
        rule: Row of ``cell_rule``.
        cuts: Row of ``cell_cuts``.
        table: int64 (2, 2, CODES, CODES), filled: values that lead one who does not or does want to be out, could
            not or could riot, and has this status, to that status.
        ways: int64 (CODES, CODES), filled: for each status how many others anybody may come to, then which.
    """
    points = np.empty(N_CUTS + 1, np.int64)
    points[N_CUTS] = VALUES
    threshold = np.full(BLOCK, 65535, np.uint16)
    temper = np.full(BLOCK, 255, np.uint8)
    status = np.empty(BLOCK, np.uint8)
    x = np.zeros(BLOCK, np.uint16)
    table[:] = 0
    for wants in range(2):
        cut_points(rule, cuts, wants, points)
        status[:] = ABSENT
        i = 0
        for j in range(N_CUTS):
            for could in range(2):
                for code in LIVE:
                    threshold[i] = 0 if wants else 65535
                    temper[i] = 0 if could else 255
                    status[i] = code
                    x[i] = min(points[j], VALUES - 1)
                    i += 1
        step_block(threshold, temper, status, x, uint16(65535), rule, cuts)
        i = 0
        for j in range(N_CUTS):
            width = max(0, min(VALUES, points[j + 1]) - points[j])
            for could in range(2):
                for code in LIVE:
                    table[wants, could, code, status[i]] += width
                    i += 1
    for code in LIVE:
        ways[code, 0] = 0
        for new in range(CODES):
            if table[0, 0, code, new] + table[0, 1, code, new] + table[1, 0, code, new] + table[1, 1, code, new] > 0:
                ways[code, 0] += 1
                ways[code, ways[code, 0]] = new


@step
def step_cells(key, tick, crowd, edges, block_cell, count, willing, cell_rule, cell_cuts):  # type: ignore[no-untyped-def]
    """One tick of all cells.

    Args:
        key: Run key, uint32 (2,).
        tick: Tick number.
        crowd: Citizens by block, bin of thresholds, whether they could riot, and status; int64 (n, bins, 2, CODES),
            changed.
        edges: Edges of the bins, int64 (bins + 1,).
        block_cell: Cell of each block, int64 (n,).
        count: Counts by block, int64 (n, 7), changed; as in :func:`multivector.engine.kernels.step_citizens`.
        willing: Willingness of each block as a quantile 0 to 65535, int64 (n,).
        cell_rule: Cut points by cell, int64 (n_cells, 10).
        cell_cuts: Leaving cuts by cell, int64 (n_cells, 8).
    """
    table = np.empty((2, 2, CODES, CODES), np.int64)
    ways = np.empty((CODES, CODES), np.int64)
    after = np.empty(CODES, np.int64)
    asked = -1
    for b in range(len(block_cell)):
        cell = block_cell[b]
        # the cells of a region share their rule, and the kernel is asked once
        if asked < 0 or not same(cell_rule[cell], cell_rule[asked]) or not same(cell_cuts[cell], cell_cuts[asked]):
            transitions(cell_rule[cell], cell_cuts[cell], table, ways)
            asked = cell
        count[b, :] = 0
        for k in range(len(edges) - 1):
            width = edges[k + 1] - edges[k]
            want = min(width, max(0, willing[b] - edges[k]))
            for could in range(2):
                here = crowd[b, k, could]
                after[:] = 0
                after[DEAD] = here[DEAD]
                for code in LIVE:
                    left = here[code]
                    odds = VALUES * width
                    if left == 0:
                        continue
                    for j in range(ways[code, 0]):
                        new = ways[code, 1 + j]
                        chance = want * table[1, could, code, new] + (width - want) * table[0, could, code, new]
                        if chance == 0 or left == 0:
                            continue
                        moved = left
                        if chance < odds:
                            slot = ((k * 2 + could) * CODES + code) * CODES + new
                            moved = binomial(left, chance / odds, key, stream.CITIZEN, tick, float(b), 64.0 * slot)
                        after[new] += moved
                        left -= moved
                        odds -= chance
                        if new == DETAINED and code != DETAINED:
                            count[b, 5] += moved
                for code in range(CODES):
                    here[code] = after[code]
                    doing = code & 7
                    if doing > QUIET:
                        count[b, doing - 1] += after[code]
                    if code & KNOWN:
                        count[b, 6] += after[code]


@step
def same(a, b):  # type: ignore[no-untyped-def]
    """Whether two rows of whole numbers are equal."""
    unequal = 0
    for j in range(len(a)):
        unequal += a[j] != b[j]
    return unequal == 0


@step
def fill_cells(w):  # type: ignore[no-untyped-def]
    """Deal the citizens of every cell to bins of thresholds, and to those who could riot and those who could not."""
    for b in range(len(w.block_cell)):
        c = w.cell[w.block_cell[b]]
        could = int(256.0 * w.region[int(c.region)].feeder) / 256.0
        left = w.block_live[b]
        for k in range(len(w.edges) - 1):
            share = (w.edges[k + 1] - w.edges[k]) / (VALUES - w.edges[k])
            n = binomial(left, share, w.key, stream.THRESHOLD, 0.0, float(b), 64.0 * k)
            left -= n
            hot = binomial(n, could, w.key, stream.TEMPER, 0.0, float(b), 64.0 * k)
            w.crowd[b, k, 0, QUIET] = n - hot
            w.crowd[b, k, 1, QUIET] = hot


@step
def gather_cell(key, tick, crowd, count, block, number):  # type: ignore[no-untyped-def]
    """Put citizens of a cell on the street, drawn from those at home and unknown. Returns how many."""
    put = 0.0
    while put < number:
        u = uniform(key, stream.FIRST_CROWD, tick, float(block), put)
        if move_one(crowd, block, block + 1, QUIET, 1, PROTESTING, u) < 0:
            break
        count[block, 0] += 1
        put += 1.0
    return put


@step
def remove_from_cells(crowd, count, first, last, u):  # type: ignore[no-untyped-def]
    """Mark one rioting (else protesting) citizen of some cells, drawn at random, dead; false if there is none."""
    for doing in (RIOTING, PROTESTING):
        b = move_one(crowd, first, last, doing, 2, DEAD, u)
        if b >= 0:
            count[b, doing - 1] -= 1
            count[b, 4] += 1
            count[b, 6] = 0
            for k in range(crowd.shape[1]):
                for could in range(2):
                    for code in range(KNOWN, CODES):
                        count[b, 6] += crowd[b, k, could, code]
            return True
    return False


@step
def move_one(crowd, first, last, doing, marks, to, u):  # type: ignore[no-untyped-def]
    """Move one citizen who does something to another status.

    Args:
        crowd: See :func:`step_cells`, changed.
        first: First block.
        last: Block after the last.
        doing: What the citizen does.
        marks: 1 to choose among the unknown, 2 among all.
        to: Status to move to.
        u: Uniform number that chooses.

    Returns:
        The citizen's block, -1 if there was none.
    """
    total = 0
    for among in range(2):
        rank = int(u * total)
        for b in range(first, last):
            for k in range(crowd.shape[1]):
                for could in range(2):
                    for mark in range(marks):
                        n = crowd[b, k, could, doing + KNOWN * mark]
                        if among == 0:
                            total += n
                        elif rank < n:
                            crowd[b, k, could, doing + KNOWN * mark] -= 1
                            crowd[b, k, could, to] += 1
                            return b
                        else:
                            rank -= n
    return -1
