"""Pages and pictures as they are looked at: thumbnails, pages of a PDF, copies with a mark that nobody peels off."""

import math
from functools import lru_cache
from importlib.resources import files
from io import BytesIO

import pypdfium2
from pikepdf import Dictionary, Name, Pdf
from PIL import Image, ImageDraw, ImageFont

from documents.domain.media import MediaType, sniff

THUMBNAIL = 360
WIDEST = 1600
STAMPED_WIDTH = 1240
"""A page of A4 at 150 dots an inch: what a form's small print needs."""
INK = (20, 20, 20, 56)
# Read now: once the process has given up its rights, it can open no file.
FONT = ImageFont.truetype(BytesIO((files("font_lato") / "files" / "Lato-Regular.ttf").read_bytes()), 40)


def thumbnail(content: bytes) -> tuple[bytes, int]:
    """A small JPEG of the picture or the first page, and how many pages there are; empty where none can be drawn, which
    is no reason to refuse."""
    try:
        picture, pages = page(content, 0, THUMBNAIL)
    except Exception:
        return b"", 1
    picture.thumbnail((THUMBNAIL, THUMBNAIL))
    return _jpeg(picture, 78), pages


def page(content: bytes, number: int, width: int) -> tuple[Image.Image, int]:
    """The page, counted from 0, drawn as wide as that, and how many there are. A picture is a document of one page."""
    width = min(width, WIDEST)
    if sniff(content) is not MediaType.PDF:
        picture = Image.open(BytesIO(content))
        picture.draft("RGB", (width * 2, width * 2))
        picture = _flat(picture)
        if picture.width > width:
            picture = picture.resize((width, max(1, round(picture.height * width / picture.width))))
        return picture, 1
    document = pypdfium2.PdfDocument(content)
    try:
        return _drawn(document[number], width), len(document)
    finally:
        document.close()


def page_as_jpeg(content: bytes, number: int, width: int) -> tuple[bytes, int]:
    picture, pages = page(content, number, width)
    return _jpeg(picture, 82), pages


def stamped(content: bytes, words: str) -> bytes:
    """A copy in which the words are part of the picture: every page of a PDF is drawn, so that no layer can be taken off."""
    if sniff(content) is not MediaType.PDF:
        picture = Image.open(BytesIO(content))
        format = picture.format
        marked = _mark(_flat(picture), words)
        into = BytesIO()
        marked.save(into, format, **({"quality": 88} if format == "JPEG" else {}))
        return into.getvalue()
    document, copy = pypdfium2.PdfDocument(content), Pdf.new()
    try:
        for original in document:
            _append(copy, _mark(_drawn(original, STAMPED_WIDTH), words), original.get_size())
    finally:
        document.close()
    into = BytesIO()
    copy.save(into)
    return into.getvalue()


def _drawn(page: pypdfium2.PdfPage, width: int) -> Image.Image:
    wide, high = page.get_size()
    # A page a kilometre high is drawn smaller, not refused: nobody asked for its small print.
    scale = min(width / max(wide, 1), math.sqrt(12_000_000 / max(wide * high, 1)))
    return page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")


def _flat(picture: Image.Image) -> Image.Image:
    if picture.mode in ("RGBA", "LA", "P", "PA"):
        picture = picture.convert("RGBA")
        white = Image.new("RGBA", picture.size, "white")
        return Image.alpha_composite(white, picture).convert("RGB")
    return picture.convert("RGB")


def _mark(picture: Image.Image, words: str) -> Image.Image:
    """The words across the whole picture."""
    words_over_it = _layer(picture.width, picture.height, words)
    picture.paste(words_over_it, mask=words_over_it)
    return picture


# The pages of a document are mostly of one size, and the turning of the words is what takes longest.
@lru_cache(maxsize=2)
def _layer(width: int, height: int, words: str) -> Image.Image:
    """The words at a slant, as large as makes them read and not hide."""
    size = max(14, width // 26)
    font = FONT.font_variant(size=size)
    across = int(math.hypot(width, height))
    layer = Image.new("RGBA", (across, across), (0, 0, 0, 0))
    draw = ImageDraw.Draw(layer)
    step = int(draw.textlength(words, font=font)) + size * 3
    for row, y in enumerate(range(0, across, size * 6)):
        for x in range(-(row % 2) * step // 2, across, step):
            draw.text((x + 1, y + 1), words, font=font, fill=(255, 255, 255, INK[3]))
            draw.text((x, y), words, font=font, fill=INK)
    layer = layer.rotate(30, resample=Image.Resampling.BILINEAR)
    left, top = (across - width) // 2, (across - height) // 2
    return layer.crop((left, top, left + width, top + height))


def _append(copy: Pdf, picture: Image.Image, size: tuple[float, float]) -> None:
    wide, high = size
    drawn = copy.make_stream(
        _jpeg(picture, 80),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=picture.width,
        Height=picture.height,
        ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=Name.DCTDecode,
    )
    copy.add_blank_page(page_size=(wide, high))
    one = copy.pages[-1]
    one.Resources = Dictionary(XObject=Dictionary(Page=drawn))
    one.Contents = copy.make_stream(f"q {wide:.2f} 0 0 {high:.2f} 0 0 cm /Page Do Q".encode())


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    into = BytesIO()
    picture.save(into, "JPEG", quality=quality)
    return into.getvalue()
