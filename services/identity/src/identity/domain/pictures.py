"""Logo and banner of a guichet: checked, then written anew so that nothing but a picture is left (ID-22, B14)."""

import io
from enum import StrEnum
from typing import NamedTuple

from PIL import Image, UnidentifiedImageError

from chassis.refusals import Fault, Invalid, NotFound, UnsupportedMedia

WIDEST, TALLEST = 1920, 1080
HEAVIEST = 2_000_000


class PictureKind(StrEnum):
    LOGO = "logo"
    BANNER = "banner"


class PictureRule(NamedTuple):
    format: str
    media_type: str
    sentence: str


RULES = {
    PictureKind.LOGO: PictureRule("PNG", "image/png", "Le logo est une image PNG."),
    PictureKind.BANNER: PictureRule("JPEG", "image/jpeg", "La bannière est une image JPG."),
}


class PictureNotFound(NotFound):
    """Cette image n’existe pas."""


class WrongPicture(UnsupportedMedia):
    """Ce fichier n’est pas l’image attendue."""


class PictureTooLarge(Invalid):
    """Cette image est trop grande."""


def rewritten(kind: PictureKind, content: bytes) -> bytes:
    """The same picture, decoded and encoded again: a polyglot loses its other half, a photograph its place and owner.

    Raises `WrongPicture` or `PictureTooLarge`; dimensions are read before anything is decoded. Some 50 ms: in a thread.
    """
    rule, pointer = RULES[kind], f"/{kind}"
    if len(content) > HEAVIEST:
        raise PictureTooLarge(faults=[Fault(pointer, "Choisissez une image de 2 Mo au plus.", "too_large")])
    try:
        with Image.open(io.BytesIO(content), formats=[rule.format]) as picture:
            if picture.width > WIDEST or picture.height > TALLEST:
                said = f"Choisissez une image de {WIDEST} × {TALLEST} pixels au plus."
                raise PictureTooLarge(faults=[Fault(pointer, said, "too_large")])
            picture.load()
            kept = io.BytesIO()
            if rule.format == "PNG":
                picture.convert("RGBA").save(kept, "PNG", optimize=True)
            else:
                picture.convert("RGB").save(kept, "JPEG", quality=88, optimize=True)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise WrongPicture(faults=[Fault(pointer, rule.sentence, "format")]) from error
    return kept.getvalue()
