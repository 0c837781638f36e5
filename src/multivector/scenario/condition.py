"""Conditions: a number compared with a bound, and conditions joined by `all` and `any`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, GetJsonSchemaHandler, ValidationInfo, field_validator, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from multivector import units
from multivector.engine import outcome
from multivector.scenario.quantity import Written, WrittenNumbers
from multivector.scenario.strict import Strict, fault, near, one_or_more, reference

Comparison = Literal["greater_than", "less_than", "at_least", "at_most", "equals", "between", "outside"]

OPPOSITE: dict[str, Comparison] = {
    "greater_than": "at_most", "at_most": "greater_than", "less_than": "at_least", "at_least": "less_than",
    "between": "outside", "outside": "between",
}  # fmt: skip
"""The comparison that holds exactly where another does not."""

ACUTE_UNITS = {field.name: field.unit for field in outcome.ACUTE}
POWER_SERIES = tuple(field.name for field in outcome.POWER_SERIES)
MONTH_SERIES = tuple(field.name for field in outcome.MONTH_SERIES)


class Bound(Strict):
    """A comparison with one number, or with two for ``between`` and ``outside`` (ends count as between).

    Attributes:
        test: The comparison.
        value: The number compared with.
        range: The two numbers of ``between`` and ``outside``.
    """

    test: Comparison
    value: Annotated[float | None, Written] = None
    range: Annotated[tuple[float, float] | None, WrittenNumbers] = None

    @model_validator(mode="after")
    def _has_its_number(self) -> Bound:
        two = self.test in ("between", "outside")
        if (self.range is None) == two or (self.value is None) != two:
            raise fault(f"the test {self.test!r} has the wrong numbers", "`range: [low, high]`" if two else "`value`")
        if self.range is not None and self.range[0] > self.range[1]:
            raise fault(f"found the range [{self.range[0]:g}, {self.range[1]:g}]", "the lower end first")
        return self

    def holds(self, x: NDArray[np.float64] | float, factor: float = 1.0) -> NDArray[np.bool_]:
        """Where the comparison holds.

        Args:
            x: Numbers to compare.
            factor: Factor on the bound, to try other sizes of a dead-band.
        """
        x = np.asarray(x, dtype=float)
        if self.range is not None:
            low, high = (factor * end for end in self.range)
            inside = (x >= low) & (x <= high)
            return np.asarray(inside if self.test == "between" else ~inside & ~np.isnan(x))
        assert self.value is not None
        value = factor * self.value
        compare: dict[str, Any] = {
            "greater_than": np.greater, "less_than": np.less, "at_least": np.greater_equal,
            "at_most": np.less_equal, "equals": np.isclose,
        }  # fmt: skip
        return np.asarray(compare[self.test](x, value))

    def interval(self) -> tuple[float, float]:
        """Smallest interval that holds every number passing the test (all numbers, for ``outside``)."""
        if self.range is not None:
            return self.range if self.test == "between" else (-np.inf, np.inf)
        assert self.value is not None
        low = self.value if self.test in ("greater_than", "at_least", "equals") else -np.inf
        return low, self.value if self.test in ("less_than", "at_most", "equals") else np.inf


class Constraint(Bound):
    """A bound on an open number of the scenario or on an outcome of the acute phase.

    Attributes:
        path: Path of a quantity of the scenario, such as ``groups.older.identity``.
        acute: Name of an acute outcome, such as ``stay``.
    """

    path: str | None = None
    acute: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _in_its_unit(cls, raw: Any, info: ValidationInfo) -> Any:
        """Convert the written bound to the unit of what it bounds."""
        if not isinstance(raw, dict):
            raise fault(f"found {raw!r}", "a mapping with `path` or `acute`, `test` and `value`")
        unit = None
        if isinstance(raw.get("acute"), str):
            unit = ACUTE_UNITS.get(raw["acute"])
            if unit is None:
                raise fault(
                    f"no acute outcome is called {raw['acute']!r}",
                    "an acute outcome",
                    near(raw["acute"], ACUTE_UNITS),
                )
        elif isinstance(raw.get("path"), str) and info.context is not None:
            unit = info.context["unit_of"](raw["path"])
        return in_unit(raw, unit, info, ("value", "range"))

    @model_validator(mode="after")
    def _has_one_subject(self) -> Constraint:
        if (self.path is None) == (self.acute is None):
            raise fault("this constraint bounds " + ("two things" if self.path else "nothing"), "`path` or `acute`")
        return self

    def opposite(self) -> Constraint:
        """The constraint that holds exactly where this one does not.

        A flag compared by ``equals`` turns to its other value.
        """
        if self.test == "equals":
            return self.model_copy(update={"value": 1.0 - (self.value or 0.0)})
        return self.model_copy(update={"test": OPPOSITE[self.test]})


class SeriesTest(Bound):
    """A bound on the mean of a monthly series over a window.

    Attributes:
        series: A series of the aftermath, by power or for the country.
        power: The power or powers it is about; with several, the test must hold for each. None for a series
            that is the country's.
        window: First and last month, both counted; month 0 is the state before the crisis.
        relative_to: ``pre`` (difference from month 0), ``twin`` (difference from the same dice with help not
            asked), ``changed`` (difference from the same dice with ``changed`` numbers), or ``none``.
        changed: Paths and numbers of the comparison run, for ``relative_to: changed``.
        deadband: Whether the bound is a dead-band, of which other sizes are tried.
    """

    series: Literal[POWER_SERIES + MONTH_SERIES]  # type: ignore[valid-type]
    power: one_or_more(reference("power")) = ()  # type: ignore[valid-type]
    window: tuple[int, int]
    relative_to: Literal["pre", "twin", "changed", "none"] = "none"
    changed: dict[str, float] = Field(default_factory=dict)
    deadband: bool = False

    @field_validator("changed", mode="before")
    @classmethod
    def _known_paths(cls, raw: Any, info: ValidationInfo) -> Any:
        if info.context is not None and isinstance(raw, dict):
            return {path: in_unit({"value": value}, info.context["unit_of"](path), info, ("value",))["value"]
                    for path, value in raw.items()}  # fmt: skip
        return raw

    @model_validator(mode="after")
    def _makes_sense(self) -> SeriesTest:
        if (self.series in POWER_SERIES) != bool(self.power):
            raise fault(
                f"the series {self.series!r} is " + ("the country's" if self.power else "of a power"),
                "no `power`" if self.power else "`power`",
            )
        if not 0 <= self.window[0] <= self.window[1]:
            raise fault(f"found the window {list(self.window)}", "months in order, from 0")
        if (self.relative_to == "changed") != bool(self.changed):
            raise fault("`relative_to: changed` and `changed` go together", "both or neither")
        return self


class Outcome(Strict):
    """A test on the aftermath: one bound, or several joined. Exactly one of the three forms is given.

    Attributes:
        all: Every one must hold.
        any: One must hold.
        only: The bound itself (in YAML its keys stand directly here).
    """

    all: tuple[Outcome, ...] | None = None
    any: tuple[Outcome, ...] | None = None
    only: SeriesTest | None = None

    JOINS: ClassVar = ("all", "any", "only")

    @model_validator(mode="before")
    @classmethod
    def _shape(cls, raw: Any) -> Any:
        if not isinstance(raw, dict):
            raise fault(f"found {raw!r}", "a mapping with `series`, or with `all` or `any`")
        return raw if set(raw) & set(cls.JOINS) else {"only": raw}

    @model_validator(mode="after")
    def _one_form(self) -> Outcome:
        if sum(part is not None for part in (self.all, self.any, self.only)) != 1:
            raise fault("an outcome has more than one form", "one of `all`, `any`, or a bound")
        if not (self.all or self.any or self.only):
            raise fault("an outcome is empty", "at least one test")
        return self

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """As it is written: a bound directly, or a list under `all` or `any`."""
        reference_here = handler(core)
        whole = handler.resolve_ref_schema(reference_here)
        bound = whole["properties"]["only"]["anyOf"][0]
        lists = [
            {
                "type": "object",
                "properties": {join: whole["properties"][join]["anyOf"][0]},
                "required": [join],
                "additionalProperties": False,
            }
            for join in ("all", "any")
        ]
        description = whole["description"]
        whole.clear()
        whole.update({"description": description, "anyOf": [bound, *lists]})
        return reference_here

    def tests(self) -> Iterator[SeriesTest]:
        """Every bound in it."""
        if self.only is not None:
            yield self.only
        for part in (*(self.all or ()), *(self.any or ())):
            yield from part.tests()


def in_unit(raw: dict[str, Any], unit: str | None, info: ValidationInfo, keys: tuple[str, ...]) -> dict[str, Any]:
    """A mapping with some of its numbers converted to ``unit`` (as they are if it is None)."""
    done = dict(raw)
    start = (info.context or {}).get("start")

    def number(item: Any) -> Any:
        try:
            return units.convert(item, unit, start=start) if unit and isinstance(item, int | float | str) else item
        except units.UnitError as error:
            raise fault(error.found, error.expected, error.advice) from None

    for key in keys:
        if isinstance(done.get(key), list):
            done[key] = [number(item) for item in done[key]]
        elif key in done:
            done[key] = number(done[key])
    return done
