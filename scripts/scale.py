"""The tables of docs/explanation/scale.md, made from the numbers that bench/scale.py has measured."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

STORE = Path(__file__).resolve().parents[1] / "docs" / "explanation" / "scale.json"

NATIONAL = 11
"""Outcomes of the country, in the order of ``NATIONAL`` in bench/scale.py; peaks and onsets of the regions follow."""

PEAK, IGNITES, SPREADS, EARLY, DAYS, DEAD, DETAINED, FATE = 0, 1, 2, 3, 4, 7, 8, 10

SURE = 1.96
POWER = 2.8
"""Standard errors that a true difference must have to be found four times in five, at 5 % (1.96 + 0.84)."""


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def stored(part: str) -> Any:
    """A part of what was measured."""
    return json.loads(STORE.read_text(encoding="utf-8"))[part]


def percent(row: Any, k: int) -> str:
    """A difference of logarithms as a change in percent, with half its 95 % interval."""
    mid, half = row["difference"][k], SURE * row["error"][k]
    return f"{100 * math.expm1(mid):+.1f} ± {100 * math.exp(mid) * half:.1f}"


def points(row: Any, k: int) -> str:
    """A difference of shares in points, with half its 95 % interval."""
    return f"{100 * row['difference'][k]:+.1f} ± {100 * SURE * row['error'][k]:.1f}"


def chance(p: float, least: float) -> str:
    """A chance, or that it is below what the permutations can tell."""
    return f"≤ {least:.2g}" if p <= least else f"{p:.2g}"


def spread(row: Any) -> str:
    """Ratio of the spreads over dice of the street, with its 95 % interval."""
    low, mid, high = (row["spread"] * math.exp(s * SURE * row["spread_error"]) for s in (-1, 0, 1))
    return f"× {mid:.2f} ({low:.2f} to {high:.2f})"


HEAD = (
    "largest crowd, %", "crowd on day 3, %", "ignites, points", "national, points", "dead, %", "detained, %",
    "another fate, points", "spread", "p, means", "p, shapes",
)  # fmt: skip


def judged(row: Any) -> list[str]:
    """One comparison as cells of a table."""
    return [
        percent(row, PEAK), percent(row, EARLY), points(row, IGNITES), points(row, SPREADS), percent(row, DEAD),
        percent(row, DETAINED), points(row, FATE), spread(row), chance(row["p"], 1 / 4001),
        chance(row["p_distance"], 1 / 201),
    ]  # fmt: skip


def samples() -> str:
    """Every sample against one for one."""
    found = stored("outcomes")
    blocks = []
    for among, words in (("lively", "Lively draws"), ("all", "All draws")):
        rows = [[name, *judged(row)] for name, row in found[among]["samples"].items()]
        blocks += [f"**{words}**", table(("persons a citizen", *HEAD), rows)]
    return "\n\n".join(blocks)


def regions() -> str:
    """Largest crowd and day of onset of every region by size of the sample, lively draws."""
    found = stored("outcomes")
    names, rows = found["regions"], found["lively"]["samples"]
    n = len(names)
    blocks = []
    for title, first, ratio in (("largest crowd, %", NATIONAL, True), ("day of onset", NATIONAL + n, False)):
        body = []
        for i, name in enumerate(names):
            body.append([name, *(region(row, first + i, 2 * n, ratio) for row in rows.values())])
        least = [POWER * max(row["error"][first : first + n]) for row in rows.values()]
        body.append(["found from", *(f"{100 * math.expm1(one):.0f}" if ratio else f"{one:.2f}" for one in least)])
        blocks.append(table((title, *rows), body))
    return "\n\n".join(blocks)


def region(row: Any, k: int, tests: int, ratio: bool) -> str:
    """A difference in a region, with a star if it is told from none, all regions and both outcomes considered."""
    mid = row["difference"][k]
    z = abs(mid) / max(row["error"][k], 1e-12)
    star = " *" if math.erfc(z / math.sqrt(2)) < 0.05 / tests else ""
    return (f"{100 * math.expm1(mid):+.0f}" if ratio else f"{mid:+.2f}") + star


def power() -> str:
    """The smallest differences that each comparison would have found."""
    found = stored("outcomes")
    rows = []
    for among in ("lively", "all"):
        for name, row in (found[among]["samples"] | found[among]["ladder"]).items():
            if name == "citizens on other dice":
                continue
            least = [POWER * e for e in row["error"]]
            rows.append(
                [among, f"{name} persons" if name.isdigit() else name]
                + [f"{100 * math.expm1(least[k]):.1f} %" for k in (PEAK, EARLY)]
                + [f"{100 * least[k]:.1f}" for k in (IGNITES, SPREADS)]
                + [f"{100 * math.expm1(least[k]):.1f} %" for k in (DEAD, DETAINED)]
                + [f"{100 * least[FATE]:.1f}"]
            )
    return table(("draws", "compared", *HEAD[:7]), rows)


def ladder() -> str:
    """Every step from citizens to exchangeable cells."""
    found = stored("outcomes")
    blocks = []
    for among, words in (("lively", "Lively draws"), ("all", "All draws")):
        rows = [
            [name, "no neighbourhoods" if "without" in row["against"] else "1:1", *judged(row)]
            for name, row in found[among]["ladder"].items()
        ]
        blocks += [f"**{words}**", table(("resolution", "against citizens", *HEAD), rows)]
    return "\n\n".join(blocks)


def costs() -> str:
    """What a run costs against each size."""
    rows = []
    for name, sizes in stored("cost")["seconds"].items():
        many = [float(size) for size in sizes]
        taken = [one[0] for one in sizes.values()]
        fixed, each = line(many, taken)
        last = math.log(taken[-1] / taken[-2]) / math.log(many[-1] / many[-2])
        shown = ", ".join(f"{brief(n)}: {said(t)}" for n, t in zip(many, taken, strict=True))
        name = name.replace("citizens: citizens", "citizens, one by one").replace("citizens: ", "citizens, as ")
        rows.append([name, shown, f"{said(fixed)} + {said(each)} each", f"{last:.2f}"])
    return table(("against", "processor time", "fitted line", "exponent at the upper end"), rows)


def line(sizes: Sequence[float], taken: Sequence[float]) -> tuple[float, float]:
    """Fixed seconds and seconds for each, by least squares of the relative errors; neither below nought."""
    weights = [1 / t**2 for t in taken]
    total = sum(weights)
    x = sum(w * n for w, n in zip(weights, sizes, strict=True)) / total
    y = sum(w * t for w, t in zip(weights, taken, strict=True)) / total
    slope = sum(w * (n - x) * (t - y) for w, n, t in zip(weights, sizes, taken, strict=True))
    slope /= sum(w * (n - x) ** 2 for w, n in zip(weights, sizes, strict=True))
    slope = max(0.0, slope)
    return max(0.0, y - slope * x), slope


def brief(n: float) -> str:
    """A size in few figures."""
    return f"{n / 1e6:.3g} m" if n >= 1e6 else f"{n / 1e3:.3g} k" if n >= 1e4 else f"{n:.0f}"


def said(seconds: float) -> str:
    """A duration in a unit that fits."""
    for unit, factor in (("s", 1.0), ("ms", 1e3), ("µs", 1e6)):
        if seconds * factor >= 1:
            return f"{seconds * factor:.3g} {unit}"
    return f"{seconds * 1e9:.3g} ns"
