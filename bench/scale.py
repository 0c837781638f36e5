"""How many citizens are enough, whether counts do as well, and what a run costs: a study, never a test.

Outcomes: draws of the shipped crisis are lived through again and again on other dice of the street, all other dice
held: one for one, in samples, and as counts by cell. Every condition is compared with one for one, draw by draw;
one for one on further dice of the street is compared in the same way and shows what no difference looks like.
Costs: seconds against citizens, regions, groups, months and runs, all interleaved in one run of this program.

    python bench/scale.py outcomes [--draws 200] [--replicates 3]
    python bench/scale.py cost [--rounds 7]
    python bench/scale.py pictures

The first two write their part of docs/explanation/scale.json; `scripts/generate` makes the tables of
docs/explanation/scale.md from it, the last draws its pictures.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from multivector import scenario
from multivector.engine.aftermath import relive
from multivector.engine.calm import calm
from multivector.engine.crisis import build
from multivector.engine.draw import Draw
from multivector.engine.outcome import ACUTE_DTYPE
from multivector.engine.run import acute_outcome
from multivector.engine.tick import run_acute
from multivector.ensemble import design
from multivector.report.palette import hue
from multivector.report.picture import Chart, saved

# after the engine, which says where compiled code is kept
import numba  # isort: skip

CRISIS = "kazakhstan-2022"
DOCS = Path(__file__).resolve().parents[1] / "docs"
STORE = DOCS / "explanation" / "scale.json"
SEED = 20
NEAR = 1e-4
"""Peak share from which on a draw is lively: a fifth of what counts as ignition."""

Floats = NDArray[np.float64]
Condition = Callable[[Draw], Draw]

NATIONAL = (
    "peak", "ignites", "national", "crowd on day 3", "person-days", "day of the peak", "day of calm", "dead",
    "detained", "sites lost", "another fate",
)  # fmt: skip
"""Outcomes of the country; crowds, dead and detained as logarithms (of one more), so that differences are ratios."""

CALM, ARRESTED, PROTEST = 500.0, 100.0, 200.0
"""Crowds of the country and detentions below these, and crowds of a region, are taken as these: a handful of people on
a calm day, more or less, is no difference of a crisis. The first and the last are settings of the scenario."""

NEVER = 30.0
"""Day of onset of a region without protest, and latest day that counts."""


def sampled(persons: float) -> Condition:
    """Citizens one by one, each standing for some persons."""
    return lambda draw: draw.setting("settings", "persons_per_citizen", persons)


def counted(bins: int) -> Condition:
    """Citizens one for one, as counts by cell and bin of thresholds."""
    return lambda draw: sampled(1)(draw).setting("settings", "cells", 1).setting("settings", "threshold_bins", bins)


def alone(condition: Condition) -> Condition:
    """The same, nobody seeing his own neighbourhood."""
    return lambda draw: condition(draw).without("neighbourhood")


SAMPLES: dict[str, Condition] = {
    "1 on other dice": sampled(1), **{str(persons): sampled(persons) for persons in (3, 10, 30, 100, 300)},
}  # fmt: skip

LADDER: dict[str, tuple[Condition, str]] = {
    "citizens on other dice": (sampled(1), ""),
    "citizens without neighbourhoods": (alone(sampled(1)), ""),
    "cells, 32 bins, without neighbourhoods": (alone(counted(32)), "citizens without neighbourhoods"),
    "cells, 16 bins, without neighbourhoods": (alone(counted(16)), "citizens without neighbourhoods"),
    "cells, 1 bin, without neighbourhoods": (alone(counted(1)), "citizens without neighbourhoods"),
    "cells, 32 bins": (counted(32), ""),
    "cells, 16 bins": (counted(16), ""),
    "cells, 4 bins": (counted(4), ""),
    "cells, 1 bin": (counted(1), ""),
}
"""Condition, and what it is compared with if not with citizens one for one."""


def on_other_dice(draw: Draw, number: int) -> Draw:
    """The same draw with other dice of the street only.

    The street's dice are keyed by the block of citizens, all others by what they are for; so another order of the
    regions, and of the groups in them, in the table of cells deals them anew.
    """
    cell = draw.tables["cell"]
    luck = np.random.default_rng([SEED, number])
    region, group = (luck.permutation(int(cell[name].max()) + 1) for name in ("region", "group"))
    order = np.lexsort((group[cell["group"].astype(int)], region[cell["region"].astype(int)]))
    return Draw(
        {**draw.tables, "cell": cell[order]}, draw.parameters, draw.switches, draw.names, draw.seed, draw.member
    )


def lived(draw: Draw) -> Floats:
    """Outcomes of an acute phase: those of :data:`NATIONAL`, then log peak and day of onset of every region."""
    world = build(draw)
    ticks = int(run_acute(world, len(world.region_series)))
    a, n, r = acute_outcome(world)[0], world.nation[0], world.region
    street = world.nation_series[:ticks, 0]
    days = float(n["tick_days"])
    third = street[min(len(street) - 1, round(3 / days))]
    nation = (
        np.log(max(1.0, a["peak_street"])), a["ignited"], a["national"], np.log1p(third),
        np.log1p(float(street.sum()) * days), a["peak_day"], a["calm_day"], np.log1p(a["dead_civil"]),
        np.log1p(a["detained"]), a["sites_lost"], float(a["fate"] != 0),
    )  # fmt: skip
    onset = np.where(r["onset"] < 0, NEVER, np.minimum(r["onset"], NEVER))
    return np.concatenate([nation, np.log1p(r["peak"]), onset])


def draws(number: int, least: float) -> list[Draw]:
    """Calm draws of the crisis whose peak share reaches ``least`` on dice that are not used again."""
    template = scenario.compile(scenario.load(CRISIS))
    found: list[Draw] = []
    row = 0
    while len(found) < number:
        values = design.candidate(template, row, kind="lhs", seed=SEED, fixed={})
        draw = template.draw(values, seed=SEED, member=row)
        row += 1
        if calm(draw).stable:
            world = build(draw)
            run_acute(world, len(world.region_series))
            if world.nation["peak"][0] / world.nation["population"][0] >= least:
                found.append(draw)
    return found


def live(some: Sequence[Draw], conditions: Mapping[str, Condition], replicates: Mapping[str, int]) -> dict[str, Floats]:
    """Every draw in every condition: (draws, replicates, outcomes). Each run has dice of the street of its own."""
    lives: dict[str, list[list[Floats]]] = {name: [] for name in conditions}
    for draw in some:
        for place, (name, condition) in enumerate(conditions.items()):
            made = condition(draw)
            number = 1 + 100 * place
            lives[name].append([lived(on_other_dice(made, number + k)) for k in range(replicates[name])])
    return {name: np.array(rows) for name, rows in lives.items()}


def floored(lives: Floats) -> Floats:
    """Outcomes with everything below the smallest sizes that count taken as these."""
    least = np.full(lives.shape[2], -np.inf)
    least[[NATIONAL.index(name) for name in ("peak", "crowd on day 3", "person-days")]] = np.log1p(CALM)
    least[NATIONAL.index("detained")] = np.log1p(ARRESTED)
    least[len(NATIONAL) : len(NATIONAL) + regions_of(lives)] = np.log1p(PROTEST)
    return np.maximum(lives, least)


def compared(ours: Floats, theirs: Floats) -> dict[str, Any]:
    """One condition with another, paired by draw.

    Returns:
        Mean difference and standard error of each outcome; the chance of a largest |difference / error| as large if
        there is none (signs flipped by draw, so that all outcomes are judged at once); the same for the largest
        Kolmogorov-Smirnov distance of the peaks of country and regions (labels swapped by draw); and the ratio of
        the standard deviations of the log peak over dice of the street, geometric mean over draws, with the error of
        its logarithm.
    """
    mean, error = paired(ours.mean(1) - theirs.mean(1))
    gap = ours.mean(1) - theirs.mean(1)
    alive = error > 0
    luck = np.random.default_rng(SEED)
    z = np.abs(mean[alive]) / error[alive]
    flips = luck.choice((-1.0, 1.0), (4000, len(gap)))
    others = np.abs(flips @ gap[:, alive] / len(gap)) / error[alive]
    inside = [one[:, :, 0].std(1, ddof=1) for one in (ours, theirs)]
    both = (inside[0] > 0) & (inside[1] > 0)
    spread, unsure = paired(np.log(inside[0][both] / inside[1][both]))
    whole = ours.mean((0, 1))
    peaks = [0, *range(len(NATIONAL), len(NATIONAL) + regions_of(ours))]
    alike = min(ours.shape[1], theirs.shape[1])
    a, b = ours[:, :alike, peaks], theirs[:, :alike, peaks]
    distance = farthest(a, b)
    swaps = (luck.random(len(gap))[:, None, None] < 0.5 for _ in range(200))
    swapped = [farthest(np.where(swap, b, a), np.where(swap, a, b)) for swap in swaps]
    return {
        "difference": rounded(mean), "error": rounded(error), "z": rounded(z.max()),
        "p": rounded((1 + (others.max(1) >= z.max()).sum()) / 4001),
        "distance": rounded(distance), "p_distance": rounded((1 + sum(d >= distance for d in swapped)) / 201),
        "spread": rounded(np.exp(spread)), "spread_error": rounded(unsure), "mean": rounded(whole[: len(NATIONAL)]),
    }  # fmt: skip


def paired(gap: Floats) -> tuple[Any, Any]:
    """Mean over draws and its standard error."""
    return gap.mean(0), gap.std(0, ddof=1) / np.sqrt(len(gap))


def regions_of(lives: Floats) -> int:
    """Number of regions in an array of outcomes."""
    return (lives.shape[2] - len(NATIONAL)) // 2


def farthest(ours: Floats, theirs: Floats) -> float:
    """Largest Kolmogorov-Smirnov distance over the outcomes of (draws, replicates, outcomes)."""
    worst = 0.0
    for k in range(ours.shape[2]):
        a, b = np.sort(ours[:, :, k].ravel()), np.sort(theirs[:, :, k].ravel())
        at = np.concatenate([a, b])
        gap = np.searchsorted(a, at, "right") / len(a) - np.searchsorted(b, at, "right") / len(b)
        worst = max(worst, float(np.abs(gap).max()))
    return worst


def rounded(value: Any) -> Any:
    """Four significant digits, as plain numbers."""
    if isinstance(value, np.ndarray):
        return [rounded(v) for v in value.tolist()]
    return float(f"{float(value):.4g}")


def outcomes(number: int, replicates: int, keep: Path | None) -> dict[str, Any]:
    """Both comparisons, among lively draws and among all; what ``keep`` holds already is not lived again."""
    raw: dict[str, Floats] = dict(np.load(keep)) if keep is not None and keep.exists() else {}
    told: dict[str, Any] = {}
    for among, least in (("lively", NEAR), ("all", 0.0)):
        conditions = {"citizens": sampled(1), **SAMPLES, **{name: made for name, (made, _) in LADDER.items()}}
        often = dict.fromkeys(conditions, replicates) | dict.fromkeys(("citizens", *SAMPLES), 3 * replicates)
        del conditions["citizens on other dice"]
        if f"{among}: citizens" not in raw:
            lives = live(draws(number, least), conditions, often)
            raw |= {f"{among}: {name}": array for name, array in lives.items()}
            if keep is not None:
                np.savez_compressed(keep, **raw)  # type: ignore[arg-type]
        lives = {name: floored(raw[f"{among}: {name}"]) for name in conditions}
        lives["citizens on other dice"] = lives["1 on other dice"]
        told[among] = {
            "reference": {"mean": rounded(lives["citizens"].mean((0, 1))[: len(NATIONAL)])},
            "samples": {name: compared(lives[name], lives["citizens"]) for name in SAMPLES},
            "ladder": {
                name: {"against": against or "citizens", **compared(lives[name], lives[against or "citizens"])}
                for name, (_, against) in LADDER.items()
            },
        }
    some = draws(50, 0.0)
    regions = list(some[0].names.rows["region"])
    pool = statistics.median(build(sampled(1)(draw)).n_citizens for draw in some)
    return {"draws": number, "replicates": replicates, "regions": regions, "pool": pool, **told}


def seconds(work: Callable[[], object], times: int = 1) -> float:
    """Processor time of one call, on the mean of some: what else the machine does counts little."""
    start = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - start) / times


def lively() -> Draw:
    """A draw with a national wave, held to 20 days so that every run has as many ticks."""
    template = scenario.compile(scenario.load(CRISIS))
    fixed = {
        "parameters.mobilization.pool_share": 0.008, "parameters.mobilization.conformity": 0.85,
        "parameters.mobilization.threshold_spread": 0.055, "parameters.mobilization.seed_persons": 1.5,
        "parameters.hardship.price_effect": 0.7, "parameters.news.news_rate": 0.18,
        "settings.max_days": 20.0, "settings.minimum_days": 20.0,
    }  # fmt: skip
    return template.draw(None, seed=3, member=1, set=fixed)


def grown(draw: Draw, factor: float) -> Draw:
    """The same country with more people."""
    tables = {name: rows.copy() for name, rows in draw.tables.items()}
    for name in ("region", "cell"):
        tables[name]["population"] *= factor
    return Draw(tables, draw.parameters, draw.switches, draw.names, draw.seed, draw.member)


def divided(draw: Draw, regions: int, groups: int) -> Draw:
    """The same people in more regions (each split in so many), and in more groups."""
    region, cell = draw.tables["region"], draw.tables["cell"]
    n, m = len(region), len(draw.tables["group"])
    more = np.tile(region, regions)
    more["population"] /= regions
    more["guard_share"] /= regions
    more["capital"][n:] = 0.0
    parts = np.repeat(np.tile(cell, regions), groups)
    parts["population"] /= regions * groups
    parts["region"] += n * np.repeat(np.arange(regions), len(cell) * groups)
    parts["group"] += m * np.tile(np.arange(groups), len(cell) * regions)
    group = np.tile(draw.tables["group"], groups)
    tables = {**draw.tables, "region": more, "cell": parts, "group": group}
    return Draw(tables, draw.parameters, draw.switches, draw.names, draw.seed, draw.member)


def acute_of(draw: Draw) -> Callable[[], object]:
    """The acute phase of a draw, its building included."""

    def work() -> None:
        world = build(draw)
        run_acute(world, len(world.region_series))

    return work


def cost(rounds: int) -> dict[str, Any]:
    """Seconds of processor time against each size: least, median and most of rounds in which all sizes take turns."""
    base = sampled(10)(lively())
    people: dict[str, dict[str, Callable[[], object]]] = {}
    for factor in (0.01, 0.1, 1, 3, 10, 30, 100):
        country = grown(sampled(1)(lively()), factor)
        size = build(country.setting("settings", "cells", 1)).n_citizens
        counts = {"cells, 1 bin": 1, "cells, 8 bins": 8, "cells, 32 bins": 32}
        forms = {"citizens": country} | {name: counted(bins)(country) for name, bins in counts.items()}
        for name, draw in forms.items():
            if name != "citizens" or size < 2e7:
                people.setdefault(name, {})[str(size)] = acute_of(draw)
    more = {
        "regions": {str(17 * k): acute_of(divided(base, k, 1)) for k in (1, 2, 4, 8)},
        "groups": {str(len(base.tables["group"]) * k): acute_of(divided(base, 1, k)) for k in (1, 2, 4, 8)},
    }
    acute = np.zeros(1, ACUTE_DTYPE)
    more["months"] = {
        str(m): (lambda d: lambda: relive(d, acute))(base.setting("settings", "months", m)) for m in (15, 60, 240, 960)
    }
    jobs = {(f"citizens: {form}", size): work for form, sizes in people.items() for size, work in sizes.items()}
    jobs |= {(name, size): work for name, sizes in more.items() for size, work in sizes.items()}
    with tempfile.TemporaryDirectory() as folder:
        jobs |= {("runs", str(n)): study(Path(folder), n) for n in (25, 100, 400)}
        taken: dict[tuple[str, str], list[float]] = {key: [] for key in jobs}
        for work in jobs.values():
            work()
        times = {key: max(1, int(0.03 / max(1e-6, seconds(work)))) for key, work in jobs.items()}
        for _ in range(rounds):
            for key, work in jobs.items():
                taken[key].append(seconds(work, times[key]))
    told: dict[str, Any] = {}
    for (name, size), values in taken.items():
        told.setdefault(name, {})[size] = rounded(np.array([min(values), statistics.median(values), max(values)]))
    return {"rounds": rounds, "load": rounded(os.getloadavg()[0]), "seconds": told}


def study(folder: Path, n: int) -> Callable[[], object]:
    """A whole study in one process, written to the disk: design, runs, 60 months, parts."""
    from multivector.ensemble import Case, engine, run
    from multivector.ensemble.execute import executor

    case = Case(scenario.compile(scenario.load(CRISIS)), engine(), CRISIS, SEED, "lhs", 1, (), {})
    made = iter(range(1000))
    return lambda: run(case, folder / f"{n}-{next(made)}", n=n, work=executor(1))


SHOWN = ((0, "largest crowd, %"), (3, "crowd on day 3, %"), (1, "ignites, points"), (2, "national, points"))
"""Outcomes in the picture of the samples."""


def samples_picture(stored: Mapping[str, Any]) -> tuple[str, Chart, str]:
    """Difference from one for one against the size of the sample: finding's subject, chart, what it rests on."""
    found = stored["outcomes"]
    panels = []
    for k, title in SHOWN:
        values = []
        for name, row in found["lively"]["samples"].items():
            ends = [row["difference"][k] + sign * 1.96 * row["error"][k] for sign in (-1, 0, 1)]
            low, mid, high = (100 * (np.expm1(end) if "%" in title else end) for end in ends)
            values.append({"size": "1 again" if name.startswith("1 ") else name, "low": low, "mid": mid, "high": high})
        names = [value["size"] for value in values]
        x = {"field": "size", "type": "ordinal", "sort": names, "title": "persons a citizen", "axis": {"labelAngle": 0}}
        y = {"type": "quantitative", "title": title, "axis": {"tickCount": 5}}
        panels.append(
            {
                "width": 250, "height": 150, "data": {"values": values},
                "layer": [
                    {"mark": {"type": "rule", "color": hue("ink"), "strokeDash": [2, 3]},
                     "encoding": {"y": {"datum": 0}}},
                    {"mark": {"type": "rule", "color": hue("blue"), "strokeWidth": 2},
                     "encoding": {"x": x, "y": {"field": "low", **y}, "y2": {"field": "high"}}},
                    {"mark": {"type": "point", "filled": True, "size": 55, "color": hue("blue"), "opacity": 1},
                     "encoding": {"x": x, "y": {"field": "mid", **y}}},
                ],
            }
        )  # fmt: skip
    chart = {"vconcat": [{"hconcat": panels[:2]}, {"hconcat": panels[2:]}]}
    lives = f"{found['draws']} lively draws, {3 * found['replicates']} lives each, other dice of the street"
    return "Difference of a sample from one for one, with its 95 % interval", chart, lives


def cost_picture(stored: Mapping[str, Any]) -> tuple[str, Chart, str]:
    """Seconds of an acute phase against citizens, one by one and as counts."""
    found = stored["cost"]
    values = [
        {
            "form": name.removeprefix("citizens: ").replace("citizens", "one by one"),
            "citizens": float(size),
            "s": row[0],
        }
        for name, sizes in found["seconds"].items()
        if name.startswith("citizens: ")
        for size, row in sizes.items()
    ]
    forms = list(dict.fromkeys(value["form"] for value in values))
    colour = {
        "field": "form",
        "type": "nominal",
        "sort": forms,
        "title": None,
        "scale": {"domain": forms, "range": [hue(name) for name in ("rust", "blue", "teal", "plum")]},
    }
    x = {
        "field": "citizens",
        "type": "quantitative",
        "title": "citizens in the pool, one for one",
        "scale": {"type": "log"},
        "axis": {"format": "~s", "tickCount": 6},
    }
    y = {"field": "s", "type": "quantitative", "title": "seconds", "scale": {"type": "log"},
         "axis": {"tickCount": 5, "format": "~g"}}  # fmt: skip
    shape = {**colour, "scale": {"domain": forms, "range": ["circle", "square", "triangle-up", "diamond"]}}
    line = {"mark": {"type": "line", "strokeWidth": 2}, "encoding": {"x": x, "y": y, "color": colour}}
    point = {"mark": {"type": "point", "filled": True, "size": 50, "opacity": 1},
             "encoding": {"x": x, "y": y, "color": colour, "shape": shape}}  # fmt: skip
    chart = {"width": 560, "height": 300, "data": {"values": values}, "layer": [line, point]}
    how = f"processor time, least of {found['rounds']} rounds"
    return "Seconds of an acute phase of 20 days, one thread", chart, how


def pictures(stored: Mapping[str, Any]) -> None:
    """Draw what was measured."""
    for name, draw in (("scale-samples", samples_picture), ("scale-cost", cost_picture)):
        title, chart, footer = draw(stored)
        content = saved(chart, "png", title=title, subtitle="", footer=f"{CRISIS}: {footer}", scale=1.5)
        (DOCS / "images" / f"{name}.png").write_bytes(content)


def main() -> None:
    """Measure a part and keep it, or draw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", choices=("outcomes", "cost", "pictures"))
    parser.add_argument("--draws", type=int, default=200)
    parser.add_argument("--replicates", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--keep", type=Path, help="file for the outcomes of all runs, NumPy's npz")
    options = parser.parse_args()
    numba.set_num_threads(1)
    found: dict[str, Any] = {}
    if options.part == "outcomes":
        found["outcomes"] = outcomes(options.draws, options.replicates, options.keep)
    elif options.part == "cost":
        found["cost"] = cost(options.rounds)
    stored = (json.loads(STORE.read_text()) if STORE.exists() else {}) | found
    if options.part == "pictures":
        pictures(stored)
        return
    lines = json.dumps(stored, indent=1)
    STORE.write_text(re.sub(r"\[[^\[\]{}]*\]", lambda found: " ".join(found[0].split()), lines) + "\n")


if __name__ == "__main__":
    main()
