"""The command ``calibrate``: weigh the runs of a study by what was seen."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.console import Console

    from multivector.assess.calibration import Calibration
    from multivector.assess.calibration.result import Later

LINES = 15
"""Numbers listed in the terminal; the file has them all."""


@click.command()
@click.argument("folder", metavar="STUDY", type=click.Path(path_type=Path))
@click.option(
    "--tolerance", type=click.FloatRange(min=0, min_open=True), metavar="T",
    help="How far off a run may be, in what one run's chance may do; if not given, the smallest that leaves 100"
    " effective runs.",
)  # fmt: skip
@click.option("--views", is_flag=True, help="Test the experts' conclusions on the weighted runs too; takes minutes.")
@click.option("--jobs", type=click.IntRange(1), help="Processes for --views; all cores if not given.")
@click.option("-q", "--quiet", is_flag=True, help="No progress.")
@click.option("--json", "machine", is_flag=True, help="The calibration as one JSON object.")
def calibrate(folder: Path, tolerance: float | None, views: bool, jobs: int | None, quiet: bool, machine: bool) -> int:
    """Weigh the runs of STUDY by what was seen of the crisis, and say what that teaches.

    STUDY is the folder that `run` names at its end. No run is made: each gets a weight by how near it comes to the
    observations that earn credit (approximate Bayesian computation). Shown are the numbers that move, those that lean
    on an end of their range, rival causes in pairs, and the years after, which are not fitted, before and after.
    Exit code 1 if too few runs come near. It is kept as calibration.json, and the report shows it.
    """
    from multivector.assess import calibration
    from multivector.commands.progress import Bar
    from multivector.ensemble import Study, executor
    from multivector.scenario import load

    study = Study.open(folder)
    with Bar(enabled=not quiet) as bar:
        found = calibration.calibrate(study, tolerance, lambda what: bar.update(what, 0, 0))
        if views:
            with closing(executor(jobs)) as work:
                found = calibration.with_views(found, study, work=work, progress=bar.update)
    found.write(study.folder)
    if machine:
        click.echo(json.dumps(found.to_dict(), ensure_ascii=False, allow_nan=False))
    else:
        kept = study.folder / "scenario.yaml"
        print_calibration(found, load(kept if kept.exists() else study.manifest.identity.scenario).start)
        click.echo(f"\nAll of it: {study.folder / 'calibration.json'}")
    return 0


def print_calibration(found: Calibration, start: date) -> None:
    """Say it in the terminal."""
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=False)
    say = console.print
    say(f"[bold]{found.title}: what the crisis that was seen teaches[/bold]")
    for sentence in found.conclusions:
        say(f"• {sentence}", markup=False)
    _title(console, "Numbers that move: 5 %, 50 % and 95 % before and after; Kolmogorov's distance (by the wave alone)")
    for one in found.moved[:LINES]:
        leans = "; leans on an end of its range" if one.leans else ""
        mark = " *" if one.rest_counts else ""
        say(
            f"  {one.distance:.2f} ({one.by_wave:.2f}){mark}  {one.meaning} ({one.path}):"
            f" {_three(one.before)} -> {_three(one.after)}{leans}",
            markup=False, soft_wrap=True,
        )  # fmt: skip
    if len(found.moved) > LINES:
        say(f"  and {len(found.moved) - LINES} more in calibration.json", markup=False)
    say(f"Chance reaches {found.chance:.2f} with {found.compared} numbers. * moves among national waves too.")
    _title(console, "What was seen, in sample: share of runs near it before and after (* not used)")
    for row in found.seen:
        mark = "" if row.used else " *"
        there = "" if row.exists > 0.95 else f"; there is none in {1 - row.exists:.0%}"
        say(
            f"  {row.hit_before:4.0%} -> {row.hit_after:4.0%}  {row.name}{mark}{there}",
            markup=False,
        )
    if found.later:
        _title(console, "The years after, out of sample: score before -> after, and if all stayed as it was")
        for pair in found.later:
            say(f"  {_scored(pair)}", markup=False, soft_wrap=True)
    if found.rivals:
        _title(console, "Rival causes of violence, in pairs")
        for rival in found.rivals:
            say(f"• {rival.words[0].upper()}{rival.words[1:]}.", markup=False)
    if found.stands:
        _title(console, "The experts' conclusions on weighted acute phases")
        for stand in found.stands:
            same = "still" if stand.before == stand.after else f"{stand.before[0]} ({stand.before[1]}) ->"
            why = "" if stand.before == stand.after else f": {stand.reason}"
            say(
                f"  {stand.id} {stand.name}: {same} {stand.after[0]} ({stand.after[1]}){why}",
                markup=False,
                soft_wrap=True,
            )
    _title(console, "Limits")
    for sentence in found.caveats:
        say(f"• {sentence}", markup=False)


def _title(console: Console, text: str) -> None:
    console.print()
    console.print(f"[bold]{text}[/bold]")


def _three(values: tuple[float, float, float]) -> str:
    low, middle, high = (f"{value:.3g}" for value in values)
    return f"{low} {middle} {high}"


def _scored(pair: Later) -> str:
    before, after = pair.before, pair.after
    star = " * (nearly an input)" if after.input_like else ""
    seen = "" if after.measure == "brier" else f", {after.inside} the central 90 %"
    gain = " to ".join(f"{end:+.4f}" for end in pair.gain[1:])
    return (
        f"{before.score:.4f} -> {after.score:.4f} (gain {gain}), {after.naive:.4f}  {after.statement}"
        f" ({after.measure}); what is on record has probability {before.probability:.2f} ->"
        f" {after.probability:.2f}{seen}{star}"
    )
