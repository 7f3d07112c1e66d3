"""The papers of these stories: what people photograph and send, and what they receive and print."""

from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
from PIL import Image, ImageDraw
from playwright.async_api import FilePayload

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""What every scanner takes for malware, and nothing suffers from."""


def _drawn(title: str) -> Image.Image:
    picture = Image.new("RGB", (900, 1270), "#fbf8f1")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((40, 40, 860, 1230), outline="#8a8478", width=3)
    draw.text((90, 110), title, fill="#2b2925", font_size=44)
    for line in range(12):
        draw.line((90, 260 + line * 70, 810 - (line * 97) % 260, 260 + line * 70), fill="#b9b3a6", width=8)
    return picture


def _saved(title: str, format: str, **how: Any) -> bytes:
    into = BytesIO()
    _drawn(title).save(into, format, **how)
    return into.getvalue()


def a_photo(title: str) -> FilePayload:
    return {"name": f"{title}.jpg", "mimeType": "image/jpeg", "buffer": _saved(title, "JPEG", quality=80)}


def a_shot(title: str) -> FilePayload:
    """As a phone takes it: it says where it was taken."""
    where = Image.Exif()
    where[0x0110] = "Téléphone de Camille"
    where.get_ifd(0x8825).update({1: "N", 2: (43.0, 31.0, 45.0), 3: "E", 4: (5.0, 26.0, 50.0)})
    content = _saved(title, "JPEG", quality=80, exif=where)
    assert Image.open(BytesIO(content)).getexif().get_ifd(0x8825)
    return {"name": f"{title}.jpg", "mimeType": "image/jpeg", "buffer": content}


def a_picture(title: str) -> FilePayload:
    return {"name": f"{title}.png", "mimeType": "image/png", "buffer": _saved(title, "PNG")}


def a_scan(title: str) -> FilePayload:
    return {"name": f"{title}.pdf", "mimeType": "application/pdf", "buffer": _saved(title, "PDF")}


def an_infected_scan(title: str) -> bytes:
    """A page that anyone can read, with malware in a compressed stream: only who opens the file whole finds it."""
    into = BytesIO()
    with pikepdf.open(BytesIO(_saved(title, "PDF"))) as pdf:
        pdf.Root.Hidden = pdf.make_stream(EICAR)
        pdf.save(into, compress_streams=True)
    content = into.getvalue()
    assert EICAR not in content
    return content


def text_of_pdf(content: bytes) -> str:
    assert content.startswith(b"%PDF-"), content[:80]
    document = pypdfium2.PdfDocument(content)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
