"""Observations: what was seen of the acute phase, as an interval for a number that a run reports."""

from __future__ import annotations

from math import inf
from typing import Annotated, Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import ConfigDict, ValidationInfo, model_validator

from multivector.engine import outcome
from multivector.scenario.condition import ACUTE_UNITS, in_unit
from multivector.scenario.quantity import Anchor, SourceWords, Written
from multivector.scenario.strict import Also, Strict, fault, near, one_or_more, reference

REGION_UNITS = {field.name: field.unit for field in outcome.REGION_OUTCOMES}

GIVEN: dict[str, tuple[tuple[str, float, float], ...]] = {
    "any run": (),
    "ignition": (("ignited", 1.0, 1.0),),
    "national wave": (("national", 1.0, 1.0),),
    "appeal": (("appeal_day", 0.0, inf),),
    "grant": (("granted", 1.0, 1.0),),
    "deployment": (("arrival_day", 0.0, inf),),
    "deployment that the regime outlives": (("arrival_day", 0.0, inf), ("fate", 0.0, 1.0)),
}
"""Condition of an observation: acute outcomes, each with the least and the most that it may be."""


class Metric(Strict):
    """The number observed: an acute outcome, or a summary of a regional one.

    Attributes:
        acute: Acute outcomes, added up.
        field: Regional outcomes, added up in each region.
        region: The region looked at.
        regions: The regions summed or counted; all of them if empty.
        summary: ``sum`` over ``regions``; ``share`` of their sum in the country's; ``count`` of those that
            reach ``at_least``; ``value`` of the one ``region``.
        at_least: Threshold of ``count``.
    """

    acute: one_or_more(Literal[tuple(ACUTE_UNITS)]) = ()  # type: ignore[valid-type]
    field: one_or_more(Literal[tuple(REGION_UNITS)]) = ()  # type: ignore[valid-type]
    region: reference("region") | None = None  # type: ignore[valid-type]
    regions: tuple[reference("region"), ...] = ()  # type: ignore[valid-type]
    summary: Literal["value", "sum", "share", "count"] = "value"
    at_least: float | None = None

    @model_validator(mode="after")
    def _makes_sense(self) -> Metric:
        if bool(self.acute) == bool(self.field):
            raise fault("a metric names " + ("two sources" if self.acute else "no outcome"), "`acute` or `field`")
        if self.acute and (self.region or self.regions or self.summary != "value"):
            raise fault("an acute outcome has no regions", "`field` for a regional outcome")
        if self.field and (self.summary == "value") != (self.region is not None):
            raise fault("a regional metric needs one `region`, or `summary` and `regions`", "one of the two")
        if (self.summary == "count") != (self.at_least is not None):
            raise fault("`summary: count` and `at_least` go together", "both or neither")
        return self

    @property
    def unit(self) -> str:
        """Unit of the number."""
        if self.summary in ("share", "count"):
            return "share" if self.summary == "share" else "1"
        return ACUTE_UNITS[self.acute[0]] if self.acute else REGION_UNITS[self.field[0]]

    def of(self, acute: NDArray[np.void], region: NDArray[np.void], ids: tuple[str, ...]) -> NDArray[np.float64]:
        """The number in each of ``n`` runs.

        Args:
            acute: Shape (n,), fields of :data:`multivector.engine.outcome.ACUTE_DTYPE`.
            region: Shape (n, R), fields of :data:`multivector.engine.outcome.REGION_OUTCOMES`.
            ids: Ids of the R regions.

        Returns:
            Shape (n,). NaN where something that never happened is asked for its day, or a share of nothing.
        """
        if self.acute:
            return _dated(np.sum([acute[name] for name in self.acute], axis=0, dtype=float), self.unit)
        values = np.sum([region[name] for name in self.field], axis=0, dtype=float)
        if self.region is not None:
            return _dated(values[:, ids.index(self.region)], self.unit)
        chosen = values[:, [ids.index(name) for name in self.regions]] if self.regions else values
        if self.summary == "count":
            assert self.at_least is not None
            return np.asarray(np.sum(chosen >= self.at_least, axis=1), dtype=float)
        total = chosen.sum(axis=1)
        if self.summary == "sum":
            return np.asarray(total)
        country = values.sum(axis=1)
        return np.asarray(np.divide(total, country, out=np.full(len(total), np.nan), where=country > 0))


def _ends_from_claims(schema: dict[str, Any]) -> None:
    """In a file the ends may be left to the claims."""
    schema["required"] = [name for name in schema["required"] if name not in ("low", "high", "source")]


class Observation(Strict):
    """What was seen.

    Attributes:
        name: In a few words.
        metric: The number.
        low: Lower end of what the sources say; in a file it may be left to ``claims``.
        high: Upper end, likewise.
        wide_low: Lower end that allows for what one run's chance does to the number; ``low`` if None.
        wide_high: Upper end likewise.
        given: Among which runs it is looked at.
        input_like: Whether the number is nearly an input of the model, so that meeting it earns no credit.
        source: Id of a source, a colon and the place in it; ``claims`` and their ids if it is left out beside claims.
        anchor: The words in a document.
        claims: Ids of claims of the evidence file: what the interval is taken from, or compared with.
        note: Caveats.
    """

    model_config = ConfigDict(json_schema_extra=_ends_from_claims)

    name: str
    metric: Annotated[Metric, Also({"type": "string", "enum": list(ACUTE_UNITS)})]
    low: Annotated[float, Written]
    high: Annotated[float, Written]
    wide_low: Annotated[float | None, Written] = None
    wide_high: Annotated[float | None, Written] = None
    given: Literal[tuple(GIVEN)] = "national wave"  # type: ignore[valid-type]
    input_like: bool = False
    source: SourceWords
    anchor: Anchor | None = None
    claims: tuple[str, ...] = ()
    note: str = ""

    @model_validator(mode="before")
    @classmethod
    def _in_its_unit(cls, raw: Any, info: ValidationInfo) -> Any:
        if not isinstance(raw, dict):
            raise fault(f"found {raw!r}", "a mapping")
        done = dict(raw)
        metric = done.get("metric")
        if isinstance(metric, str):
            if metric not in ACUTE_UNITS:
                raise fault(f"no acute outcome is called {metric!r}", "an acute outcome", near(metric, ACUTE_UNITS))
            done["metric"] = metric = {"acute": metric}
        if isinstance(metric, dict):
            try:
                unit = Metric.model_validate(metric, context=info.context).unit
            except ValueError:
                return done  # its own faults are reported at its own place
            return in_unit(done, unit, info, ("low", "high", "wide_low", "wide_high"))
        return done

    @model_validator(mode="after")
    def _in_order(self) -> Observation:
        low, high = self.interval(wide=True)
        if not low <= self.low <= self.high <= high:
            raise fault(
                f"found {self.low:g} to {self.high:g} inside {low:g} to {high:g}",
                "wide_low <= low <= high <= wide_high", "Put the ends in order",
            )  # fmt: skip
        return self

    def interval(self, wide: bool = False) -> tuple[float, float]:
        """The interval, or the wide one."""
        if not wide:
            return self.low, self.high
        return (
            self.low if self.wide_low is None else self.wide_low,
            self.high if self.wide_high is None else self.wide_high,
        )

    def met(self, values: NDArray[np.float64], wide: bool = False) -> NDArray[np.bool_]:
        """Where values of the metric lie in the interval; NaN never does."""
        low, high = self.interval(wide)
        return np.asarray((values >= low) & (values <= high))


def given(name: str, acute: NDArray[np.void]) -> NDArray[np.bool_]:
    """Which runs an observation is looked at among.

    Args:
        name: A key of :data:`GIVEN`.
        acute: Shape (n,).
    """
    holds = np.ones(acute.shape, bool)
    for field, least, most in GIVEN[name]:
        holds &= (acute[field] >= least) & (acute[field] <= most)
    return holds


def _dated(values: NDArray[np.float64], unit: str) -> NDArray[np.float64]:
    """Days of things that never happened (-1) become NaN."""
    return np.where(values < 0, np.nan, values) if unit in ("date", "days") else values
