"""An HTML page becomes its text content, with the role of every line; runs in the parsing process.

Hidden text is marked before anything is extracted. Two extractors then vote on which lines are the article
(trafilatura, Barbaresi 2021, in its precise mode; readability as the second vote).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cssselect import SelectorError
from lxml import etree, html
from lxml.cssselect import CSSSelector

from multivector.errors import SourceError
from multivector.sources.document import Line, Role
from multivector.sources.limits import Limits

_BLOCK = frozenset(
    """address article aside blockquote body br caption center dd details dialog div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol option p pre section select summary table
    tbody td tfoot th thead title tr ul""".split()  # noqa: SIM905
)
_SILENT = frozenset(
    """script style noscript template iframe object embed svg math canvas video audio head
    textarea""".split()  # noqa: SIM905
)
_PAGE_PARTS = {
    "nav": Role.BOILERPLATE, "footer": Role.BOILERPLATE, "form": Role.BOILERPLATE,
    "button": Role.BOILERPLATE,
    "select": Role.BOILERPLATE, "dialog": Role.BOILERPLATE, "figcaption": Role.CAPTION,
    "caption": Role.CAPTION,
    "blockquote": Role.QUOTE, "h1": Role.TITLE, "time": Role.METADATA, "title": Role.TITLE,
}  # fmt: skip
_HIDING_STYLE = re.compile(
    r"display\s{0,4}:\s{0,4}none|visibility\s{0,4}:\s{0,4}(?:hidden|collapse)"
    r"|opacity\s{0,4}:\s{0,4}0?\.?0{1,4}(?:\s|;|$|!)"
    r"|font-size\s{0,4}:\s{0,4}0(?:\.\d{1,3})?(?:px|pt|em|rem|%)?(?:\s|;|$|!)"
    r"|text-indent\s{0,4}:\s{0,4}-\d{3,6}"
    r"|(?:left|top|right|margin-left|margin-top)\s{0,4}:\s{0,4}-\d{3,6}|clip\s{0,4}:\s{0,4}rect\(\s{0,4}0"
    r"|clip-path\s{0,4}:\s{0,4}inset\(\s{0,4}(?:50|100)%"
    r"|(?<![\w-])(?:max-)?(?:width|height)\s{0,4}:\s{0,4}0(?:px|pt|em|rem|%)?(?:\s|;|$|!)"
    r"|(?<![\w-])color\s{0,4}:\s{0,4}transparent",
    re.IGNORECASE,
)
_COLOURS = re.compile(r"(?<![\w-])(background(?:-color)?|color)\s{0,4}:\s{0,4}(#?\w{2,20})", re.IGNORECASE)
_CSS_COMMENT = re.compile(r"/\*[^*]{0,10000}(?:\*(?!/)[^*]{0,10000}){0,1000}\*/")
_BRACE = re.compile(r"[{}]")
_ON_SCREEN = re.compile(r"@(?:media\s{1,4}(?:all|(?:only\s{1,4})?screen)$|supports\b|layer\b)", re.IGNORECASE)
_MOST_SELECTORS, _LONGEST_SELECTOR = 200, 200
_SIMPLE_SELECTOR = re.compile(r"^\s*(?:\w{1,20})?([.#])([\w-]{1,80})\s*$")
_CAPTION_CLASS = re.compile(r"caption|credit|photo-?desc", re.IGNORECASE)
_META_CLASS = re.compile(r"byline|dateline|author|timestamp|pub-?date|posted-on", re.IGNORECASE)
_PULL_CLASS = re.compile(r"pull-?quote", re.IGNORECASE)
_ALNUM = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Page:
    """What came out of an HTML page: its text, the roles, and what it says about itself."""

    text: str
    lines: tuple[Line, ...]
    title: str = ""
    author: str = ""
    outlet: str = ""
    published: str = ""
    language: str = ""
    warnings: tuple[str, ...] = ()


def read_page(source: str, limits: Limits) -> Page:
    """Turn the source of a page into text with roles.

    Args:
        source: The decoded page.
        limits: Caps on elements, nesting and text.

    Raises:
        SourceError: The page passes a cap, or no text could be found in it.
    """
    elements = source.count("<")
    if elements > limits.elements:
        raise SourceError(
            f"the page has {elements:,} tags",
            expected=f"at most {limits.elements:,}",
            advice="Save the article alone, or as plain text",
        )
    tree = _parse(source)
    _check_depth(tree, limits)
    hiding = _hiding_names(tree)
    text, lines, parts = _walk(tree, hiding)
    if len(text) > limits.characters:
        raise SourceError(f"the page holds {len(text):,} characters of text", expected=f"at most {limits.characters:,}")
    precise, second, facts = _extract(tree, hiding)
    if not precise and not second:
        raise SourceError(
            "no article could be found in the page",
            expected="paragraphs of text that a reader sees",
            advice="Open it in a browser and save the text",
        )
    roles = _vote(text, lines, parts, precise, second)
    warnings = [] if precise else ["only the second extractor found an article; check the text"]
    return Page(text, tuple(roles), warnings=tuple(warnings), **facts)


def _parse(source: str) -> html.HtmlElement:
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_pis=True)
    try:
        tree = html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise SourceError(f"not readable as HTML ({error})", advice="Save the article as plain text") from None
    return tree


def _check_depth(tree: html.HtmlElement, limits: Limits) -> None:
    depth = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > limits.depth:
            raise SourceError(
                f"the page nests more than {limits.depth} elements", advice="Save the article as plain text"
            )


def _hiding_names(tree: html.HtmlElement) -> frozenset[str]:
    """The ``.class`` and ``#id`` that a style sheet in the page hides; what others hide is marked ``hidden``."""
    found, others = set(), []
    for style in tree.iter("style"):
        for selectors, body in _rules((style.text or "")[:200_000]):
            if _HIDING_STYLE.search(body) or _same_colours(body):
                for selector in selectors.split(","):
                    if match := _SIMPLE_SELECTOR.match(selector):
                        found.add(match[1] + match[2])
                    elif selector.strip():
                        others.append(selector.strip())
    for selector in others[:_MOST_SELECTORS]:
        try:
            selected = CSSSelector(selector[:_LONGEST_SELECTOR], translator="html")(tree)
        except (SelectorError, etree.LxmlError):
            continue  # a state such as :hover, or no selector at all
        for element in selected:
            element.set("hidden", "")
    return frozenset(found)


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """Selectors and declarations of a style sheet, without those that hold for print or narrow screens only."""
    start, preludes = 0, list[str]()
    plain = _CSS_COMMENT.sub(" ", css)
    for brace in _BRACE.finditer(plain):
        between = plain[start : brace.start()].strip()
        start = brace.end()
        if brace.group() == "{":
            preludes.append(between[-2000:])
        elif preludes:
            own = preludes.pop()
            if not own.startswith("@") and all(_ON_SCREEN.match(one) for one in preludes):
                yield own, between[:2000]


def _same_colours(style: str) -> bool:
    colours = {name.lower()[:5]: value.lower() for name, value in _COLOURS.findall(style)}
    return len(colours) == 2 and len(set(colours.values())) == 1


def _is_hidden(element: html.HtmlElement, hiding: frozenset[str]) -> bool:
    attributes = element.attrib
    if "hidden" in attributes or attributes.get("aria-hidden", "").strip().lower() == "true":
        return True
    style = attributes.get("style", "")[:2000]
    if style and (_HIDING_STYLE.search(style) or _same_colours(style)):
        return True
    if hiding:
        names = {"." + name for name in attributes.get("class", "").split()} | {"#" + attributes.get("id", "")}
        return bool(names & hiding)
    return False


def _part(element: html.HtmlElement, inherited: Role | None) -> Role | None:
    """The role that an element gives its text, before the extractors vote."""
    role = _PAGE_PARTS.get(element.tag, inherited)
    names = (element.get("class", "") + " " + element.get("id", ""))[:400]
    if _CAPTION_CLASS.search(names):
        role = Role.CAPTION
    elif _PULL_CLASS.search(names):
        role = Role.QUOTE
    elif _META_CLASS.search(names):
        role = Role.METADATA
    return role


class _Writer:
    """Collects the text content line by line."""

    def __init__(self) -> None:
        self.chunks: list[str] = []
        self.length = 0
        self.current: list[str] = []
        self.key: tuple[Role | None, bool] = (None, False)
        self.lines: list[tuple[int, int]] = []
        self.parts: list[tuple[Role | None, bool]] = []

    def add(self, text: str, key: tuple[Role | None, bool]) -> None:
        if not text:
            return
        if key != self.key and text.strip():
            if key[1] != self.key[1]:
                self.flush()
            self.key = key
        self.current.append(text)

    def flush(self) -> None:
        line = " ".join("".join(self.current).split())
        self.current = []
        if line:
            self.lines.append((self.length, self.length + len(line)))
            self.parts.append(self.key)
            self.chunks.append(line)
            self.length += len(line) + 1
        self.key = (None, False)


def _walk(
    tree: html.HtmlElement, hiding: frozenset[str]
) -> tuple[str, list[tuple[int, int]], list[tuple[Role | None, bool]]]:
    """Text content in document order, block by block; hidden stretches stand on lines of their own."""
    writer = _Writer()
    stack: list[tuple[Role | None, bool]] = [(None, False)]
    muted = 0
    title = tree.find(".//head/title")
    if title is not None and title.text:
        writer.add(title.text, (Role.METADATA, False))
        writer.flush()
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment")):
        if event == "comment":
            if not muted:
                writer.add(element.tail or "", stack[-1])
            continue
        block = element.tag in _BLOCK
        if event == "start":
            muted += element.tag in _SILENT
            role, hidden = stack[-1]
            stack.append((_part(element, role), hidden or _is_hidden(element, hiding)))
            if muted:
                continue
            if block:
                writer.flush()
            writer.add(element.text or "", stack[-1])
        else:
            stack.pop()
            if not muted and block:
                writer.flush()
            muted -= element.tag in _SILENT
            if not muted:
                writer.add(element.tail or "", stack[-1])
    writer.flush()
    return "\n".join(writer.chunks), writer.lines, writer.parts


def _extract(tree: html.HtmlElement, hiding: frozenset[str]) -> tuple[str, str, dict[str, str]]:
    """The article according to each extractor, letters and digits only, and the page's metadata."""
    import trafilatura
    from readability import Document as Readability

    for element in [e for e in tree.iter(etree.Element) if isinstance(e.tag, str) and _is_hidden(e, hiding)]:
        parent = element.getparent()
        if parent is not None:
            element.drop_tree()
    for comment in list(tree.iter(etree.Comment)):
        comment.drop_tree()
    source = html.tostring(tree, encoding="unicode")
    precise = trafilatura.extract(source, favor_precision=True, include_comments=False, output_format="txt") or ""
    try:
        summary = Readability(source).summary(html_partial=True)
        second = html.fromstring(summary).text_content() if summary.strip() else ""
    except (etree.LxmlError, ValueError, TypeError):
        second = ""
    facts = {"title": "", "author": "", "outlet": "", "published": "", "language": ""}
    meta = trafilatura.extract_metadata(source, extensive=False)
    if meta is not None:
        facts = {
            "title": meta.title or "", "author": meta.author or "", "outlet": meta.sitename or "",
            "published": meta.date or "", "language": (tree.get("lang") or "")[:2].lower(),
        }  # fmt: skip
    return _squeeze(precise), _squeeze(second), facts


def _squeeze(text: str) -> str:
    return _ALNUM.sub("", text).lower()


def _vote(
    text: str, spans: list[tuple[int, int]], parts: list[tuple[Role | None, bool]], precise: str, second: str
) -> list[Line]:
    """Settle the role of each line: what the page says, then the two extractors.

    A line is article when the precise extractor took it. One that only the second took counts if it is
    long and not in a part of the page that is never article.
    """
    lines: list[Line] = []
    role: Role
    for (start, end), (part, hidden) in zip(spans, parts, strict=True):
        if hidden:
            lines.append(Line(start, end, Role.HIDDEN, "not visible on the page"))
            continue
        key = _squeeze(text[start:end])
        first_vote = bool(key) and key in precise
        second_vote = len(key) >= 60 and key in second
        taken = (first_vote and len(key) >= 8) or (second_vote and part is not Role.BOILERPLATE)
        if part in (Role.METADATA, Role.CAPTION):
            role = part
        elif part is Role.TITLE:
            role = Role.TITLE
        elif taken:
            role = part if part is Role.QUOTE else Role.BODY
        else:
            role = Role.BOILERPLATE
        why = "both extractors" if first_vote and second_vote else "one extractor" if taken else "page part"
        lines.append(Line(start, end, role, why))
    return lines
