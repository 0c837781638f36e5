"""How much a file may cost before it is refused."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps on one file; a file that passes one is refused with a line that names the cap.

    Attributes:
        bytes: Size of the file.
        characters: Length of the text that comes out of it.
        elements: Tags in an HTML page, counted before it is parsed.
        depth: Nesting of an HTML page.
        pages: Pages of a PDF.
        cpu_seconds: Processor time of the parsing process for one file.
        wall_seconds: Time on the clock for one file.
        memory_bytes: Address space of the parsing process.
        files: Files taken from folders in one go.
    """

    bytes: int = 20_000_000
    characters: int = 5_000_000
    elements: int = 100_000
    depth: int = 400
    pages: int = 500
    cpu_seconds: int = 20
    wall_seconds: float = 60.0
    memory_bytes: int = 1_500_000_000
    files: int = 20_000
