"""A minimal writer of PDF files for the tests."""

from __future__ import annotations

import zlib


def pdf_of(pages: list[list[str]], title: str = "", created: str = "", blanks: int = 0) -> bytes:
    """Pages of lines in Helvetica; ``blanks`` adds that many spaces to the first page's compressed stream."""
    objects: list[bytes] = [b"", b""]
    kids = []
    for number, lines in enumerate(pages):
        content = b"BT /F1 11 Tf 72 760 Td 14 TL "
        for line in lines:
            escaped = line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
            content += f"({escaped}) Tj T* ".encode("latin-1")
        content += b"ET"
        packed = zlib.compressobj(9)
        data = packed.compress(content)
        if number == 0 and blanks:
            chunk = b" " * 1_000_000
            for _ in range(blanks // len(chunk)):
                data += packed.compress(chunk)
        data += packed.flush()
        stream = b"<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (len(data), data)
        objects.append(stream)
        page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents %d 0 R/Resources<</Font<</F1 " % len(objects)
        objects.append(page + b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>")
        kids.append(len(objects))
    objects[0] = b"<</Type/Catalog/Pages 2 0 R>>"
    objects[1] = b"<</Type/Pages/Count %d/Kids[%b]>>" % (
        len(kids),
        b" ".join(b"%d 0 R" % kid for kid in kids),
    )
    objects.append(f"<</Title({title})/CreationDate({created})>>".encode())
    out = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer<</Size %d/Root 1 0 R/Info %d 0 R>>\nstartxref\n%d\n%%%%EOF"
    return out + trailer % (len(objects) + 1, len(objects), start)
