"""What each line of a plain text is for: title, body, caption, quote, metadata or boilerplate.

Web text that was saved as text has lost its markup, so the roles are read from the wording. A line that looks
like the start of a page's tail (comments, related news, cookie notice) sends what follows to boilerplate.
"""

from __future__ import annotations

import re

from multivector.sources.calendar import full_dates
from multivector.sources.document import Line, Role
from multivector.sources.language import guess_language
from multivector.sources.statement import ORIGIN, is_dateline, is_statement
from multivector.sources.view import view
from multivector.sources.wrap import paragraphs

_LINE = re.compile(r"[^\r\n\u2028\u2029]+")

_TAIL = re.compile(
    r"^\W{0,3}(?:leave a (?:reply|comment)|\d{0,5}\s?comments?\W*$|post a comment"
    r"|related (?:news|articles|stories|posts|topics)"
    r"|latest news|read next|more from|you may also like|recommended|most read|trending"
    r"|share this|about (?:us|the author)"
    r"|copyright|all rights reserved|©|privacy policy|terms of (?:use|service)|subscribe|sign up|newsletter"
    r"|tags?:"
    r"|filed under|endNewsMessage|previous (?:post|article)|next (?:post|article)|utilizzo dei cookies?)",
    re.IGNORECASE,
)
_BOILERPLATE = re.compile(
    r"\bcookies?\b|your e-?mail address|required fields|javascript|advertis(?:e)?ment|click here|follow us"
    r"|sign up (?:for|to)|subscribe to|newsletter|all rights reserved|terms of service|privacy policy"
    r"|listen now|on (?:his|her|the|our|\w+ \w+[’']s) podcast|watch the video|share on|download the app"
    r"|skip to (?:main )?content|log ?in\b.{0,20}\bregister|informativa|fastest (?:emerging|growing) news",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"\((?:photo|image|file|credit|[A-Z][^()]{1,60}\b(?:AP|AFP|Reuters|Getty|EPA|TASS|via))[^()]{0,60}\)\.?$"
    r"|^\W{0,3}(?:photo|image|picture|caption)\s?:\s|\bphotograph(?: by|:)\s"
    r"|\b(?:photo|image|picture) (?:by|credit|courtesy|released|taken)\b"
    r"|\bfile photo\b|\bhandout (?:photo|image|picture)\b"
    r"|\bis seen\b.{0,80}\b(?:19|20)\d\d\b|\bscreen ?(?:shot|grab)\b",
    re.IGNORECASE,
)
_CAPTION_END = re.compile(r",\s(?:on\s)?[A-Z][a-z]{2,8}\.? \d{1,2},? (?:19|20)\d\d\.?$")
_DATELINE = re.compile(r"^\W{0,3}(?:[A-Z][a-z]{2,8},?\s)?(?:\d|[A-Z][a-z]{2,8}\.?\s\d)")
_RESIDUE = re.compile(r"^\s*(?:https?://\S+|www\.\S+)(?:\s+\S+){0,6}\s*$")
_KEY_VALUE = re.compile(r"^\W{0,3}[A-Za-zÀ-ÿ ]{2,24}\s?:\s?\S")
_SENTENCE_END = re.compile(r"[.!?…][\"”’»)]{0,3}$")
_OPENS_QUOTE = re.compile(r"^[\"“«].*[\"”»][.,]?$", re.DOTALL)


def text_roles(text: str, *, markdown: bool = False, wrapped: bool = False) -> list[Line]:
    """Roles for the lines of a plain text or Markdown file.

    Args:
        text: The decoded file.
        wrapped: Whether lines are broken inside sentences, so that a paragraph has several.
        markdown: Whether ``#``, ``>``, ``![]()``, comments and front matter carry meaning.
    """
    if wrapped:
        spans = paragraphs(text)
    else:
        spans = [(m.start(), m.end()) for m in _LINE.finditer(text) if m.group().strip(" \u00a0\t")]
    language = guess_language(text)
    roles: list[Line] = []
    seen: dict[str, int] = {}
    longer = _openings(text, spans)
    tail = front = comment = False
    for index, (start, end) in enumerate(spans):
        raw = text[start:end]
        line = view(text, start, end).text.strip()
        if markdown:
            marked, front, comment = _markdown_role(raw, index, front, comment)
            if marked is not None:
                role, offset = marked
                roles.append(Line(start + offset, end, role, "markdown"))
                continue
        role, why = _role(line, index, language, seen, longer)
        tail = tail or why == "tail"
        if tail and role not in (Role.METADATA, Role.BOILERPLATE):
            role, why = Role.BOILERPLATE, "after the end of the article"
        roles.append(Line(start, end, role, why))
        if role is Role.METADATA and ORIGIN.search(line) and index > 0.6 * len(spans):
            tail = True
        seen.setdefault(line, index)
    return roles


def _openings(text: str, spans: list[tuple[int, int]]) -> set[str]:
    """First eighty characters of every long paragraph: a short line equal to one is a pull-quote."""
    return {text[s:e].strip()[:80] for s, e in spans if e - s > 300}


def _role(line: str, index: int, language: str, seen: dict[str, int], longer: set[str]) -> tuple[Role, str]:
    n_words = line.count(" ") + 1
    if _TAIL.match(line):
        return Role.BOILERPLATE, "tail"
    if is_statement(line):
        return Role.METADATA, "statement"
    if _RESIDUE.match(line):
        return Role.BOILERPLATE, "address"
    if is_dateline(line, index) or (n_words <= 6 and _DATELINE.match(line) and full_dates(line)):
        return Role.METADATA, "dateline"
    if n_words <= 45 and (_CREDIT.search(line) or _CAPTION_END.search(line)):
        return Role.CAPTION, "repeated" if line in seen else "credit or dateline"
    if n_words <= 60 and _BOILERPLATE.search(line):
        return Role.BOILERPLATE, "site text"
    if n_words >= 5 and language != "und":
        own = guess_language(line)
        if own not in ("und", language):
            return Role.BOILERPLATE, f"in {own}"
    return _wording_role(line, index, n_words, seen, longer)


def _wording_role(line: str, index: int, n_words: int, seen: dict[str, int], longer: set[str]) -> tuple[Role, str]:
    if line in seen or (len(line) <= 300 and len(line) >= 60 and line[:80] in longer):
        return Role.QUOTE, "repeated"
    ended = bool(_SENTENCE_END.search(line))
    if n_words <= 8 and _KEY_VALUE.match(line) and not ended:
        return Role.METADATA, "label"
    if index <= 3 and n_words <= 30 and not (ended and n_words > 8):
        return (Role.TITLE, "heading") if n_words > 1 else (Role.BOILERPLATE, "fragment")
    if _OPENS_QUOTE.match(line) and n_words <= 40 and index <= 3:
        return Role.QUOTE, "standing alone"
    if n_words <= 2 and not ended:
        return Role.BOILERPLATE, "fragment"
    return Role.BODY, ""


def _markdown_role(raw: str, index: int, front: bool, comment: bool) -> tuple[tuple[Role, int] | None, bool, bool]:
    """Role and first character of a marked line, and whether front matter or a comment goes on after it."""
    stripped = raw.strip()
    if comment or stripped.startswith("<!--"):
        return (Role.HIDDEN, 0), front, "-->" not in stripped
    if stripped == "---" and (index == 0 or front):
        return (Role.METADATA, 0), not front, False
    if front:
        return (Role.METADATA, 0), True, False
    for mark, role in (("#", Role.TITLE), (">", Role.QUOTE), ("![", Role.CAPTION)):
        if stripped.startswith(mark):
            body = raw.lstrip(" \t#>" if mark != "![" else " \t!")
            return (role, len(raw) - len(body)), front, False
    if re.fullmatch(r"[-*_=`|\s]{1,200}", stripped):
        return (Role.BOILERPLATE, 0), front, False
    return None, front, False
