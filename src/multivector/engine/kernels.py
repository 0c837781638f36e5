"""The compiled kernels over citizens, and nothing else.

A citizen stands for ``persons_per_citizen`` people of the mobilizable pool and takes four bytes:

* ``threshold`` uint16: fixed quantile; wants to be out iff below the cell's willingness this tick
* ``temper``    uint8: fixed quantile; could riot iff below the region's feeder share
* ``status``    uint8: bits 0-2 what the citizen does, bit 3 known to the police

Citizens lie in blocks of 256; a block belongs to one cell (region and group) and is a neighbourhood. One 16-bit
random number a citizen and tick decides everything: the transitions out of one state exclude each other and share
the unit interval. It is Philox, keyed by run, block and tick, so neither threads nor order nor skipped blocks change
a number.

A block goes in three steps. Each cut point is compared with all its citizens, which gives a row of 256 bits, one a
citizen (:mod:`multivector.engine.lanes`). The rule itself is logic on such rows, as of sets of citizens: no branch,
no arithmetic. Then the rows of the new state become bytes again.

A block is skipped, exactly, when nobody in it is out, held, tired or known and the lowest threshold is above the
willingness: thresholds are fixed, so nothing could happen in it.
"""

from __future__ import annotations

import numpy as np
from numba import njit, prange, uint8, uint16, uint64

from multivector.engine import stream
from multivector.engine.lanes import (
    above,
    address,
    below,
    below_either,
    bits,
    ones,
    put_bits,
    random_words,
    up_to_either,
)

BLOCK = 256
QUIET, PROTESTING, RIOTING, DETAINED, TIRED, DEAD, ABSENT = 0, 1, 2, 3, 4, 5, 7
KNOWN = 8
"""Status codes; ABSENT pads the last block of a cell."""

N_COUNTS = 7
"""Per block: protesting, rioting, detained, tired, dead, arrested this tick, known."""

N_CUTS = 18
"""Cut points of a cell, see :func:`cut_row`."""

S0, S1, S2, SEEN, WANTS, COULD, JOIN, CALM, FREE, REST, TAKE, SEIZE, RAID, TIRE_SEEN, TIRE, LEAVE_SEEN, LEAVE, TURN = (
    4 * row for row in range(18)
)
"""First words of the rows of a block: the bits of the status, then which citizens are within which cut."""

DICE = 4 * 18
"""First word of the block's random numbers."""

SCRATCH = DICE + BLOCK * 2 // 8
"""Words that a block needs while it is worked on."""


@njit
def cut_row(rule, leaving, row):  # type: ignore[no-untyped-def]
    """Cut points of a cell in the order and width in which they are compared.

    Args:
        rule: Row of ``cell_rule``, see :func:`step_citizens`.
        leaving: Row of ``cell_cuts``.
        row: uint16 (N_CUTS,), filled: 0-3 join, calm, free, rest (below); 4-6 taken, seized, raided (above: these
            slices lie at the top of the unit interval, empty at 0); 7-10 and 11-14 the leaving slice of those who
            want to be out and of those who do not; 15 and 16 the last number that turns one who could riot, after
            either; 17 the feeder share, 0 if nobody turns.
    """
    riot = rule[2]
    row[0], row[1], row[2], row[3] = rule[1], rule[4], rule[6], rule[7]
    row[4], row[5], row[6] = 65535 - rule[3], 65535 - rule[5], 65535 - rule[8]
    for k in range(8):
        row[7 + k] = leaving[k]
    row[15] = min(65535, leaving[3] + riot - 1)
    row[16] = min(65535, leaving[7] + riot - 1)
    row[17] = rule[0] if riot > 0 else 0


@njit
def compare(threshold, temper, status, willing_below, cuts, cell, rows):  # type: ignore[no-untyped-def]
    """Fill the rows of a block: its statuses bit by bit, and who is within each cut.

    Args:
        threshold: Where the block's thresholds begin.
        temper: Where its tempers begin.
        status: Where its statuses begin.
        willing_below: Willingness as a quantile, uint16.
        cuts: :func:`cut_row` of every cell.
        cell: The block's cell.
        rows: Where the rows begin; the random numbers follow them.
    """
    willing = (willing_below,)
    feeder = (uint8(cuts[cell, 17]),)
    low = (cuts[cell, 0], cuts[cell, 1], cuts[cell, 2], cuts[cell, 3])
    top = (cuts[cell, 4], cuts[cell, 5], cuts[cell, 6])
    eager = (cuts[cell, 7], cuts[cell, 8], cuts[cell, 9], cuts[cell, 10])
    idle = (cuts[cell, 11], cuts[cell, 12], cuts[cell, 13], cuts[cell, 14])
    eager_end = (cuts[cell, 15],)
    idle_end = (cuts[cell, 16],)
    for word in range(4):
        first = uint64(64 * word)
        x = rows + uint64(8 * DICE) + uint64(2) * first
        into = rows + uint64(8 * word)
        bits(status + first, into)
        below(threshold + uint64(2) * first, willing, into + uint64(8 * WANTS))
        below(temper + first, feeder, into + uint64(8 * COULD))
        below(x, low, into + uint64(8 * JOIN))
        above(x, top, into + uint64(8 * TAKE))
        below_either(x, into + uint64(8 * WANTS), eager, idle, into + uint64(8 * TIRE_SEEN))
        up_to_either(x, into + uint64(8 * WANTS), eager_end, idle_end, into + uint64(8 * TURN))


@njit
def decide(row, tires):  # type: ignore[no-untyped-def]
    """What each citizen of a block does next: the rows of the status are replaced.

    Args:
        row: Words of the rows, uint64.
        tires: Whether those let go tire (else they are quiet), as a word of ones or zeros.

    Returns:
        Seven counts: protesting, rioting, detained, tired, dead, arrested, known.
    """
    n1 = n2 = n3 = n4 = n5 = n6 = n7 = uint64(0)
    for w in range(4):
        s0, s1, s2, seen = row[S0 + w], row[S1 + w], row[S2 + w], row[SEEN + w]
        quiet = ~(s0 | s1 | s2)
        protesting = s0 & ~s1 & ~s2
        rioting = s1 & ~s0 & ~s2
        detained = s0 & s1 & ~s2
        tired = s2 & ~s0 & ~s1
        gone = s2 & (s0 | s1)

        raided = (quiet | tired) & seen & row[RAID + w]
        joins = quiet & row[WANTS + w] & row[JOIN + w] & ~raided
        leaves = protesting & row[LEAVE + w]
        wearies = protesting & row[TIRE + w]
        noticed = protesting & (row[TIRE_SEEN + w] | (row[LEAVE_SEEN + w] & ~row[TIRE + w]))
        turns = protesting & row[COULD + w] & row[TURN + w] & ~leaves
        taken = protesting & row[TAKE + w] & ~leaves & ~turns
        calms = rioting & row[CALM + w]
        seized = rioting & row[SEIZE + w] & ~calms
        freed = detained & row[FREE + w]
        rested = tired & row[REST + w] & ~raided

        arrested = raided | taken | seized
        protesting = joins | calms | (protesting & ~(leaves | turns | taken))
        rioting = turns | (rioting & ~(calms | seized))
        detained = arrested | (detained & ~freed)
        tired = wearies | (freed & tires) | (tired & ~(raided | rested))
        seen = (seen | noticed) & ~detained

        n1 += ones(protesting)
        n2 += ones(rioting)
        n3 += ones(detained)
        n4 += ones(tired)
        n5 += ones(gone & ~s1)
        n6 += ones(arrested)
        n7 += ones(seen)
        row[S0 + w] = protesting | detained | (gone & s0)
        row[S1 + w] = rioting | detained | (gone & s1)
        row[S2 + w] = tired | gone
        row[SEEN + w] = seen
    return n1, n2, n3, n4, n5, n6, n7


@njit
def step_block(threshold, temper, status, dice, willing_below, rule, leaving):  # type: ignore[no-untyped-def]
    """One tick of 256 citizens with given random numbers; returns their seven counts, see :func:`decide`.

    Args:
        threshold: uint16 (256,).
        temper: uint8 (256,).
        status: uint8 (256,), changed.
        dice: uint16 (256,).
        willing_below: Willingness as a quantile, uint16.
        rule: Row of ``cell_rule``, see :func:`step_citizens`.
        leaving: Row of ``cell_cuts``.
    """
    cuts = np.empty((1, N_CUTS), np.uint16)
    cut_row(rule, leaving, cuts[0])
    scratch = np.empty(SCRATCH, np.uint64)
    rows = address(scratch)
    scratch[DICE:] = dice.view(np.uint64)
    compare(address(threshold), address(temper), address(status), willing_below, cuts, 0, rows)
    counts = decide(scratch, uint64(0) - uint64(rule[9] == TIRED))
    put_block(address(status), rows)
    return counts


@njit
def put_block(status, rows):  # type: ignore[no-untyped-def]
    """Write a block's statuses from their rows."""
    for word in range(4):
        put_bits(status + uint64(64 * word), rows + uint64(8 * word))


@njit(cache=True, parallel=True)
def build_citizens(key, block_live, threshold, temper, status, lowest):  # type: ignore[no-untyped-def]
    """Build the population: fixed thresholds and tempers of every block, by counter.

    Args:
        key: Run key, uint32 (2,).
        block_live: Citizens in each block, int64 (n_blocks,); the rest of its 256 is padding.
        threshold: uint16 (n_blocks · 256,), filled.
        temper: uint8, filled.
        status: uint8, filled.
        lowest: int64 (n_blocks,), filled with each block's lowest threshold.
    """
    thresholds = address(threshold)
    k0, k1 = uint64(key[0]), uint64(key[1])
    for b in prange(len(block_live)):
        first = b * BLOCK
        end = first + block_live[b]
        words = np.empty(BLOCK, np.uint16)
        random_words(address(words), k0, k1, uint64(b), uint64(0), uint64(int(stream.TEMPER)))
        for i in range(BLOCK // 2):
            temper[first + 2 * i] = uint8(words[i])
            temper[first + 2 * i + 1] = uint8(words[i] >> uint16(8))
        random_words(
            thresholds + uint64(2 * first), k0, k1, uint64(b), uint64(0), uint64(int(stream.THRESHOLD))
        )
        low = 65535
        for i in range(first, end):
            status[i] = uint8(QUIET)
            low = min(low, int(threshold[i]))
        for i in range(end, first + BLOCK):
            status[i] = uint8(ABSENT)
            threshold[i] = uint16(65535)
        lowest[b] = low


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
        cell_rule: Shares of the other transitions by cell, in 65535ths, int64 (n_cells, 10): could riot (in 256ths),
            joins, turns to riot, taken on the street, rioter calms, rioter seized, let go, rested, known at home
            taken; and what those let go do next, TIRED or QUIET.
        cell_cuts: Cumulative cuts of the leaving slice by cell, int64 (n_cells, 8), those who want to be out first:
            known and tired, tired, known, leaves.
        skip: Whether blocks in which nothing can happen are skipped.
        chunks: Number of chunks the blocks are dealt to threads in.
    """
    n = len(block_cell)
    cuts = np.empty((len(cell_rule), N_CUTS), np.uint16)
    for c in range(len(cuts)):
        cut_row(cell_rule[c], cell_cuts[c], cuts[c])
    thresholds, tempers, statuses = address(threshold), address(temper), address(status)
    k0, k1 = uint64(key[0]), uint64(key[1])
    for chunk in prange(chunks):
        scratch = np.empty(SCRATCH, np.uint64)
        rows = address(scratch)
        dice = rows + uint64(8 * DICE)
        for b in range(chunk * n // chunks, (chunk + 1) * n // chunks):
            active = count[b, 0] + count[b, 1] + count[b, 2] + count[b, 3] + count[b, 6]
            if skip and active == 0 and lowest[b] >= willing[b]:
                count[b, 5] = 0
                continue
            cell = block_cell[b]
            first = uint64(b) * uint64(BLOCK)
            random_words(dice, k0, k1, uint64(b), uint64(tick), uint64(int(stream.CITIZEN)))
            compare(
                thresholds + uint64(2) * first, tempers + first, statuses + first, uint16(willing[b]), cuts, cell, rows
            )
            now = decide(scratch, uint64(0) - uint64(cell_rule[cell, 9] == TIRED))
            for k in range(N_COUNTS):
                count[b, k] = now[k]
            put_block(statuses + first, rows)
