"""One file's bytes become a Document. Called in the parsing process; nothing here opens a file."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace

from multivector.errors import SourceError
from multivector.sources.decode import decode
from multivector.sources.document import Document, Role
from multivector.sources.intake import Intake
from multivector.sources.language import guess_language
from multivector.sources.limits import Limits
from multivector.sources.role import text_roles
from multivector.sources.statement import read_statements
from multivector.sources.view import BIDI, INVISIBLE
from multivector.sources.wrap import is_wrapped

_JOINERS = re.compile("[\u200c\u200d\u00ad\ufe00-\ufe0f]")


def parse(intake: Intake, limits: Limits | None = None) -> Document:
    """Turn a file into a document.

    Args:
        intake: The file.
        limits: Caps on what it may hold.

    Raises:
        SourceError: The file is broken, passes a cap, or holds no text.
    """
    limits = limits or Limits()
    document_id = "sha256:" + hashlib.sha256(intake.data).hexdigest()
    if intake.media_type == "text/html":
        document = _from_html(intake, document_id, limits)
    elif intake.media_type == "application/pdf":
        document = _from_pdf(intake, document_id, limits)
    else:
        document = _from_text(intake, document_id, limits)
    return _with_statements(document)


def _from_text(intake: Intake, document_id: str, limits: Limits) -> Document:
    text, encoding = decode(intake.data)
    if len(text) > limits.characters:
        raise SourceError(
            f"{len(text):,} characters", expected=f"at most {limits.characters:,}", advice="Split the file"
        )
    markdown = intake.media_type == "text/markdown"
    lines = tuple(text_roles(text, markdown=markdown, wrapped=is_wrapped(text)))
    return Document(document_id, intake.name, intake.media_type, encoding, text, lines)


def _from_html(intake: Intake, document_id: str, limits: Limits) -> Document:
    from multivector.sources.html import read_page

    source, encoding = decode(intake.data, markup=True)
    page = read_page(source, limits)
    return Document(
        document_id, intake.name, intake.media_type, encoding, page.text, page.lines, title=page.title,
        author=page.author, outlet=page.outlet, published=page.published, language=page.language,
        warnings=page.warnings,
    )  # fmt: skip


def _from_pdf(intake: Intake, document_id: str, limits: Limits) -> Document:
    from multivector.sources.pdf import read_layer

    layer = read_layer(intake.data, limits)
    lines = text_roles(layer.text, wrapped=True)
    return Document(
        document_id, intake.name, intake.media_type, "pdf", layer.text, tuple(lines), title=layer.title,
        author=layer.author, published=layer.published, warnings=layer.warnings,
    )  # fmt: skip


def _with_statements(document: Document) -> Document:
    """Fill what the text says about itself, and the warnings that any kind of file may earn."""
    visible = [line for line in document.lines if line.role is not Role.HIDDEN]
    texts = [document.view(line).text.strip() for line in visible]
    said = read_statements(texts)
    content = " ".join(document.view(line).text for line in document.content())
    if not content.strip():
        raise SourceError("no article text was found", expected="at least one paragraph")
    title = document.title
    if not title:
        titles = [t for line, t in zip(visible, texts, strict=True) if line.role is Role.TITLE]
        title = titles[0] if titles else ""
    own_page = said.page_date if said.page_date != document.published else ""
    return replace(
        document,
        title=title,
        author=document.author or said.author,
        outlet=document.outlet or said.outlet,
        published=said.published or document.published,
        page_date=own_page,
        origin=said.origin,
        language=document.language or "und" if document.language not in ("", "und") else guess_language(content),
        warnings=(*document.warnings, *_warnings(document)),
    )


def _warnings(document: Document) -> list[str]:
    warnings = []
    hidden = sum(1 for _ in document.hidden())
    if hidden:
        warnings.append(f"{hidden} hidden piece{'s' if hidden > 1 else ''} of text left out; see what it says")
    n_bidi = len(BIDI.findall(document.text))
    n_invisible = len(INVISIBLE.findall(document.text)) - n_bidi - len(_JOINERS.findall(document.text))
    if n_invisible > 0:
        warnings.append(f"{n_invisible} zero-width characters; removed before reading figures")
    if n_bidi:
        warnings.append(f"{n_bidi} characters that change the direction of text; figures may look different on screen")
    return warnings
