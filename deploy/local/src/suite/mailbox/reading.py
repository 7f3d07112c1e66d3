"""What there is in a mail: its text, its HTML made harmless, its pieces."""

import re
from dataclasses import dataclass
from email.message import EmailMessage

TRACEPARENT = re.compile(r"^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$")


@dataclass(frozen=True)
class Piece:
    number: int
    name: str
    type: str
    content: bytes
    content_id: str


def text_of(message: EmailMessage) -> str:
    return _content(message.get_body(("plain",)))


def html_of(message: EmailMessage, *, pieces_at: str) -> str:
    """Links open in a new tab, embedded pictures are taken from `pieces_at`/<number>. Empty when there is no HTML."""
    html = _content(message.get_body(("html",)))
    if not html:
        return ""
    for piece in pieces_of(message):
        if piece.content_id:
            html = html.replace(f"cid:{piece.content_id}", f"{pieces_at}/{piece.number}")
    # Before everything else would put the browser in quirks mode: after <head> when there is one.
    base = '<base target="_blank">'
    head = re.search(r"<head[^>]*>", html, re.IGNORECASE)
    return html[: head.end()] + base + html[head.end() :] if head else base + html


def pieces_of(message: EmailMessage) -> list[Piece]:
    bodies = [message.get_body(("plain",)), message.get_body(("html",))]
    found = [part for part in message.walk() if not part.is_multipart() and all(part is not body for body in bodies)]
    return [
        Piece(
            number,
            part.get_filename() or f"piece-{number}",
            part.get_content_type(),
            part.get_payload(decode=True) or b"",  # type: ignore[arg-type]
            str(part.get("content-id", "")).strip("<> "),
        )
        for number, part in enumerate(found)
    ]


def headers_of(message: EmailMessage) -> list[tuple[str, str]]:
    return [(name, str(value)) for name, value in message.items()]


def trace_of(message: EmailMessage) -> str | None:
    """The trace the mail was sent in, when its sender said so."""
    found = TRACEPARENT.match(str(message.get("traceparent", "")).strip())
    return found.group(1) if found else None


def _content(part: object) -> str:
    if not isinstance(part, EmailMessage):
        return ""
    try:
        return part.get_content()
    except (LookupError, UnicodeError):
        # An unknown or wrong charset is the sender's fault: show what can be read.
        return bytes(part.get_payload(decode=True) or b"").decode("utf-8", "replace")  # type: ignore[arg-type]
