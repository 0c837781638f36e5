"""Dataclasses as plain data, ready for JSON, and back."""

from __future__ import annotations

import json
import math
import types
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

from multivector.ensemble import disk
from multivector.errors import AssessError


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


def understood(kind: Any, content: Any, layout: int, name: str, command: str) -> Any:
    """A value of a type from the content of its file.

    Args:
        kind: A frozen dataclass.
        content: What the file holds, ``format`` among it.
        layout: The ``format`` that is understood.
        name: What it is called, such as ``answer``.
        command: The command that makes it.

    Raises:
        AssessError: If it is none of this layout.
    """
    again = f"Make it again with `multivector {command}`"
    found = content.get("format", "none") if isinstance(content, dict) else "none"
    if found != layout:
        raise AssessError(f"found format {found} of the {name}", expected=f"format {layout}", advice=again)
    try:
        return made(kind, content)
    except KeyError as error:
        raise AssessError(f"the {name} has no `{error.args[0]}`", advice=again) from None
    except (TypeError, ValueError, AttributeError):
        raise AssessError(f"the {name} has a part that is no such thing as it should be", advice=again) from None


def keep(path: Path, content: dict[str, Any]) -> Path:
    """Write plain data into a file, whole or not at all; returns the file."""
    disk.write(path, (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode())
    return path


def kept(path: Path, kind: Any, layout: int, name: str, command: str) -> Any:
    """Read back what :func:`keep` wrote; the arguments are those of :func:`understood`.

    Raises:
        AssessError: If there is no such file, or it can't be understood.
    """
    try:
        content = json.loads(path.read_text())
    except FileNotFoundError:
        raise AssessError(
            f"{path.parent}: no {name} here",
            expected=f"a folder with {path.name}",
            advice=f"Make it with `multivector {command} {path.parent}`",
        ) from None
    except ValueError as error:
        raise AssessError(
            f"{path}: not JSON ({error})", advice=f"Make it again with `multivector {command}`"
        ) from error
    try:
        return understood(kind, content, layout, name, command)
    except AssessError as error:
        raise AssessError(f"{path}: {error.message}", expected=error.expected, advice=error.advice) from None
