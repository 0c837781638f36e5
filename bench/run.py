"""Benchmarks, never tests: how fast a whole run and a whole nation are, as ratios with their spread.

Absolute times depend on the machine and on what else it does; each figure is taken several times, interleaved with a
streaming floor (a loop that only reads and writes what a tick must), and printed as median (min to max). If the floor
itself varies by more than a factor of 1.5, the machine is too noisy to judge and the script says so.

    python bench/run.py [--rounds 5] [--citizens 19000000]
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numba
from numba import njit, prange, uint8, uint16

from multivector import scenario
from multivector.engine import simulate
from multivector.engine.crisis import World, build
from multivector.engine.draw import Draw
from multivector.engine.kernels import step_citizens
from multivector.engine.tick import run_acute

CRISIS = "kazakhstan-2022"


@njit
def stream(threshold, temper, status):  # type: ignore[no-untyped-def]
    """Read and write one block, in the width of the data."""
    for i in range(len(status)):
        low = uint8(threshold[i] & uint16(1))
        status[i] = uint8(uint8(status[i] ^ low) ^ uint8(temper[i] & uint8(1)))


@njit(parallel=True)
def floor(threshold, temper, status, chunks):  # type: ignore[no-untyped-def]
    """Read four bytes and write one for every citizen: what memory allows."""
    n = len(status)
    for chunk in prange(chunks):
        a = chunk * n // chunks
        b = (chunk + 1) * n // chunks
        stream(threshold[a:b], temper[a:b], status[a:b])


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def said(name: str, values: list[float], unit: str, scale: float = 1.0) -> None:
    v = [value * scale for value in values]
    print(f"{name:62s} {statistics.median(v):10.3g} ({min(v):.3g} to {max(v):.3g}) {unit}")


def crisis(persons: float = 1.0) -> Draw:
    """One lively draw of the shipped crisis."""
    template = scenario.compile(scenario.load(CRISIS))
    lively = {
        "parameters.mobilization.pool_share": 0.008,
        "parameters.mobilization.conformity": 0.85,
        "parameters.mobilization.threshold_spread": 0.055,
        "parameters.mobilization.seed_persons": 1.5,
        "parameters.hardship.price_effect": 0.7,
        "parameters.news.news_rate": 0.18,
    }
    return template.draw(None, seed=3, member=1, set=lively).setting("settings", "persons_per_citizen", persons)


def nation(citizens: int) -> Draw:
    """A nation in which almost everybody could take to the street and half wants to: the worst case of the kernel."""
    draw = crisis()
    region, cell = draw.tables["region"].copy(), draw.tables["cell"].copy()
    factor = citizens / (0.9 * float(region["population"].sum()))
    region["population"] *= factor
    cell["population"] *= factor
    draw = Draw({**draw.tables, "region": region, "cell": cell}, draw.parameters, draw.switches, draw.names, 3, 1)
    draw = draw.setting("settings", "max_days", 20).setting("settings", "minimum_days", 20)
    return draw.with_parameters(
        pool_share=5.0, pool_spread=0.0, resting_share=0.5, half_local=0.03, half_national=0.02
    )


def tick_of(w: World) -> Callable[[], object]:
    """One tick of the citizens' kernel on a world in full unrest."""

    def tick() -> None:
        step_citizens(
            w.key, 40, w.threshold, w.temper, w.status, w.lowest, w.block_cell, w.counts, w.willing, w.cell_rule,
            w.cell_cuts, True, 16,
        )  # fmt: skip

    return tick


def many(member: int, n: int, persons: float) -> tuple[int, float]:
    """Whole runs in one process: (citizens of the last, seconds)."""
    numba.set_num_threads(1)
    draw = crisis(persons)
    draws = [Draw(draw.tables, draw.parameters, draw.switches, draw.names, 3, member * n + k) for k in range(n)]
    start = time.perf_counter()
    for one in draws:
        last = simulate(one)
    return last.n_citizens, time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--citizens", type=int, default=19_000_000)
    parser.add_argument("--runs", type=int, default=100)
    options = parser.parse_args()
    cores = min(2, numba.config.NUMBA_NUM_THREADS)
    print(f"{cores} threads, load {os.getloadavg()[0]:.1f}\n")

    world = build(nation(options.citizens), threads=cores)
    run_acute(world, 4)
    tick = tick_of(world)
    spare = world.status.copy()
    floor(world.threshold, world.temper, spare, 16)
    numba.set_num_threads(cores)
    floors, ticks = [], []
    for _ in range(max(5, options.rounds)):
        floors.append(timed(lambda: floor(world.threshold, world.temper, spare, 16)))
        ticks.append(timed(tick))
    print(f"The citizens' kernel, {world.n_citizens:,} citizens, {cores} threads")
    said("streaming floor", floors, "ns a citizen", 1e9 / world.n_citizens)
    said("worst-case tick", ticks, "ns a citizen", 1e9 / world.n_citizens)
    spread = max(floors) / min(floors)
    ratio = [t / f for t, f in zip(ticks, floors, strict=True)]
    said("worst-case tick to the floor", ratio, "x")
    if spread > 1.5:
        print(f"  not judged: the floor itself varied by a factor of {spread:.1f}")
    arrays = (
        world.threshold, world.temper, world.status, world.lowest, world.block_cell, world.block_live, world.counts,
        world.willing,
    )  # fmt: skip
    print(f"  {sum(a.nbytes for a in arrays) / world.n_citizens:.2f} bytes a citizen")

    def acute() -> None:
        w = build(nation(options.citizens), threads=cores)
        run_acute(w, len(w.region_series))

    said("\nacute phase, 20 days, everybody mobilizable, half wanting out", [timed(acute) for _ in range(3)], "s")

    def shipped() -> None:
        simulate(crisis(1.0), threads=1)

    shipped()
    people = crisis(1.0).tables["region"]["population"].sum()
    said(
        f"whole run of the shipped crisis 1:1, {people:,.0f} people, its pool person by person",
        [timed(shipped) for _ in range(options.rounds)], "s",
    )  # fmt: skip

    pool, _ = many(0, 1, 1.0)
    persons = pool / 100_000
    context = get_context("spawn")
    one, two = [], []
    with ProcessPoolExecutor(cores, mp_context=context) as executor:
        list(executor.map(many, range(cores), [2] * cores, [persons] * cores))
        for k in range(options.rounds):
            citizens, seconds = executor.submit(many, k, options.runs, persons).result()
            one.append(options.runs / seconds)
            both = list(executor.map(many, range(cores), [options.runs] * cores, [persons] * cores))
            two.append(sum(options.runs / seconds for _, seconds in both))
    print(f"\nWhole runs, acute phase and 60 months, {citizens:,} citizens")
    said("one process", one, "runs a second")
    said(f"{cores} processes", two, "runs a second")
    said(f"{cores} processes to one", [b / a for a, b in zip(one, two, strict=True)], "x")
    print(f"\npeak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB")


if __name__ == "__main__":
    main()
