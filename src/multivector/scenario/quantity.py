"""A number of a scenario: fixed or open, in the engine's unit, with where it comes from.

In YAML a quantity is a bare number, a text with a unit, or a mapping::

    population: 2101485
    duration: 2 weeks
    exposure: {range: [0.8, 1.2], source: assumed, note: longest land border}
    builder: {values: [0, 1], source: "002", anchor: {document: "002", exact: division of labour}}
    force: {claims: ["000-04", "002-02"], scale: log}    # the range is what the claims allow
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    GetJsonSchemaHandler,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from multivector import units
from multivector.engine.vocabulary import ANY, LIMITS, Limits, Parameter
from multivector.scenario.strict import Strict, fault, near, reference

Written = WithJsonSchema({"type": ["number", "string", "boolean"]})
"""A single number as it may be written; it is a float once it is read."""

WrittenNumbers = WithJsonSchema({"type": "array", "items": {"type": ["number", "string", "boolean"]}, "minItems": 1})
"""Several of them."""


def _known_source(written: str, info: ValidationInfo) -> str:
    """Refuse a source that ``sources`` doesn't list; the text may go on after a colon."""
    head = written.partition(":")[0].strip()
    known = [*(info.context or {}).get("ids", {}).get("source", ()), "assumed", "claims"]
    if info.context is not None and head not in known:
        raise fault(
            f"no source is called {head!r}",
            "`assumed`, or an id of `sources`, a colon and the place in it",
            near(head, known),
        )
    return written


SourceWords = Annotated[str, AfterValidator(_known_source)]
"""Id of an entry of ``sources``, then optionally a colon and the place in it; or ``assumed``."""


class Anchor(Strict):
    """Where in a document something is said.

    Attributes:
        document: Id of the document in ``sources``.
        exact: The very words, a phrase of a few of them.
    """

    document: reference("source")  # type: ignore[valid-type]
    exact: str = Field(min_length=2, max_length=160)


class Quantity(Strict):
    """A number and its origin; all numbers are in the unit of the place where it stands.

    Attributes:
        value: The number, or the central one if there is a range.
        range: Lower and upper end, for a number that is open.
        values: The possible numbers, equally likely, for a number with few alternatives.
        scale: ``linear`` (uniform on the range) or ``log`` (log-uniform).
        unit: Unit of the numbers as written; None once they are converted.
        source: Id of an entry of ``sources``, then optionally a colon and the place in it; or ``assumed``.
        anchor: The words in a document that say so.
        claims: Ids of claims of the evidence file. Without ``range`` and ``values`` the range is theirs, and
            ``value`` the central number in it; else they are what the range is compared with.
        note: Why, in a line.
        on_top_of: Path of another quantity that this one is added to.
    """

    value: Annotated[float | None, Written] = None
    range: Annotated[tuple[float, float] | None, WrittenNumbers] = None
    values: Annotated[tuple[float, ...] | None, WrittenNumbers] = None
    scale: Literal["linear", "log"] = "linear"
    unit: str | None = None
    source: SourceWords | None = None
    anchor: Anchor | None = None
    claims: tuple[str, ...] = ()
    note: str = ""
    on_top_of: str | None = None

    @property
    def low(self) -> float:
        """Smallest possible number."""
        return min(self._numbers())

    @property
    def high(self) -> float:
        """Largest possible number."""
        return max(self._numbers())

    @property
    def open(self) -> bool:
        """Whether the number is sampled."""
        return self.low < self.high

    @property
    def central(self) -> float:
        """The one number to use where one is wanted."""
        if self.value is not None:
            return self.value
        if self.range is not None:
            low, high = self.range
            return float((low * high) ** 0.5) if self.scale == "log" else (low + high) / 2
        numbers = self._numbers()
        return numbers[len(numbers) // 2]

    def _numbers(self) -> tuple[float, ...]:
        return self.values or self.range or ((self.value,) if self.value is not None else ())

    @model_validator(mode="after")
    def _hangs_together(self) -> Quantity:
        if not self._numbers():
            raise fault("found no number", "`value`, `range` or `values`")
        if self.range is not None and self.values is not None:
            raise fault("found both `range` and `values`", "one of the two")
        if self.range is not None and self.range[0] > self.range[1]:
            raise fault(
                f"found the range [{self.range[0]:g}, {self.range[1]:g}]",
                "the lower end first",
                "Swap the two ends",
            )
        if self.value is not None and not self.low <= self.value <= self.high:
            raise fault(
                f"found the value {self.value:g} outside [{self.low:g}, {self.high:g}]",
                "a value in the range",
            )
        if self.scale == "log" and self.low <= 0:
            raise fault(f"found a log scale from {self.low:g}", "a range above 0 for a log scale", "Use scale: linear")
        return self


def limits(unit: str) -> Limits:
    """What a number of a unit can be; ``portion`` is a share or a number of persons."""
    return Limits(0.0) if unit == "portion" else LIMITS.get(unit, ANY)


def quantity(
    unit: str, meaning: str = "", default: Parameter | None = None, possible: Limits | None = None
) -> Any:
    """Type of a quantity whose place wants ``unit``.

    Args:
        unit: The engine's unit there.
        meaning: One sentence for the schema.
        default: The engine's parameter, if it is one. A mapping without numbers (only a source, an anchor or
            claims) keeps its range.
        possible: What it can be at all; what the parameter, or else the unit, allows if not given.
    """
    within = possible or (default.limits if default is not None else limits(unit))
    inherited: dict[str, Any] = {}
    if default is not None:
        inherited["value"] = default.default
        if default.low < default.high:
            inherited.update(range=[default.low, default.high], scale=default.scale)

    def number(raw: Any, written: str | None, info: ValidationInfo) -> float:
        if raw is None or isinstance(raw, list | dict):
            raise fault("found no number" if raw is None else f"found {raw!r}", units.expected(unit))
        try:
            value = units.convert(raw, unit, unit=written, start=(info.context or {}).get("start"))
        except units.UnitError as error:
            raise fault(error.found, error.expected, error.advice) from None
        if not within.hold(value):
            raise fault(f"found {raw}", f"{within} ({unit})" if unit != "1" else str(within))
        return value

    def convert(raw: Any, info: ValidationInfo) -> Any:
        if isinstance(raw, Quantity):
            return raw
        if not isinstance(raw, dict):
            return {"value": number(raw, None, info)}
        done = dict(raw)
        if not {"value", "range", "values"} & set(done):
            done |= inherited
        written = done.pop("unit", None)
        if written is not None and not isinstance(written, str):
            raise fault(f"found the unit {written!r}", "a unit as text")
        if "value" in done:
            done["value"] = number(done["value"], written, info)
        for key in ("range", "values"):
            if key in done:
                if not isinstance(done[key], list) or (key == "range" and len(done[key]) != 2) or not done[key]:
                    raise fault(f"found `{key}: {done[key]}`", f"`{key}: [low, high]`" if key == "range" else "a list")
                done[key] = tuple(number(item, written, info) for item in done[key])
        if isinstance(done.get("on_top_of"), str) and info.context is not None:
            info.context["unit_of"](done["on_top_of"])
        return done

    return Annotated[Quantity, BeforeValidator(convert), Place(unit, meaning)]


@dataclass(frozen=True)
class Place:
    """What a quantity is in its place; writes itself into the JSON Schema.

    Attributes:
        unit: The engine's unit.
        meaning: One sentence.
    """

    unit: str
    meaning: str

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """A bare number, a text with a unit, or the mapping."""
        return {"description": str(self), "anyOf": [{"type": ["number", "string", "boolean"]}, handler(core)]}

    def __str__(self) -> str:
        return f"{self.meaning} [{self.unit}]".strip()
