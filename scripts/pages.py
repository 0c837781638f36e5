"""The generated parts of the documentation, and the published JSON Schema.

A generated part stands in its page between two comments, ``<!-- generated: NAME -->`` and ``<!-- end: NAME -->``; what
stands around it is written by hand. ``scripts/generate`` writes all of them; tests/docs hold them in step.
"""

from __future__ import annotations

import importlib
import inspect
import math
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import click

from multivector.cli import group
from multivector.engine import event, outcome, tables
from multivector.engine.register import MECHANISMS, SWITCHES
from multivector.engine.vocabulary import Field, Parameter
from multivector.scenario import published
from multivector.scenario.condition import Bound, Constraint, Outcome, SeriesTest
from multivector.scenario.corroboration import Corroboration
from multivector.scenario.crisis import SECTIONS, Provenance, Scenario, Source, Tiles
from multivector.scenario.observation import GIVEN, Metric, Observation
from multivector.scenario.quantity import Anchor, Quantity
from multivector.scenario.view import Premise, View

sys.path.insert(0, str(Path(__file__).parent))
import scale

DOCS = Path(__file__).resolve().parents[1] / "docs"

SYSTEM = {
    "S1": "trigger",
    "S2": "contagion",
    "S3": "stock of grievance",
    "S4": "turn to violence",
    "S5": "repression",
    "S6": "loyalty of the forces",
    "S7": "the regime's moves",
    "S8": "elite struggle",
    "S9": "appeal for help",
    "S10": "the alliance's decision",
    "S11": "effect of foreign troops",
    "S12": "withdrawal",
    "S13": "identity and opinion",
    "S14": "patron and client",
    "S15": "multi-vector policy",
    "S16": "moves of outside powers",
    "S17": "neighbourhood",
    "S18": "economy and energy",
}
"""Rows of the system that a switch can turn off; S19 (rival assessments) and S20 (the reporting) are no mechanisms."""


def commands() -> str:
    """Help of every command, as the terminal shows it at 80 columns."""
    return "\n".join(_help(group, "multivector", None, 2))


def _help(command: click.Command, name: str, parent: click.Context | None, level: int) -> Iterator[str]:
    settings = command.context_settings | {"terminal_width": 80, "max_content_width": 80}
    context = click.Context(command, info_name=name, parent=parent, **settings)
    if parent is not None:
        yield from (f"{'#' * level} {context.command_path.removeprefix('multivector ')}", "")
    yield from ("```text", command.get_help(context).rstrip(), "```", "")
    if isinstance(command, click.Group):
        for inner in command.list_commands(context):
            found = command.get_command(context, inner)
            assert found is not None
            yield from _help(found, inner, context, level if parent is None else level + 1)


def mechanisms() -> str:
    """Every mechanism: its docstring, its parameters, its switches."""
    lines: list[str] = []
    for mechanism in MECHANISMS.values():
        text = inspect.getdoc(importlib.import_module(f"multivector.engine.{mechanism.name}"))
        assert text is not None
        head, _, body = text.partition("\n\n")
        lines += [f"### {mechanism.name}", "", f"*{mechanism.rule}*", "", markdown(f"{head}\n\n{body}"), ""]
        if mechanism.parameters:
            lines += [*_table(PARAMETER_HEAD, (_parameter_row(p) for p in mechanism.parameters)), ""]
        if mechanism.switches:
            rows = ((f"`{s.name}`", s.meaning, ", ".join(s.rows)) for s in mechanism.switches)
            lines += [*_table(("switch", "without it", "rows"), rows), ""]
    return "\n".join(lines)


PARAMETER_HEAD = ("parameter", "meaning", "unit", "range", "default", "source")


def _parameter_row(p: Parameter) -> Sequence[str]:
    fixed = p.low == p.high
    span = "fixed" if fixed else f"{p.low:g} to {p.high:g}{', log' if p.scale == 'log' else ''}"
    return f"`{p.name}`", p.meaning, p.unit, span, f"{p.default:g}", p.source


def system() -> str:
    """Which switch carries which part of the system."""
    rows = (
        (row, name, ", ".join(f"`{s.name}`" for s in SWITCHES.values() if row in s.rows))
        for row, name in SYSTEM.items()
    )
    return "\n".join(_table(("row", "part of the system", "switches"), rows))


def results() -> str:
    """Every outcome, series and event."""
    parts = (
        ("Acute outcomes", "One number a run; columns of `outcomes`.", outcome.ACUTE),
        (
            "Outcomes by region",
            "One number a run and region; columns of `outcomes` named `<outcome>.<region>`, such as `onset.ALA`.",
            outcome.REGION_OUTCOMES,
        ),
        ("By day and region", "Columns of the view `series`.", outcome.REGION_SERIES),
        ("By tick, whole country", "Columns of the view `nation`.", outcome.NATION_SERIES),
        ("By month, whole country", "Columns of the view `months`.", outcome.MONTH_SERIES),
        ("By month and power", "Columns of the view `powers`.", outcome.POWER_SERIES),
    )
    lines: list[str] = []
    for title, where, fields in parts:
        lines += [f"### {title}", "", where, "", *_fields(fields), ""]
    lines += ["### How a run ends", ""]
    lines += _table(("`fate`", "`ending`"), ((str(number), fate.value) for number, fate in enumerate(outcome.FATES)))
    lines += ["", "### Kinds of events", "", ", ".join(f"`{kind}`" for kind in event.KINDS) + "."]
    return "\n".join(lines)


def _fields(fields: Iterable[Field]) -> list[str]:
    return _table(("name", "unit", "meaning"), ((f"`{f.name}`", f.unit, f.meaning) for f in fields))


def columns() -> str:
    """Every section of a scenario and its columns."""
    lines: list[str] = []
    for section, (table, nested) in SECTIONS.items():
        lines += [f"### {section}", "", *_columns(table), ""]
        if nested and nested[1]:
            lines += [f"Inside each entry, under `{nested[0]}`:", "", *_columns(nested[1]), ""]
    return "\n".join(lines)


def _columns(name: str) -> list[str]:
    rows = []
    for column in tables.TABLES[name].fields:
        needed = "must be given" if column.default is None and column.unit not in ("flag", "index") else ""
        default = needed or ("" if column.default is None or column.unit == "index" else f"{column.default:g}")
        rows.append((f"`{column.name}`", "id" if column.unit == "index" else column.unit, default, column.meaning))
    return _table(("column", "unit", "default", "meaning"), rows)


def entries() -> str:
    """The fields of what is no table of the engine."""
    models = (
        Scenario, Quantity, Anchor, Source, Provenance, Observation, Metric, Corroboration, View, Premise, Bound,
        Constraint, SeriesTest, Outcome, Tiles,
    )  # fmt: skip
    lines: list[str] = []
    for model in models:
        text = inspect.getdoc(model) or ""
        head, _, attributes = text.partition("\nAttributes:\n")
        found = re.findall(r"^    (\w+): ((?:.|\n(?!    \w+: ))*)", attributes, re.M)
        rows = ((f"`{'$schema' if name == 'schema_uri' else name}`", _flow(meaning)) for name, meaning in found)
        lines += [f"### {model.__name__.lower()}", "", markdown(head.strip()), ""]
        lines += [*_table(("key", "meaning"), ((key, markdown(meaning)) for key, meaning in rows)), ""]
    lines += ["### Among which runs an observation is looked at", ""]
    rows = ((f"`{name}`", _bounds(bounds)) for name, bounds in GIVEN.items())
    lines += _table(("`given`", "runs in which"), rows)
    return "\n".join(lines)


def _bounds(bounds: tuple[tuple[str, float, float], ...]) -> str:
    told = []
    for field, least, most in bounds:
        told.append(f"`{field}` = {least:g}" if least == most else f"`{field}` ≥ {least:g}")
        if least < most < math.inf:
            told[-1] = f"{least:g} ≤ `{field}` ≤ {most:g}"
    return ", ".join(told)


def _flow(text: str) -> str:
    return " ".join(text.split())


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"

    return [line(head), line(["---"] * len(head)), *map(line, rows)]


def markdown(text: str) -> str:
    """A docstring in Markdown: literal blocks fenced, roles and literals as code."""
    lines: list[str] = []
    fenced = pending = False
    for line in text.splitlines():
        indented = line.startswith("    ")
        if fenced and line.strip() and not indented:
            while not lines[-1]:
                lines.pop()
            lines += ["```", ""]
            fenced = False
        if pending and indented:
            lines.append("```text")
            pending, fenced = False, True
        if fenced:
            lines.append(line[4:])
            continue
        if line.rstrip().endswith("::"):
            line, pending = re.sub(r"::\s*$", ":", line), True
        lines.append(line)
    if fenced:
        while not lines[-1]:
            lines.pop()
        lines.append("```")
    whole = "\n".join(lines)
    whole = re.sub(r":\w+:`~?(?:multivector\.engine\.)?([\w.]+)`", r"``\1``", whole)
    return re.sub(r"(?<!`)``(?!`)([^`\n]+)``(?!`)", r"`\1`", whole)


PARTS: dict[str, dict[str, Callable[[], str]]] = {
    "reference/commands.md": {"commands": commands},
    "reference/mechanisms.md": {"system": system, "mechanisms": mechanisms},
    "reference/results.md": {"results": results},
    "reference/scenario-format.md": {"entries": entries, "columns": columns},
    "explanation/scale.md": {
        "samples": scale.samples, "regions": scale.regions, "power": scale.power, "ladder": scale.ladder,
        "costs": scale.costs,
    },
}  # fmt: skip
"""Page to its generated parts."""


def filled(text: str, parts: dict[str, Callable[[], str]]) -> str:
    """A page with its generated parts written anew."""
    for name, make in parts.items():
        start, end = f"<!-- generated: {name} -->", f"<!-- end: {name} -->"
        before, found, rest = text.partition(start)
        _, closed, after = rest.partition(end)
        if not (found and closed):
            raise SystemExit(f"no place for {name}: expected {start} and {end}")
        text = f"{before}{start}\n\n{make().strip()}\n\n{end}{after}"
    return text


def main() -> None:
    """Write everything; with ``--check`` write nothing and fail if something would change."""
    wanted = {published.FILE: published.text()}
    for page, parts in PARTS.items():
        wanted[DOCS / page] = filled((DOCS / page).read_text(encoding="utf-8"), parts)
    stale = [path for path, text in wanted.items() if path.read_text(encoding="utf-8") != text]
    if "--check" in sys.argv[1:]:
        raise SystemExit("".join(f"{path} is out of step: run scripts/generate\n" for path in stale) or 0)
    for path in stale:
        path.write_text(wanted[path], encoding="utf-8")
        print(path.name)


if __name__ == "__main__":
    main()
