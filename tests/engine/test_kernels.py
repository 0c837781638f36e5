"""The citizens' kernel against the rule said citizen by citizen, and its dice against the plain generator."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multivector.engine import stream
from multivector.engine.kernels import ABSENT, BLOCK, DEAD, KNOWN, TIRED, build_citizens, step_block, step_citizens
from multivector.rng import philox

SHARE = st.one_of(st.sampled_from([0, 1, 65534, 65535]), st.integers(0, 65535))
KEY = np.array([2024, 7], np.uint32)
TICK = 11


def dice(block, tick, purpose):
    """The block's 256 numbers from the scalar generator: first words of 32 counters, then second words and so on."""
    words = [philox(*np.array([*KEY, i, block, tick, purpose], np.uint64)) for i in range(32)]
    return np.array(words, np.uint32).T.ravel().view(np.uint16)


def rule(status, threshold, temper, v, willing, share, cuts):
    """One citizen's next status, as the mechanism page says it, and whether it was an arrest."""
    riotable, join, riot, taken, calm, seized, free, rest, raid, freed_to = share
    what, known = status & 7, bool(status & KNOWN)
    wants = threshold < willing
    top = 65535 - v
    tired_seen, tired, seen, leaves = cuts[:4] if wants else cuts[4:]
    after = what
    if what in (0, TIRED) and known and top < raid:
        after = 3
    elif what == 0:
        after = 1 if wants and v < join else 0
    elif what == 1:
        if v < leaves:
            after = TIRED if v < tired else 0
        elif temper < riotable and v - leaves < riot:
            after = 2
        elif top < taken:
            after = 3
        known = known or v < tired_seen or tired <= v < seen
    elif what == 2:
        after = 1 if v < calm else 3 if top < seized else 2
    elif what == 3:
        after = freed_to if v < free else 3
    elif what == TIRED:
        after = 0 if v < rest else TIRED
    return after | (KNOWN if known and after != 3 else 0), after == 3 and what != 3


def counted(status, arrested):
    what = status & 7
    return [*((what == k).sum() for k in (1, 2, 3, TIRED, DEAD)), arrested, ((status & KNOWN) != 0).sum()]


@settings(max_examples=60, deadline=None)
@given(
    shares=st.lists(SHARE, min_size=8, max_size=8),
    leaving=st.lists(st.tuples(SHARE, SHARE, SHARE, SHARE).map(sorted), min_size=2, max_size=2),
    riotable=st.integers(0, 255),
    freed_to=st.sampled_from([0, TIRED]),
    willing=st.tuples(SHARE, SHARE),
    seed=st.integers(0, 1000),
)
def test_a_tick_is_the_rule_citizen_by_citizen(shares, leaving, riotable, freed_to, willing, seed):
    random = np.random.default_rng(seed)
    threshold = random.integers(0, 65536, 2 * BLOCK, dtype=np.uint16)
    temper = random.integers(0, 256, 2 * BLOCK, dtype=np.uint8)
    status = random.choice(np.array([0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 12], np.uint8), 2 * BLOCK)
    share, cuts = [riotable, *shares, freed_to], leaving[0] + leaving[1]
    expected, counts = status.copy(), []
    for block in range(2):
        v, arrests = dice(block, TICK, stream.CITIZEN), 0
        for i in range(BLOCK):
            k = block * BLOCK + i
            after, arrest = rule(
                int(status[k]), int(threshold[k]), int(temper[k]), int(v[i]), willing[block], share, cuts
            )
            expected[k] = after
            arrests += arrest
        counts.append(counted(expected[block * BLOCK : (block + 1) * BLOCK], arrests))
    count = np.ones((2, 7), np.int64)
    step_citizens(
        KEY, TICK, threshold, temper, status, np.zeros(2, np.int64), np.zeros(2, np.int64), count, np.array(willing),
        np.array([share]), np.array([cuts]), True, 1,
    )  # fmt: skip
    assert np.array_equal(status, expected)
    assert np.array_equal(count, counts)


@pytest.mark.parametrize("status", [0, 1, 2, TIRED, KNOWN, KNOWN | 1, KNOWN | 2, KNOWN | TIRED])
def test_nobody_is_arrested_where_nobody_should_be_whatever_the_dice(status):
    """All 65,536 values: a slice of width 0 at the top of the unit interval is empty to the last one."""
    values = np.arange(65536, dtype=np.uint16).reshape(-1, BLOCK)
    nothing, stays = np.zeros(10, np.int64), np.zeros(8, np.int64)
    willing, cold = np.zeros(BLOCK, np.uint16), np.zeros(BLOCK, np.uint8)
    people = np.full((len(values), BLOCK), status, np.uint8)
    arrested = [
        int(step_block(willing, cold, block, dice_of, np.uint16(65535), nothing, stays)[5])
        for block, dice_of in zip(people, values, strict=True)
    ]
    assert sum(arrested) == 0
    assert (people == status).all()


def town(blocks):
    live = np.full(blocks, BLOCK)
    live[::5] = 17
    people = np.empty(blocks * BLOCK, np.uint16), *(np.empty(blocks * BLOCK, np.uint8) for _ in range(2))
    lowest = np.empty(blocks, np.int64)
    build_citizens(KEY, live, *people, lowest)
    return live, *people, lowest


def test_citizens_are_built_from_their_own_dice_and_the_rest_is_padding():
    live, threshold, temper, status, lowest = town(6)
    for block, here in enumerate(live):
        at = slice(block * BLOCK, block * BLOCK + here)
        drawn = dice(block, 0, stream.THRESHOLD)[:here]
        assert np.array_equal(threshold[at], drawn)
        assert np.array_equal(temper[at], dice(block, 0, stream.TEMPER).view(np.uint8)[:here])
        assert lowest[block] == drawn.min()
        padding = slice(block * BLOCK + here, (block + 1) * BLOCK)
        assert (status[padding] == ABSENT).all()
        assert (threshold[padding] == 65535).all()


@pytest.mark.parametrize(("skip", "chunks"), [(True, 1), (False, 7), (True, 16)])
def test_neither_threads_nor_skipped_blocks_change_a_number(skip, chunks):
    def course(skip, chunks):
        _, threshold, temper, status, lowest = town(40)
        count, cell = np.zeros((40, 7), np.int64), np.arange(40) % 2
        # in one cell half is willing; in the other two in a hundred thousand, so that most of its blocks are still
        willing = np.array([30000, 20])[cell]
        share = np.array([[60, 20000, 3000, 2000, 9000, 4000, 15000, 9000, 1500, TIRED]] * 2)
        cuts = np.array([[500, 1500, 3000, 6500, 2000, 6000, 14000, 30000]] * 2)
        for tick in range(12):
            step_citizens(
                KEY, tick, threshold, temper, status, lowest, cell, count, willing, share, cuts, skip, chunks
            )
        return status.tobytes(), count.tobytes()

    assert course(skip, chunks) == course(False, 1)
