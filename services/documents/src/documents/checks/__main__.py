"""`python -m documents.checks`: a file on standard input, a verdict and the cleaned file on standard output."""

import sys

import msgspec

from documents.checks import images, pdfs, sandbox
from documents.checks.signatures import malware_in
from documents.checks.verdict import TOO_LONG, Infected, Outcome, Unscannable, Verdict
from documents.domain.media import MediaType, sniff


def checked(content: bytes) -> tuple[Verdict, bytes]:
    """The verdict, and the content that replaces the one received where it is clean."""
    media_type = sniff(content)
    try:
        found = malware_in(content)
        if found:
            raise Infected(found)
        match media_type:
            case MediaType.PDF:
                clean = pdfs.cleaned(content)
            case MediaType.JPEG:
                clean = images.cleaned(content, "JPEG")
            case MediaType.PNG:
                clean = images.cleaned(content, "PNG")
            case None:
                raise Unscannable("PDF, JPEG ou PNG seulement.")
    except Infected as infected:
        return Verdict(Outcome.INFECTED, str(infected)), b""
    except Unscannable as refused:
        return Verdict(Outcome.UNSCANNABLE, str(refused)), b""
    except MemoryError:
        return Verdict(Outcome.UNSCANNABLE, TOO_LONG), b""
    return Verdict(Outcome.CLEAN, None, str(media_type)), clean


def main() -> None:
    pdfs.prepare()
    sandbox.enter()
    verdict, clean = checked(sys.stdin.buffer.read())
    sys.stdout.buffer.write(msgspec.json.encode(verdict) + b"\n")
    sys.stdout.buffer.write(clean)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
