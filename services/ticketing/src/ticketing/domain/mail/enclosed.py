"""The files of a mail."""

from dataclasses import dataclass, field
from email.message import EmailMessage

LONGEST_NAME = 100


@dataclass(frozen=True)
class Enclosed:
    name: str
    content: bytes = field(repr=False)


def enclosed_in(mail: EmailMessage) -> tuple[Enclosed, ...]:
    """Whatever has a name. Pictures inside the text (a signature's) come after what was attached on purpose."""
    found: list[tuple[bool, Enclosed]] = []
    for part in mail.walk():
        name = _name(part)
        if name:
            is_inside = part.get_content_disposition() != "attachment" and part.get("content-id") is not None
            found.append((is_inside, Enclosed(name, _content(part))))
    return tuple(file for _, file in sorted(found, key=lambda one: one[0]))


def _name(part: EmailMessage) -> str:
    try:
        name = part.get_filename()
    except Exception:
        # A header that cannot be read is as good as none.
        return ""
    return "".join(letter for letter in name or "" if letter.isprintable())[:LONGEST_NAME].strip()


def _content(part: EmailMessage) -> bytes:
    try:
        content = part.get_payload(decode=True)
    except Exception:
        return b""
    # A mail within the mail has no bytes of its own.
    return content if isinstance(content, bytes) else b""
