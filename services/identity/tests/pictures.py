"""Pictures for tests, made on the spot."""

import io

from PIL import Image


def picture(kind: str, *, width: int = 320, height: int = 120) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (width, height), "#1d5c63").save(made, kind)
    return made.getvalue()
