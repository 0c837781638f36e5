"""Commands on crises as written: `init`, `check`, `examples`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from multivector.scenario import Review


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=Path("crisis"))
@click.option("--from", "name", metavar="NAME", help="A crisis that ships; by default the small fictional one.")
def init(folder: Path, name: str | None) -> None:
    """Begin a crisis in FOLDER: a commented scenario.yaml that runs as it is, and its schema."""
    from multivector.scenario.shelf import begin

    for path in begin(folder, name):
        click.echo(path)
    click.echo(f"Next: edit {folder / 'scenario.yaml'}, then `multivector check {folder}`.", err=True)


@click.command()
@click.argument("scenario", default=".")
@click.option("--json", "as_json", is_flag=True, help="The whole review as JSON.")
def check(scenario: str, as_json: bool) -> None:
    """Check a crisis: every fault with its line, or what its numbers rest on.

    SCENARIO is a folder, a file, or the name of a crisis that ships. Exit code 1 if it has faults.
    """
    from multivector.errors import ScenarioError
    from multivector.scenario import check as review
    from multivector.scenario import load

    try:
        found = review(load(scenario))
    except ScenarioError as error:
        if not error.faults:
            raise
        if as_json:
            rows = [{name: getattr(fault, name) for name in fault.__slots__} for fault in error.faults]
            click.echo(json.dumps({"scenario": scenario, "faults": rows}, indent=1, ensure_ascii=False))
        else:
            click.echo(str(error))
        raise SystemExit(1) from None
    click.echo(_as_json(found) if as_json else _in_words(found))


@click.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def examples(as_json: bool) -> None:
    """List what ships with multivector: crises, and a published model."""
    from multivector.scenario import library, load
    from multivector.scenario.shelf import PRESETS

    shipped = {name: load(name) for name in library()}
    if as_json:
        rows = [{"name": name, "title": one.title, "about": one.about} for name, one in shipped.items()]
        rows += [{"name": name, "title": title, "about": about} for name, (title, about) in PRESETS.items()]
        click.echo(json.dumps({"examples": rows}, indent=1, ensure_ascii=False))
        return
    told = {name: (one.title, one.about) for name, one in shipped.items()} | PRESETS
    width = max(map(len, told))
    for name, (title, about) in told.items():
        click.echo(f"{name:{width}}  {title}: {about}")


def _in_words(review: Review) -> str:
    """The review as a page for people."""
    sizes = ", ".join(f"{name} {count}" for name, count in review.sizes.items() if count)
    lines = [
        review.title,
        f"  {review.file or 'not from a file'}  sha256 {review.digest[:12]}",
        f"  {sizes}",
        "",
        f"  {'where numbers come from':28}{'all':>6}{'sampled':>9}",
    ]
    words = {
        "claims": "claims of the evidence",
        "document": "articles",
        "argued": "assumed, argued in articles",
    }
    for kind, count in review.numbers.items():
        lines.append(f"  {words.get(kind, kind):28}{count:6}{review.sampled[kind]:9}")
    total, sampled = sum(review.numbers.values()), sum(review.sampled.values())
    lines.append(f"  {'together':28}{total:6}{sampled:9}")
    if review.backing:
        lines += ["", "  what the claims say of numbers and observations:"]
        width = max(len(one.path) for one in review.backing)
        for one in review.backing:
            voices = f"{len(one.voices)} voice{'s' * (len(one.voices) != 1)} ({', '.join(one.voices)})"
            rest = "" if one.supported else ", spun copies alone"
            out = "" if one.holds else f" that leaves this out ({one.why or 'no note says why'})"
            use = f"; has a range of its own{out}" if one.own else ""
            lines.append(f"  {one.path:{width}}  {one.range}, {voices}, {one.conflict}{rest}{use}")
    if review.voices:
        voices = ", ".join(f"{voice} ({count})" for voice, count in review.voices.items())
        lines += ["", f"  {len(review.voices)} voices: {voices}"]
    if review.warnings:
        lines += [
            "",
            f"  {len(review.warnings)} oddities:",
            *(f"  - {warning}" for warning in review.warnings),
        ]
    lines += ["", "No faults."]
    return "\n".join(lines)


def _as_json(review: Review) -> str:
    from dataclasses import asdict

    return json.dumps({**asdict(review), "faults": []}, indent=1, ensure_ascii=False)
