"""Whole runs: how many a second, what a second process adds, and whether memory stays flat."""

from __future__ import annotations

import statistics
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numba
import numpy as np
from numba import njit
from verdict import TWO_CORES, Report, timed

from multivector import scenario
from multivector.engine import simulate
from multivector.engine.draw import Draw

CRISIS = "kazakhstan-2022"
RUNS_A_SECOND = 100.0
TWO_TO_ONE = 1.8
CITIZENS = 100_000
LEAK = 1.0
"""MB that a thousand runs may add once things have settled."""


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


def member(draw: Draw, number: int) -> Draw:
    """The same crisis on other dice."""
    return Draw(draw.tables, draw.parameters, draw.switches, draw.names, 3, number)


def many(first: int, n: int, persons: float) -> tuple[int, float]:
    """Whole runs in one process: (citizens of the last, seconds)."""
    numba.set_num_threads(1)
    draw = crisis(persons)
    draws = [member(draw, first * n + k) for k in range(n)]
    last = []
    seconds = timed(lambda: last.extend(simulate(one) for one in draws))
    return last[-1].n_citizens, seconds


@njit
def turn(times):  # type: ignore[no-untyped-def]
    """The plainest work: arithmetic on one number."""
    x = np.uint64(1)
    for _ in range(times):
        x = x * np.uint64(6364136223846793005) + np.uint64(1442695040888963407)
    return x


def spin(times: int = 200_000_000) -> float:
    """Seconds that the plainest work takes in this process."""
    turn(1)
    return timed(lambda: turn(times))


def runs(report: Report, rounds: int, n: int, cores: int) -> None:
    """Whole runs a second in one process and in two, by turns, next to what two processes gain on plain work."""
    pool, _ = many(0, 1, 1.0)
    persons = pool / CITIZENS
    one, two, plain = [], [], []
    with ProcessPoolExecutor(cores, mp_context=get_context("spawn")) as executor:
        citizens = max(found for found, _ in executor.map(many, range(cores), [2] * cores, [persons] * cores))
        list(executor.map(spin, [1000] * cores))
        for k in range(rounds):
            alone = executor.submit(spin).result()
            together = list(executor.map(spin, [200_000_000] * cores))
            plain.append(sum(alone / seconds for seconds in together))
            one.append(n / executor.submit(many, k, n, persons).result()[1])
            both = list(executor.map(many, range(cores), [n] * cores, [persons] * cores))
            two.append(sum(n / seconds for _, seconds in both))
    short = statistics.median(plain) < TWO_CORES
    doubt = f"plain work gained only {statistics.median(plain):.2f} x by two processes" if short else ""
    print(f"\nWhole runs, acute phase and 60 months, {citizens:,} citizens")
    report.say("plain work, two processes to one (is the machine idle?)", plain, "x")
    report.say("one process", one, "runs a second")
    report.say(f"{cores} processes", two, "runs a second", at_least=RUNS_A_SECOND, doubt=doubt)
    ratio = [b / a for a, b in zip(one, two, strict=True)]
    report.say(f"{cores} processes to one", ratio, "x", at_least=TWO_TO_ONE, doubt=doubt)


def resident() -> float:
    """MB of memory this process holds now."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("no VmRSS in /proc/self/status")


def memory(report: Report, runs_in_all: int = 10_000) -> None:
    """Memory after every thousand whole runs in one process, and its slope after the first two."""
    draw = crisis()
    held = []
    print(f"\nMemory over {runs_in_all:,} whole runs in one process")
    for number in range(1, runs_in_all + 1):
        simulate(member(draw, number))
        if number % (runs_in_all // 10) == 0:
            held.append(resident())
            print(f"  after {number:6,} runs {held[-1]:8.1f} MB", flush=True)
    settled = np.array(held[1:])
    thousands = np.arange(2, 11) * runs_in_all / 10_000
    slope = float(np.polyfit(thousands, settled, 1)[0])
    report.say("growth of memory after the first fifth", [slope], "MB/1,000 runs", at_most=LEAK)
