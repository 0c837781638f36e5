"""What every part of a written crisis shares: frozen, no unknown keys, faults with a path and advice."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, GetJsonSchemaHandler, ValidationInfo
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError


class Strict(BaseModel):
    """A part of a scenario: immutable, and keys that it doesn't know are faults."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


def fault(found: str, expected: str, advice: str = "") -> PydanticCustomError:
    """An error that keeps its three parts until it is shown."""
    # The parts travel in the context, so braces in them are never taken for a template.
    return PydanticCustomError("fault", "{found}", {"found": found, "expected": expected, "advice": advice})


def near(name: str, known: Iterable[str]) -> str:
    """``Did you mean 'x'?`` if a known name is close, else a short list of the known ones, else nothing."""
    names = sorted(known)
    close = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    if not close:
        folded = {known.lower(): known for known in names}
        close = [folded[match] for match in difflib.get_close_matches(name.lower(), folded, n=1, cutoff=0.6)]
    if close:
        return f"Did you mean {close[0]!r}?"
    return f"Known: {', '.join(names)}" if 0 < len(names) <= 20 else ""


class Also:
    """Marks a field that may be written in a shorter way, for the JSON Schema.

    Args:
        shorter: Schema of the shorter way; the schema of one item of the list by default.
    """

    def __init__(self, shorter: JsonSchemaValue | None = None) -> None:
        self.shorter = shorter

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Either way."""
        longer = handler(core)
        return {"anyOf": [self.shorter or longer["items"], longer]}


def one_or_more(item: Any) -> Any:
    """Type of a tuple that may be written as its only item."""

    def listed(raw: object) -> object:
        return [raw] if isinstance(raw, str | dict) else raw

    return Annotated[tuple[item, ...], BeforeValidator(listed), Also()]


def reference(table: str) -> Any:
    """Type of a text that must be the id of an entry of ``table`` (such as ``region``)."""

    def check(raw: object, info: ValidationInfo) -> object:
        known: Collection[str] = (info.context or {}).get("ids", {}).get(table, ())
        if not isinstance(raw, str):
            raise fault(f"found {raw!r}", f"the id of a {table}, as text", "Write it in quotes")
        if info.context is not None and raw not in known:
            raise fault(f"no {table} is called {raw!r}", f"the id of a {table}", near(raw, known))
        return raw

    return Annotated[str, BeforeValidator(check), Field(description=f"Id of a {table}.")]
