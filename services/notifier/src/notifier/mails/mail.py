"""The mail itself, as it goes over the wire: one recipient, in the envelope as in the header."""

import re
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import NamedTuple

from contracts.asks import OrganisationFacts
from notifier.mails import neutral
from notifier.mails.faults import NotAnAddress
from notifier.mails.html import html_of
from notifier.mails.letter import Letter
from notifier.mails.text import text_of

# One address, nothing around it: no list, no comment, no quoted local part.
_ADDRESS = re.compile(r"[^\s@<>(),;:\\\"\[\]\x00-\x20\x7f]{1,64}@[^\s@<>(),;:\\\"\[\]_\x00-\x20\x7f]{1,255}")
# By which what comes back is known (delivery/traces.py).
HEADER = "Parvis-Message"
_THREAD = re.compile(r"[A-Za-z0-9.-]{1,64}")
_POLICY = SMTP.clone(max_line_length=78)


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
    needs_utf8 = not recipient.isascii()
    mail = EmailMessage(policy=_POLICY.clone(utf8=needs_utf8))
    mail["From"] = Address(letter.organisation, addr_spec=sender)
    mail["To"] = Address(addr_spec=recipient)
    if is_address(reply_to):
        mail["Reply-To"] = Address(letter.organisation, addr_spec=address(reply_to))
    elif is_address(organisation.email):
        mail["Reply-To"] = Address(letter.organisation, addr_spec=address(organisation.email))
    mail["Subject"] = letter.subject
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = message_id
    if _THREAD.fullmatch(thread):
        mail["References"] = f"<thread.{thread}@{sender.rpartition('@')[2]}>"
    # RFC 3834: nobody's absence is told to a machine.
    mail["Auto-Submitted"] = "auto-generated"
    if traceparent:
        mail["Traceparent"] = traceparent
    mail.set_content(text_of(letter), cte="quoted-printable")
    mail.add_alternative(html_of(letter, colour=organisation.colour), subtype="html", cte="quoted-printable")
    # Last: setting a content drops the content's headers.
    mail["Content-Language"] = letter.locale
    if word:
        mail[HEADER] = word
    return Mail(returns_to or sender, recipient, mail.as_bytes(), needs_utf8, word)


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
    needs_utf8 = not recipient.isascii()
    mail = EmailMessage(policy=_POLICY.clone(utf8=needs_utf8))
    mail["From"] = Address(name, addr_spec=sender)
    mail["To"] = Address(addr_spec=recipient)
    if is_address(organisation.email):
        mail["Reply-To"] = Address(name, addr_spec=address(organisation.email))
    mail["Subject"] = subject
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = message_id
    mail["Precedence"] = "bulk"
    mail["Auto-Submitted"] = "auto-generated"
    if leave is not None:
        mail["List-Id"] = f"<lettre.{sender.rpartition('@')[2]}>"
        mail["List-Unsubscribe"] = f"<{leave}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    if traceparent:
        mail["Traceparent"] = traceparent
    mail.set_content(text, cte="quoted-printable")
    mail.add_alternative(html, subtype="html", cte="quoted-printable")
    mail["Content-Language"] = locale
    if word:
        mail[HEADER] = word
    return Mail(returns_to or sender, recipient, mail.as_bytes(), needs_utf8, word)


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
