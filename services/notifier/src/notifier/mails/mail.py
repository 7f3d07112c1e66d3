"""The mail itself, as it goes over the wire: one recipient, in the envelope as in the header."""

import re
from datetime import datetime
from email.utils import format_datetime
from typing import NamedTuple

from contracts.asks import OrganisationFacts
from notifier.mails import mime, neutral
from notifier.mails.faults import NotAnAddress
from notifier.mails.html import html_of
from notifier.mails.letter import Letter
from notifier.mails.text import text_of

# One address, nothing around it: no list, no comment, no quoted local part.
_ADDRESS = re.compile(r"[^\s@<>(),;:\\\"\[\]\x00-\x20\x7f]{1,64}@[^\s@<>(),;:\\\"\[\]_\x00-\x20\x7f]{1,255}")
# By which what comes back is known (delivery/traces.py).
HEADER = "Parvis-Message"
_THREAD = re.compile(r"[A-Za-z0-9.-]{1,64}")


class Mail(NamedTuple):
    """What is handed to a provider. `needs_utf8`: an address in it cannot be written in ASCII (RFC 6531); `word`: by which what comes back
    is known."""

    sender: str
    recipient: str
    body: bytes
    needs_utf8: bool
    word: str = ""


def mail_of(
    letter: Letter,
    *,
    to: str,
    organisation: OrganisationFacts,
    sender: str,
    message_id: str,
    at: datetime,
    traceparent: str | None,
    reply_to: str = "",
    thread: str = "",
    returns_to: str = "",
    word: str = "",
) -> Mail:
    """Raises `NotAnAddress`. `returns_to` is where it comes back, with `word` in a header to know it by. `reply_to` goes before the organisation's own address; mails of one `thread` refer to the
    same first mail, which need not exist (RFC 5322 3.6.4), so that readers keep them together."""
    recipient = address(to)
    utf8 = not recipient.isascii()
    headers = [
        *_correspondents(letter.organisation, sender, recipient, (reply_to, organisation.email), utf8=utf8),
        mime.words("Subject", letter.subject),
        ("Date", format_datetime(at)),
        ("Message-ID", message_id),
        # RFC 3834: nobody's absence is told to a machine.
        ("Auto-Submitted", "auto-generated"),
        ("Content-Language", letter.locale),
    ]
    if _THREAD.fullmatch(thread):
        headers.append(("References", f"<thread.{thread}@{sender.rpartition('@')[2]}>"))
    headers += _traces(traceparent, word)
    body = mime.written(headers, text_of(letter), html_of(letter, colour=organisation.colour), utf8=utf8)
    return Mail(returns_to or sender, recipient, body, utf8, word)


def bulk_mail_of(
    subject: str,
    text: str,
    html: str,
    *,
    to: str,
    organisation: OrganisationFacts,
    sender: str,
    message_id: str,
    at: datetime,
    locale: str,
    leave: str | None,
    traceparent: str | None,
    returns_to: str = "",
    word: str = "",
) -> Mail:
    """A letter to one of many. `leave` is where one click ends it (RFC 2369, RFC 8058). Raises `NotAnAddress`."""
    recipient, name = address(to), neutral.one_line(organisation.name)
    utf8 = not recipient.isascii()
    headers = [
        *_correspondents(name, sender, recipient, (organisation.email,), utf8=utf8),
        mime.words("Subject", subject),
        ("Date", format_datetime(at)),
        ("Message-ID", message_id),
        ("Precedence", "bulk"),
        ("Auto-Submitted", "auto-generated"),
        ("Content-Language", locale),
    ]
    if leave is not None:
        headers += [
            ("List-Id", f"<lettre.{sender.rpartition('@')[2]}>"),
            ("List-Unsubscribe", f"<{leave}>"),
            ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
        ]
    headers += _traces(traceparent, word)
    return Mail(returns_to or sender, recipient, mime.written(headers, text, html, utf8=utf8), utf8, word)


def _correspondents(
    organisation: str, sender: str, recipient: str, answers: tuple[str, ...], *, utf8: bool
) -> list[tuple[str, str]]:
    """From, To and, to the first of `answers` that is an address that this mail can carry, Reply-To."""
    back = next((address(one) for one in answers if is_address(one)), None)
    headers = [mime.person("From", organisation, sender), ("To", recipient)]
    if back is not None and (utf8 or back.isascii()):
        headers.append(mime.person("Reply-To", organisation, back))
    return headers


def _traces(traceparent: str | None, word: str) -> list[tuple[str, str]]:
    told = (("Traceparent", traceparent), (HEADER, word))
    return [(name, value) for name, value in told if value]


def address(text: str) -> str:
    """The one address in it, its domain as DNS knows it."""
    if not _ADDRESS.fullmatch(text) or neutral.one_line(text) != text:
        raise NotAnAddress
    local, _, domain = text.rpartition("@")
    if local.startswith(".") or local.endswith(".") or ".." in local:
        raise NotAnAddress
    try:
        return f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError as error:
        raise NotAnAddress from error


def is_address(text: str) -> bool:
    try:
        return bool(address(text))
    except NotAnAddress:
        return False
