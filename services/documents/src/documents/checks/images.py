"""Pictures, drawn anew: what comes out was decoded from pixels, and carries nothing else over."""

from io import BytesIO
from typing import Any

import pillow_heif
from PIL import (
    Image,
    ImageOps,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)

from documents.checks import jpeg_ends
from documents.checks.verdict import UNREADABLE, Unscannable
from documents.domain.media import LARGEST_PICTURE, MediaType

# Named so that they are loaded now: once the process has given up its rights, it can read no module any more.
# A phone's picture may be several in one (MPO), and EXIF is a small TIFF.
LOADED = (JpegImagePlugin, MpoImagePlugin, PngImagePlugin, TiffImagePlugin, WebPImagePlugin)
FORMATS = {MediaType.JPEG: "JPEG", MediaType.PNG: "PNG", MediaType.HEIC: "HEIF", MediaType.WEBP: "WEBP"}
JPEG_QUALITY = 90


def prepare() -> None:
    """Teach the reader HEIC, in one thread: the process may start no other."""
    pillow_heif.options.DECODE_THREADS = 1
    pillow_heif.options.THUMBNAILS = False
    pillow_heif.register_heif_opener()


def cleaned(content: bytes, media_type: MediaType) -> tuple[MediaType, bytes]:
    """The picture without EXIF, comments, profiles or tail, turned as its EXIF said, in a format that every browser
    shows: HEIC becomes JPEG, WebP too unless something shines through. Raises `Unscannable`."""
    Image.MAX_IMAGE_PIXELS = None  # our own limit is told by name, below
    try:
        if media_type is MediaType.JPEG:
            content = jpeg_ends.ended(content)
        with Image.open(BytesIO(content), formats=[FORMATS[media_type]]) as picture:
            if picture.width * picture.height > LARGEST_PICTURE:
                raise Unscannable("Cette image est trop grande : 40 millions de points au plus.")
            picture.load()
            upright = ImageOps.exif_transpose(picture)
            if media_type is MediaType.PNG or (media_type is MediaType.WEBP and _shines_through(upright)):
                return MediaType.PNG, _as_png(upright)
            return MediaType.JPEG, _as_jpeg(upright, getattr(picture, "quantization", None))
    except (OSError, UnidentifiedImageError, SyntaxError, ValueError, EOFError, RuntimeError) as error:
        raise Unscannable(UNREADABLE) from error


def _shines_through(picture: Image.Image) -> bool:
    if picture.mode != "RGBA":
        return False
    least, _ = picture.getchannel("A").getextrema()
    return float(least) < 255  # pyright: ignore[reportArgumentType]


def _as_png(picture: Image.Image) -> bytes:
    transparency = picture.info.get("transparency")
    picture.info.clear()
    into = BytesIO()
    options = {} if transparency is None else {"transparency": transparency}
    picture.save(into, "PNG", **options)
    return into.getvalue()


def _as_jpeg(picture: Image.Image, tables: Any) -> bytes:
    picture.info.clear()
    if picture.mode not in ("RGB", "L", "CMYK"):
        picture = picture.convert("RGB")
    into = BytesIO()
    try:
        # As fine as it came: neither blurred further nor blown up.
        fineness = {"qtables": tables} if tables else {"quality": JPEG_QUALITY}
        picture.save(into, "JPEG", exif=b"", **fineness)
    except (ValueError, TypeError):
        into = BytesIO()
        picture.save(into, "JPEG", quality=JPEG_QUALITY, exif=b"")
    return into.getvalue()
