"""Benchmarks, never tests: how fast a whole run and a whole nation are, judged against targets where that is fair.

Absolute times depend on the machine and on what else it does. So each figure is taken several times and printed as
median (min to max); the kernel's by turns with a streaming floor (a loop that only reads and writes what a tick
must), those that need two cores next to what two processes gain on plain work. Where the floor varies by more than a
factor of 1.5, or plain work shows that the machine is not idle, a figure is printed and not judged. `bench/README.md`
says how to read them.

    python bench/run.py [--rounds 7] [--citizens 19000000] [--starts 1] [--memory] [--mesa PYTHON | --make-mesa DIR]

Exits with 1 if the kernel is not vector code on a processor that has vectors (AVX2), and else with 0: a missed target
is a figure to be read, not a broken build.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
from pathlib import Path

import numba
from kernel import BYTES, TICK_TO_FLOOR, bytes_per_citizen, floor, threads, ticks_of, vector_code
from start import starts
from verdict import Report, best_by_turns, restless, timed

from ensemble import crisis, memory, nation, runs
from multivector.engine import simulate
from multivector.engine.crisis import build
from multivector.engine.tick import run_acute

ACUTE_SECONDS = 3.0
CACHED = 65_536
"""Citizens whose arrays fit into a core's own cache: there the floor shows what it computes, not what memory allows."""


PASSES = 3
"""Passes of the floor that are timed together."""


def processor() -> str:
    """The processor's name, as the system tells it."""
    for line in Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else ():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return "unknown processor"


def kernel(report: Report, citizens: int, rounds: int, cores: int) -> tuple[bool, str]:
    """The kernel's figures; whether it is vector code, and why the machine cannot be judged by, if so."""
    chunks = 8 * cores
    world = build(nation(citizens), threads=cores)
    run_acute(world, 4)
    numba.set_num_threads(cores)
    spare = world.status.copy()
    tick = ticks_of(world, chunks)

    def stream() -> None:
        # as long as a tick takes, so that what else the machine does hits both alike
        for _ in range(PASSES):
            floor(world.threshold, world.temper, spare, chunks)

    def cached() -> None:
        part = slice(0, CACHED)
        for _ in range(20):
            floor(world.threshold[part], world.temper[part], spare[part], cores)

    for work in (stream, cached, tick):
        work()
    streams, ticks = zip(*(best_by_turns([stream, tick]) for _ in range(max(5, rounds))), strict=True)
    floors = [seconds / PASSES for seconds in streams]
    inside = min(timed(cached) for _ in range(20)) / 20
    n = world.n_citizens
    doubt = restless(floors)
    print(f"The citizens' kernel, {n:,} citizens, {cores} threads")
    report.say("streaming floor", [1e9 * t / n for t in floors], "ns a citizen")
    print(f"  {5 * n / min(floors) / 1e9:.0f} GB/s at best; within a core's cache {1e9 * inside / CACHED:.3f} ns")
    report.say("worst-case tick", [1e9 * t / n for t in ticks], "ns a citizen")
    ratio = [t / f for t, f in zip(ticks, floors, strict=True)]
    report.say("worst-case tick to the floor", ratio, "x", at_most=TICK_TO_FLOOR, doubt=doubt)
    report.say("memory", [bytes_per_citizen(world)], "bytes a citizen", at_most=BYTES)
    return vector_code(world), doubt


def acute(report: Report, citizens: int, rounds: int, cores: int, doubt: str) -> None:
    """A whole acute phase of a nation, and a whole run of the shipped crisis."""

    def phase() -> None:
        w = build(nation(citizens), threads=cores)
        run_acute(w, len(w.region_series))

    print()
    seconds = [timed(phase) for _ in range(max(3, rounds // 2))]
    report.say(f"acute phase, 20 days, {citizens:,}", seconds, "s", at_most=ACUTE_SECONDS, doubt=doubt)
    shipped = crisis()
    simulate(shipped, threads=1)
    people = shipped.tables["region"]["population"].sum()
    whole = [timed(lambda: simulate(shipped, threads=1)) for _ in range(rounds)]
    report.say(f"whole run of the shipped crisis, {people:,.0f} people", whole, "s")


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--citizens", type=int, default=19_000_000)
    parser.add_argument("--runs", type=int, default=100, help="whole runs a process and round")
    parser.add_argument("--starts", type=int, default=1, help="times that everything is compiled afresh; 0 for none")
    parser.add_argument("--memory", action="store_true", help="10,000 whole runs, which takes some minutes")
    parser.add_argument("--mesa", type=Path, help="Python of an environment with Mesa, to compare with")
    parser.add_argument("--make-mesa", type=Path, help="folder to make such an environment in, if it is not there")
    given = parser.parse_args()
    cores, report = threads(), Report()
    print(f"{processor()}, {cores} threads, load {os.getloadavg()[0]:.1f}\n")
    vectors, doubt = kernel(report, given.citizens, given.rounds, cores)
    acute(report, given.citizens, given.rounds, cores, doubt)
    runs(report, given.rounds, given.runs, cores)
    if given.starts:
        starts(report, given.starts, doubt)
    if given.mesa or given.make_mesa:
        from epstein_vs_mesa import made, speed

        speed(report, given.mesa or made(given.make_mesa), given.rounds)
    if given.memory:
        memory(report)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"\npeak memory {peak:.2f} GB, load {os.getloadavg()[0]:.1f}")
    print(f"missed: {'; '.join(report.missed) or 'nothing that was judged'}")
    if not vectors:
        sys.exit("The citizens' kernel is not vector code although this processor has vectors: see bench/README.md")


if __name__ == "__main__":
    main()
