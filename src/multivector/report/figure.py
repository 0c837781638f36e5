"""A figure: a drawing, the sentence that says what it shows, and the numbers behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from multivector.report.picture import Chart

WIDE, NARROW = 860, 330
"""Width of a figure on a page and on a telephone, in pixels."""


@dataclass(frozen=True)
class Table:
    """Numbers in rows, already written as text.

    Attributes:
        head: Names of the columns.
        rows: Rows of cells.
        words: How many columns at the left hold words; the others are numbers and stand to the right.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    words: int = 1

    @classmethod
    def of(cls, head: Sequence[str], rows: Sequence[Sequence[str]], words: int = 1) -> Table:
        """From any sequences."""
        return cls(tuple(head), tuple(tuple(row) for row in rows), words)


@dataclass(frozen=True)
class Figure:
    """A figure of the report.

    Attributes:
        id: Short name; also that of its file.
        title: What is shown, among which runs.
        finding: What it says, in a sentence or two; stands under the drawing.
        wide: The chart for a page.
        narrow: The same for a telephone.
        table: The numbers.
        how: How to read it.
    """

    id: str
    title: str
    finding: str
    wide: Chart
    narrow: Chart
    table: Table
    how: str = ""

    @property
    def alt(self) -> str:
        """The alternative text."""
        return f"{self.title}. {self.finding}"


@dataclass(frozen=True)
class Section:
    """A section of the report.

    Attributes:
        id: Where links go.
        title: Its heading.
        template: File of its template.
        content: What the template is given.
        figures: Its figures, in order.
    """

    id: str
    title: str
    template: str
    content: dict[str, Any] = field(default_factory=dict)
    figures: tuple[Figure, ...] = ()
