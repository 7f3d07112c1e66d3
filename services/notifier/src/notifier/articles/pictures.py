"""Pictures, written again: what is kept was made here, holds no metadata (a phone writes where it was), and is no larger
than a page shows."""

import io

from PIL import Image, ImageOps

from notifier.commands.publishing.illustrate_publication import Picture
from notifier.domain.publishing.refusals import NotAPicture, PictureTooLarge

LARGEST = 8_000_000
MOST_POINTS = 40_000_000
WIDEST = (1600, 1600)
FORMATS = ("JPEG", "PNG", "WEBP")
QUALITY = 82


def picture_of(sent: bytes) -> Picture:
    """Raises `NotAPicture`, `PictureTooLarge`. Takes some tenths of a second of a processor: run it in a thread."""
    if len(sent) > LARGEST:
        raise PictureTooLarge
    try:
        opened = Image.open(io.BytesIO(sent), formats=FORMATS)
        if opened.width * opened.height > MOST_POINTS:
            raise PictureTooLarge
        upright = ImageOps.exif_transpose(opened)
        upright.thumbnail(WIDEST)
        drawn = upright.convert("RGB") if upright.mode not in ("RGB", "RGBA") else upright
        kept = io.BytesIO()
        drawn.save(kept, "WEBP", quality=QUALITY, method=4)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise NotAPicture from error
    return Picture(content=kept.getvalue(), media_type="image/webp", width=drawn.width, height=drawn.height)
