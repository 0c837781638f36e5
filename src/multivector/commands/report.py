"""The commands ``report`` (a study as a page), ``export`` (for other tools), ``doctor`` (what this machine can do)."""

from __future__ import annotations

import json
import textwrap
from dataclasses import asdict
from pathlib import Path

import click

FORMATS = ("svg", "png")
FORMS = ("csv", "behaviorspace", "ema", "salib")


class Formats(click.ParamType):  # type: ignore[type-arg]
    """Formats of figures, with commas between them."""

    name = "formats"

    def convert(
        self, value: str | tuple[str, ...], param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        """Read them."""
        if isinstance(value, tuple):
            return value
        wanted = tuple(dict.fromkeys(part.strip().lower() for part in value.split(",") if part.strip()))
        if not wanted or not set(wanted) <= set(FORMATS):
            self.fail(f"found {value!r}; expected {' or '.join(FORMATS)}, or both with a comma", param, ctx)
        return wanted


@click.command()
@click.argument("study", type=click.Path(path_type=Path))
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="File; report.html in the study if not given."
)
@click.option(
    "--figures", type=click.Path(path_type=Path, file_okay=False), help="Folder to save every figure in, on its own."
)
@click.option(
    "--format", "formats", type=Formats(), default="svg,png", show_default=True, help="Formats of the figures."
)
@click.option(
    "--texts", multiple=True, type=click.Path(path_type=Path, exists=True), help="The articles: files or folders; "
    "`sources` beside the claims by default. Claims are then shown in their sentences."
)
@click.option("--json", "machine", is_flag=True, help="What was written, as one JSON object.")
def report(
    study: Path,
    out: Path | None,
    figures: Path | None,
    formats: tuple[str, ...],
    texts: tuple[Path, ...],
    machine: bool,
) -> int:
    """Write STUDY as one self-contained HTML file.

    STUDY is the folder that `multivector run` names at its end. The file opens from disk, loads nothing and runs
    no script. What `multivector assess` concluded is in it if it was called before. With --figures, every figure
    is saved as well, with its finding as title. With --texts, sentences of your articles are in it: mind their
    rights before you pass it on.
    """
    from multivector.ensemble import disk
    from multivector.report.page import NAME, Report

    whole = Report.of(study, texts)
    path = out or study / NAME
    disk.write(path, whole.html().encode())
    saved = whole.save_figures(figures, formats) if figures else []
    if machine:
        told = {"report": str(path), "bytes": path.stat().st_size, "figures": [str(p) for p in saved]}
        click.echo(json.dumps(told | {"assessed": whole.answer is not None}, ensure_ascii=False))
        return 0
    click.echo(f"Report: {path} ({path.stat().st_size / 1e6:.1f} MB)")
    if saved:
        click.echo(f"Figures: {len(saved)} files in {figures}")
    if whole.answer is None:
        click.echo(
            f"Not assessed yet. `multivector assess {study}` tests the conclusions; then call this again.", err=True
        )
    return 0


@click.command()
@click.argument("study", type=click.Path(path_type=Path))
@click.option("--to", "form", type=click.Choice(FORMS), required=True, help="Whose convention.")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), help="Folder; <study>/export/<form> if not given."
)
@click.option("--json", "machine", is_flag=True, help="What was written, as one JSON object.")
def export(study: Path, form: str, out: Path | None, machine: bool) -> int:
    """Write STUDY as files for other tools.

    csv: every table, and what each column means. behaviorspace: the table of NetLogo's BehaviorSpace. ema: the
    archive that the EMA Workbench's load_results reads. salib: the problem of SALib with inputs and outcomes.
    """
    from multivector.report.export import export as write

    written = write(study, form, out or study / "export" / form)
    if machine:
        click.echo(json.dumps({"form": form, "files": [str(path) for path in written]}, ensure_ascii=False))
        return 0
    for path in written:
        click.echo(f"{path} ({path.stat().st_size / 1e6:.2f} MB)")
    return 0


@click.command()
@click.option("--scenario", default="kazakhstan-2022", show_default=True, help="Crisis to measure the speed on.")
@click.option("--quick", is_flag=True, help="Look only; simulate nothing.")
@click.option("--json", "machine", is_flag=True, help="The findings as one JSON object.")
def doctor(scenario: str, quick: bool, machine: bool) -> int:
    """Say what this machine can do and what is missing.

    Looks up versions, cores, memory, compiled code, a browser and the optional packages, and simulates a few runs
    to measure the speed. Exit code 1 if something that multivector needs is not there.
    """
    from multivector.errors import MultivectorError
    from multivector.report import machine as machines

    measured: machines.Speed | MultivectorError | None = None
    if not quick:
        click.echo("Simulating a few runs to measure the speed …", err=True)
        try:
            measured = machines.speed(scenario)
        except MultivectorError as error:
            measured = error
    found = machines.findings(measured)
    bad = any(finding.state == "bad" for finding in found)
    if machine:
        told = {"findings": [asdict(finding) for finding in found], "good": not bad}
        if isinstance(measured, machines.Speed):
            told["speed"] = asdict(measured) | {"study_runs": machines.STUDY, "study_seconds": measured.study}
        click.echo(json.dumps(told, ensure_ascii=False))
        return 1 if bad else 0
    width = max(len(finding.name) for finding in found)
    marks = {"good": "ok", "missing": "--", "bad": "NO"}
    for finding in found:
        lines = textwrap.wrap(finding.value, 96) or [""]
        click.echo(f"{marks[finding.state]}  {finding.name.ljust(width)}  {lines[0]}")
        for line in lines[1:]:
            click.echo(f"    {''.ljust(width)}  {line}")
        if finding.advice:
            click.echo(f"    {''.ljust(width)}  {finding.advice}")
    click.echo("Something is missing that multivector needs." if bad else "This machine can run multivector.")
    return 1 if bad else 0
