"""Pictures, drawn anew: what comes out was decoded from pixels, and carries nothing else over."""

from io import BytesIO
from typing import Any

from PIL import (
    Image,
    ImageOps,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    UnidentifiedImageError,
)

from documents.checks.verdict import UNREADABLE, Unscannable
from documents.domain.media import LARGEST_PICTURE

# Named so that they are loaded now: once the process has given up its rights, it can read no module any more.
# A phone's picture may be several in one (MPO), and EXIF is a small TIFF.
LOADED = (JpegImagePlugin, MpoImagePlugin, PngImagePlugin, TiffImagePlugin)
JPEG_QUALITY = 90


def cleaned(content: bytes, format: str) -> bytes:
    """The picture without EXIF, comments, profiles or tail; turned as its EXIF said. Raises `Unscannable`."""
    Image.MAX_IMAGE_PIXELS = None  # our own limit is told by name, below
    try:
        with Image.open(BytesIO(content), formats=[format]) as picture:
            if picture.width * picture.height > LARGEST_PICTURE:
                raise Unscannable("Cette image est trop grande : 40 millions de points au plus.")
            picture.load()
            return _drawn(ImageOps.exif_transpose(picture), format, getattr(picture, "quantization", None))
    except (OSError, UnidentifiedImageError, SyntaxError, ValueError, EOFError) as error:
        raise Unscannable(UNREADABLE) from error


def _drawn(picture: Image.Image, format: str, tables: Any) -> bytes:
    transparency = picture.info.get("transparency")
    picture.info.clear()
    into = BytesIO()
    if format == "PNG":
        options = {} if transparency is None else {"transparency": transparency}
        picture.save(into, "PNG", **options)
        return into.getvalue()
    try:
        # As fine as it came: neither blurred further nor blown up.
        picture.save(into, "JPEG", qtables=tables, exif=b"")
    except (ValueError, TypeError):
        into = BytesIO()
        picture.save(into, "JPEG", quality=JPEG_QUALITY, exif=b"")
    return into.getvalue()
