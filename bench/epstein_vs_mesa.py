"""Docking: our grid model on Mesa's rules against Mesa's shipped example of Epstein's civil violence.

Mesa lives in an environment of its own, which is made (from the package index) if the folder isn't there::

    .venv/bin/python bench/epstein_vs_mesa.py --make-mesa FOLDER --seeds 30
    .venv/bin/python bench/epstein_vs_mesa.py --make-mesa FOLDER --speed

Mesa's rules: the von Neumann diamond, the ratio of cops to actives rounded, act before moving, the jailed keep their
site, numbers of agents and cops drawn site by site, one core each. ``--speed`` compares agent-steps a second on three
grids, by turns, Mesa's data collector off. Without it, each seed gives three numbers: mean share active, mean share
jailed (periods 50 to the end) and outbursts with more than 50 active. They are compared by Welch's t and by
Kolmogorov and Smirnov's test; the power is that of Welch's test, given the spread seen. Seeds of the two programs
are run by turns.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
from scipy.stats import ks_2samp, nct, t, ttest_ind
from verdict import Report

from multivector.engine.epstein import RUNS, outbursts, simulate

BURN = 50

PACKAGES = ("mesa==3.3.1", "numpy", "pandas", "networkx")

GRIDS = {40: (200.0, 300, 20), 116: (500.0, 100, 3), 368: (700.0, 20, 1)}
"""Side of the grid: how many times Mesa's speed is aimed at, and the periods that we and Mesa are timed over."""

RUNNER = """
import json, sys, time
from mesa.examples.advanced.epstein_civil_violence.model import EpsteinCivilViolence
models = {}
for line in sys.stdin:
    side, ticks = json.loads(line)
    if side not in models:
        models[side] = EpsteinCivilViolence(width=side, height=side, citizen_density=0.7, cop_density=0.04,
                                            legitimacy=0.82, max_jail_term=30, max_iters=10**9, seed=1)
        models[side].datacollector.collect = lambda model: None
        models[side].step()
    begin = time.perf_counter()
    for _ in range(ticks):
        models[side].step()
    print(len(models[side].agents) * ticks / (time.perf_counter() - begin), flush=True)
"""

WORKER = """
import json, sys, time
from mesa.examples.advanced.epstein_civil_violence.model import EpsteinCivilViolence
ticks = int(sys.argv[1])
for line in sys.stdin:
    model = EpsteinCivilViolence(citizen_density=0.7, cop_density=0.04, legitimacy=0.82, max_jail_term=30,
                                 max_iters=10**9, seed=int(line))
    model.datacollector.collect = lambda model: None
    begin = time.perf_counter()
    active, jailed = [], []
    for _ in range(ticks):
        model.step()
        active.append(int(model.ACTIVE))
        jailed.append(int(model.ARRESTED))
    seconds = time.perf_counter() - begin
    citizens = int(model.ACTIVE) + int(model.ARRESTED) + int(model.QUIET)
    row = {"active": active, "jailed": jailed, "citizens": citizens, "agents": len(model.agents), "seconds": seconds}
    print(json.dumps(row), flush=True)
"""

MESA_RULES = replace(RUNS[2], ratio_rule="round", diamond=True, act_first=True, jail_in_place=True)

NAMES = ("share active", "share jailed", "outbursts")


def ours(seed: int, ticks: int) -> tuple[list[float], float]:
    """The three numbers of one seed, and agent-steps a second."""
    kind = np.random.default_rng([77, seed]).choice(3, 1600, p=[0.7, 0.04, 0.26])
    agents, cops = int((kind == 0).sum()), int((kind == 1).sum())
    setting = replace(MESA_RULES, density=agents / 1600, cops=cops / 1600)
    begin = time.perf_counter()
    course = simulate(setting, ticks, seed)
    speed = (agents + cops) * ticks / (time.perf_counter() - begin)
    return numbers(course.active, course.jailed, agents), speed


def numbers(active: np.ndarray, jailed: np.ndarray, citizens: int) -> list[float]:
    """What is compared."""
    found = outbursts(np.asarray(active)[BURN:]).activation
    return [np.mean(active[BURN:]) / citizens, np.mean(jailed[BURN:]) / citizens, float(len(found))]


def made(folder: Path) -> Path:
    """Python of an environment with Mesa, made in a folder if there is none."""
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
    return python


def speed(report: Report, mesa: Path, rounds: int) -> None:
    """Agent-steps a second, ours over Mesa's, on three grids by turns."""
    simulate(MESA_RULES, 2, 0)
    with subprocess.Popen(
        [str(mesa), "-c", RUNNER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as runner:
        assert runner.stdin is not None
        assert runner.stdout is not None
        print("\nEpstein's model on the same rules, one core each")
        for side, (target, ticks, their_ticks) in GRIDS.items():
            setting = replace(MESA_RULES, side=side)
            agents = round(setting.density * side**2) + round(setting.cops * side**2)
            mine, theirs = [], []
            for seed in range(rounds):
                runner.stdin.write(json.dumps([side, their_ticks]) + "\n")
                runner.stdin.flush()
                theirs.append(float(runner.stdout.readline()))
                begin = time.perf_counter()
                simulate(setting, ticks, seed)
                mine.append(agents * ticks / (time.perf_counter() - begin))
            report.say(f"{agents:,} agents, Mesa", theirs, "agent-steps/s")
            report.say(f"{agents:,} agents, ours", mine, "agent-steps/s")
            ratio = [a / b for a, b in zip(mine, theirs, strict=True)]
            report.say(f"{agents:,} agents, ours to Mesa's", ratio, "x", at_least=target)
        runner.stdin.close()


def detectable(spread: float, n: int, power: float = 0.8, level: float = 0.05) -> float:
    """Difference that Welch's test on n against n finds with the given power."""
    df, cut = 2 * n - 2, t.ppf(1 - level / 2, 2 * n - 2)
    shifts = np.linspace(0, 10, 20001)
    reached = 1 - nct.cdf(cut, df, shifts) + nct.cdf(-cut, df, shifts)
    return float(shifts[np.searchsorted(reached, power)] * spread * np.sqrt(2 / n))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mesa", type=Path, help="Python of an environment with Mesa")
    parser.add_argument("--make-mesa", type=Path, help="folder to make such an environment in, if it is not there")
    parser.add_argument("--speed", action="store_true", help="compare speeds only")
    parser.add_argument("--rounds", type=int, default=7, help="rounds of --speed")
    parser.add_argument("--seeds", type=int, default=30)
    parser.add_argument("--ticks", type=int, default=250)
    given = parser.parse_args()
    if not given.mesa and not given.make_mesa:
        parser.error("say where Mesa is (--mesa) or where to make an environment with it (--make-mesa)")
    mesa = given.mesa or made(given.make_mesa)
    if given.speed:
        speed(Report(), mesa, given.rounds)
        return
    simulate(MESA_RULES, 2, 0)
    worker = subprocess.Popen(
        [str(mesa), "-c", WORKER, str(given.ticks)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert worker.stdin is not None
    assert worker.stdout is not None
    mine, theirs, ratios = [], [], []
    for seed in range(given.seeds):
        one, fast = ours(seed, given.ticks)
        worker.stdin.write(f"{seed}\n")
        worker.stdin.flush()
        row = json.loads(worker.stdout.readline())
        mine.append(one)
        theirs.append(numbers(np.array(row["active"]), np.array(row["jailed"]), row["citizens"]))
        ratios.append(fast / (row["agents"] * given.ticks / row["seconds"]))
        print(
            f"seed {seed}: ours {np.round(one, 4)}, Mesa {np.round(theirs[-1], 4)}, speed × {ratios[-1]:.0f}",
            flush=True,
        )
    worker.stdin.close()
    worker.wait()
    a, b = np.array(mine), np.array(theirs)
    print(f"\n{given.seeds} seeds each, {given.ticks} periods, the first {BURN} left out")
    print(f"{'':14}{'ours':>18}{'Mesa':>18}{'p (Welch)':>12}{'p (K–S)':>10}{'found with power .8':>22}")
    for k, name in enumerate(NAMES):
        spread = np.sqrt(0.5 * (a[:, k].var(ddof=1) + b[:, k].var(ddof=1)))
        welch = ttest_ind(a[:, k], b[:, k], equal_var=False).pvalue
        ks = ks_2samp(a[:, k], b[:, k]).pvalue
        cells = [f"{x[:, k].mean():.4f} ± {x[:, k].std(ddof=1):.4f}" for x in (a, b)]
        print(f"{name:14}{cells[0]:>18}{cells[1]:>18}{welch:12.3f}{ks:10.3f}{detectable(spread, given.seeds):22.4f}")
    print(
        f"\nspeed, agent-steps a second, ours over Mesa's: median {np.median(ratios):.0f} "
        f"({min(ratios):.0f} to {max(ratios):.0f})"
    )


if __name__ == "__main__":
    main()
