"""What the report reads of a study: runs by what became of them, and their series as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from multivector.ensemble import Study, coverage, gates, ignition
from multivector.ensemble.coverage import FEWEST, Cover, Gate, Ignition, Share
from multivector.errors import EnsembleError
from multivector.scenario import Scenario, Template, compile, load
from multivector.scenario.observation import given

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

LARGEST = ("street", "rioting", "troops")
"""National series of which a day shows its largest tick; of the others it shows the last."""

FORWARD = ("held", "dead", "shirking", "strength", "threshold", "cohesion", "survival", "line", "openness")
"""National series that keep their last value when a run's acute phase is over; the street is empty then."""

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True)
class Group:
    """Runs looked at together.

    Attributes:
        mask: Which of the runs that succeeded, shape ``(runs,)``.
        words: What they have in common, as a plural: ``runs with a national wave``.
    """

    mask: Mask
    words: str

    @property
    def n(self) -> int:
        """How many they are."""
        return int(self.mask.sum())

    def __str__(self) -> str:
        return f"{self.n:,} {self.words}"


@dataclass(frozen=True)
class Record:
    """A study, its crisis, and what is asked of both.

    Attributes:
        study: The study.
        scenario: The crisis it was made from.
    """

    study: Study
    scenario: Scenario

    @classmethod
    def open(cls, folder: Path) -> Record:
        """Open the study in a folder.

        Raises:
            EnsembleError: If there is none, no run has succeeded, or the crisis kept with it is another one.
            ScenarioError: If the crisis cannot be read.
        """
        study = Study.open(folder)
        kept = folder / "scenario.yaml"
        scenario = load(kept if kept.exists() else study.manifest.identity.scenario)
        if scenario.digest != study.manifest.identity.sha256:
            raise EnsembleError(
                f"{folder}: the scenario beside the results is not the one that they were made from",
                expected=f"one with sha256 {study.manifest.identity.sha256[:12]}…",
                advice="Put the old file back, or run the study again",
            )
        if not study.counts()["succeeded"]:
            raise EnsembleError(f"{folder}: no run has succeeded", advice="`outcomes` holds the reasons")
        return cls(study, scenario)

    @cached_property
    def template(self) -> Template:
        """The crisis compiled: every number with its range and source."""
        return compile(self.scenario)

    @cached_property
    def acute(self) -> NDArray[np.void]:
        """Acute outcomes of the runs that succeeded."""
        return self.study.acute()

    @cached_property
    def regional(self) -> NDArray[np.void]:
        """Regional outcomes of them, shape ``(runs, regions)``."""
        return self.study.regional()

    @cached_property
    def members(self) -> NDArray[np.int64]:
        """Their numbers, rising."""
        found = self.study.query("SELECT member FROM outcomes WHERE status = 'succeeded' ORDER BY member")
        return found["member"].to_numpy()

    @cached_property
    def ignition(self) -> Ignition:
        """How often the crisis ignites and becomes national."""
        return ignition(self.study)

    @cached_property
    def coverage(self) -> list[Cover]:
        """What was seen against what was simulated."""
        return coverage(self.study, self.scenario)

    @cached_property
    def gates(self) -> list[Gate]:
        """Bounds of sensible behaviour."""
        return gates(self.study)

    @cached_property
    def wave(self) -> Group:
        """The runs whose course is shown: national waves; if they are too few, those that ignite, or all."""
        acute = self.acute
        for mask, words in (
            (acute["national"] > 0, "runs with a national wave"),
            (acute["ignited"] > 0, "runs that ignite"),
        ):
            if mask.sum() >= FEWEST:
                return Group(mask, words)
        return Group(np.ones(len(acute), dtype=bool), "runs")

    @cached_property
    def rescued(self) -> Group:
        """The runs whose years after are shown: help granted and the regime stands; if too few, others."""
        acute = self.acute
        stands = acute["fate"] < 2
        for mask, words in (
            ((acute["granted"] > 0) & stands, "runs in which help was granted and the regime stands"),
            ((acute["ignited"] > 0) & stands, "runs that ignite and in which the regime stands"),
        ):
            if mask.sum() >= FEWEST:
                return Group(mask, words)
        return Group(stands if stands.any() else ~stands, "runs in which the regime stands" if stands.any() else "runs")

    def share(self, hits: Mask, among: Group) -> Share:
        """Share of a group's runs in which something holds."""
        return Share(int((hits & among.mask).sum()), among.n)

    @cached_property
    def days(self) -> int:
        """Days of the acute phase worth showing: until nine runs in ten are calm, at least 6 and at most 21."""
        calm = np.quantile(self.acute["calm_day"][self.wave.mask], 0.9)
        return int(np.clip(np.ceil(calm) + 2, 6, 21))

    @cached_property
    def months(self) -> int:
        """Months of the aftermath."""
        found = self.study.query("SELECT max(month) AS m FROM months")["m"][0]
        return int(found or 0)

    def nation(self, column: str, among: Group) -> Floats:
        """A national series by day, filled after a run's acute phase, shape ``(n, days)``."""
        rows, days, sizes = self._nation
        cube = np.full((len(self.members), self.days), np.nan)
        cube[rows, days] = sizes[column]
        return _filled(cube[among.mask], forward=column in FORWARD)

    @cached_property
    def _nation(self) -> tuple[NDArray[np.int64], NDArray[np.int32], dict[str, Floats]]:
        """Place among the runs, day, and every national series by name, a row a run and day."""
        values = ", ".join(
            f'max("{name}") AS "{name}"' if name in LARGEST else f'arg_max("{name}", day) AS "{name}"'
            for name in (*LARGEST, *FORWARD)
        )
        found = self.study.query(
            f"SELECT member, CAST(floor(day) AS INTEGER) AS on_day, {values} FROM nation"
            " WHERE day < ? GROUP BY member, floor(day)",
            [self.days],
        )
        rows = np.searchsorted(self.members, found["member"].to_numpy())
        return rows, found["on_day"].to_numpy(), {name: found[name].to_numpy() for name in (*LARGEST, *FORWARD)}

    def regions(self, column: str, among: Group) -> Floats:
        """A regional series by day, shape ``(n, days, regions)``; the street is empty after the acute phase."""
        found = self.study.query(
            f'SELECT member, day, CAST(region AS VARCHAR) AS region, "{column}" AS size FROM series WHERE day < ?',
            [self.days],
        )
        place = {region: number for number, region in enumerate(self.study.regions)}
        names = found["region"].cast(str).to_list()
        cube = np.full((len(self.members), self.days, len(place)), np.nan)
        rows = np.searchsorted(self.members, found["member"].to_numpy())
        cube[rows, found["day"].to_numpy(), [place[name] for name in names]] = found["size"].to_numpy()
        return _filled(cube[among.mask], forward=column in FORWARD)

    def aftermath(self, column: str, arm: str, among: Group, power: str = "") -> Floats:
        """A monthly series of one arm, shape ``(n, months + 1)``; of a power, if one is named."""
        cubes = self._monthly(column, among, bool(power))
        return cubes[arm, power]

    def _monthly(self, column: str, among: Group, by_power: bool) -> dict[tuple[str, str], Floats]:
        """A monthly series by arm and power (an empty name where there is none)."""
        key = (column, among.words, by_power)
        if key not in self._months_kept:
            members = self.members[among.mask]
            power, view = ("power", "powers") if by_power else ("''", "months")
            found = self.study.query(
                f'SELECT member, arm, {power} AS power, month, "{column}" AS size FROM {view}'
                " WHERE member IN (SELECT unnest(?))",
                [members.tolist()],
            )
            cubes: dict[tuple[str, str], Floats] = {}
            for (arm, name), part in found.group_by("arm", "power"):
                cube = np.full((len(members), self.months + 1), np.nan)
                cube[np.searchsorted(members, part["member"].to_numpy()), part["month"].to_numpy()] = part[
                    "size"
                ].to_numpy()
                cubes[str(arm), str(name)] = cube
            self._months_kept[key] = cubes
        return self._months_kept[key]

    @cached_property
    def _months_kept(self) -> dict[tuple[str, str, bool], dict[tuple[str, str], Floats]]:
        return {}

    @cached_property
    def nearest(self) -> tuple[int, int, int]:
        """The run that comes nearest to what was seen: its number, observations met, observations there are.

        Among the waves, the one that meets most observations that earn credit; wide intervals; ties go to
        the run in the middle by its largest crowd.
        """
        met = np.zeros(len(self.acute), dtype=int)
        scored = [seen for seen in self.scenario.observations.values() if not seen.input_like]
        for seen in scored:
            values = seen.metric.of(self.acute, self.regional, self.study.regions)
            met += seen.met(values, wide=True) & given(seen.given, self.acute)
        met[~self.wave.mask] = -1
        best = np.flatnonzero(met == met.max())
        crowd = self.acute["peak_street"][best]
        middle = best[np.argsort(crowd, kind="stable")[len(best) // 2]]
        return int(self.members[middle]), int(met[middle]), len(scored)

    def label(self, section: str, key: str) -> str:
        """Readable name of an entry of the scenario, such as a region or a power."""
        entry = getattr(self.scenario, section).get(key)
        return (entry.name or key) if entry is not None else key


def bands(series: Floats) -> Floats:
    """Quantiles over runs, shape ``(5, steps)``: 5, 25, 50, 75 and 95 %."""
    return np.asarray(np.nanquantile(series, QUANTILES, axis=0))


def _filled(cube: Floats, *, forward: bool) -> Floats:
    """Days after the acute phase: the last value, or nothing."""
    for day in range(cube.shape[1]):
        missing = np.isnan(cube[:, day])
        cube[:, day][missing] = cube[:, day - 1][missing] if forward and day else 0.0
    return cube
