"""A YAML file becomes plain data, with the line of every key, and can do no harm on the way.

The file is read event by event with the safe parser; nothing in it can make an object. Size, depth and the
number of values (aliases counted at full length) are limited, so that a huge file, or one whose aliases
multiply, ends in one clear line and at once.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from multivector.errors import Fault, ScenarioError

MAX_BYTES = 5_000_000
"""Largest file that is read."""
MAX_DEPTH = 24
"""Deepest nesting."""
MAX_VALUES = 200_000
"""Most values in a file, what aliases stand for included."""

Place: TypeAlias = tuple[str | int, ...]
Data: TypeAlias = Any

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INT = re.compile(r"^[+-]?(0|[1-9][0-9_]*)$")
_FLOAT = re.compile(r"^[+-]?(\.\d+|\d+(\.\d*)?)([eE][+-]?\d+)?$")
_SPECIAL = {".inf": math.inf, "-.inf": -math.inf, ".nan": math.nan}


@dataclass(frozen=True)
class Document:
    """What a YAML file says.

    Attributes:
        data: Mappings (keys always text), sequences and scalars.
        lines: Line (from 1) of every key and item, by its place.
        faults: Duplicate keys and values of unknown kinds.
        file: File name for messages.
    """

    data: Data
    lines: dict[Place, int] = field(repr=False)
    faults: tuple[Fault, ...]
    file: str

    def line(self, place: Place) -> int | None:
        """Line of a place, or of the nearest place above it that has one."""
        while place:
            if place in self.lines:
                return self.lines[place]
            place = place[:-1]
        return self.lines.get((), None)


def dotted(place: Place) -> str:
    """A place as people write it, such as ``regions.ALA.population``."""
    return ".".join(str(part) for part in place)


def read(path: Path) -> Document:
    """Read a YAML file.

    Raises:
        ScenarioError: The file is missing, too large, not text, or not YAML.
    """
    try:
        if path.is_dir():
            raise ScenarioError(f"{path} is a folder", expected="a scenario file")
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise ScenarioError(
                f"{path} has {size / 1e6:.0f} MB",
                expected=f"at most {MAX_BYTES / 1e6:.0f} MB",
                advice="A crisis fits on a few pages; keep data in files of its own",
            )
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)  # a device or a growing file has no honest size
    except FileNotFoundError:
        raise ScenarioError(
            f"{path} does not exist", expected="a scenario file", advice="`multivector init DIR` writes one"
        ) from None
    except OSError as error:
        raise ScenarioError(f"{path} cannot be read: {error.strerror}", expected="a readable file") from None
    if len(raw) > MAX_BYTES:
        raise ScenarioError(f"{path} goes on beyond {MAX_BYTES / 1e6:.0f} MB", expected="a scenario file")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise ScenarioError(f"{path}:{line}: found bytes that are not UTF-8", expected="a text file") from None
    return parse(text, str(path))


def parse(text: str, file: str = "") -> Document:
    """Parse YAML text; see :func:`read`."""
    reader = _Reader(file)
    try:
        data = reader.document(iter(yaml.parse(text, Loader=_LOADER)))
    except yaml.MarkedYAMLError as error:
        mark: Any = error.problem_mark
        line = 1 if mark is None else mark.line + 1
        raise ScenarioError(
            f"{file}:{line}: this is not YAML: {error.problem or error.context}",
            expected="a YAML mapping",
            advice="Look at the indentation and the colons on this line and the one above",
        ) from None
    except yaml.YAMLError as error:
        raise ScenarioError(f"{file}: this is not YAML: {str(error).splitlines()[0]}", expected="text") from None
    return Document(data, reader.lines, tuple(reader.faults), file)


class _Reader:
    """Builds plain data from parser events."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: dict[Place, int] = {}
        self.faults: list[Fault] = []
        self._values = 0
        self._anchors: dict[str, tuple[Data, int] | None] = {}  # value and its size; None while it is being read

    def document(self, events: Iterator[Any]) -> Data:
        data: Data = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if data is not None:
                    raise self._stop(event, "a second document begins", "one document a file")
                data = self._value(next(events), events, ())
        return data

    def _stop(self, event: Any, found: str, expected: str) -> ScenarioError:
        return ScenarioError(f"{self.file}:{_line(event)}: {found}", expected=expected)

    def _count(self, event: Any, size: int) -> None:
        self._values += size
        if self._values > MAX_VALUES:
            raise self._stop(event, f"more than {MAX_VALUES:,} values, aliases included", "a scenario file")

    def _value(self, event: Any, events: Iterator[Any], place: Place) -> Data:
        self.lines.setdefault(place, _line(event))
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        if len(place) > MAX_DEPTH:
            raise self._stop(event, f"nesting deeper than {MAX_DEPTH} levels", "a scenario file")
        before = self._values
        self._count(event, 1)
        if event.anchor:
            self._anchors[event.anchor] = None
        value: Data
        if event.tag not in (None, "!", "tag:yaml.org,2002:str"):
            self.faults.append(
                Fault(
                    f"found the tag {event.tag!r}",
                    "plain text, numbers, lists and mappings",
                    "Remove the tag",
                    self.file,
                    _line(event),
                    dotted(place),
                )
            )
        if isinstance(event, yaml.ScalarEvent):
            value = _scalar(event)
        elif isinstance(event, yaml.SequenceStartEvent):
            value = []
            while not isinstance(item := next(events), yaml.SequenceEndEvent):
                value.append(self._value(item, events, (*place, len(value))))
        else:
            value = self._mapping(events, place)
        if event.anchor:
            self._anchors[event.anchor] = (value, self._values - before)
        return value

    def _alias(self, event: Any) -> Data:
        known = self._anchors.get(event.anchor)
        if known is None:
            raise self._stop(event, f"the alias *{event.anchor} has no finished anchor before it", "a value")
        self._count(event, known[1])
        return known[0]

    def _mapping(self, events: Iterator[Any], place: Place) -> dict[str, Data]:
        found: dict[str, Data] = {}
        while not isinstance(key := next(events), yaml.MappingEndEvent):
            if not isinstance(key, yaml.ScalarEvent):
                raise self._stop(key, "a key that is not a word", "a word, a colon and a value")
            inner = (*place, key.value)
            line = _line(key)
            if key.value in found:
                first = self.lines[inner]
                self.faults.append(
                    Fault(
                        f"the key {key.value!r} stands here a second time, first on line {first}",
                        "each key once", "Remove one of the two", self.file, line, dotted(inner),
                    )
                )  # fmt: skip
                self._value(next(events), events, (*inner, "(second)"))
                continue
            self.lines[inner] = line
            found[key.value] = self._value(next(events), events, inner)
        return found


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _scalar(event: Any) -> Data:
    text: str = event.value
    if event.style or event.tag == "tag:yaml.org,2002:str":
        return text
    if text.lower() in ("", "~", "null"):
        return None
    if text.lower() in ("true", "false"):
        return text.lower() == "true"
    if _INT.match(text):
        return int(text.replace("_", "")) if len(text) < 40 else text
    if _FLOAT.match(text) and not re.match(r"^[+-]?0\d", text):  # 007 is a name, not a number
        return float(text)
    return _SPECIAL.get(text.lower(), text)
