"""The pages of the documentation, as the tests read them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
_FENCE = re.compile(r"^```(.*)\n((?:.*\n)*?)```$", re.M)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def blocks(page: Path) -> Iterator[tuple[str, str]]:
    """Fenced blocks: what stands behind the opening fence, and the text."""
    for found in _FENCE.finditer(page.read_text(encoding="utf-8")):
        yield found[1].strip(), found[2]


def prose(page: Path) -> str:
    """A page without its fenced blocks."""
    return _FENCE.sub("", page.read_text(encoding="utf-8"))


def links(page: Path) -> list[str]:
    return _LINK.findall(prose(page))


def anchors(page: Path) -> set[str]:
    """Anchors of the headings, as they are made on the web."""
    heads = re.findall(r"^#+ (.*)$", prose(page), re.M)
    return {re.sub(r"[^\w\- ]", "", head.strip().lower()).replace(" ", "-") for head in heads}


def command_lines(page: Path) -> Iterator[str]:
    """Calls of the program in fenced blocks, without comments."""
    for kind, text in blocks(page):
        if kind in ("", "sh", "console"):
            for line in text.splitlines():
                call = line.strip().removeprefix("$ ").partition(" #")[0].strip()
                if re.match(r"multivector [a-z]+( |$)", call):
                    yield call
