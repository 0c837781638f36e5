"""What every part of a written crisis shares: frozen, no unknown keys, faults with a path and advice."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo
from pydantic_core import PydanticCustomError


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
