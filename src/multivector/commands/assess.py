"""The command ``assess``: test the experts' conclusions on a study and say what decides."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.console import Console

    from multivector.assess.answer import Answer, Decides, Estimate, Score, Setting, ViewVerdict, Watch
    from multivector.ensemble import Study

LINES = 12
"""Lines of a list in the terminal; the file has them all."""

DRAWS, SMALLEST = 2000, 200
"""Draws of an arm; and runs below which `run` does not assess by itself, for little can be concluded from them."""


@click.command()
@click.argument("folder", metavar="STUDY", type=click.Path(path_type=Path))
@click.option("-n", "n", type=click.IntRange(50), default=DRAWS, show_default=True, help="Draws of each arm.")
@click.option("--view", "views", multiple=True, metavar="ID", help="Test this view only. May be repeated.")
@click.option("--jobs", type=click.IntRange(1), help="Processes; all cores if not given.")
@click.option("-q", "--quiet", is_flag=True, help="No progress.")
@click.option("--json", "machine", is_flag=True, help="The answer as one JSON object.")
def assess(folder: Path, n: int, views: tuple[str, ...], jobs: int | None, quiet: bool, machine: bool) -> int:
    """Test the experts' conclusions on STUDY and say what decides, what is agreed, what to watch.

    STUDY is the folder that `run` names at its end. Each view is drawn in four ways: its scope alone, its
    premises, its premises reversed, and one flipped at a time; against the state before the crisis (level) and
    against the same dice with help not asked (twin); with and without the outside shock. The answer is kept in the
    study as answer.json, unless only some views were asked for.
    """
    from multivector.ensemble import Study

    study = Study.open(folder)
    answer = _answer(study, n, views, jobs, quiet)
    if not views:
        answer.write(study.folder)
    if machine:
        click.echo(json.dumps(answer.to_dict(), ensure_ascii=False, allow_nan=False))
    else:
        print_answer(answer)
        if not views:
            click.echo(f"\nThe whole answer: {study.folder / 'answer.json'}")
    return 0


def after_run(study: Study, jobs: int | None, quiet: bool) -> Answer | None:
    """Assess a study that has just been run, and keep the answer in it.

    Args:
        study: The study.
        jobs: Processes; all cores if None.
        quiet: No progress.

    Returns:
        The answer, an old one if nothing has changed since; None if the study is too small to conclude from.
    """
    from multivector.assess import Answer, code_now
    from multivector.errors import AssessError

    if study.counts()["succeeded"] < SMALLEST:
        return None
    try:
        kept = Answer.read(study.folder)
        if (kept.provenance.study, kept.provenance.code) == (study.manifest.identity.id, code_now()):
            return kept
    except AssessError:
        pass  # there is none yet, or one of an earlier layout
    answer = _answer(study, DRAWS, (), jobs, quiet)
    answer.write(study.folder)
    return answer


def print_conclusions(answer: Answer, study: Study) -> None:
    """Say in the terminal what can be concluded, and where the rest is."""
    from rich.console import Console

    console = Console(highlight=False)
    _title(console, "What can be concluded")
    for sentence in answer.conclusions:
        _item(console, sentence)
    console.print(f"What it rests on: multivector assess {study.folder}", markup=False, soft_wrap=True)


def print_answer(answer: Answer) -> None:
    """Say it in the terminal: first what can be concluded, then what it rests on."""
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=False)
    console.print(f"[bold]{answer.title}: what can be concluded[/bold]")
    for sentence in answer.conclusions:
        _item(console, sentence)
    if answer.views:
        _title(console, "The experts' conclusions: P(outcome) given the scope / with the premises / with them reversed")
        _views(console, answer.views)
    _list(console, "What decides", [f"{row.words} [{row.among}]" for row in _deciding(answer)])
    _list(console, "What to watch", [f"{row.words} [{row.among}; AUC {row.auc:.2f}]" for row in _signs(answer)])
    _list(
        console,
        "What nearly all runs agree on",
        [f"{row.statement} [{row.among}: {_percent(row.share)}]" for row in answer.consensus],
    )
    _list(console, "Where runs part", [f"{row.words} [{row.among}]" for row in answer.divergence])
    _list(console, "Corners", [row.words for row in answer.boxes])
    if answer.rivals is not None:
        _title(console, "Rival causes of violence, in pairs")
        r = answer.rivals
        console.print(
            f"{r.n_with:,} {r.among} show {r.pattern[0].rstrip(':')} and {r.n_without:,} don't:"
            f" {'; '.join(r.pattern[1:])}.",
            markup=False,
        )
        for pair in r.pairs:
            _item(console, pair.words)
        console.print(r.caveat, markup=False)
    _list(console, "On record of the years after, fitted by nothing", [_scored(score) for score in answer.scores])
    _list(console, "Limits", list(answer.limits))


def _answer(study: Study, n: int, views: tuple[str, ...], jobs: int | None, quiet: bool) -> Answer:
    from multivector.assess import assess as answer_of
    from multivector.commands.progress import Bar
    from multivector.ensemble.execute import executor

    with Bar(enabled=not quiet) as bar, closing(executor(jobs)) as work:
        return answer_of(study, n=n, only=views, work=work, progress=bar.update)


def _views(console: Console, views: tuple[ViewVerdict, ...]) -> None:
    from multivector.assess.views import counts_most

    shocks = views[0].level.settings
    columns = [(test, place) for test in ("level", "twin") for place in range(len(shocks))]
    names = [f"{test}{_shock_mark(shocks[place])}" for test, place in columns]
    head = ["", "verdict", *names]
    lines = [head]
    for view in views:
        tests = {"level": view.level, "twin": view.twin}
        cells = [_cell(tests[test].settings[place]) for test, place in columns]
        lines.append([f"{view.id} {view.name}", view.word, *cells])
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    for line in lines:
        told = [cell.ljust(width) for cell, width in zip(line[:2], widths, strict=False)]
        told += [cell.rjust(width) for cell, width in zip(line[2:], widths[2:], strict=True)]
        console.print("  ".join(told), markup=False, soft_wrap=True)
    if len(shocks) > 1:
        console.print(f"− {shocks[0].name}; + {shocks[1].name}.", markup=False)
    for view in views:
        condition = f" {view.condition}" if view.condition else ""
        _item(console, f"{view.id} {view.word}{condition} ({view.label}): {view.reason}.")
        if view.works:
            sentence = next(card.sentence for card in view.premises if card.id == view.works)
            console.print(f"    {counts_most(sentence, len(view.premises))} {_losses(view)}", markup=False)
        console.print(f"    Twin: {view.twin.word} ({view.twin.label}).", markup=False)


def _losses(view: ViewVerdict) -> str:
    """What flipping the premise that counts most costs, in each setting of both tests."""
    told = [
        f"{test.test}{_shock_mark(setting)} {arm.loss.value:+.2f}"
        for test in (view.level, view.twin)
        for setting in test.settings
        for arm in setting.arms
        if arm.loss is not None and arm.premise in ("", view.works)
    ]
    return f"(lost when flipped: {', '.join(told)})" if told else ""


def _scored(score: Score) -> str:
    """How something on record fared."""
    star = " (nearly an input: no credit)" if score.input_like else ""
    said = f"given {score.probability:.0%}" if score.measure == "brier" else f"{score.inside} the central 90 %"
    return (
        f"{score.statement}: {said}; {score.measure} {score.score:.3g} against {score.naive:.3g} if"
        f" {score.naive_name}{star} [{score.n:,} runs, {score.setting}]"
    )


def _shock_mark(setting: Setting) -> str:
    return "" if setting.shock is None else " +" if setting.shock else " −"


def _cell(setting: Setting) -> str:
    return "/".join(_share(setting.arm(kind).p) for kind in ("given", "premises", "reversed"))


def _share(p: Estimate | None) -> str:
    return "–" if p is None else f"{p.value:.2f}".removeprefix("0") if p.value < 0.995 else "1.0"


def _percent(p: Estimate) -> str:
    return f"{p.value:.0%} of {p.n:,}"


def _deciding(answer: Answer) -> list[Decides]:
    """What decides each view, largest share first; each subject once a view, groups aside."""
    best: dict[tuple[str, str], Decides] = {}
    for row in sorted(answer.decides, key=lambda row: -row.share):
        if row.kind != "group":
            best.setdefault((row.question.split()[0], row.subject), row)
    return list(best.values())


def _signs(answer: Answer) -> list[Watch]:
    """The earliest good sign of each outcome, then the rest."""
    first: dict[tuple[str, str], Watch] = {}
    for row in answer.watch:
        first.setdefault((row.outcome, row.among), row)
    return [*first.values(), *(row for row in answer.watch if row not in first.values())]


def _title(console: Console, text: str) -> None:
    console.print()
    console.print(f"[bold]{text}[/bold]")


def _item(console: Console, text: str) -> None:
    from rich.padding import Padding
    from rich.text import Text

    console.print(Padding(Text(f"• {text}"), (0, 0, 0, 0)))


def _list(console: Console, title: str, rows: list[str]) -> None:
    if not rows:
        return
    _title(console, title)
    for row in rows[:LINES]:
        _item(console, row)
    if len(rows) > LINES:
        console.print(f"  and {len(rows) - LINES} more in answer.json", markup=False)
