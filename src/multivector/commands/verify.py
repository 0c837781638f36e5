"""Commands on published models: `verify`, `epstein`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from multivector.assess.verification import Target

PAGE = Path("docs/reference/verification.md")


@click.command()
@click.option("--slow", is_flag=True, help="The stochastic targets too; takes minutes.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.option("--markdown", is_flag=True, help=f"Write the table to {PAGE} as well.")
def verify(slow: bool, as_json: bool, markdown: bool) -> None:
    """Reproduce published models and exact results with the engine's own code.

    Exit code 1 if a target fails. What is known not to be reproduced is listed with the reason and does not fail.
    """
    from multivector.assess import verification
    from multivector.assess.verification import page

    def tell(name: str) -> None:
        if not as_json:
            click.echo(f"… {name}", err=True)

    targets = list(verification.verify(slow, tell))
    failed = any(target.verdict is verification.Verdict.FAIL for target in targets)
    if markdown:
        if not PAGE.parent.is_dir():
            raise click.UsageError(f"{PAGE.parent} is not here; --markdown is for the project's own folder")
        PAGE.write_text(page.page(targets, slow), encoding="utf-8")
    if as_json:
        click.echo(_as_json(targets, failed))
    else:
        _print(targets)
        click.echo(page.summary(targets))
    raise SystemExit(int(failed))


def _as_json(targets: Sequence[Target], failed: bool) -> str:
    from dataclasses import asdict

    rows = [asdict(target) for target in targets]
    return json.dumps({"targets": rows, "failed": failed}, indent=1, ensure_ascii=False)


def _print(targets: Sequence[Target]) -> None:
    colours = {"PASS": "green", "FAIL": "red", "NOT REPRODUCED": "yellow", "INFO": "blue"}
    for target in sorted(targets, key=lambda target: (target.tier, target.number)):
        verdict = click.style(f"{target.verdict.value:14}", fg=colours[target.verdict])
        click.echo(f"{verdict}  {target.number:2}  {target.model}: {target.setting}")
        click.echo(f"{'':20}{target.ours}  against {target.published}  ({target.tolerance})")
        if target.verdict in ("FAIL", "NOT REPRODUCED"):
            click.echo(f"{'':20}{target.reason}; {target.source}")


@click.command()
@click.option(
    "--run", "number", type=click.IntRange(1, 8), default=2, show_default=True, help="Run of the paper's Table 2."
)
@click.option(
    "--ratio-rule",
    type=click.Choice(["literal", "floor", "round"]),
    default="floor",
    show_default=True,
    help="How cops per active agent are read: as printed, NetLogo's way, Mesa's way.",
)
@click.option("--ticks", type=click.IntRange(min=1), default=1000, show_default=True, help="Periods.")
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Seed of all dice.")
@click.option("--json", "as_json", is_flag=True, help="Every period, as JSON.")
def epstein(number: int, ratio_rule: str, ticks: int, seed: int, as_json: bool) -> None:
    """Run Epstein's model of civil violence (2002) on its grid."""
    found = run_epstein(number, ratio_rule, ticks, seed)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    end = {name: values[-1] for name, values in found["series"].items()}
    click.echo(f"Epstein 2002, Run {number}, ratio rule {ratio_rule}, {ticks} periods, seed {seed}")
    if found["model"] == 1:
        click.echo(
            f"  {found['outbursts']} outbursts of more than 50 active agents; activation "
            f"{_spread(found['activation'])}; wait {_spread(found['waits'])}"
        )
        if number == 2:
            click.echo("  published: activation 708 ± 230; wait 60 ± 55, which comes out under no reading of the rules")
        click.echo(f"  most active {max(found['series']['active'])}, mean jailed {found['mean_jailed']:.0f}")
    else:
        gone = found["extinct_at"]
        click.echo("  both groups alive at the end" if gone is None else f"  one group is gone in period {gone}")
    click.echo("  at the end: " + ", ".join(f"{name} {value}" for name, value in end.items()))


def run_epstein(number: int = 2, ratio_rule: str = "floor", ticks: int = 1000, seed: int = 1) -> dict[str, Any]:
    """One of the paper's runs, as plain numbers.

    Args:
        number: Number of the run in the paper's Table 2.
        ratio_rule: ``literal``, ``floor`` or ``round``.
        ticks: Periods.
        seed: Seed of all dice.

    Returns:
        ``series`` by name, outbursts, their activation and waits, mean number of jailed, and the period in which a
        group died out (Model II), or None.
    """
    from dataclasses import replace

    import numpy as np

    from multivector.engine.epstein import RUNS, SERIES, course_of, outbursts, simulate

    setting = replace(RUNS[number], ratio_rule=ratio_rule)
    legitimacy, cops = course_of(number, ticks)
    course = simulate(setting, ticks, seed, legitimacy=legitimacy, cops=cops)
    found = outbursts(course.active)
    gone: Sequence[int] = []
    if setting.model == 2:
        gone = np.flatnonzero((course["first"] == 0) | (course["second"] == 0)).tolist()
    return {
        "run": number,
        "model": setting.model,
        "ratio_rule": ratio_rule,
        "seed": seed,
        "outbursts": len(found.activation),
        "activation": found.activation.tolist(),
        "waits": found.waits.tolist(),
        "mean_jailed": float(course.jailed.mean()),
        "extinct_at": gone[0] if gone else None,
        "series": {name: course[name].tolist() for name in SERIES},
    }


def _spread(values: Sequence[float]) -> str:
    import numpy as np

    return f"{np.mean(values):.0f} ± {np.std(values):.0f}" if len(values) else "–"
