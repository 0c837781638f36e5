"""Docking: our grid model on Mesa's rules against Mesa's shipped example of Epstein's civil violence.

Mesa lives in an environment of its own::

    python -m venv /tmp/mesa && /tmp/mesa/bin/pip install "mesa==3.3.1" numpy pandas networkx
    .venv/bin/python bench/epstein_vs_mesa.py --mesa /tmp/mesa/bin/python --seeds 30

Mesa's rules: the von Neumann diamond, the ratio of cops to actives rounded, act before moving, the jailed keep their
site, numbers of agents and cops drawn site by site. Each seed gives three numbers: mean share active, mean share
jailed (periods 50 to the end) and outbursts with more than 50 active. They are compared by Welch's t and by
Kolmogorov and Smirnov's test; the power is that of Welch's test, given the spread seen. Seeds of the two programs
are run by turns, so that the ratio of speeds is fair to both; it is a by-product.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import time
from dataclasses import replace

import numpy as np
from scipy.stats import ks_2samp, nct, t, ttest_ind

from multivector.engine.epstein import RUNS, outbursts, simulate

BURN = 50

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


def detectable(spread: float, n: int, power: float = 0.8, level: float = 0.05) -> float:
    """Difference that Welch's test on n against n finds with the given power."""
    df, cut = 2 * n - 2, t.ppf(1 - level / 2, 2 * n - 2)
    shifts = np.linspace(0, 10, 20001)
    reached = 1 - nct.cdf(cut, df, shifts) + nct.cdf(-cut, df, shifts)
    return float(shifts[np.searchsorted(reached, power)] * spread * np.sqrt(2 / n))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mesa", required=True, help="Python of the environment with Mesa")
    parser.add_argument("--seeds", type=int, default=30)
    parser.add_argument("--ticks", type=int, default=250)
    given = parser.parse_args()
    simulate(MESA_RULES, 2, 0)
    worker = subprocess.Popen(
        [given.mesa, "-c", WORKER, str(given.ticks)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
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
