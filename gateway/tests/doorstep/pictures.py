"""What people send: a photo, and what no scanner lets pass."""

from io import BytesIO

from PIL import Image

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def a_photo(colour: str = "teal") -> bytes:
    into = BytesIO()
    Image.new("RGB", (30, 20), colour).save(into, "JPEG")
    return into.getvalue()
