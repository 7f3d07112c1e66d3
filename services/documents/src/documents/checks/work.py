"""What is made of one file: a verdict, and what replaces it, shows it, or is drawn of it."""

from typing import Any

from documents.checks import drawing, images, pdfs
from documents.checks.signatures import malware_in
from documents.checks.verdict import TOO_LONG, UNREADABLE, Infected, Outcome, Unscannable, Verdict
from documents.domain.media import MediaType, sniff


def prepare() -> None:
    """Once in the process that the others are forked from."""
    pdfs.prepare()
    images.prepare()


def checked(content: bytes, _: str = "") -> tuple[Verdict, bytes]:
    """The verdict, and the content that replaces the one received where it is clean."""
    media_type = sniff(content)
    found = malware_in(content)
    if found:
        raise Infected(found)
    match media_type:
        case MediaType.PDF:
            clean = pdfs.cleaned(content)
        case None:
            raise Unscannable("PDF, JPEG ou PNG seulement.")
        case _:
            media_type, clean = images.cleaned(content, media_type)
    small, pages = drawing.thumbnail(clean)
    return Verdict(Outcome.CLEAN, None, str(media_type), thumbnail=len(small), pages=pages), small + clean


def drawn(content: bytes, number: str, width: str) -> tuple[Verdict, bytes]:
    picture, pages = drawing.page_as_jpeg(content, int(number), int(width))
    return Verdict(Outcome.CLEAN, None, str(MediaType.JPEG), pages=pages), picture


def stamped(content: bytes, words: str) -> tuple[Verdict, bytes]:
    return Verdict(Outcome.CLEAN, None, str(sniff(content))), drawing.stamped(content, words)


WORK: dict[str, Any] = {"check": checked, "page": drawn, "stamp": stamped}


def done(content: bytes, work: str, *how: str) -> tuple[Verdict, bytes]:
    try:
        return WORK[work](content, *how)
    except Infected as infected:
        return Verdict(Outcome.INFECTED, str(infected)), b""
    except Unscannable as refused:
        return Verdict(Outcome.UNSCANNABLE, str(refused)), b""
    except MemoryError:
        return Verdict(Outcome.UNSCANNABLE, TOO_LONG), b""
    except Exception:
        # Libraries that read hostile files fail in their own ways: whichever it was, the file was too much for them.
        return Verdict(Outcome.UNSCANNABLE, UNREADABLE), b""
