"""The errors of multivector, and the faults they carry.

::

    MultivectorError                what a caller may catch
    ├── SourceError                 a document could not be read
    ├── EvidenceError               a claim does not stand on its document
    ├── ScenarioError               a crisis is written down wrongly (carries all its faults)
    ├── EngineError                 a run broke one of the model's own rules
    ├── EnsembleError               a study on disk cannot be written, resumed or read
    ├── AssessError                 a question that the results cannot answer
    └── MissingExtraError           a feature needs a package that is not installed

Every message has three parts: what was found where, what was expected, what to do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in one place.

    Attributes:
        found: What was found, as a sentence without a final stop.
        expected: What was expected instead.
        advice: What to do about it; may be empty.
        file: The file it was found in; empty if not from a file.
        line: 1-based line number, or None if unknown.
        path: Dotted path inside the file, such as ``regions.ALA.population``.
    """

    found: str
    expected: str = ""
    advice: str = ""
    file: str = ""
    line: int | None = None
    path: str = ""

    def __str__(self) -> str:
        place = self.file
        if self.line is not None:
            place = f"{place}:{self.line}" if place else f"line {self.line}"
        where = " ".join(part for part in (f"{place}:" if place else "", f"{self.path}:" if self.path else "") if part)
        text = f"{where} {self.found}".strip()
        if self.expected:
            text += f"; expected {self.expected}"
        if self.advice:
            text += f". {self.advice}"
        return text


class MultivectorError(Exception):
    """Base of every error that multivector raises on purpose.

    Args:
        message: What was found where.
        expected: What was expected.
        advice: What to do.
        faults: The single faults, if there are several.
    """

    def __init__(
        self, message: str, *, expected: str = "", advice: str = "", faults: Sequence[Fault] = ()
    ) -> None:
        super().__init__(message)
        self.message = message
        self.expected = expected
        self.advice = advice
        self.faults = tuple(faults)

    def __str__(self) -> str:
        text = self.message
        if self.expected:
            text += f"; expected {self.expected}"
        if self.advice:
            text += f". {self.advice}"
        return "\n".join([text, *(f"  {fault}" for fault in self.faults)])


class SourceError(MultivectorError):
    """A document could not be read."""


class EvidenceError(MultivectorError):
    """A claim does not stand on its document."""


class ScenarioError(MultivectorError):
    """A crisis is written down wrongly; ``faults`` holds every fault of the file."""


class EngineError(MultivectorError):
    """A run broke one of the model's own rules."""


class EnsembleError(MultivectorError):
    """A study on disk cannot be written, resumed or read."""


class AssessError(MultivectorError):
    """A question that the results cannot answer."""


class MissingExtraError(MultivectorError):
    """A feature needs a package that is not installed; the message holds the line to type."""
