"""A document: one decoded text, and what each of its lines is for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from multivector.sources.view import View, view


class Role(StrEnum):
    """What a line of a document is for; claims are proposed from title, body, caption and quote only."""

    TITLE = "title"
    BODY = "body"
    CAPTION = "caption"
    QUOTE = "quote"
    METADATA = "metadata"
    BOILERPLATE = "boilerplate"
    HIDDEN = "hidden"


CONTENT_ROLES = frozenset({Role.TITLE, Role.BODY, Role.CAPTION, Role.QUOTE})
"""The roles that count as the clean text of a document."""


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch of a document's text with one role.

    Attributes:
        start: First character, 0-based, in ``Document.text``.
        end: One past the last character.
        role: What the line is for.
        why: Why it has that role, in a word or two.
    """

    start: int
    end: int
    role: Role
    why: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was read: its text never changes, so offsets into it stay good.

    For plain text and Markdown ``text`` is the decoded file, character for character. For HTML it is the text
    content of the parsed page, and for PDF the text layer of its pages, in reading order: the same bytes give
    the same text. Text that a reader of the page would not see keeps its place and has the role ``hidden``.

    Attributes:
        id: ``sha256:`` and the hash of the file's bytes.
        name: The file's name, safe to print.
        media_type: ``text/plain``, ``text/markdown``, ``text/html`` or ``application/pdf``.
        encoding: The character encoding that was found.
        text: The decoded text.
        lines: Its lines with their roles, in order, not overlapping.
        title, author, outlet, language: As stated or found; empty if not.
        published: Date the story says it was published, ISO, possibly only a year or a month; empty if none.
        page_date: Date of the page that carries it, where that is another one.
        origin: The outlet or address it says it was taken from; empty if none.
        warnings: What the analyst should know, one sentence each.
    """

    id: str
    name: str
    media_type: str
    encoding: str
    text: str
    lines: tuple[Line, ...]
    title: str = ""
    author: str = ""
    outlet: str = ""
    published: str = ""
    page_date: str = ""
    origin: str = ""
    language: str = "und"
    warnings: tuple[str, ...] = field(default=())

    def content(self) -> Iterator[Line]:
        """The lines of the clean text: title, body, captions and quotes."""
        return (line for line in self.lines if line.role in CONTENT_ROLES)

    def hidden(self) -> Iterator[str]:
        """The texts that a reader of the page would not have seen."""
        return (self.text[line.start : line.end] for line in self.lines if line.role is Role.HIDDEN)

    def view(self, line: Line) -> View:
        """A line without invisible characters, with the way back to offsets in ``text``."""
        return view(self.text, line.start, line.end)

    def clean_text(self) -> str:
        """The clean text, one line a paragraph, invisible characters removed."""
        return "\n".join(self.view(line).text for line in self.content())

    def role_at(self, offset: int) -> Role | None:
        """The role of the line at an offset, or None between lines."""
        for line in self.lines:
            if line.start <= offset < line.end:
                return line.role
        return None

    @property
    def citation(self) -> str:
        """Author, title, outlet and date in one line, as far as they are known."""
        parts = [self.author, f"“{self.title}”" if self.title else self.name, self.outlet, self.published]
        return ", ".join(part for part in parts if part)
