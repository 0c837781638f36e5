"""Limits of the society: Epstein's rule A, Granovetter's map, Kuran's sequences, a contagion's final size (1, 2, 9–12).

Nothing is copied for the purpose: a whole acute phase is run (:func:`multivector.engine.tick.run_acute`) on a
country of one region in which every switch is off, everyone who wants to joins (``join_rate`` 1), nobody leaves
(``leave_rate`` 0), news has no lag, and support is the share seen. The one thing put in by hand is the citizens'
thresholds, which the models publish.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import expit, logit
from scipy.stats import norm

from multivector.assess.verification.target import Question, Target
from multivector.engine.crisis import World, build
from multivector.engine.draw import Draw, Names
from multivector.engine.kernels import BLOCK, TIRED, build_citizens, step_citizens
from multivector.engine.mobilization import arrest_probability
from multivector.engine.register import PARAMETER_DTYPE, PARAMETERS, SWITCH_DTYPE
from multivector.engine.tables import TABLES
from multivector.engine.tick import run_acute

Floats = NDArray[np.float64]

LOW, HIGH = 0.1, 0.9
"""Willingness (as a quantile of thresholds) when nobody and when everybody is out: the straight middle of the
logistic, so that 16-bit thresholds resolve a share of 4e-5 everywhere."""

FAR = 1e6
"""Half-saturation so large that support is the share itself (to one part in a million)."""

POOL = 0.9
"""Share of the region that is mobilizable: the most the engine allows."""

GRANOVETTER = "Granovetter 1978 (AJS 83)"

STEEP = float(logit(HIGH) - logit(LOW))


def rows(table: str, **columns: float) -> NDArray[np.void]:
    """One row of a table of the engine, defaults where nothing is said."""
    row = np.zeros(1, TABLES[table].dtype)
    for column in TABLES[table].fields:
        row[column.name] = columns.get(column.name, column.default or 0.0)
    return row


def town(citizens: int, ticks: int, *on: str, persons: float = 1.0, **parameters: float) -> Draw:
    """A country of one region and one group with every mechanism off that is not named.

    Args:
        citizens: Citizens in the mobilizable pool.
        ticks: Length of the acute phase, in ticks of six hours.
        on: Switches that stay on.
        persons: Persons that a citizen stands for.
        parameters: Parameters away from their defaults.
    """
    people = citizens * persons / POOL
    values = np.zeros(1, PARAMETER_DTYPE)
    given = {
        "pool_share": POOL, "pool_spread": 0.0, "join_rate": 1.0, "leave_rate": 0.0, "night_factor": 1.0,
        "news_rate": 1.0, "local_weight": 1.0, "half_local": FAR, "resting_share": LOW, "threshold_spread": 1.0,
        "conformity": 0.0, "guard_force": 0.0, "tied_share": 0.0, **parameters,
    }  # fmt: skip
    for name, parameter in PARAMETERS.items():
        values[name] = given.get(name, parameter.default)
    switches = np.zeros(1, SWITCH_DTYPE)
    for name in on:
        switches[name] = 1.0
    days = ticks / 4
    tables = {
        "settings": rows("settings", max_days=days, minimum_days=days + 1, persons_per_citizen=persons),
        "region": rows("region", population=people, guard_share=1.0),
        "group": rows("group", titular=1.0),
        "cell": rows("cell", population=people),
        "faction": rows("faction", position=1.0, salience=1.0, capability=1.0, president=1.0),
        "organisation": rows("organisation"),
        "member": rows("member")[:0],
        "shock": rows("shock")[:0],
    }
    return Draw(tables, values, switches, Names("2000-01-01"), seed=1, member=0)


def at(quantile: Floats) -> NDArray[np.int64]:
    """Quantiles as the engine's 16-bit cut points."""
    return np.floor(65535.0 * np.clip(quantile, 0.0, 1.0) + 0.5).astype(np.int64)


def settle(world: World, quantile: Floats, ticks: int) -> Floats:
    """Give the citizens their thresholds and live through the acute phase.

    Args:
        world: A town as built.
        quantile: Threshold of each citizen as a quantile: wants to be out iff it is below the willingness.
        ticks: Ticks to run.

    Returns:
        Citizens on the street, tick by tick.
    """
    order = np.sort(at(quantile))
    n = len(order)
    world.threshold[:n] = order
    blocks = world.threshold.reshape(-1, BLOCK)
    world.lowest[:] = blocks.min(1)
    run = int(run_acute(world, ticks))
    persons = world.settings["persons_per_citizen"][0]
    return np.asarray(world.region_series[:run, 0, 0] / persons, float)


def crowd(threshold: Floats, ticks: int) -> Floats:
    """How many are out, tick by tick, if person i joins once ``threshold[i]`` others (a number) are out.

    Half a person is taken off each threshold, so that "at least as many" is "more than" in whole numbers.

    Args:
        threshold: Others needed by each citizen; below 0 for those who need none.
        ticks: Ticks to run.
    """
    n = len(threshold)
    draw = town(n, ticks, conformity=STEEP * FAR / POOL)
    share = (np.asarray(threshold, float) - 0.5) / n
    return settle(build(draw), expit(logit(LOW) + STEEP * share), ticks)


def streets() -> Iterator[Target]:
    """All targets of this file."""
    yield from _rule_a()
    yield from _granovetter()
    yield from _kuran()
    yield from _contagion()


def _granovetter() -> Iterator[Target]:
    uniform = np.arange(100.0)
    changed = uniform.copy()
    changed[1] = 2.0
    course, other = crowd(uniform, 300), crowd(changed, 300)
    yield Question(9, 1, "Granovetter's thresholds", "0, 1, …, 99; then the 1 becomes a 2", GRANOVETTER).near(
        (100, 1), (course[-1], other[-1]), 0, "whole acute phase, 100 citizens", 0
    )
    yield Question(9, 1, "Granovetter's thresholds", "0, 1, …, 99: out after ticks 1 to 8", GRANOVETTER).near(
        np.arange(1, 9), course[:8], 0, "one more each tick: each sees the crowd of the last tick", 0
    )
    below, above = normal_end(12.22), normal_end(12.25)
    normal = "thresholds N(25, σ) per 100 people"
    yield Question(10, 1, "Granovetter's thresholds", f"{normal}: end at σ = 12.22", GRANOVETTER).within(
        "≈ 6 (5.98 computed)", 5.5, 6.1, below, "25,600 citizens for the continuous map"
    )
    yield Question(10, 1, "Granovetter's thresholds", f"{normal}: end at σ = 12.25", GRANOVETTER).within(
        "≈ 100", 99.9, 100, above, "25,600 citizens for the continuous map"
    )
    low, high = 12.0, 12.5
    for _ in range(5):
        middle = 0.5 * (low + high)
        low, high = (low, middle) if normal_end(middle) > 50 else (middle, high)
    yield Question(10, 1, "Granovetter's thresholds", f"{normal}: critical σ", GRANOVETTER).near(
        12.2221, 0.5 * (low + high), 0.05, "16-bit thresholds, 25,600 citizens, bisection to 0.016"
    )


def normal_end(sigma: float) -> float:
    """Where thresholds N(25, σ), as percentages, end: percent on the street."""
    n = 25_600
    quantiles = norm.ppf((np.arange(n) + 0.5) / n)
    threshold = np.maximum((25 + sigma * quantiles) * n / 100, -1.0)
    return float(100 * crowd(threshold, 600)[-1] / n)


def _kuran() -> Iterator[Target]:
    sequences = {
        "A": (0, 20, 20, 30, 40, 50, 60, 70, 80, 100),
        "A′": (0, 10, 20, 30, 40, 50, 60, 70, 80, 100),
        "B": (0, 20, 30, 30, 40, 50, 60, 70, 80, 100),
        "B′": (0, 10, 30, 30, 40, 50, 60, 70, 80, 100),
    }
    ends = [10 * crowd(np.array(values) / 10, 60)[-1] for values in sequences.values()]
    yield Question(
        11,
        1,
        "Kuran's thresholds",
        "sequences A, A′, B, B′: percent in the opposition",
        "Kuran 1991 (World Politics 44)",
    ).near((10, 90, 10, 20), ends, 0, "whole acute phase, ten citizens", 0)


def _rule_a() -> Iterator[Target]:
    source = "Epstein 2002 (PNAS 99)"
    yield Question(1, 1, "Epstein, arrest probability", "C = A = 1, k = 2.3, as in the function", source).near(
        0.9, arrest_probability(2.3, 1.0, 1.0), 5e-4, "printed 0.9; 1 − e^−2.3 = .89974", 5
    )
    aversion, legitimacy, limit, n, ticks = 0.08, 0.82, 0.1, 1000, 40
    draw = town(
        n, ticks, "risk", persons=50.0, risk_k=2.3, risk_weight=2 * aversion, threshold_spread=0.05,
        police_per_thousand=1000 * 100.0 / (n * 50.0 / POOL),
    )  # fmt: skip
    hardship = (np.arange(n) + 0.5) / n
    spare = hardship * (1 - legitimacy) - limit
    world = build(draw)
    seen = settle(world, expit(logit(LOW) + (aversion - spare) / 0.05), ticks)
    first = 1 - np.exp(-2.3 * np.array([1.0]))
    yield Question(
        1, 1, "Epstein, arrest probability", "the same in a whole run: who is out after one tick", source
    ).near(
        float((spare > aversion * first).sum()), seen[0], 0, "100 policemen are one cop if a citizen is 50 persons", 0
    )
    expected = []
    active = 0
    for _ in range(ticks):
        active = int((spare > aversion * (1 - np.exp(-2.3 / (1 + active)))).sum())
        expected.append(active)
    yield Question(
        2, 1, "Epstein, rule A", "G − R P > T in the crisis model: β = 0, one R for all, everyone sees one cop", source
    ).near(
        expected[:6], seen[:6], 1, "one citizen on the 16-bit edge; private R exists on the grid, not in a crisis", 0
    )


def spread(r0: float, n: int, first: int, generations: int, seed: int = 7) -> float:
    """Final size of a contagion carried by the citizens' kernel: share ever on the street.

    Everybody is willing; a quiet citizen joins with probability 1 − exp(−R0 · share out), stays for one tick and
    is tired for good.

    Args:
        r0: New cases of one case among the untouched.
        n: Citizens, a multiple of 256.
        first: Those on the street at the start.
        generations: Ticks.
        seed: Of the dice.
    """
    blocks = n // BLOCK
    key = np.array([seed, 11], np.uint32)
    threshold, temper = np.empty(n, np.uint16), np.empty(n, np.uint8)
    status, lowest = np.empty(n, np.uint8), np.empty(blocks, np.int64)
    build_citizens(key, np.full(blocks, BLOCK), threshold, temper, status, lowest)
    threshold[:], lowest[:] = 0, 0
    status[:: n // first] = 1
    count = np.zeros((blocks, 7), np.int64)
    out = int((status == 1).sum())
    rule = np.zeros((1, 10), np.int64)
    rule[0, 9] = TIRED
    tired_for_good = np.array([[0, 65535, 65535, 65535] * 2])
    for tick in range(generations):
        rule[0, 1] = round(65535 * (1 - np.exp(-r0 * out / n)))
        step_citizens(
            key, tick, threshold, temper, status, lowest, np.zeros(blocks, np.int64), count, np.full(blocks, 65535),
            rule, tired_for_good, False, 1,
        )  # fmt: skip
        out = int(count[:, 0].sum())
        if out == 0:
            break
    return float(((status & 7) != 0).mean())


def final_size(r0: float, first: float) -> float:
    """Kermack and McKendrick: z = 1 − (1 − first) exp(−R0 z)."""
    return float(brentq(lambda z: 1 - (1 - first) * np.exp(-r0 * z) - z, 1e-6, 1.0))


def _contagion() -> Iterator[Target]:
    n, first = 1 << 21, 1 << 13
    r0 = (1.2, 1.5, 2.0, 3.0)
    published = (0.313698, 0.582812, 0.796812, 0.940480)
    shift = [final_size(r, first / n) - z for r, z in zip(r0, published, strict=True)]
    ours = [spread(r, n, first, 400) - more for r, more in zip(r0, shift, strict=True)]
    yield Question(
        12, 1, "contagion's final size", "R0 = 1.2 1.5 2 3, less what the first 0.4 % add", "Kermack & McKendrick 1927"
    ).near(
        published, ours, 5e-3,
        "3 s.d. (0.0017) of 2,097,152 citizens at R0 = 1.2; the citizens' kernel only: in a crisis thresholds are "
        "fixed and there is no such limit",
    )  # fmt: skip


__all__: list[Any] = ["crowd", "spread", "streets", "town"]
