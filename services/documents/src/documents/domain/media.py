"""What a file is, by its first bytes. Names and declared types are a client's word; these are not."""

from enum import StrEnum
from pathlib import PurePath

LARGEST_FILE = 20_000_000
LARGEST_ATTACHMENT = 200_000_000
"""What support may be sent with a ticket: a scan of a whole register, a long export."""
LARGEST_PICTURE = 40_000_000
"""In pixels: what a picture of this size takes in memory is what a checker can afford."""
HEAD = 65_536
"""Bytes that suffice to tell type and dimensions."""

_START_OF_FRAME = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})


def largest_from(issuer: str) -> int:
    """Bytes that a file may have: in a ticket's bundle, or anywhere else."""
    return LARGEST_ATTACHMENT if issuer == "ticketing" else LARGEST_FILE


def at_most(size: int) -> str:
    return f"{size // 1_000_000} Mo au plus."


class MediaType(StrEnum):
    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"
    HEIC = "image/heic"
    WEBP = "image/webp"
    """The last two are taken from phones, and become one of the others when they are checked."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Extensions that go with the type, the usual one first."""
        return SUFFIXES[self.value]


SUFFIXES = {
    "application/pdf": (".pdf",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "image/heic": (".heic", ".heif"),
    "image/webp": (".webp",),
}
# Brands of still pictures coded by HEVC: what telephones write. AVIF and films are others.
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"})


def sniff(head: bytes) -> MediaType | None:
    """The type, or None for whatever we do not take. The signature must stand first: no prologue, no polyglot."""
    if head.startswith(b"%PDF-"):
        return MediaType.PDF
    if head.startswith(b"\xff\xd8\xff"):
        return MediaType.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return MediaType.PNG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return MediaType.WEBP
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
        return MediaType.HEIC
    return None


def declared_pixels(head: bytes) -> int | None:
    """Width × height as the header declares them, without decoding; None where the head does not say."""
    match sniff(head):
        case MediaType.PNG if head[12:16] == b"IHDR" and len(head) >= 24:
            return int.from_bytes(head[16:20]) * int.from_bytes(head[20:24])
        case MediaType.JPEG:
            return _jpeg_pixels(head)
        case _:
            return None


def _jpeg_pixels(head: bytes) -> int | None:
    at = 2
    while at + 9 <= len(head) and head[at] == 0xFF:
        marker, length = head[at + 1], int.from_bytes(head[at + 2 : at + 4])
        if marker in _START_OF_FRAME:
            return int.from_bytes(head[at + 5 : at + 7]) * int.from_bytes(head[at + 7 : at + 9])
        at += 2 + length
    return None


def named_after(name: str, media_type: MediaType) -> str:
    """The name with an extension that tells the truth. One that told what the picture was before is replaced."""
    suffix = PurePath(name).suffix
    if suffix.lower() in media_type.suffixes:
        return name
    if suffix.lower() in SUFFIXES["image/heic"] + SUFFIXES["image/webp"]:
        name = name[: -len(suffix)]
    return name + media_type.suffixes[0]
