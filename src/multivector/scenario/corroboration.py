"""Corroboration: what is on record of the years after the crisis, kept for scoring and never fitted."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ValidationInfo, model_validator

from multivector.engine import outcome
from multivector.scenario.condition import MONTH_SERIES, POWER_SERIES, Constraint, in_unit
from multivector.scenario.quantity import Anchor, SourceWords, Written
from multivector.scenario.strict import Strict, fault, reference

UNITS = {field.name: field.unit for field in (*outcome.POWER_SERIES, *outcome.MONTH_SERIES)}

CERTAIN = ("flag", "probability")
"""Units of what happens or does not: the record is 0 or 1, and the forecast a probability."""


class Corroboration(Strict):
    """Something on record of the years after, as an interval for the mean of a monthly series.

    It belongs to no calibration: it was not there when the crisis was written down, or is treated as if. Where the
    series is a flag or a probability, the record says whether it happened: ``low`` and ``high`` are both 0 or both 1.

    Attributes:
        name: In a few words.
        series: A series of the aftermath, by power or for the country.
        power: The power it is about; None if the series is the country's.
        window: First and last month, both counted; month 0 is the state before the crisis.
        relative_to: ``pre`` (difference from month 0) or ``none``.
        low: Lower end of what the records say.
        high: Upper end.
        given: What is taken as given about the acute phase; other runs say nothing on it.
        input_like: Whether the number is nearly an input of the model, so that meeting it earns no credit.
        source: Id of a source, a colon and the place in it.
        anchor: The words in a document.
        note: How the record was read as this number, and caveats.
    """

    name: str
    series: Literal[POWER_SERIES + MONTH_SERIES]  # type: ignore[valid-type]
    power: reference("power") | None = None  # type: ignore[valid-type]
    window: tuple[int, int]
    relative_to: Literal["pre", "none"] = "none"
    low: Annotated[float, Written]
    high: Annotated[float, Written]
    given: tuple[Constraint, ...] = ()
    input_like: bool = False
    source: SourceWords
    anchor: Anchor | None = None
    note: str = ""

    @model_validator(mode="before")
    @classmethod
    def _in_its_unit(cls, raw: Any, info: ValidationInfo) -> Any:
        if not isinstance(raw, dict):
            raise fault(f"found {raw!r}", "a mapping")
        unit = UNITS.get(raw["series"]) if isinstance(raw.get("series"), str) else None
        return in_unit(raw, unit, info, ("low", "high"))

    @model_validator(mode="after")
    def _makes_sense(self) -> Corroboration:
        of_power = self.series in POWER_SERIES
        if of_power != (self.power is not None):
            whose = "of a power" if of_power else "the country's"
            raise fault(f"the series {self.series!r} is {whose}", "`power`" if of_power else "no `power`")
        if not 0 <= self.window[0] <= self.window[1]:
            raise fault(f"found the window {list(self.window)}", "months in order, from 0")
        if self.low > self.high:
            raise fault(f"found {self.low:g} to {self.high:g}", "low <= high", "Put the ends in order")
        if self.certain and (self.relative_to != "none" or self.low != self.high or self.low not in (0.0, 1.0)):
            raise fault(
                f"{self.series!r} happens or does not; found {self.low:g} to {self.high:g}",
                "`low` and `high` both 0 or both 1, and no `relative_to`",
            )
        if any(constraint.acute is None for constraint in self.given):
            raise fault("`given` bounds a number of the scenario", "acute outcomes only")
        return self

    @property
    def unit(self) -> str:
        """Unit of the number."""
        return UNITS[self.series]

    @property
    def certain(self) -> bool:
        """Whether the record says that something happened or not, so that the forecast is a probability."""
        return self.unit in CERTAIN
