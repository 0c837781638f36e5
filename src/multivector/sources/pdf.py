"""The text layer of a PDF, page by page; runs in the parsing process."""

from __future__ import annotations

import re
from dataclasses import dataclass

from multivector.errors import SourceError
from multivector.sources.limits import Limits

_INVISIBLE_MODE = 3  # PDF 32000-1:2008, table 106: neither fill nor stroke


@dataclass(frozen=True, slots=True)
class Layer:
    """The text of a PDF and what it says about itself; pages are parted by form feeds."""

    text: str
    title: str = ""
    author: str = ""
    published: str = ""
    warnings: tuple[str, ...] = ()


def read_layer(data: bytes, limits: Limits) -> Layer:
    """Read the text layer.

    Args:
        data: The file.
        limits: Caps on pages and text.

    Raises:
        SourceError: Too many pages, too much text, an encrypted or broken file, or no text layer.
    """
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise SourceError(f"not readable as PDF ({error})", advice="Print it to a new PDF, or save its text") from None
    if len(pdf) > limits.pages:
        raise SourceError(f"the PDF has {len(pdf)} pages", expected=f"at most {limits.pages}")
    pages, length, invisible = [], 0, 0
    for number in range(len(pdf)):
        page = pdf[number]
        textpage = page.get_textpage()
        text = textpage.get_text_range()
        length += len(text)
        if length > limits.characters:
            raise SourceError(f"the PDF holds more than {limits.characters:,} characters of text")
        invisible += _count_invisible(page)
        pages.append(text)
        textpage.close()
        page.close()
    if not any(page.strip() for page in pages):
        raise SourceError(
            "the PDF has no text that can be read",
            expected="a text layer",
            advice="It may be a scan or damaged: run text recognition on it first",
        )
    warnings = [f"{invisible} invisible pieces of text in the PDF; compare with the pages"] if invisible else []
    facts = pdf.get_metadata_dict(skip_empty=True)
    created = re.match(r"D:(\d{4})(\d\d)(\d\d)", facts.get("CreationDate", ""))
    return Layer(
        "\f".join(pages),
        title=facts.get("Title", ""),
        author=facts.get("Author", ""),
        published="-".join(created.groups()) if created else "",
        warnings=tuple(warnings),
    )


def _count_invisible(page: object) -> int:
    """Pieces of text drawn in the invisible mode; a scan's recognised text is drawn so too."""
    import pypdfium2
    import pypdfium2.raw as raw

    assert isinstance(page, pypdfium2.PdfPage)
    return sum(
        raw.FPDFTextObj_GetTextRenderMode(piece.raw) == _INVISIBLE_MODE
        for piece in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT])
    )
