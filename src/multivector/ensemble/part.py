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
from multivector.engine.vocabulary import Field
from multivector.ensemble import disk
from multivector.ensemble.model import Crisis, Model

TABLES = ("series/region", "series/nation", "series/power", "series/month", "events", "outcomes")
"""Tables of a part, in the order of writing; each is a folder of parts."""

LARGEST_OF_DAY = ("street", "rioting")
"""Regional series of which a day shows its largest tick; of the others it shows the last."""

ARMS = ("actual", "twin")
"""The aftermath as it was, and on the same dice had help not been asked."""

CLOCKS = ("acute", "aftermath")
"""Clocks of events, in the order of their numbers."""

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
    set: Mapping[str, float] = field(default_factory=dict)
    regions: tuple[str, ...] = ()
    powers: tuple[str, ...] = ()

    def draw(self, values: NDArray[np.float64], member: int) -> Draw:
        """The crisis of one run with every number fixed."""
        return self.crisis.draw(values, seed=self.seed, member=member, without=self.without, set=self.set)

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
            words += ["--set", f"{path}={value!r}"]
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
        members = range(first, first + case.replications)
        answers.append(all(case.model.calm(case.draw(values, member)) for member in members))
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
    """Rows of a part's tables, gathered run by run, turned into columns once."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.blocks: dict[str, list[dict[str, Any]]] = {table: [] for table in TABLES[:-1]}
        self.heads: list[list[Any]] = []
        self.numbers: list[NDArray[np.float64]] = []
        self.columns = [
            *case.crisis.paths,
            *(f.name for f in ACUTE),
            *(f"{f.name}.{region}" for f in REGION_OUTCOMES for region in case.regions),
        ]

    def add(self, member: int, values: NDArray[np.float64], run: Any, told: Sequence[str]) -> None:
        """Take over a run that succeeded; all or nothing."""
        acute = [run.acute[f.name] for f in ACUTE]
        regional = [run.region_outcome[f.name] for f in REGION_OUTCOMES]
        numbers = np.concatenate([values, *acute, *regional])
        arms = [run.aftermath] if _same(run.twin, run.aftermath) else [run.aftermath, run.twin]
        blocks = {
            "series/region": [self._regions(run)],
            "series/nation": [self._nation(run)],
            "series/power": [self._powers(arm, aftermath) for arm, aftermath in enumerate(arms)],
            "series/month": [self._months(arm, aftermath) for arm, aftermath in enumerate(arms)],
            "events": [_events(run.events, told)],
        }
        for table, new in blocks.items():
            for block in new:
                length = len(next(iter(block.values())))
                self.blocks[table].append({"member": np.full(length, member), **block})
        fate = FATES[int(run.acute["fate"][0])].value
        self._head(member, SUCCEEDED, "", fate)
        self.numbers.append(numbers)

    def add_failure(self, member: int, values: NDArray[np.float64], reason: str) -> None:
        """Keep a run that failed."""
        self._head(member, FAILED, reason, None)
        missing = np.full(len(self.columns) - len(values), np.nan)
        self.numbers.append(np.concatenate([values, missing]))

    def tables(self) -> dict[str, pa.Table]:
        """The tables, in the order of writing."""
        regions, powers = self.case.regions, self.case.powers
        kinds: dict[str, dict[str, Any]] = {
            "series/region": {"day": np.int16, "region": regions, **_floats(REGION_SERIES)},
            "series/nation": {"day": np.float32, **_floats(NATION_SERIES)},
            "series/power": {"arm": ARMS, "month": np.int16, "power": powers, **_floats(POWER_SERIES)},
            "series/month": {"arm": ARMS, "month": np.int16, **_floats(MONTH_SERIES)},
            "events": {"clock": CLOCKS, "time": np.float64, "kind": KINDS, "place": regions,
                       "actor": np.int16, "size": np.float64, "sentence": str},
        }  # fmt: skip
        made = {}
        for table, blocks in self.blocks.items():
            columns = {"member": np.int64, **kinds[table]}
            made[table] = pa.table(
                {name: _column([block[name] for block in blocks], kind) for name, kind in columns.items()}
            )
        made["outcomes"] = self._outcomes()
        return made

    def _outcomes(self) -> pa.Table:
        names = ("member", "row", "replication", "status", "reason", "replay", "ending")
        types = (pa.int64(), pa.int64(), pa.int16(), *[pa.string()] * 4)
        heads = {
            name: pa.array(column, kind)
            for name, kind, column in zip(names, types, zip(*self.heads, strict=True), strict=True)
        }
        failed = np.array([head[3] == FAILED for head in self.heads])
        numbers = np.array(self.numbers)
        sampled = len(self.case.crisis.paths)
        columns = {
            name: pa.array(numbers[:, place], mask=failed if place >= sampled else None)
            for place, name in enumerate(self.columns)
        }
        return pa.table({**heads, **columns})

    def _head(self, member: int, status: str, reason: str, ending: str | None) -> None:
        row, replication = divmod(member, self.case.replications)
        self.heads.append([member, row, replication, status, reason, self.case.replay(member), ending])

    def _regions(self, run: Any) -> dict[str, Any]:
        days = rounded(by_day(run.region_series, run.tick_hours))
        n, regions = days.shape[:2]
        keys = {"day": np.repeat(np.arange(n), regions), "region": np.tile(np.arange(regions), n)}
        return keys | _named(REGION_SERIES, days.reshape(n * regions, -1))

    def _nation(self, run: Any) -> dict[str, Any]:
        days = np.arange(len(run.nation_series)) * (run.tick_hours / 24)
        return {"day": days} | _named(NATION_SERIES, rounded(run.nation_series))

    def _months(self, arm: int, aftermath: Any) -> dict[str, Any]:
        n = len(aftermath.month_series)
        return {"arm": np.full(n, arm), "month": np.arange(n)} | _named(MONTH_SERIES, rounded(aftermath.month_series))

    def _powers(self, arm: int, aftermath: Any) -> dict[str, Any]:
        n, powers = aftermath.power_series.shape[:2]
        keys = {
            "arm": np.full(n * powers, arm),
            "month": np.repeat(np.arange(n), powers),
            "power": np.tile(np.arange(powers), n),
        }
        return keys | _named(POWER_SERIES, rounded(aftermath.power_series).reshape(n * powers, -1))


def _floats(fields: Sequence[Field]) -> dict[str, Any]:
    return dict.fromkeys((f.name for f in fields), np.float32)


def _named(fields: Sequence[Field], series: NDArray[np.float32]) -> dict[str, Any]:
    return {f.name: series[:, place] for place, f in enumerate(fields)}


def _events(events: NDArray[np.void], told: Sequence[str]) -> dict[str, Any]:
    if len(told) != len(events):
        raise ValueError(f"{len(events)} events were told in {len(told)} sentences")
    keys = ("clock", "time", "kind", "place", "actor", "size")
    return {**{key: events[key] for key in keys}, "sentence": list(told)}


def _same(one: Any, other: Any) -> bool:
    """Whether two aftermaths agree in every number."""
    return all(
        np.array_equal(getattr(one, name), getattr(other, name), equal_nan=True)
        for name in ("month_series", "power_series")
    )


def _column(blocks: list[Any], kind: Any) -> pa.Array:
    """One column from its blocks; codes of words become the words, and a code of -1 nothing."""
    if kind is str:
        return pa.array([word for block in blocks for word in block], pa.string())
    numbers = np.concatenate(blocks) if blocks else np.empty(0)
    if isinstance(kind, tuple):
        codes = pa.array(numbers.astype(np.int16), mask=numbers < 0)
        return pa.DictionaryArray.from_arrays(codes, pa.array(kind, pa.string()))
    return pa.array(numbers.astype(kind))
