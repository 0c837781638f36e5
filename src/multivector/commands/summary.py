"""What `run` says at its end: how often the crisis ignites, what was seen against it, where results lie."""

from __future__ import annotations

import math
import textwrap
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape

from multivector.ensemble.coverage import Cover, Gate, Ignition, Share, coverage, gates, ignition
from multivector.ensemble.results import Study
from multivector.scenario import Scenario

NARROWEST = 24
"""Narrowest column for the names of observations; with less room they stand on lines of their own."""


@dataclass(frozen=True)
class Summary:
    """A study in brief.

    Attributes:
        folder: Where it lies.
        counts: Runs succeeded, failed, pending.
        candidates: Draws examined for calm.
        rejected_share: Share of them that were not calm.
        ignition: How often the crisis ignites and becomes national.
        coverage: What was seen against what was simulated.
        gates: Bounds of sensible behaviour.
        reasons: Most frequent reasons of failed runs, with their number.
    """

    folder: Path
    counts: dict[str, int]
    candidates: int
    rejected_share: float
    ignition: Ignition
    coverage: list[Cover]
    gates: list[Gate]
    reasons: list[tuple[str, int]]

    @classmethod
    def of(cls, study: Study, scenario: Scenario) -> Summary:
        """Sum up a finished study."""
        results = study.manifest.results
        reasons = study.query(
            "SELECT reason, count(*) AS n FROM outcomes WHERE status = 'failed'"
            " GROUP BY reason ORDER BY n DESC, reason LIMIT 3"
        ).rows()
        return cls(
            folder=study.folder,
            counts=results["status"],
            candidates=results["candidates"],
            rejected_share=results["rejected_share"],
            ignition=ignition(study),
            coverage=coverage(study, scenario),
            gates=gates(study),
            reasons=[(str(reason), int(n)) for reason, n in reasons],
        )

    def as_json(self) -> dict[str, Any]:
        """The same for machines; what is not a number is null."""
        content = {
            "folder": str(self.folder),
            "manifest": str(self.folder / "manifest.json"),
            "runs": self.counts,
            "candidates": self.candidates,
            "rejected_share": self.rejected_share,
            "ignites": _share(self.ignition.ignites),
            "national_given_ignition": _share(self.ignition.national),
            "coverage": [asdict(row) | {"hit": _share(row.hit)} for row in self.coverage],
            "gates": [asdict(gate) | {"share": _share(gate.share), "passes": gate.passes} for gate in self.gates],
            "failures": [{"reason": reason, "runs": n} for reason, n in self.reasons],
        }
        found: dict[str, Any] = _finite(content)
        return found


def print_summary(summary: Summary, scenario: Scenario) -> None:
    """Say it in the terminal."""
    console = Console(highlight=False, soft_wrap=True)
    say = console.print
    ok, failed = summary.counts["succeeded"], summary.counts["failed"]
    say(f"[bold]{escape(scenario.title)}[/bold]: {ok:,} runs succeeded, {failed:,} failed")
    for reason, n in summary.reasons:
        say(f"  {n:,} times: {reason}", markup=False)
    say(
        f"Of {summary.candidates:,} draws, {summary.rejected_share:.1%} were passed over:"
        " their street would not stay calm without a crisis."
    )
    say()
    say(f"P(ignites)                 = {_in_words(summary.ignition.ignites)}")
    say(f"P(national wave | ignites) = {_in_words(summary.ignition.national)}")
    if summary.coverage:
        say()
        _print_coverage(console, summary.coverage, scenario.start)
    missed = [gate for gate in summary.gates if not gate.passes]
    say()
    say(f"Bounds of sensible behaviour: {len(summary.gates) - len(missed)} of {len(summary.gates)} hold.")
    for gate in missed:
        measured = f"{gate.share.value:.1%} of {gate.share.n:,}" if gate.share.n else "no run to look at"
        wanted = f"{gate.low:.0%} to {gate.high:.0%}"
        say(f"  not held: {gate.name}, among {gate.given}: {measured}, wanted {wanted}")
    say()
    say(f"Results: {summary.folder}", markup=False)
    say(f"One run told: multivector tell {summary.folder}", markup=False)


def _print_coverage(console: Console, rows: list[Cover], start: date) -> None:
    head = ("observation", "seen", "median", "central 50 %", "central 90 %", "in 90 %", "hits", "runs")
    verdicts = {"inside": "yes", "partly": "partly", "outside": "NO", "too few runs": "?"}
    lines = [head]
    for row in rows:
        simulated = (
            _number(row.middle, row.unit, start),
            _span(row.half, row.unit, start),
            _span(row.most, row.unit, start),
        )
        lines.append(
            (
                row.name + (" *" if row.input_like else ""),
                _span((row.low, row.high), row.unit, start),
                *(simulated if row.n else ("", "", "")),
                verdicts[row.in_most],
                f"{row.hit.value:.0%}" if row.n else "",
                f"{row.n:,}",
            )
        )
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    room = (console.width if console.is_terminal else 140) - sum(widths[1:]) - 2 * len(widths)
    console.print("[bold]What was seen, and what was simulated before any fitting[/bold]")
    for name, *cells in lines:
        text = "  ".join(cell.rjust(width) for cell, width in zip(cells, widths[1:], strict=True))
        if room >= NARROWEST:
            width = min(room, widths[0])
            first, *rest = textwrap.wrap(name, width)
            shown = "\n".join([f"{first.ljust(width)}  {text}", *rest])
        else:  # the name on a line of its own
            shown = f"{name}\n    {text}"
        console.print(shown, markup=False)
    inside = [row for row in rows if row.in_most == "inside"]
    earned = [row for row in inside if not row.input_like]
    scored = [row for row in rows if not row.input_like]
    console.print(
        f"{len(inside)} of {len(rows)} lie inside the central 90 %; of the {len(scored)} that earn credit,"
        f" {len(earned)}.\nHits: share of runs within what was seen, allowing for one run's chance."
    )
    if len(scored) < len(rows):
        console.print("* nearly an input of the model: meeting it earns no credit.")
    if any(row.in_most == "too few runs" for row in rows):
        console.print("? fewer than 20 runs to tell from.")


def _span(pair: tuple[float, float], unit: str, start: date) -> str:
    low, high = (_number(value, unit, start) for value in pair)
    if low == high:
        return low
    if unit == "date" and low.split()[1:] == high.split()[1:]:
        low = low.split()[0]
    return f"{low.removesuffix(' %')} – {high}"


def _number(value: float, unit: str, start: date) -> str:
    """A number of a unit as a person would write it in a narrow column."""
    if math.isnan(value):
        return ""
    if unit == "date":
        day = start + timedelta(days=math.floor(value))
        return f"{day.day} {day:%b}"
    if unit in ("share", "probability"):
        return f"{value * 100:.3g} %"
    if unit == "persons" or abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def _in_words(share: Share) -> str:
    if not share.n:
        return "unknown: no run to look at"
    low, high = share.interval
    return f"{share.value:.1%}  (95 % interval {low:.1%} to {high:.1%}; {share.hits:,} of {share.n:,} runs)"


def _share(share: Share) -> dict[str, Any]:
    low, high = share.interval
    return {"share": share.value, "low": low, "high": high, "hits": share.hits, "n": share.n}


def _finite(content: Any) -> Any:
    if isinstance(content, dict):
        return {key: _finite(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [_finite(value) for value in content]
    return None if isinstance(content, float) and not math.isfinite(content) else content
