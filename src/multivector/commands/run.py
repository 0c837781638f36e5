"""The commands ``run`` (simulate a crisis many times) and ``tell`` (one run as a chronicle)."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

if TYPE_CHECKING:
    from multivector.ensemble import Study
    from multivector.ensemble.run import Progress
    from multivector.scenario import Scenario, Template

STOPPED = 130


class Scale(click.ParamType):  # type: ignore[type-arg]
    """A share of the citizens, such as ``1/10``, ``0.1`` or ``1``."""

    name = "share"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Read it."""
        if isinstance(value, float):
            return value
        above, _, below = str(value).partition("/")
        try:
            share = float(above) / float(below or 1)
        except (ValueError, ZeroDivisionError):
            share = -1.0
        if not 0 < share <= 1:
            self.fail(f"found {value!r}; expected a share of the citizens such as 1/10 or 1", param, ctx)
        return share


def crisis_options(command: Any) -> Any:
    """Options that say which crisis is simulated, shared by ``run`` and ``tell``."""
    for option in (
        click.option("--design", type=click.Choice(["lhs", "sobol"]), default="lhs", show_default=True,
                     help="Latin hypercube or Sobol' sequence over the open numbers."),
        click.option("--replications", type=click.IntRange(1), default=1, show_default=True, metavar="K",
                     help="Runs of each row of the design, on different dice."),
        click.option("--until", metavar="WHEN", help="End: a date, or a time such as '20 days'."),
        click.option("--without", multiple=True, metavar="NAME",
                     help="Switch off a mechanism or a part of one. May be repeated."),
        click.option("--set", "settings", multiple=True, metavar="PATH=VALUE",
                     help="Fix a number of the scenario, such as settings.months=12. May be repeated."),
        click.option("--scale", type=Scale(), metavar="SHARE",
                     help="Share of the mobilizable citizens simulated, such as 1/10 (docs/explanation/scale.md)."),
        click.option("--resolution", type=click.Choice(["citizens", "cells"]),
                     help="Citizens one by one, or counts of them by region and group; as the scenario says if not "
                     "given."),
        click.option("--seed", type=click.IntRange(0), default=1, show_default=True,
                     help="Seed of the study; the same seed gives the same dice."),
    ):  # fmt: skip
        command = option(command)
    return command


@click.command()
@click.argument("scenario")
@click.option("-n", "n", type=click.IntRange(1), default=4000, show_default=True, help="Rows of the design.")
@crisis_options
@click.option("--jobs", type=click.IntRange(1), help="Processes; all cores if not given.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder of the study; <scenario>/runs/<id> if not given.")
@click.option("--resume", is_flag=True, help="Go on with a study that was stopped.")
@click.option("--no-assess", is_flag=True, help="Don't test the experts' conclusions afterwards.")
@click.option("--no-report", is_flag=True, help="Don't write the report afterwards.")
@click.option("-q", "--quiet", is_flag=True, help="No progress.")
@click.option("--json", "machine", is_flag=True, help="The summary as one JSON object.")
def run(
    scenario: str,
    n: int,
    jobs: int | None,
    out: Path | None,
    resume: bool,
    no_assess: bool,
    no_report: bool,
    quiet: bool,
    machine: bool,
    **options: Any,
) -> int:
    """Simulate SCENARIO many times and say what came out.

    SCENARIO is a file, a folder with a scenario.yaml, or a name from `multivector examples`. Each row of the
    design gives every open number a value from its range; draws in which the country would not stay calm by
    itself are passed over and counted. Results are written as they come; a study that was stopped goes on
    with --resume and ends the same, byte for byte. At the end the experts' conclusions are tested on it, as
    `multivector assess` does, if there are enough runs to conclude from, and the report is written.

    `multivector run epstein-2002` runs a published model instead; see `multivector epstein` for its other runs.
    """
    from multivector.scenario.shelf import PRESETS

    if scenario in PRESETS and not Path(scenario).exists():
        return _preset(scenario, click.get_current_context())
    from multivector.assess.answer import NAME
    from multivector.commands.assess import after_run, print_conclusions
    from multivector.commands.summary import Summary, print_summary
    from multivector.ensemble import identity
    from multivector.ensemble import run as run_study
    from multivector.ensemble.execute import executor

    crisis, case = _case(scenario, **options)
    folder = out or Path(_own_folder(crisis.scenario)) / "runs" / identity(case, n).id
    from multivector.commands.progress import Bar

    bar = Bar(enabled=not quiet)
    try:
        with bar, closing(executor(jobs)) as work, _interruptible(bar.update) as progress:
            study = run_study(
                case,
                folder,
                n=n,
                sources=_sources(crisis.scenario),
                work=work,
                resume=resume,
                progress=progress,
            )
    except KeyboardInterrupt:
        return _stopped(folder, machine)
    summary = Summary.of(study, crisis.scenario)
    if not machine:
        print_summary(summary, crisis.scenario)
    answer = None if no_assess else after_run(study, jobs, quiet)
    if answer is not None and not machine:
        print_conclusions(answer, study)
    report = None
    if summary.counts["succeeded"] and not no_report:
        from multivector.report import write_report

        report = write_report(study.folder)
        if not machine:
            click.echo(f"Report: {report}")
    if machine:  # at the very end: until then an error or Ctrl-C may have to be the one object
        kept = {"answer": answer and str(study.folder / NAME), "report": report and str(report)}
        click.echo(json.dumps(summary.as_json() | kept, ensure_ascii=False))
    return 0 if summary.counts["succeeded"] else 1


def _preset(name: str, context: click.Context) -> int:
    """Run a published model as its own command does; options of a study don't fit it."""
    from multivector.commands.verify import epstein

    known = {"scenario", "seed", "quiet", "machine"}
    given = [
        max(parameter.opts, key=len)
        for parameter in context.command.params
        if parameter.name not in known
        and context.get_parameter_source(str(parameter.name)) is ParameterSource.COMMANDLINE
    ]
    other = "multivector epstein --run N --ratio-rule RULE --ticks N --seed N"
    if given:
        raise click.UsageError(f"{name} is a published model and no crisis: {', '.join(given)} won't fit. Try {other}")
    machine = context.params["machine"]
    context.invoke(epstein, seed=context.params["seed"], as_json=machine)
    if not machine:
        click.echo(f"Its other runs and readings: {other}")
    return 0


@contextmanager
def _interruptible(progress: Progress) -> Iterator[Progress]:
    """Stop at Ctrl-C, and when a batch system asks before it kills.

    An exception raised while Python is in a finalizer is lost, so the next step looks whether one was.
    """
    asked = False

    def ask(number: int, frame: object) -> None:
        nonlocal asked
        asked = True
        raise KeyboardInterrupt

    def watched(what: str, done: int, total: int) -> None:
        if asked:
            raise KeyboardInterrupt
        progress(what, done, total)

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield watched
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _stopped(folder: Path, machine: bool) -> int:
    """Say what is kept and how to go on."""
    from multivector.ensemble import Study
    from multivector.errors import EnsembleError

    try:
        study = Study.open(folder)
        kept, wanted = study.runs - study.counts()["pending"], study.runs
    except EnsembleError:
        kept = wanted = 0
    if machine:
        error = {
            "kind": "stopped",
            "message": "stopped by Ctrl-C",
            "folder": str(folder),
            "runs": kept,
            "of": wanted,
        }
        click.echo(json.dumps({"error": error, "exit": STOPPED}, ensure_ascii=False))
    elif wanted:
        click.echo(
            f"Stopped. {kept:,} of {wanted:,} runs are kept in {folder}. Run the same command with --resume to go on.",
            err=True,
        )
    else:
        click.echo("Stopped before the first run.", err=True)
    return STOPPED


def _case(
    scenario: str,
    *,
    seed: int,
    scale: float | None,
    resolution: str | None,
    settings: tuple[str, ...],
    without: tuple[str, ...],
    until: str | None,
    replications: int,
    design: str,
) -> tuple[Template, Any]:
    """The crisis that the options describe, compiled, and what its runs have in common."""
    from multivector.ensemble import Case, engine
    from multivector.scenario import compile, load

    crisis = compile(load(scenario))
    written: dict[str, str] = {}
    for setting in settings:
        path, equals, value = setting.partition("=")
        if not equals:
            raise click.BadParameter(f"found {setting!r}; expected PATH=VALUE", param_hint="--set")
        written[path.strip()] = value.strip()
    fixed = crisis.read_all(written)
    if scale is not None:
        fixed["settings.persons_per_citizen"] = 1 / scale
    if resolution is not None:
        fixed["settings.cells"] = float(resolution == "cells")
    if until is not None:
        fixed |= _until(crisis, until)
    off = crisis.switches(without)
    return crisis, Case(crisis, engine(), scenario, seed, design, replications, off, fixed)


def _until(crisis: Template, until: str) -> dict[str, float]:
    """Settings that end the simulation at a date or after a time."""
    from multivector import units

    try:
        days = units.convert(_bare(until), "date", start=crisis.scenario.start)
    except units.UnitError as error:
        raise click.BadParameter(f"{error.found}; expected {error.expected}", param_hint="--until") from None
    if days <= 0:
        raise click.BadParameter(f"{until} is not after the start, {crisis.scenario.start}", param_hint="--until")
    longest, months = crisis.spec("settings.max_days").central, crisis.spec("settings.months").central
    in_months = int(units.convert(f"{days} days", "months"))
    return {"settings.max_days": min(longest, days), "settings.months": float(min(months, in_months))}


def _bare(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


def _own_folder(scenario: Scenario) -> str:
    """Name of the folder that a crisis's studies go to."""
    origin = scenario.origin
    if origin is None:
        return "crisis"
    return origin.parent.resolve().name if origin.name == "scenario.yaml" else origin.stem


def _sources(scenario: Scenario) -> dict[str, bytes]:
    """The files that a crisis was made from, for the study to keep."""
    if scenario.origin is None:
        return {}
    files = {"scenario.yaml": scenario.origin, "claims.yaml": scenario.origin.with_name("claims.yaml")}
    return {name: file.read_bytes() for name, file in files.items() if file.exists()}


@click.command()
@click.argument("where", metavar="STUDY_OR_SCENARIO")
@click.option("--member", type=click.IntRange(0), help="Number of the run.")
@click.option("--draw", type=click.Choice(["median"]), help="Every open number at its central value.")
@crisis_options
@click.option("--json", "machine", is_flag=True, help="The chronicle as one JSON object.")
def tell(where: str, member: int | None, draw: str | None, machine: bool, **options: Any) -> int:
    """Tell one run as a dated chronicle, each event with its reason.

    From a study (the folder that `run` names at its end) any of its runs can be told; without --member it is
    the one in the middle of the national waves. From a scenario the run of --member is made again from the
    seed alone; without it, or with --draw median, every open number has its central value.
    """
    from multivector.commands.chronicle import Chronicle, print_chronicle

    if (Path(where) / "manifest.json").is_file():
        if draw:
            raise click.UsageError("--draw belongs to a scenario; a study has its runs: choose one with --member")
        told = _from_study(where, member)
    else:
        told = _from_scenario(where, member, draw, options)
    chronicle = Chronicle(*told)
    if machine:
        click.echo(json.dumps(chronicle.as_json(), ensure_ascii=False))
    else:
        print_chronicle(chronicle)
    return 0


def _from_study(where: str, member: int | None) -> tuple[Any, ...]:
    from multivector.ensemble import Study, engine
    from multivector.scenario import compile, load

    study = Study.open(where)
    kept = study.folder / "scenario.yaml"
    scenario = load(kept if kept.exists() else study.manifest.identity.scenario)
    model = engine()
    how = f"run {member} of {where}"
    if member is None:
        member = typical(study)
        how = f"run {member} of {where}, in the middle of its largest crowds"
    run = study.replay(member, crisis=compile(scenario), model=model)
    return scenario, run, model.sentences(run), how


def _from_scenario(where: str, member: int | None, draw: str | None, options: dict[str, Any]) -> tuple[Any, ...]:
    from multivector.ensemble import design

    crisis, case = _case(where, **options)
    if member is None or draw:
        values, how = crisis.central(), "every open number at its central value"
    else:
        row = member // case.replications
        values = design.candidate(crisis, row, kind=case.kind, seed=case.seed, fixed=case.set)
        how = f"run {member} of seed {case.seed}"
    case.model.prepare()
    run = case.model.simulate(case.draw(values, member or 0))
    return crisis.scenario, run, case.model.sentences(run), how


def typical(study: Study) -> int:
    """The run in the middle by its largest crowd, among national waves, else those that ignite, else all.

    Raises:
        EnsembleError: If no run succeeded.
    """
    from multivector.errors import EnsembleError

    for among in ("national > 0", "ignited > 0", "true"):
        found = study.query(
            f"SELECT member FROM outcomes WHERE status = 'succeeded' AND {among} ORDER BY peak_street, member"
        )["member"].to_list()
        if found:
            return int(found[len(found) // 2])
    raise EnsembleError(f"{study.folder}: no run has succeeded", advice="`outcomes` holds the reasons")
