"""The compiled kernels over citizens, and nothing else.

A citizen stands for ``persons_per_citizen`` people of the mobilizable pool and takes four bytes:

* ``threshold`` uint16: fixed quantile; wants to be out iff below the cell's willingness this tick
* ``temper``    uint8: fixed quantile; could riot iff below the region's feeder share
* ``status``    uint8: bits 0-2 what the citizen does, bit 3 known to the police

Citizens lie in blocks of 256; a block belongs to one cell (region and group) and is a neighbourhood. All terms of
the rule are worked out once per block; per citizen only 16-bit integers are compared, without branches, so that
the loop runs in vector lanes. One 16-bit random number a citizen and tick decides everything: the transitions out
of one state exclude each other and share the unit interval. It is Philox, keyed by run, block and tick, so neither
threads nor order nor skipped blocks change a number.

A block is skipped, exactly, when nobody in it is out, held, tired or known and the lowest threshold is above the
willingness: thresholds are fixed, so nothing could happen in it.
"""

from __future__ import annotations

import numpy as np
from numba import njit, prange, uint8, uint16, uint32, uint64

from multivector.engine import stream
from multivector.rng import M0, M1, W0, W1

BLOCK = 256
QUIET, PROTESTING, RIOTING, DETAINED, TIRED, DEAD, ABSENT = 0, 1, 2, 3, 4, 5, 7
KNOWN = 8
"""Status codes; ABSENT pads the last block of a cell."""

N_COUNTS = 7
"""Per block: protesting, rioting, detained, tired, dead, arrested this tick, known."""


@njit
def philox_plane(out, k0, k1, block, tick, purpose):  # type: ignore[no-untyped-def]
    """Fill 128 uint32 with random words for one block, tick and purpose: 32 counters of four words."""
    m = uint64(0xFFFFFFFF)
    for i in range(32):
        c0 = uint64(i)
        c1 = uint64(block)
        c2 = uint64(tick)
        c3 = uint64(purpose)
        a = uint64(k0)
        b = uint64(k1)
        for _ in range(10):
            p0 = uint64(M0) * c0
            p1 = uint64(M1) * c2
            c0, c1, c2, c3 = (p1 >> uint64(32)) ^ c1 ^ a, p1 & m, (p0 >> uint64(32)) ^ c3 ^ b, p0 & m
            a = (a + uint64(W0)) & m
            b = (b + uint64(W1)) & m
        out[i] = uint32(c0)
        out[32 + i] = uint32(c1)
        out[64 + i] = uint32(c2)
        out[96 + i] = uint32(c3)


@njit
def step_block(  # type: ignore[no-untyped-def]
    threshold, temper, status, x, willing_below, feeder_below, join, eager, idle, riot, taken, calm, seized, free, rest,
    raid, freed_to,
):  # fmt: skip
    """One tick of 256 citizens, in place.

    Args:
        threshold: uint16, fixed.
        temper: uint8, fixed.
        status: uint8, changed.
        x: uint16 random numbers.
        willing_below: willingness as a quantile; wants to be out iff threshold is below.
        feeder_below: could riot iff temper is below.
        join: share of those wanting that joins.
        eager: cumulative cuts (known and tired, tired, known, leaves) for those who want to be out.
        idle: the same for those who do not.
        riot: width of the slice in which one who could riot turns, after the leaving slice.
        taken: arrest share on the street; the slice at the top of the unit interval, empty at 0.
        calm: share of rioters that stops.
        seized: arrest share of rioters, at the top as well.
        free: share of detained let go.
        rest: share of tired whose rest is over.
        raid: share of the known at home that is taken, at the top as well.
        freed_to: what those let go do next: tired, or quiet where nobody tires.

    Returns:
        Seven counts as uint32: protesting, rioting, detained, tired, dead, arrested, known.
    """
    n1 = uint16(0)
    n2 = uint16(0)
    n3 = uint16(0)
    n4 = uint16(0)
    n5 = uint16(0)
    n6 = uint16(0)
    n7 = uint16(0)
    e0, e1, e2, e3 = eager
    d0, d1, d2, d3 = idle
    for i in range(256):
        whole = uint16(status[i])
        s = uint16(whole & uint16(7))
        known = uint16(whole & uint16(8))
        v = x[i]
        top = uint16(uint16(65535) - v)
        wants = threshold[i] < willing_below
        c0 = e0 if wants else d0
        c1 = e1 if wants else d1
        c2 = e2 if wants else d2
        c3 = e3 if wants else d3
        caught = (known != uint16(0)) & (top < raid)
        quiet = uint16(3) if caught else (uint16(1) if (wants & (v < join)) else uint16(0))
        turned = (temper[i] < feeder_below) & (v >= c3) & (uint16(v - c3) < riot)
        crowd = uint16(2) if turned else (uint16(3) if top < taken else uint16(1))
        crowd = uint16(0) if v < c3 else crowd
        crowd = uint16(4) if v < c1 else crowd
        seen = uint16(8) if ((v < c0) | ((v >= c1) & (v < c2))) else known
        rioter = uint16(1) if v < calm else (uint16(3) if top < seized else uint16(2))
        held = freed_to if v < free else uint16(3)
        tired = uint16(3) if caught else (uint16(0) if v < rest else uint16(4))
        new = quiet if s == uint16(0) else (crowd if s == uint16(1) else s)
        new = rioter if s == uint16(2) else new
        new = held if s == uint16(3) else new
        new = tired if s == uint16(4) else new
        mark = seen if s == uint16(1) else known
        mark = uint16(0) if new == uint16(3) else mark
        status[i] = uint8(new | mark)
        n1 = uint16(n1 + uint16(new == uint16(1)))
        n2 = uint16(n2 + uint16(new == uint16(2)))
        n3 = uint16(n3 + uint16(new == uint16(3)))
        n4 = uint16(n4 + uint16(new == uint16(4)))
        n5 = uint16(n5 + uint16(new == uint16(5)))
        n6 = uint16(n6 + uint16((new == uint16(3)) & (s != uint16(3))))
        n7 = uint16(n7 + uint16(mark != uint16(0)))
    return n1, n2, n3, n4, n5, n6, n7


@njit
def build_block(threshold, temper, status, live, words):  # type: ignore[no-untyped-def]
    """Draw the fixed numbers of a block's citizens; those past ``live`` are padding. Returns the lowest threshold."""
    low = 65535
    for i in range(256):
        word = words[i >> 1] >> uint32(16 * (i & 1))
        threshold[i] = uint16(word)
        status[i] = uint8(0) if i < live else uint8(7)
        if i < live:
            low = min(low, int(threshold[i]))
        else:
            threshold[i] = uint16(65535)
    return low


@njit(cache=True, parallel=True)
def build_citizens(key, block_live, threshold, temper, status, lowest):  # type: ignore[no-untyped-def]
    """Build the population: fixed thresholds and tempers of every block, by counter.

    Args:
        key: Run key, uint32 (2,).
        block_live: Citizens in each block, int64 (n_blocks,).
        threshold: uint16 (n_blocks · 256,), filled.
        temper: uint8, filled.
        status: uint8, filled.
        lowest: int64 (n_blocks,), filled with each block's lowest threshold.
    """
    for b in prange(len(block_live)):
        words = np.empty(128, np.uint32)
        o = b * 256
        philox_plane(words, key[0], key[1], b, 0, stream.THRESHOLD)
        lowest[b] = build_block(
            threshold[o : o + 256], temper[o : o + 256], status[o : o + 256], block_live[b], words
        )
        philox_plane(words, key[0], key[1], b, 0, stream.TEMPER)
        temper[o : o + 256] = words[:64].view(np.uint8)


@njit(cache=True, parallel=True)
def step_citizens(  # type: ignore[no-untyped-def]
    key, tick, threshold, temper, status, lowest, block_cell, count, willing, cell_rule, cell_cuts, skip, chunks
):
    """One tick of all citizens.

    Args:
        key: Run key, uint32 (2,).
        tick: Tick number.
        threshold: uint16 (n,).
        temper: uint8 (n,).
        status: uint8 (n,), changed.
        lowest: Lowest threshold of each block, int64 (n_blocks,).
        block_cell: Cell of each block, int64 (n_blocks,).
        count: Counts by block, int64 (n_blocks, 7), changed.
        willing: Willingness of each block as a quantile 0 to 65535, int64 (n_blocks,).
        cell_rule: Thresholds of the other transitions by cell, int64 (n_cells, 10): feeder_below, join, riot, taken,
            calm, seized, free, rest, raid, freed_to.
        cell_cuts: Cumulative leaving cuts by cell, int64 (n_cells, 8): eager 0-3, idle 4-7.
        skip: Whether blocks in which nothing can happen are skipped.
        chunks: Number of chunks the blocks are dealt to threads in.
    """
    n = len(block_cell)
    for chunk in prange(chunks):
        words = np.empty(128, np.uint32)
        x = words.view(np.uint16)
        for b in range(chunk * n // chunks, (chunk + 1) * n // chunks):
            k = count[b]
            if skip and k[0] + k[1] + k[2] + k[3] + k[6] == 0 and lowest[b] >= willing[b]:
                k[5] = 0
                continue
            philox_plane(words, key[0], key[1], b, tick, stream.CITIZEN)
            r = cell_rule[block_cell[b]]
            c = cell_cuts[block_cell[b]]
            o = b * 256
            n1, n2, n3, n4, n5, n6, n7 = step_block(
                threshold[o : o + 256], temper[o : o + 256], status[o : o + 256], x,
                uint16(willing[b]), uint8(r[0]), uint16(r[1]),
                (uint16(c[0]), uint16(c[1]), uint16(c[2]), uint16(c[3])),
                (uint16(c[4]), uint16(c[5]), uint16(c[6]), uint16(c[7])),
                uint16(r[2]), uint16(r[3]), uint16(r[4]), uint16(r[5]), uint16(r[6]), uint16(r[7]), uint16(r[8]),
                uint16(r[9]),
            )  # fmt: skip
            k[0] = n1
            k[1] = n2
            k[2] = n3
            k[3] = n4
            k[4] = n5
            k[5] = n6
            k[6] = n7
