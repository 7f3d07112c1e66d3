"""Files: honest ones, and the kinds that people send by mistake or on purpose."""

import struct
import zlib
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image

from documents.checks.signatures import EICAR


def a_pdf(text: str = "Bonjour", *, pages: int = 1, **save: Any) -> bytes:
    return _saved(_a_document(text, pages), **save)


def _a_document(text: str = "Bonjour", pages: int = 1) -> Pdf:
    pdf = Pdf.new()
    for _ in range(pages):
        page = pdf.add_blank_page(page_size=(595, 842))
        page.contents_add(f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET".encode())
    return pdf


def _saved(pdf: Pdf, **save: Any) -> bytes:
    into = BytesIO()
    pdf.save(into, **{"compress_streams": False, **save})
    return into.getvalue()


def a_locked_pdf() -> bytes:
    return a_pdf(encryption=pikepdf.Encryption(owner="o", user="u"))


def an_acting_pdf() -> bytes:
    """Scripts, an attachment, an action on opening, a link to launch a program and one to a site."""
    pdf = _a_document()
    script = Dictionary(Type=Name.Action, S=Name.JavaScript, JS="app.alert('hostile')")
    pdf.Root.OpenAction = pdf.make_indirect(script)
    pdf.Root.AA = Dictionary(WC=script)
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array(["x", script])))
    pdf.attachments["hostile.exe"] = b"MZ hostile attachment"
    page = pdf.pages[0].obj
    page.AA = Dictionary(O=script)
    links = [
        Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=Dictionary(S=Name.Launch, F="hostile.sh")),
        Dictionary(
            Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=Dictionary(S=Name.URI, URI="http://hostile")
        ),
        Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=[0, 0, 9, 9], Contents="hostile"),
    ]
    page.Annots = Array([pdf.make_indirect(link) for link in links])
    return _saved(pdf)


def an_infected_pdf(*, split: bool = False) -> bytes:
    """Malware inside a compressed stream, where the file's own bytes do not show it."""
    pdf = _a_document()
    if split:
        page = pdf.pages[0].obj
        page.Contents = Array([pdf.make_stream(EICAR[:20]), pdf.make_stream(EICAR[20:])])
    else:
        pdf.Root.Hidden = pdf.make_stream(EICAR)
    made = _saved(pdf, compress_streams=True)
    assert EICAR not in made
    return made


def an_inflating_pdf() -> bytes:
    """A stream of 200 MB once inflated twice; a quarter of a megabyte as sent."""
    pdf = _a_document()
    squeezer = zlib.compressobj(9)
    once = b"".join(squeezer.compress(bytes(1_000_000)) for _ in range(200)) + squeezer.flush()
    bomb = pdf.make_stream(b"")
    bomb.write(zlib.compress(once, 9), filter=Array([Name.FlateDecode, Name.FlateDecode]))
    pdf.Root.Hidden = bomb
    return _saved(pdf)


def a_looping_pdf() -> bytes:
    """Its page tree contains itself."""
    pdf = _a_document()
    tree = pdf.Root.Pages
    tree.Kids = Array([tree, tree])
    tree.Count = 2
    return _saved(pdf)


def a_jpeg(*, size: tuple[int, int] = (64, 48), where: str | None = None) -> bytes:
    """With `where`, its EXIF tells where it was taken and that it lies on its side."""
    into = BytesIO()
    picture = Image.effect_noise(size, 60).convert("RGB")
    exif = Image.Exif()
    if where:
        exif[0x010E] = where
        exif[0x0112] = 6
        exif.get_ifd(0x8825)[1] = "N"
    picture.save(into, "JPEG", exif=exif)
    return into.getvalue()


def a_heic(*, size: tuple[int, int] = (64, 48)) -> bytes:
    """As a telephone writes it, with where it was taken."""
    import pillow_heif

    into, exif = BytesIO(), Image.Exif()
    exif[0x010E] = "secret-place"
    picture = Image.effect_noise(size, 60).convert("RGB")
    pillow_heif.from_pillow(picture).save(into, quality=60, exif=exif.tobytes())
    return into.getvalue()


def a_webp(*, size: tuple[int, int] = (64, 48), through: bool = False) -> bytes:
    into = BytesIO()
    picture = Image.effect_noise(size, 60).convert("RGBA" if through else "RGB")
    if through:
        picture.putalpha(100)
    picture.save(into, "WEBP")
    return into.getvalue()


def a_png(*, size: tuple[int, int] = (64, 48), comment: str | None = None) -> bytes:
    from PIL.PngImagePlugin import PngInfo

    into, notes = BytesIO(), PngInfo()
    if comment:
        notes.add_text("Comment", comment)
    Image.effect_noise(size, 60).save(into, "PNG", pnginfo=notes)
    return into.getvalue()


def a_png_that_says(width: int, height: int) -> bytes:
    """A header that promises pixels, and nothing behind it."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(bytes(1000)))
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def noise(size: int) -> bytes:
    """A PDF header and so many bytes that do not compress."""
    import os

    return b"%PDF-1.7\n" + os.urandom(size - 9)
