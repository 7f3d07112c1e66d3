"""A mail as it came over the wire, read: nothing in it can stop us."""

import email
import hashlib
import re
from email.message import EmailMessage
from email.policy import default
from enum import StrEnum
from html import unescape
from typing import NamedTuple

from ticketing.domain.mail.enclosed import Enclosed, enclosed_in
from ticketing.domain.thread import LONGEST_MESSAGE

LONGEST_QUOTE = 50_000
MOST_NAMED = 20


class Written(StrEnum):
    BY_SOMEBODY = "somebody"
    AUTOMATIC = "automatic"
    """An absence, a list, a newsletter (RFC 3834 and what came before it)."""
    BOUNCE = "bounce"
    """A mail of ours that could not be delivered (RFC 3464)."""


class ReadMail(NamedTuple):
    """`quoted`: what the mail repeats of earlier ones. `attached`: names of its attachments, `enclosed` the files."""

    fingerprint: str
    written: Written
    text: str
    quoted: str
    attached: tuple[str, ...]
    enclosed: tuple[Enclosed, ...] = ()


def read(raw: bytes, *, sender: str, recipient: str) -> ReadMail:
    """`sender` is the envelope's. The same mail to the same address has the same fingerprint, whatever way it came."""
    mail = email.message_from_bytes(raw, policy=default)
    assert isinstance(mail, EmailMessage)
    known = _header(mail, "message-id").strip() or hashlib.sha256(raw).hexdigest()
    fingerprint = hashlib.sha256(f"{recipient.lower()}\n{known}".encode()).hexdigest()
    text, quoted = unquoted(_text(mail))
    files = enclosed_in(mail)
    names = tuple(file.name for file in files)
    return ReadMail(
        fingerprint, _written(mail, sender), text[:LONGEST_MESSAGE], quoted[:LONGEST_QUOTE], names[:MOST_NAMED], files
    )


# A line after which everything is an earlier mail, as the usual programs write it.
_BEFORE = re.compile(
    r"^\s*(?:"
    r"(?:Le|On)\b.{4,200}\b(?:a écrit|wrote)\s*:?\s*$"
    r"|-{2,}\s*(?:Message d.origine|Original Message|Message transféré|Forwarded message).*$"
    r"|_{10,}\s*$"
    r"|(?:De|From)\s*:\s.+\n\s*(?:Envoyé|Sent|Date|À|To)\s*:"
    r")",
    re.MULTILINE | re.IGNORECASE,
)


def unquoted(text: str) -> tuple[str, str]:
    """What was written now, and what it repeats. A mail that only repeats is all said: nothing of it is lost."""
    begins = _BEFORE.search(text)
    said, quoted = (text[: begins.start()], text[begins.start() :]) if begins else (text, "")
    lines = said.rstrip().split("\n")
    cut = len(lines)
    while cut and (lines[cut - 1].lstrip().startswith(">") or not lines[cut - 1].strip()):
        cut -= 1
    quoted = "\n".join([*lines[cut:], quoted]).strip() if cut < len(lines) else quoted.strip()
    said = "\n".join(lines[:cut]).strip()
    return (said, quoted) if said else (text.strip(), "")


def _written(mail: EmailMessage, sender: str) -> Written:
    report = mail.get_content_type() == "multipart/report" or _header(mail, "x-failed-recipients")
    if report or sender in ("", "<>"):
        return Written.BOUNCE if report or "daemon" in _header(mail, "from").lower() else Written.AUTOMATIC
    submitted = _header(mail, "auto-submitted").lower().partition(";")[0].strip()
    automatic = (
        submitted not in ("", "no")
        or _header(mail, "precedence").lower() in ("bulk", "junk", "list", "auto_reply")
        or any(
            mail.get(name) is not None
            for name in ("list-id", "x-autoreply", "x-autorespond", "x-auto-response-suppress")
        )
    )
    return Written.AUTOMATIC if automatic else Written.BY_SOMEBODY


def _header(mail: EmailMessage, name: str) -> str:
    """A header that cannot be read is as good as none."""
    try:
        return str(mail.get(name, ""))
    except Exception:
        return ""


def _text(mail: EmailMessage) -> str:
    """Its plain text, else its HTML without the tags, else whatever bytes there are."""
    try:
        body = mail.get_body(("plain", "html"))
    except Exception:
        body = None
    if body is None:
        body = next((part for part in mail.walk() if part.get_content_maintype() == "text"), None)
    if body is None:
        return ""
    try:
        text = body.get_content()
    except Exception:
        raw = body.get_payload(decode=True)
        text = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else str(body.get_payload())
    text = str(text).replace("\x00", "").replace("\r\n", "\n")
    return plain(text) if body.get_content_type() == "text/html" else text


def plain(html: str) -> str:
    """Without tags, with the line breaks that they made. Nothing of it is ever shown as HTML."""
    html = re.sub(r"(?is)<(script|style|head)\b.*?</\1\s*>", "", html)
    html = re.sub(r"(?i)<br\s*/?>|</(?:p|div|tr|li|h[1-6]|blockquote)\s*>", "\n", html)
    text = unescape(re.sub(r"(?s)<[^>]*>", "", html))
    return re.sub(r"\n{3,}", "\n\n", text).strip()
