"""A study on disk: thousands of runs as tidy tables, never held in memory as a whole.

::

    manifest.json                 what produced it
    scenario.yaml                 the crisis it was made from
    draws.parquet                 one row a row of the design: its number, its sampled values
    outcomes/part-*.parquet       one row a run: status, ending, sampled values, outcomes, how to replay it
    series/region/part-*.parquet  acute phase by day and region
    series/nation/part-*.parquet  acute phase by tick, whole country
    series/month/part-*.parquet   aftermath by month, with and without help asked
    series/power/part-*.parquet   aftermath by month and power, likewise
    events/part-*.parquet         what happened when, each with its reason in words
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from multivector.engine.outcome import ACUTE, ACUTE_DTYPE, REGION_OUTCOMES
from multivector.engine.vocabulary import dtype_of
from multivector.ensemble import part
from multivector.ensemble.manifest import Manifest
from multivector.ensemble.model import Crisis, Model
from multivector.errors import EnsembleError, MissingExtraError

if TYPE_CHECKING:
    import duckdb
    import pandas as pd  # type: ignore[import-untyped]
    import polars as pl

VIEWS = {
    "outcomes": "SELECT * FROM {outcomes} ORDER BY member",
    "draws": "SELECT * FROM {draws} ORDER BY row",
    "series": "SELECT * FROM {series/region}",
    "nation": "SELECT * FROM {series/nation}",
    "events": "SELECT * FROM {events}",
    # a twin that differs from the run in nothing is not stored twice
    "months": "SELECT * FROM {series/month} UNION ALL SELECT * REPLACE ('twin' AS arm) FROM {series/month}"
    " WHERE member NOT IN (SELECT member FROM {series/month} WHERE arm = 'twin')",
    "powers": "SELECT * FROM {series/power} UNION ALL SELECT * REPLACE ('twin' AS arm) FROM {series/power}"
    " WHERE member NOT IN (SELECT member FROM {series/power} WHERE arm = 'twin')",
}
"""The views that :meth:`Study.query` knows."""

FORWARD = ("dead", "held")
"""Series that keep their last value after the acute phase ends; the others are zero then."""


@dataclass(frozen=True)
class Study:
    """A study on disk.

    Attributes:
        folder: Its folder.
        manifest: What produced it.
    """

    folder: Path
    manifest: Manifest

    @classmethod
    def open(cls, folder: str | Path) -> Study:
        """Open a study, finished or not.

        Raises:
            EnsembleError: If the folder holds no study.
        """
        return cls(Path(folder), Manifest.read(Path(folder)))

    @property
    def complete(self) -> bool:
        """Whether every run has been made."""
        return bool(self.manifest.results)

    @property
    def runs(self) -> int:
        """Number of runs of the whole study."""
        return self.manifest.identity.n * self.manifest.identity.replications

    def query(self, sql: str, parameters: list[Any] | None = None) -> pl.DataFrame:
        """Ask the study in SQL (DuckDB).

        Views: ``outcomes`` (a run a row), ``draws`` (a row of the design a row), ``series`` (run, day,
        region), ``nation`` (run, tick), ``months`` (run, arm, month), ``powers`` (run, arm, month, power),
        ``events``. The arm is ``actual`` or ``twin`` (the same dice, help not asked).

        Args:
            sql: A query; column names with dots stand in double quotes.
            parameters: Values for the ``?`` in it.

        Raises:
            EnsembleError: If the query is wrong, or no part is finished yet.
        """
        import duckdb

        try:
            with self._connection() as connection:
                found: pl.DataFrame = connection.sql(sql, params=parameters or None).pl()
                return found
        except duckdb.Error as error:
            wanted = f"SQL on {', '.join(VIEWS)}"
            raise EnsembleError(f"the query failed: {error}", expected=wanted) from error

    def outcomes(self) -> pl.DataFrame:
        """One row a run, failed ones too, by member."""
        return self.query("FROM outcomes ORDER BY member")

    def draws(self) -> pl.DataFrame:
        """One row a row of the design: its number and its sampled values."""
        return self.query("FROM draws ORDER BY row")

    def to_pandas(self, view: str = "outcomes") -> pd.DataFrame:
        """A view as a pandas data frame.

        Raises:
            MissingExtraError: If pandas is not installed.
        """
        try:
            import pandas  # noqa: F401
        except ImportError:
            raise MissingExtraError(
                "pandas is not installed", advice="Install it with: pip install 'multivector[dataframes]'"
            ) from None
        return self.query(f"FROM {_known(view)}").to_pandas()

    def experiments(self) -> tuple[pl.DataFrame, dict[str, NDArray[np.float64]]]:
        """Sampled values and outcomes of the runs that succeeded, aligned, as exploratory modelling has them.

        Returns:
            The experiments, a run a row; and the outcomes by name, each of shape ``(runs,)``.
        """
        import polars as pl

        table = self.outcomes().filter(pl.col("status") == part.SUCCEEDED)
        inputs = ["member", "row", "replication", *self.paths]
        notes = ("status", "reason", "replay", "ending")
        outputs = [c for c in table.columns if c not in inputs and c not in notes]
        return table.select(inputs), {name: table[name].to_numpy() for name in outputs}

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """Dotted paths of the numbers left open."""
        return tuple(c for c in self.query("FROM draws LIMIT 0").columns if c != "row")

    @cached_property
    def regions(self) -> tuple[str, ...]:
        """Ids of the regions, in the order of :meth:`regional`."""
        first = f"{REGION_OUTCOMES[0].name}."
        columns = self.query("FROM outcomes LIMIT 0").columns
        return tuple(c.removeprefix(first) for c in columns if c.startswith(first))

    def acute(self) -> NDArray[np.void]:
        """Acute outcomes of the runs that succeeded, by member: shape ``(runs,)``, the engine's fields."""
        found = self._succeeded([f.name for f in ACUTE])
        rows = np.empty(len(found), dtype=ACUTE_DTYPE)
        for field in ACUTE:
            rows[field.name] = found[field.name].to_numpy()
        return rows

    def regional(self) -> NDArray[np.void]:
        """Regional outcomes of the runs that succeeded: shape ``(runs, regions)``."""
        found = self._succeeded([f"{f.name}.{r}" for f in REGION_OUTCOMES for r in self.regions])
        rows = np.empty((len(found), len(self.regions)), dtype=dtype_of(REGION_OUTCOMES))
        for field in REGION_OUTCOMES:
            for column, region in enumerate(self.regions):
                rows[field.name][:, column] = found[f"{field.name}.{region}"].to_numpy()
        return rows

    def counts(self) -> dict[str, int]:
        """Number of runs succeeded, failed and pending."""
        found = {part.SUCCEEDED: 0, part.FAILED: 0}
        if any((self.folder / "outcomes").glob("part-*.parquet")):
            found |= dict(self.query("SELECT status, count(*) FROM outcomes GROUP BY status").rows())
        return {**found, "pending": self.runs - sum(found.values())}

    def course(self, column: str, *, days: int, region: str | None = None) -> NDArray[np.float32]:
        """One series of the acute phase by day for every run that succeeded, filled to the same length.

        After a run's acute phase the street is empty; the dead stay dead and those held are taken as still
        held.

        Args:
            column: ``street``, ``rioting``, ``held`` or ``dead``.
            days: Days wanted.
            region: A region, or None for the sum over regions of the days' values.

        Returns:
            Shape ``(runs, days)``, runs in the order of :meth:`outcomes`.
        """
        where = "WHERE region = ?" if region else ""
        found = self.query(
            f'SELECT member, day, sum("{column}") AS size FROM series {where} GROUP BY member, day',
            [region] if region else None,
        )
        members = self._succeeded(["member"])["member"]
        row_of = {member: row for row, member in enumerate(members.to_list())}
        filled = np.full((len(members), days), np.nan, dtype=np.float32)
        for member, day, size in found.iter_rows():
            if day < days:
                filled[row_of[member], day] = size
        for day in range(days):
            missing = np.isnan(filled[:, day])
            before = filled[:, day - 1] if day and column in FORWARD else np.zeros(len(members), np.float32)
            filled[missing, day] = before[missing]
        return filled

    def values(self, member: int) -> NDArray[np.float64]:
        """Sampled values of one run, in the order of :attr:`paths`.

        Raises:
            EnsembleError: If the study has no such run.
        """
        row = member // self.manifest.identity.replications
        found = self.query("FROM draws WHERE row = ?", [row])
        if not len(found):
            some = ", ".join(map(str, self.query("SELECT member FROM outcomes LIMIT 3")["member"].to_list()))
            raise EnsembleError(
                f"{self.folder}: run {member} is not in this study",
                expected=f"a member number such as {some}",
                advice="Draws whose calm is unstable are passed over, so numbers have gaps",
            )
        values: NDArray[np.float64] = found.select(self.paths).to_numpy()[0]
        return values

    def replay(self, member: int, *, crisis: Crisis, model: Model) -> Any:
        """Simulate one run of the study again, alone; the result is the same to the last bit.

        Args:
            member: Its number.
            crisis: The scenario compiled again.
            model: The engine.

        Raises:
            EnsembleError: If the study has no such run, or the scenario is no longer what it was.
        """
        identity = self.manifest.identity
        if crisis.scenario.digest != identity.sha256:
            raise EnsembleError(
                f"{self.folder}: the scenario is not the one that the study was made from",
                expected=f"one with sha256 {identity.sha256[:12]}…",
            )
        draw = crisis.draw(
            self.values(member),
            seed=identity.seed,
            member=member,
            without=identity.without,
            set=identity.set,
        )
        return model.simulate(draw)

    def _succeeded(self, columns: list[str]) -> pl.DataFrame:
        chosen = ", ".join(f'"{column}"' for column in columns)
        return self.query(f"SELECT {chosen} FROM outcomes WHERE status = 'succeeded' ORDER BY member")

    def _connection(self) -> duckdb.DuckDBPyConnection:
        import duckdb

        connection = duckdb.connect()
        files = {table: f"{table}/part-*.parquet" for table in part.TABLES} | {"draws": "draws.parquet"}
        sources = {
            table: f"read_parquet({_quoted(str(self.folder / pattern))})"
            for table, pattern in files.items()
            if any(self.folder.glob(pattern))
        }
        for view, sql in VIEWS.items():
            try:
                connection.execute(f"CREATE VIEW {view} AS {_fill(sql, sources)}")
            except KeyError:
                continue  # nothing of it is there yet
        return connection


def _fill(sql: str, sources: Mapping[str, str]) -> str:
    for table in (*part.TABLES, "draws"):
        if f"{{{table}}}" in sql:
            sql = sql.replace(f"{{{table}}}", sources[table])
    return sql


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _known(view: str) -> str:
    if view not in VIEWS:
        raise EnsembleError(f"view {view!r} is unknown", expected=", ".join(VIEWS))
    return view
