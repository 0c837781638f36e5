"""Dataclasses as plain data, ready for JSON, and back."""

from __future__ import annotations

import math
import types
from dataclasses import fields, is_dataclass
from typing import Any, Union, get_args, get_origin, get_type_hints


def plain(content: Any) -> Any:
    """The same in dictionaries and lists; what is not a number is None."""
    if isinstance(content, dict):
        return {key: plain(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [plain(value) for value in content]
    if isinstance(content, float) and not math.isfinite(content):
        return None
    return content


def made(kind: Any, content: Any) -> Any:
    """A value of a type, such as a frozen dataclass, from plain data; None for a number is NaN."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return None if content is None else made(next(k for k in inner if k is not types.NoneType), content)
    if origin is tuple:
        return tuple(made(inner[0], item) for item in content)
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{f.name: made(hints[f.name], content[f.name]) for f in fields(kind)})  # type: ignore[operator]
    if kind is float:
        return math.nan if content is None else float(content)
    return content
