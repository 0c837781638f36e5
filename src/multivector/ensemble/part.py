"""One part of a study: a few runs simulated one after the other and written as Parquet files.

The bytes of a part are a function of the crisis, the model and the part's number alone: no time, no host, no
order of processes enters. Its outcomes file is written last, so a part is finished if that file exists.

Series are rounded to 13 significant bits (a relative error of at most 1/8,192), which lets them compress;
outcomes and sampled values are kept to the last bit.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from multivector.engine.draw import Draw
from multivector.engine.event import KINDS
from multivector.engine.outcome import (
    ACUTE,
    FATES,
    MONTH_SERIES,
    NATION_SERIES,
    POWER_SERIES,
    REGION_OUTCOMES,
    REGION_SERIES,
)
from multivector.ensemble import disk
from multivector.ensemble.model import Crisis, Model

TABLES = ("series/region", "series/nation", "series/power", "series/month", "events", "outcomes")
"""Tables of a part, in the order of writing; each is a folder of parts."""

LARGEST_OF_DAY = ("street", "rioting")
"""Regional series of which a day shows its largest tick; of the others it shows the last."""

SUCCEEDED, FAILED = "succeeded", "failed"
"""Status of a run."""


@dataclass(frozen=True)
class Case:
    """All that the runs of a study have in common; sent to the processes that simulate them.

    Attributes:
        crisis: Compiled scenario.
        model: The engine.
        name: What a person types to get the scenario.
        seed: Seed of the study.
        kind: Kind of design.
        replications: Runs of each row.
        without: Mechanisms switched off.
        set: Numbers and settings fixed by hand, by path.
        regions: Ids of the regions.
        powers: Ids of the powers.
    """

    crisis: Crisis
    model: Model
    name: str
    seed: int = 1
    kind: str = "lhs"
    replications: int = 1
    without: tuple[str, ...] = ()
    set: Mapping[str, Any] = field(default_factory=dict)
    regions: tuple[str, ...] = ()
    powers: tuple[str, ...] = ()

    def draw(self, values: NDArray[np.float64], member: int) -> Draw:
        """The crisis of one run with every number fixed."""
        named = dict(zip(self.crisis.paths, values.tolist(), strict=True))
        return self.crisis.draw(named, seed=self.seed, member=member, without=self.without, set=self.set)

    def replay(self, member: int) -> str:
        """The command that tells one run again, without the study."""
        words = ["multivector", "tell", self.name, "--member", str(member), "--seed", str(self.seed)]
        if self.kind != "lhs":
            words += ["--design", self.kind]
        if self.replications != 1:
            words += ["--replications", str(self.replications)]
        for switch in self.without:
            words += ["--without", switch]
        for path, value in self.set.items():
            words += ["--set", f"{path}={value}"]
        return shlex.join(words)


@dataclass(frozen=True)
class Task:
    """The runs of one part.

    Attributes:
        case: What they share with the other parts.
        folder: Folder of the study.
        number: Number of the part.
        members: Numbers of the runs, shape ``(m,)``.
        values: Their sampled values, shape ``(m, len(paths))``.
    """

    case: Case
    folder: Path
    number: int
    members: NDArray[np.int64]
    values: NDArray[np.float64]


@dataclass(frozen=True)
class CalmTask:
    """Candidates to be examined for calm: numbers ``(m,)`` and values ``(m, p)``."""

    case: Case
    first: int
    rows: NDArray[np.int64]
    values: NDArray[np.float64]


def path_of(folder: Path, table: str, number: int) -> Path:
    """File of one table of one part."""
    return folder / table / f"part-{number:05d}.parquet"


def finished(folder: Path, number: int) -> bool:
    """Whether a part is on the disk, whole."""
    return path_of(folder, TABLES[-1], number).exists()


def calm(task: CalmTask, tick: Callable[[], None]) -> tuple[int, list[bool]]:
    """Which candidates are calm: all replications of a row must be, for each has its own dice."""
    case = task.case
    answers = []
    for row, values in zip(task.rows.tolist(), task.values, strict=True):
        first = row * case.replications
        answers.append(
            all(
                case.model.rest_gain(case.draw(values, member)) < case.model.limit
                for member in range(first, first + case.replications)
            )
        )
        tick()
    return task.first, answers


def simulate(task: Task, tick: Callable[[], None]) -> int:
    """Simulate a part and write it.

    A run that fails keeps its row, with status and reason, and leaves the others alone.

    Args:
        task: What to do.
        tick: Called after each run; an exception from it abandons the part, unwritten.

    Returns:
        The part's number.

    Raises:
        EnsembleError: If the disk refuses.
    """
    case = task.case
    rows = _Rows(case)
    for member, values in zip(task.members.tolist(), task.values, strict=True):
        try:
            run = case.model.simulate(case.draw(values, member))
            told = case.model.sentences(run)
            rows.add(member, values, run, told)
        except Exception as error:
            rows.add_failure(member, values, f"{type(error).__name__}: {error}")
        tick()
    for table, content in rows.tables().items():
        disk.write(path_of(task.folder, table, task.number), to_parquet(content))
    return task.number


def to_parquet(table: pa.Table) -> bytes:
    """A table as the bytes of a Parquet file; the same table always gives the same bytes."""
    floats = [f.name for f in table.schema if pa.types.is_float32(f.type)]
    sink = pa.BufferOutputStream()
    pq.write_table(
        table,
        sink,
        compression="zstd",
        compression_level=6,
        use_dictionary=[f.name for f in table.schema if f.name not in floats],
        column_encoding=dict.fromkeys(floats, "BYTE_STREAM_SPLIT"),
        store_schema=False,
        write_statistics=["member"],
    )
    data: bytes = sink.getvalue().to_pybytes()
    return data


def rounded(series: NDArray[np.float32]) -> NDArray[np.float32]:
    """The series to 13 significant bits: twelve stored bits of the mantissa, rounded to nearest."""
    bits = np.ascontiguousarray(series, dtype=np.float32).view(np.uint32)
    kept = ((bits.astype(np.uint64) + 0x400) & 0xFFFFF800).astype(np.uint32)
    finite = np.isfinite(series)
    return np.where(finite, kept.view(np.float32), series).astype(np.float32)


def by_day(series: NDArray[np.float32], tick_hours: float) -> NDArray[np.float32]:
    """Regional series by day from series by tick.

    Args:
        series: Shape ``(T, R, len(REGION_SERIES))``.
        tick_hours: Length of a tick.

    Returns:
        Shape ``(days, R, len(REGION_SERIES))``: street and rioting the largest tick of the day, held and dead
        the last.
    """
    ticks = max(1, round(24 / tick_hours))
    days = -(-len(series) // ticks)
    out = np.empty((days, *series.shape[1:]), dtype=np.float32)
    for index, field_ in enumerate(REGION_SERIES):
        for day in range(days):
            chunk = series[day * ticks : (day + 1) * ticks, :, index]
            out[day, :, index] = chunk.max(axis=0) if field_.name in LARGEST_OF_DAY else chunk[-1]
    return out


class _Rows:
    """Rows of a part's tables, gathered run by run."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.regions = case.regions
        self.powers = case.powers
        self.schemas = {
            "series/region": _schema(member="i", day="h", region="s", **_floats(REGION_SERIES)),
            "series/nation": _schema(member="i", day="f", **_floats(NATION_SERIES)),
            "series/power": _schema(member="i", arm="s", month="h", power="s", **_floats(POWER_SERIES)),
            "series/month": _schema(member="i", arm="s", month="h", **_floats(MONTH_SERIES)),
            "events": _schema(
                member="i", clock="s", time="d", kind="s", place="s", actor="h", size="d", sentence="s"
            ),
            "outcomes": _schema(
                member="i", row="i", replication="h", status="s", reason="s", replay="s", ending="s",
                **dict.fromkeys(case.crisis.paths, "d"),
                **dict.fromkeys((f.name for f in ACUTE), "d"),
                **dict.fromkeys((f"{f.name}.{r}" for f in REGION_OUTCOMES for r in self.regions), "d"),
            ),
        }  # fmt: skip
        self.chunks: dict[str, list[list[Any]]] = {table: [] for table in self.schemas}

    def add(self, member: int, values: NDArray[np.float64], run: Any, told: Sequence[str]) -> None:
        """Take over a run that succeeded; all or nothing."""
        chunks = {
            "series/region": self._regions(member, run),
            "series/nation": self._nation(member, run),
            "events": self._events(member, run, told),
            "outcomes": self._outcome(member, values, run),
        }
        twin_differs = any(
            not np.array_equal(getattr(run.twin, name), getattr(run.aftermath, name), equal_nan=True)
            for name in ("month_series", "power_series")
        )
        arms = [("actual", run.aftermath)] + ([("twin", run.twin)] if twin_differs else [])
        months = [self._months(member, arm, aftermath) for arm, aftermath in arms]
        powers = [self._powers(member, arm, aftermath) for arm, aftermath in arms]
        for table, chunk in chunks.items():
            self.chunks[table].append(chunk)
        self.chunks["series/month"] += months
        self.chunks["series/power"] += powers

    def add_failure(self, member: int, values: NDArray[np.float64], reason: str) -> None:
        """Keep a run that failed."""
        row = [*self._head(member), FAILED, reason, self.case.replay(member), None, *values.tolist()]
        row += [None] * (len(self.schemas["outcomes"]) - len(row))
        self.chunks["outcomes"].append([[cell] for cell in row])

    def tables(self) -> dict[str, pa.Table]:
        """The tables, in the order of writing."""
        return {table: self._table(table) for table in TABLES}

    def _table(self, name: str) -> pa.Table:
        schema = self.schemas[name]
        batches = [
            pa.record_batch([pa.array(c, f.type) for c, f in zip(chunk, schema, strict=True)], schema=schema)
            for chunk in self.chunks[name]
        ]
        return pa.Table.from_batches(batches, schema=schema).combine_chunks()

    def _head(self, member: int) -> list[Any]:
        row, replication = divmod(member, self.case.replications)
        return [member, row, replication]

    def _outcome(self, member: int, values: NDArray[np.float64], run: Any) -> list[Any]:
        acute = [float(run.acute[f.name][0]) for f in ACUTE]
        regional = [float(cell) for f in REGION_OUTCOMES for cell in run.region_outcome[f.name]]
        fate = FATES[int(run.acute["fate"][0])].value
        head = [*self._head(member), SUCCEEDED, "", self.case.replay(member), fate]
        return [[cell] for cell in (*head, *values.tolist(), *acute, *regional)]

    def _regions(self, member: int, run: Any) -> list[Any]:
        days = rounded(by_day(run.region_series, run.tick_hours))
        n, regions = days.shape[:2]
        keys = [np.full(n * regions, member), np.repeat(np.arange(n), regions), list(self.regions) * n]
        return [*keys, *days.reshape(n * regions, -1).T]

    def _nation(self, member: int, run: Any) -> list[Any]:
        series = rounded(run.nation_series)
        days = (np.arange(len(series)) * (run.tick_hours / 24)).astype(np.float32)
        return [np.full(len(series), member), days, *series.T]

    def _months(self, member: int, arm: str, aftermath: Any) -> list[Any]:
        series = rounded(aftermath.month_series)
        n = len(series)
        return [np.full(n, member), [arm] * n, np.arange(n), *series.T]

    def _powers(self, member: int, arm: str, aftermath: Any) -> list[Any]:
        series = rounded(aftermath.power_series)
        n, powers = series.shape[:2]
        keys = [np.full(n * powers, member), [arm] * (n * powers), np.repeat(np.arange(n), powers)]
        return [*keys, list(self.powers) * n, *series.reshape(n * powers, -1).T]

    def _events(self, member: int, run: Any, told: Sequence[str]) -> list[Any]:
        events = np.concatenate([run.events, run.aftermath.events])
        places = [self.regions[p] if p >= 0 else None for p in events["place"].tolist()]
        kinds = [KINDS[k] for k in events["kind"].tolist()]
        clocks = ["aftermath" if c else "acute" for c in events["clock"].tolist()]
        keys = [np.full(len(events), member), clocks, events["time"], kinds, places, events["actor"]]
        return [*keys, events["size"], list(told)]


_TYPES = {"i": pa.int64(), "h": pa.int16(), "f": pa.float32(), "d": pa.float64(), "s": pa.string()}


def _schema(**columns: str) -> pa.Schema:
    return pa.schema([(name, _TYPES[kind]) for name, kind in columns.items()])


def _floats(fields: Sequence[Any]) -> dict[str, str]:
    return dict.fromkeys((f.name for f in fields), "f")
