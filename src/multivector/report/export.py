"""A study in the conventions of other tools.

===============  ==================================================================================================
``csv``          every table as CSV, and ``columns.csv`` that says what each column is
``behaviorspace``  the table that NetLogo's BehaviorSpace writes (6 lines of heading, then a row a run)
``ema``          ``(experiments, outcomes)`` of the EMA Workbench, as the archive that its ``load_results`` reads
``salib``        the ``problem`` of SALib, with the inputs and outcomes of the runs
===============  ==================================================================================================

In CSV files a text that a spreadsheet would take for a formula gets an apostrophe in front (OWASP, *CSV
Injection*); numbers are left alone.
"""

from __future__ import annotations

import csv
import io
import json
import re
import tarfile
from collections.abc import Iterator, Sequence
from gzip import GzipFile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from multivector import __version__
from multivector.engine import outcome
from multivector.engine.vocabulary import Field
from multivector.ensemble import Study, disk
from multivector.errors import EnsembleError, MissingExtraError
from multivector.report.record import Record

if TYPE_CHECKING:
    import pandas as pd  # type: ignore[import-untyped]
    import polars as pl
    import xarray as xr

FORMS = ("csv", "behaviorspace", "ema", "salib")
"""What a study can be written as."""

TABLES = ("outcomes", "draws", "series", "nation", "months", "powers", "events")
"""Tables written as CSV."""

AT_ONCE = 500
"""Runs of a table held in memory at once."""

SERIES: dict[str, tuple[Field, ...]] = {
    "series": outcome.REGION_SERIES, "nation": outcome.NATION_SERIES, "months": outcome.MONTH_SERIES,
    "powers": outcome.POWER_SERIES,
}  # fmt: skip

KEYS = {
    "member": ("index", "number of the run"),
    "row": ("index", "row of the design that the run takes its numbers from"),
    "replication": ("index", "which of the runs of a row, each on dice of its own"),
    "status": ("text", "succeeded or failed"),
    "reason": ("text", "why it failed"),
    "replay": ("text", "the command that tells the run again"),
    "ending": ("text", "how the acute phase ended for the regime"),
    "day": ("days", "days since the first day of the crisis"),
    "region": ("text", "id of the region"),
    "arm": ("text", "actual, or twin: the same dice with help not asked"),
    "month": ("months", "months since the crisis; 0 is the state before it"),
    "power": ("text", "id of the power"),
    "clock": ("text", "acute (time in days) or aftermath (time in months)"),
    "time": ("1", "days or months, by clock"),
    "kind": ("text", "kind of event"),
    "place": ("text", "id of the region, empty for the whole country"),
    "actor": ("index", "row of the table the kind speaks of, -1 for none"),
    "size": ("1", "main number of the event"),
    "sentence": ("text", "the event with its reasons in words"),
}
"""Columns that are no outcome: unit and meaning."""

_FORMULA = re.compile(r"^[=+\-@\t\r]")


def export(study: str | Path, form: str, out: str | Path) -> list[Path]:
    """Write a study in the convention of another tool.

    Args:
        study: Folder of the study.
        form: One of :data:`FORMS`.
        out: Folder; made if it is not there.

    Returns:
        The files written.

    Raises:
        EnsembleError: If there is no study, the form is unknown, or the disk refuses.
    """
    record = Record.open(Path(study))
    writers = {"csv": _csv, "behaviorspace": _behaviorspace, "ema": _ema, "salib": _salib}
    if form not in writers:
        raise EnsembleError(f"form {form!r} is unknown", expected=", ".join(FORMS))
    folder = Path(out)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return writers[form](record, folder)
    except OSError as error:
        raise disk.unwritable(folder, error) from error


def to_ema(study: Study) -> tuple[pd.DataFrame, dict[str, NDArray[np.float64]]]:
    """A study as the EMA Workbench has it, for PRIM, CART and feature scores.

    Returns:
        Experiments, a run a row (uncertainties by path, then ``scenario``, ``policy``, ``model``), and outcomes by
        name, each of shape ``(runs,)``, aligned with them. Runs that failed are left out.

    Raises:
        MissingExtraError: If pandas is not installed.
    """
    _needs("pandas")
    table, outcomes = study.experiments()
    identity = study.manifest.identity
    experiments = table.select(study.paths).to_pandas()
    experiments["scenario"] = table["row"].to_numpy()
    experiments["policy"] = ("without " + ", ".join(identity.without)) if identity.without else "as written"
    experiments["model"] = identity.scenario
    for name in ("policy", "model"):
        experiments[name] = experiments[name].astype("category")
    return experiments, {name: np.asarray(values, dtype=np.float64) for name, values in outcomes.items()}


def salib_problem(study: Study | Record, *, grouped: bool = False) -> dict[str, Any]:
    """The ``problem`` of SALib for the numbers that a study leaves open.

    A number with a few possible values is given as an interval and listed under ``values``; SALib passes over
    keys that it doesn't know.

    Args:
        study: The study.
        grouped: Whether numbers of one mechanism or section form a group; SALib then treats a group as one input.
    """
    record = study if isinstance(study, Record) else Record.open(study.folder)
    specs = record.template.specs
    problem: dict[str, Any] = {
        "num_vars": len(specs),
        "names": [spec.path for spec in specs],
        "bounds": [[spec.low, spec.high] for spec in specs],
        "dists": ["logunif" if spec.scale == "log" and not spec.values else "unif" for spec in specs],
        "groups": [_group(spec.path) for spec in specs] if grouped else None,
        "values": {spec.path: list(spec.values) for spec in specs if spec.values},
    }
    return problem


def to_xarray(study: Study, view: str = "nation") -> xr.Dataset:
    """A view as a labelled array; each variable has its unit and meaning as attributes.

    Args:
        study: The study.
        view: ``outcomes`` (by run), ``nation`` (run, day), ``series`` (run, day, region), ``months`` (run, arm,
            month) or ``powers`` (run, arm, month, power). Runs are known by ``member``; ``row`` and ``replication``
            are coordinates of it.

    Raises:
        EnsembleError: If the view is another one.
        MissingExtraError: If xarray or pandas is not installed.
    """
    _needs("pandas")
    _needs("xarray")
    keys = {
        "outcomes": ["member"], "nation": ["member", "day"], "series": ["member", "day", "region"],
        "months": ["member", "arm", "month"], "powers": ["member", "arm", "month", "power"],
    }  # fmt: skip
    if view not in keys:
        raise EnsembleError(f"view {view!r} is unknown", expected=", ".join(keys))
    frame = study.query(f"FROM {view}").to_pandas()
    for key in keys[view]:
        if isinstance(frame[key].dtype, type(frame[key].astype("category").dtype)):
            frame[key] = frame[key].astype(str)
    found: xr.Dataset = frame.set_index(keys[view]).to_xarray()
    if view != "outcomes":
        replications = study.manifest.identity.replications
        row, replication = np.divmod(found["member"].to_numpy(), replications)
        found = found.assign_coords(row=("member", row), replication=("member", replication))
    for name, unit, meaning in columns(study, view):
        if name in found.variables:
            found[name].attrs |= {"units": unit, "long_name": meaning}
    return found


def columns(study: Study, view: str) -> Iterator[tuple[str, str, str]]:
    """Name, unit and meaning of each column of a view."""
    told = dict(KEYS)
    told |= {field.name: (field.unit, field.meaning) for field in SERIES.get(view, ())}
    if view in ("outcomes", "draws"):
        told |= {field.name: (field.unit, field.meaning) for field in outcome.ACUTE}
        for field in outcome.REGION_OUTCOMES:
            told |= {f"{field.name}.{region}": (field.unit, f"{field.meaning}, {region}") for region in study.regions}
        every = Record.open(study.folder).template.every
        told |= {path: (every[path].unit, every[path].meaning) for path in study.paths if path in every}
    for name in study.query(f"FROM {view} LIMIT 0").columns:
        unit, meaning = told.get(name, ("", ""))
        yield name, unit, meaning


def guarded(text: str) -> str:
    """A text cell that no spreadsheet takes for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def _csv(record: Record, folder: Path) -> list[Path]:
    written = []
    described: list[Sequence[str]] = [("table", "column", "unit", "meaning")]
    for table in TABLES:
        path = folder / f"{table}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            for number, frame in enumerate(_frames(record, table)):
                file.write(_text(frame).write_csv(include_header=number == 0))
        written.append(path)
        described += [(table, *map(guarded, row)) for row in columns(record.study, table)]
    path = folder / "columns.csv"
    disk.write(path, _rows(described))
    return [*written, path]


def _frames(record: Record, table: str) -> Iterator[pl.DataFrame]:
    """A table a few runs at a time."""
    if table == "draws":
        yield record.study.draws()
        return
    members = record.study.query("SELECT member FROM outcomes ORDER BY member")["member"].to_numpy()
    order = {
        "outcomes": "member", "nation": "member, day",
        "series": "member, day, region", "months": "member, arm, month", "powers": "member, arm, month, power",
    }  # fmt: skip
    for start in range(0, len(members), AT_ONCE):
        part = members[start : start + AT_ONCE]
        # events stay in the order in which they happened; several may share a time
        by = f"ORDER BY {order[table]}" if table in order else ""
        yield record.study.query(f"FROM {table} WHERE member BETWEEN ? AND ? {by}", [int(part[0]), int(part[-1])])


def _text(frame: pl.DataFrame) -> pl.DataFrame:
    """The same with guarded text, in cells and in the heading."""
    import polars as pl

    cells = [
        pl.when(pl.col(name).cast(pl.String).str.contains(_FORMULA.pattern))
        .then(pl.concat_str(pl.lit("'"), pl.col(name).cast(pl.String)))
        .otherwise(pl.col(name).cast(pl.String))
        .alias(name)
        for name, kind in frame.schema.items()
        if kind in (pl.String, pl.Categorical, pl.Enum)
    ]
    return frame.with_columns(cells).rename({name: guarded(name) for name in frame.columns})


def _behaviorspace(record: Record, folder: Path) -> list[Path]:
    """The table format, version 2.0: heading of six lines, every cell in quotes, a row a run at its last step."""
    identity = record.study.manifest.identity
    table, outcomes = record.study.experiments()
    steps = dict(record.study.query("SELECT member, count(*) FROM nation GROUP BY member").rows())
    head = [
        [f"BehaviorSpace results (multivector {__version__})", "Table version 2.0"],
        [guarded(identity.scenario)],
        [f"study {identity.id}"],
        [str(record.study.manifest.made.get("finished", ""))],
        ["min-pxcor", "max-pxcor", "min-pycor", "max-pycor"],
        ["0", "0", "0", "0"],
        ["[run number]", "random-seed", "member", *map(guarded, record.study.paths), "[step]", *map(guarded, outcomes)],
    ]
    inputs = table.select(record.study.paths).to_numpy()
    outputs = np.column_stack(list(outcomes.values()))
    members = table["member"].to_list()
    rows = (
        [
            str(number), str(identity.seed), str(member), *map(_number, inputs[number - 1].tolist()),
            str(steps.get(member, 0)), *map(_number, outputs[number - 1].tolist()),
        ]
        for number, member in enumerate(members, 1)
    )  # fmt: skip
    path = folder / "behaviorspace.csv"
    disk.write(path, _rows([*head, *rows], quoting=csv.QUOTE_ALL))
    return [path]


def _ema(record: Record, folder: Path) -> list[Path]:
    experiments, outcomes = to_ema(record.study)
    files = {"experiments.csv": experiments.to_csv(index=False)}
    listed = []
    for name, values in outcomes.items():
        files[f"{name}.cls"] = "".join(f"{value!r}\n" for value in values.tolist())
        listed.append(["ScalarOutcome", name, f"{name}.cls"])
    kinds = {name: kind.name for name, kind in experiments.dtypes.to_dict().items()}
    files["metadata.json"] = json.dumps({"version": 0.1, "outcomes": listed, "experiments": kinds})
    path = folder / "ema.tar.gz"
    packed = io.BytesIO()
    with GzipFile(fileobj=packed, mode="wb", mtime=0) as zipped, tarfile.open(fileobj=zipped, mode="w") as archive:
        for name, text in files.items():
            data = text.encode()
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    disk.write(path, packed.getvalue())
    return [path]


def _salib(record: Record, folder: Path) -> list[Path]:
    table, outcomes = record.study.experiments()
    problem = folder / "problem.json"
    disk.write(problem, (json.dumps(salib_problem(record), indent=1) + "\n").encode())
    inputs, outputs = folder / "X.csv", folder / "Y.csv"
    disk.write(inputs, _rows([list(record.study.paths), *_numbers(table.select(record.study.paths).to_numpy())]))
    disk.write(outputs, _rows([list(outcomes), *_numbers(np.column_stack(list(outcomes.values())))]))
    return [problem, inputs, outputs]


def _rows(rows: Sequence[Sequence[str]], quoting: Any = csv.QUOTE_MINIMAL) -> bytes:
    """Rows as CSV; texts from a scenario are guarded where they enter."""
    out = io.StringIO()
    csv.writer(out, quoting=quoting, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


def _numbers(values: NDArray[np.float64]) -> Iterator[list[str]]:
    return ([_number(value) for value in row] for row in values.tolist())


def _number(value: float) -> str:
    return repr(int(value)) if float(value).is_integer() else repr(value)


def _group(path: str) -> str:
    head, _, rest = path.partition(".")
    return rest.partition(".")[0] if head == "parameters" else head


def _needs(package: str) -> None:
    from importlib.util import find_spec

    if find_spec(package) is None:
        raise MissingExtraError(
            f"{package} is not installed", advice="Install it with: pip install 'multivector[dataframes]'"
        )
