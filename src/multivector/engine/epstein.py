"""Epstein's model of civil violence (2002, PNAS 99 suppl. 3, 7243–7250) on a grid: a preset beside the crises.

Rule: agents and cops live on a torus, one to a site. Once a period each, in random order and one after the other::

    G = H (1 − L),   P = 1 − exp(−k · ratio(C, A)),   A = 1 + active agents in view (oneself counted once)
    M: move to a random empty site within vision
    A: an agent is active iff G − R P > T                (strict)
    C: a cop arrests one random active agent in view; the term is uniform on 0 … J_max
    Model II: two groups; an active agent kills one random agent of the other group in view; every agent has one
    child with probability ``cloning`` on an empty neighbouring site, of its group and hardship, and dies of age

H, R ~ U(0, 1); k = 2.3 makes P about 0.9 for one cop and one active. ``P`` is the same function that the crisis
model's citizens use (:func:`multivector.engine.mobilization.arrest_probability`).

The printed rule (``ratio_rule="literal"``, C/A) does not give the printed results; NetLogo's Rebellion takes the
floor of C/A and Mesa's example rounds it, both saying that there are no outbursts without. Hence the switch. What
the paper leaves open is marked assumed: jailed agents are off the grid and come back at a random empty site
(``jail_in_place`` keeps them on their site, as Mesa does); a child's site is one of the eight around its parent.

A site's byte is 1 for an active agent, 16 for a cop, else 0, on a grid with a halo that repeats the torus. A look
around adds 15 rows of 16 bytes under a mask: at most 15 to a column, so actives stay in the lower half of a byte
and cops in the upper.

Dice are Philox, by (period, agent or place, number): the same setting and seed give the same bytes.

Leaves out: what happens to legitimacy; anything but the paper's own rules.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numba import njit, uint8, uint64
from numpy.typing import NDArray

from multivector.engine.lanes import address, window
from multivector.engine.mobilization import arrest_probability
from multivector.errors import EngineError
from multivector.rng import philox, run_key, uniform

HALO = 8
"""Width of the halo; vision may be at most one less."""

LITERAL, FLOOR, ROUND = range(3)
RATIO_RULES = ("literal", "floor", "round")

quick = njit(error_model="numpy")
"""Nothing divides by zero here, and a function that cannot raise counts no references."""

EMPTY = -1
QUIET, ACTIVE, JAILED, GONE = range(4)
"""What an agent does; gone are the dead, the killed, and slots never used."""

ONE_ACTIVE, ONE_COP = 1, 16
"""Bytes on the grid."""

ORDER, STEP, ARREST, BIRTH, START = 100.0, 101.0, 102.0, 103.0, 104.0
"""Purposes of draws."""

SERIES = ("active", "jailed", "quiet", "first", "second", "cops")
"""Columns of a run: agents by what they do, free agents by group, cops."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting of the model; the defaults are the paper's Run 2 with the ``floor`` rule.

    Attributes:
        model: 1 (rebellion) or 2 (violence between two groups).
        side: Sites along each side of the torus.
        density: Share of sites with an agent at the start.
        cops: Share of sites with a cop.
        vision: How far agents see and move.
        cop_vision: How far cops see and move.
        legitimacy: L in [0, 1].
        jail: Longest term J_max, periods; None for ever.
        moving: Whether anybody moves.
        k: Steepness of the arrest probability.
        threshold: T.
        cloning: Chance of a child a period (Model II).
        oldest: Age of death is uniform on 0 … oldest (Model II).
        ratio_rule: One of :data:`RATIO_RULES`.
        diamond: View is the von Neumann diamond instead of the disc.
        act_first: Act before moving, as Mesa's example does; the paper moves first.
        jail_in_place: The jailed keep their site.
    """

    model: int = 1
    side: int = 40
    density: float = 0.7
    cops: float = 0.04
    vision: float = 7.0
    cop_vision: float = 7.0
    legitimacy: float = 0.82
    jail: int | None = 30
    moving: bool = True
    k: float = 2.3
    threshold: float = 0.1
    cloning: float = 0.05
    oldest: int = 200
    ratio_rule: str = "floor"
    diamond: bool = False
    act_first: bool = False
    jail_in_place: bool = False

    def __post_init__(self) -> None:
        if self.ratio_rule not in RATIO_RULES:
            raise EngineError(f"ratio rule {self.ratio_rule!r}", expected=f"one of {', '.join(RATIO_RULES)}")
        if max(self.vision, self.cop_vision) >= HALO or self.side < 2 * HALO:
            raise EngineError(
                f"vision {max(self.vision, self.cop_vision):g} on a side of {self.side}",
                expected=f"vision below {HALO} and a side of at least {2 * HALO}",
            )


RUNS = {
    1: Setting(vision=1.7, cop_vision=1.7, legitimacy=0.89, jail=15, moving=False),
    2: Setting(),
    3: Setting(legitimacy=0.9, cops=0.074, jail=None),
    4: Setting(legitimacy=0.9, cops=0.074, jail=None),
    5: Setting(legitimacy=0.8, cops=0.074, jail=None),
    6: Setting(model=2, vision=1.7, cop_vision=1.7, legitimacy=0.9, cops=0.0, jail=15),
    7: Setting(model=2, vision=1.7, cop_vision=1.7, legitimacy=0.8, cops=0.0, jail=15),
    8: Setting(model=2, vision=1.7, cop_vision=1.7, legitimacy=0.8, cops=0.04, jail=15),
}
"""The paper's Table 2, as quoted by its replications. What changes during Runs 3 to 5 is in :func:`course_of`."""


@dataclass(frozen=True)
class Course:
    """What happened, one row a period.

    Attributes:
        series: (periods, len(SERIES)) int64.
    """

    series: NDArray[np.int64]

    def __getitem__(self, name: str) -> NDArray[np.int64]:
        return self.series[:, SERIES.index(name)]

    @property
    def active(self) -> NDArray[np.int64]:
        """Active agents, period by period."""
        return self["active"]

    @property
    def jailed(self) -> NDArray[np.int64]:
        """Jailed agents, period by period."""
        return self["jailed"]


@dataclass(frozen=True)
class Outbursts:
    """Outbursts of a course: unbroken stretches with more than 50 active agents.

    Attributes:
        activation: Sum of active agents over each outburst.
        waits: Quiet periods between one outburst and the next.
    """

    activation: NDArray[np.int64]
    waits: NDArray[np.int64]


def outbursts(active: NDArray[np.int64], above: int = 50) -> Outbursts:
    """Find the outbursts of a course; one cut off by the end is left out.

    Args:
        active: Active agents, period by period.
        above: More than that many make an outburst.
    """
    edge = np.diff(np.concatenate([[0], (active > above).astype(np.int64)]))
    first, last = np.flatnonzero(edge == 1), np.flatnonzero(edge == -1)
    first = first[: len(last)]
    activation = np.array([active[a:b].sum() for a, b in zip(first, last, strict=True)], np.int64)
    return Outbursts(activation, first[1:] - last[:-1])


def neighbourhood(vision: float, diamond: bool = False) -> NDArray[np.int64]:
    """Offsets of the sites within vision, the own one left out, shape (n, 2).

    Args:
        vision: Radius, in sites.
        diamond: Sum of both distances instead of the straight distance.
    """
    reach = int(vision)
    a, b = np.mgrid[-reach : reach + 1, -reach : reach + 1].reshape(2, -1)
    inside = abs(a) + abs(b) <= vision if diamond else a * a + b * b <= vision * vision
    inside &= (a != 0) | (b != 0)
    return np.ascontiguousarray(np.stack([a[inside], b[inside]], 1))


def mask_of(offsets: NDArray[np.int64]) -> NDArray[np.uint8]:
    """The sites in view as 15 rows of 16 bytes, 255 where seen.

    Args:
        offsets: See :func:`neighbourhood`.
    """
    mask = np.zeros((15, 16), np.uint8)
    mask[offsets[:, 0] + HALO - 1, offsets[:, 1] + HALO - 1] = 255
    return mask


@quick
def look(grid, masks, which, x, y):  # type: ignore[no-untyped-def]
    """Active agents and cops in view of a site, under one of the masks."""
    stride = uint64(grid.shape[1])
    corner = address(grid) + uint64(x + 1) * stride + uint64(y + 1)
    return window(corner, stride, address(masks) + uint64(240 * which))


@quick
def put(grid, x, y, value, side):  # type: ignore[no-untyped-def]
    """Write a site's byte, in the halo too."""
    grid[x + HALO, y + HALO] = value
    ex = -1
    if x < HALO:
        ex = x + side + HALO
    elif x >= side - HALO:
        ex = x - side + HALO
    ey = -1
    if y < HALO:
        ey = y + side + HALO
    elif y >= side - HALO:
        ey = y - side + HALO
    if ex >= 0:
        grid[ex, y + HALO] = value
    if ey >= 0:
        grid[x + HALO, ey] = value
        if ex >= 0:
            grid[ex, ey] = value


@quick
def wrap(x, side):  # type: ignore[no-untyped-def]
    """Coordinate on the torus."""
    if x < 0:
        return x + side
    if x >= side:
        return x - side
    return x


@quick
def ratio(cops, active, rule):  # type: ignore[no-untyped-def]
    """Cops per active agent as the rule reads it; halves are rounded to even, as Python does."""
    x = cops / active
    if rule == FLOOR:
        return math.floor(x)
    if rule == ROUND:
        return np.rint(x)
    return x


@quick
def rebels(hardship, aversion, cops, active, legitimacy, threshold, k, rule):  # type: ignore[no-untyped-def]
    """Rule A: whether an agent is active.

    Args:
        hardship: H.
        aversion: R.
        cops: Cops in view.
        active: Active agents in view, oneself counted once.
        legitimacy: L.
        threshold: T.
        k: Steepness of the arrest probability.
        rule: How cops per active are read.
    """
    return hardship * (1.0 - legitimacy) - aversion * arrest_probability(k, ratio(cops, active, rule), 1.0) > threshold


@quick
def tried(who, x, y, offsets, part, words, side):  # type: ignore[no-untyped-def]
    """The first empty site of four drawn among some offsets from a place, as its number; -1 if none is.

    Args:
        who: Agent on each site.
        x: Row of the place.
        y: Column of the place.
        offsets: Offsets of all neighbourhoods.
        part: First and number of the offsets to choose among.
        words: Four words of the dice.
        side: Sites along a side.
    """
    first, n = part
    for word in words:
        k = first + ((uint64(word) * uint64(n)) >> uint64(32))
        xx = wrap(x + offsets[k, 0], side)
        yy = wrap(y + offsets[k, 1], side)
        if who[xx, yy] == EMPTY:
            return xx * side + yy
    return -1


@quick
def empty_site(who, x, y, offsets, part, key, purpose, tick, unit, side):  # type: ignore[no-untyped-def]
    """A random empty site where the first four tried were not: tries on, then looks at all; -1 if there is none.

    Args:
        who: Agent on each site.
        x: Row of the place.
        y: Column of the place.
        offsets: Offsets of all neighbourhoods.
        part: First and number of the offsets to choose among.
        key: Run key.
        purpose: Of the dice.
        tick: Period.
        unit: Who moves or bears.
        side: Sites along a side.
    """
    for call in range(1, 8):
        words = philox(uint64(key[0]), uint64(key[1]), uint64(unit), uint64(tick), uint64(int(purpose)), uint64(call))
        site = tried(who, x, y, offsets, part, words, side)
        if site >= 0:
            return site
    first, n = part
    free = 0
    for k in range(first, first + n):
        free += who[wrap(x + offsets[k, 0], side), wrap(y + offsets[k, 1], side)] == EMPTY
    if free == 0:
        return -1
    pick = int(uniform(key, purpose, tick, unit, 8.0) * free)
    for k in range(first, first + n):
        xx = wrap(x + offsets[k, 0], side)
        yy = wrap(y + offsets[k, 1], side)
        if who[xx, yy] == EMPTY:
            if pick == 0:
                return xx * side + yy
            pick -= 1
    return -1


@quick
def anywhere_empty(who, key, tick, unit, side):  # type: ignore[no-untyped-def]
    """A random empty site of the whole torus; -1 if there is none."""
    for number in range(64):
        site = int(uniform(key, START, tick, unit, number) * side * side)
        if who[site // side, site % side] == EMPTY:
            return site
    for step in range(side * side):
        site = (int(uniform(key, START, tick, unit, 64.0) * side * side) + step) % (side * side)
        if who[site // side, site % side] == EMPTY:
            return site
    return -1


@quick
def take(who, grid, state, place, i, side, new):  # type: ignore[no-untyped-def]
    """Take an agent off the grid: jailed or gone."""
    x = place[i] // side
    y = place[i] % side
    who[x, y] = EMPTY
    put(grid, x, y, uint8(0), side)
    state[i] = new


@quick
def rebel(who, grid, x, y, offsets, part, side, pick):  # type: ignore[no-untyped-def]
    """The ``pick``-th active agent in view."""
    first, n = part
    for k in range(first, first + n):
        if grid[x + HALO + offsets[k, 0], y + HALO + offsets[k, 1]] == ONE_ACTIVE:
            if pick == 0:
                return who[wrap(x + offsets[k, 0], side), wrap(y + offsets[k, 1], side)]
            pick -= 1
    return EMPTY


@quick
def enemy(who, state, kind, x, y, offsets, part, side, group, pick):  # type: ignore[no-untyped-def]
    """The ``pick``-th free agent of a group in view; with pick < 0 their number."""
    first, n = part
    found = 0
    for k in range(first, first + n):
        j = who[wrap(x + offsets[k, 0], side), wrap(y + offsets[k, 1], side)]
        if j == EMPTY or kind[j] != group or state[j] >= JAILED:
            continue
        if found == pick:
            return j
        found += 1
    return found


@quick
def mix(key, tick, order, living, words):  # type: ignore[no-untyped-def]
    """Put those living in random order (Fisher and Yates).

    Args:
        key: Run key.
        tick: Period.
        order: int32, the first ``living`` of it changed.
        living: How many.
        words: uint32, room for the dice: drawn in one go, the processor draws many at once.
    """
    k0, k1 = uint64(key[0]), uint64(key[1])
    for q in range(living):
        words[q] = philox(k0, k1, uint64(q), uint64(tick), uint64(int(ORDER)), uint64(0))[0]
    for q in range(living - 1, 0, -1):
        other = (uint64(words[q]) * uint64(q + 1)) >> uint64(32)
        order[q], order[other] = order[other], order[q]


@quick
def draw_steps(key, tick, order, living, steps):  # type: ignore[no-untyped-def]
    """Draw the first four words of everybody's step, in their order, uint32 (slots, 4)."""
    k0, k1 = uint64(key[0]), uint64(key[1])
    for q in range(living):
        a, b, c, d = philox(k0, k1, uint64(order[q]), uint64(tick), uint64(int(STEP)), uint64(0))
        steps[q, 0] = a
        steps[q, 1] = b
        steps[q, 2] = c
        steps[q, 3] = d


@njit(cache=True, error_model="numpy")
def live(  # type: ignore[no-untyped-def]
    key, side, n, who, grid, kind, state, place, hardship, aversion, term, age, dies, offsets, parts, masks,
    legitimacy, cops_wanted, numbers, rules, series,
):  # fmt: skip
    """All periods of a run, in place.

    Args:
        key: Run key, uint32 (2,).
        side: Sites along a side.
        n: Slots in use at the start.
        who: Agent on each site, int32 (side, side).
        grid: Bytes with halo, uint8.
        kind: 0 and 1 the groups, 2 cops, uint8 (slots,).
        state: What agents do, uint8 (slots,).
        place: Site, int32 (slots,).
        hardship: H (slots,).
        aversion: R (slots,).
        term: Periods left in jail, int32 (slots,).
        age: Periods lived, int32 (slots,).
        dies: Age of death, int32 (slots,).
        offsets: Offsets that agents see, that cops see, and of the sites a child may be born on.
        parts: First offset and number of each of these three, int64 (3, 2).
        masks: :func:`mask_of` what agents and what cops see.
        legitimacy: L by period.
        cops_wanted: Cops by period; those too many leave.
        numbers: k, T, cloning, longest term (below 0: for ever), oldest.
        rules: model, ratio rule, act first, jail in place, moving.
        series: int64 (periods, 6), filled.
    """
    k, threshold, cloning, longest, oldest = numbers
    model, rule, act_first, in_place, moving = rules
    slots = len(kind)
    order = np.empty(slots, np.int32)
    shuffle = np.empty(slots, np.uint32)
    steps = np.empty((slots, 4), np.uint32)
    for tick in range(len(series)):
        cops = 0
        living = 0
        for i in range(n):
            if state[i] == GONE:
                continue
            if kind[i] == 2:
                if cops >= cops_wanted[tick]:
                    take(who, grid, state, place, i, side, GONE)
                    continue
                cops += 1
            order[living] = i
            living += 1
        mix(key, tick, order, living, shuffle)
        draw_steps(key, tick, order, living, steps)
        spare = 0
        for q in range(living):
            i = order[q]
            if state[i] == GONE:
                continue
            if model == 2 and kind[i] < 2:
                age[i] += 1
                if age[i] > dies[i]:
                    if state[i] != JAILED or in_place:
                        take(who, grid, state, place, i, side, GONE)
                    state[i] = GONE
                    continue
            if state[i] == JAILED:
                if longest < 0 or term[i] > 0:
                    term[i] -= 1
                    continue
                if not in_place:
                    site = anywhere_empty(who, key, tick, i, side)
                    if site < 0:
                        continue
                    place[i] = site
                    who[site // side, site % side] = i
                state[i] = QUIET
            is_cop = kind[i] == 2
            which = int(is_cop)
            part = (parts[which, 0], parts[which, 1])
            x = place[i] // side
            y = place[i] % side
            for half in range(2):
                if (half == 0) != act_first:
                    if moving:
                        words = (steps[q, 0], steps[q, 1], steps[q, 2], steps[q, 3])
                        site = tried(who, x, y, offsets, part, words, side)
                        if site < 0:
                            site = empty_site(who, x, y, offsets, part, key, STEP, tick, i, side)
                        if site >= 0:
                            code = uint8(ONE_COP if is_cop else (ONE_ACTIVE if state[i] == ACTIVE else 0))
                            who[x, y] = EMPTY
                            if code > 0:
                                put(grid, x, y, uint8(0), side)
                            place[i] = site
                            x = site // side
                            y = site % side
                            who[x, y] = i
                            if code > 0:
                                put(grid, x, y, code, side)
                    continue
                if is_cop:
                    active, _ = look(grid, masks, which, x, y)
                    if active > 0:
                        pick = int(uniform(key, ARREST, tick, i, 0.0) * active)
                        j = rebel(who, grid, x, y, offsets, part, side, pick)
                        term[j] = int(uniform(key, ARREST, tick, i, 1.0) * (longest + 1)) if longest >= 0 else 0
                        if in_place:
                            put(grid, place[j] // side, place[j] % side, uint8(0), side)
                            state[j] = JAILED
                        else:
                            take(who, grid, state, place, j, side, JAILED)
                    continue
                angry = hardship[i] * (1.0 - legitimacy[tick]) > threshold
                if angry:
                    # only they need to look: risk can but deter
                    active, seen_cops = look(grid, masks, which, x, y)
                    angry = rebels(
                        hardship[i], aversion[i], seen_cops, active + 1, legitimacy[tick], threshold, k, rule
                    )
                if angry:
                    if state[i] != ACTIVE:
                        state[i] = ACTIVE
                        put(grid, x, y, uint8(ONE_ACTIVE), side)
                    if model == 2:
                        foes = enemy(who, state, kind, x, y, offsets, part, side, 1 - kind[i], -1)
                        if foes > 0:
                            pick = int(uniform(key, ARREST, tick, i, 0.0) * foes)
                            j = enemy(who, state, kind, x, y, offsets, part, side, 1 - kind[i], pick)
                            take(who, grid, state, place, j, side, GONE)
                elif state[i] != QUIET:
                    state[i] = QUIET
                    put(grid, x, y, uint8(0), side)
            if model == 2 and not is_cop and uniform(key, BIRTH, tick, i, 0.0) < cloning:
                around = (parts[2, 0], parts[2, 1])
                words = philox(
                    uint64(key[0]), uint64(key[1]), uint64(i), uint64(tick), uint64(int(BIRTH + 1.0)), uint64(0)
                )
                x = place[i] // side
                y = place[i] % side
                site = tried(who, x, y, offsets, around, words, side)
                if site < 0:
                    site = empty_site(who, x, y, offsets, around, key, BIRTH + 1.0, tick, i, side)
                if site >= 0:
                    while spare < slots and state[spare] != GONE:
                        spare += 1
                    if spare == slots:
                        continue
                    c = spare
                    n = max(n, c + 1)
                    kind[c] = kind[i]
                    state[c] = QUIET
                    hardship[c] = hardship[i]
                    aversion[c] = uniform(key, BIRTH, tick, i, 1.0)
                    dies[c] = int(uniform(key, BIRTH, tick, i, 2.0) * (oldest + 1))
                    age[c] = 0
                    place[c] = site
                    who[site // side, site % side] = c
        for i in range(n):
            if state[i] == GONE:
                continue
            if kind[i] == 2:
                series[tick, 5] += 1
                continue
            series[tick, 0] += state[i] == ACTIVE
            series[tick, 1] += state[i] == JAILED
            series[tick, 2] += state[i] == QUIET
            if state[i] != JAILED:
                series[tick, 3 + kind[i]] += 1


def course_of(run: int, ticks: int) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Legitimacy and number of cops by period in one of the paper's runs.

    Run 3: L falls by 0.01 a period from 0.9 to 0.2. Run 4: L falls to 0.7 at once, at period 77. Run 5: cops leave
    evenly until none is left (the pace is assumed).

    Args:
        run: Number of the run, 1 to 8.
        ticks: Periods.
    """
    setting = RUNS[run]
    t = np.arange(ticks)
    legitimacy = np.full(ticks, setting.legitimacy)
    cops = np.full(ticks, round(setting.cops * setting.side**2))
    if run == 3:
        legitimacy = np.maximum(0.2, 0.9 - 0.01 * t)
    elif run == 4:
        legitimacy = np.where(t < 77, 0.9, 0.7)
    elif run == 5:
        cops = np.rint(cops * (1.0 - t / max(1, ticks - 1))).astype(np.int64)
    return legitimacy, cops


def simulate(
    setting: Setting,
    ticks: int,
    seed: int,
    *,
    legitimacy: NDArray[np.float64] | None = None,
    cops: NDArray[np.int64] | None = None,
) -> Course:
    """Run the model.

    Args:
        setting: The setting.
        ticks: Periods.
        seed: Seed of all dice.
        legitimacy: L by period, if it changes.
        cops: Cops by period, if they leave.

    Returns:
        What happened, period by period.
    """
    side, sites = setting.side, setting.side**2
    key = np.array(run_key(seed, 0), np.uint32)
    n_cops, n_agents = round(setting.cops * sites), round(setting.density * sites)
    n = n_agents + n_cops
    slots = n if setting.model == 1 else 2 * sites
    dice = np.random.Generator(np.random.Philox(key=[int(key[0]), int(key[1])]))
    place = np.zeros(slots, np.int32)
    place[:n] = dice.permutation(sites)[:n]
    kind = np.zeros(slots, np.uint8)
    kind[n_agents:n] = 2
    if setting.model == 2:
        kind[:n_agents] = np.arange(n_agents) % 2
    state = np.full(slots, GONE, np.uint8)
    state[:n] = QUIET
    hardship, aversion = dice.random(slots), dice.random(slots)
    dies = dice.integers(0, setting.oldest + 1, slots).astype(np.int32)
    who = np.full((side, side), EMPTY, np.int32)
    who[place[:n] // side, place[:n] % side] = np.arange(n)
    inner = np.zeros((side, side), np.uint8)
    inner[place[n_agents:n] // side, place[n_agents:n] % side] = ONE_COP
    grid = np.ascontiguousarray(np.pad(np.pad(inner, HALO, mode="wrap"), ((0, 0), (0, HALO))))
    series = np.zeros((ticks, len(SERIES)), np.int64)
    longest = -1.0 if setting.jail is None else float(setting.jail)
    views = [neighbourhood(setting.vision, setting.diamond), neighbourhood(setting.cop_vision, setting.diamond)]
    around = neighbourhood(1.5)
    sizes = np.array([len(part) for part in (*views, around)])
    live(
        key, side, n, who, grid, kind, state, place, hardship, aversion, np.zeros(slots, np.int32),
        np.zeros(slots, np.int32), dies, np.concatenate([*views, around]),
        np.stack([np.cumsum(sizes) - sizes, sizes], 1), np.stack([mask_of(view) for view in views]),
        np.full(ticks, setting.legitimacy) if legitimacy is None else legitimacy,
        np.full(ticks, n_cops, np.int64) if cops is None else cops,
        (setting.k, setting.threshold, setting.cloning, longest, float(setting.oldest)),
        (
            setting.model, RATIO_RULES.index(setting.ratio_rule), setting.act_first, setting.jail_in_place,
            setting.moving,
        ),
        series,
    )  # fmt: skip
    return Course(series)
