"""Whose ticket a mail answers: by the address that it was sent to, else by the mail of ours that it refers to.

Both bear the same signed token (`reply_address`), so neither can be guessed. People answer to the address they know
rather than to the one they are given; their program still says what they answer to.
"""

import email
import re
from email.message import EmailMessage
from email.policy import default
from email.utils import getaddresses, parseaddr

from ticketing.domain.mail.reply_address import PREFIX, ReplyTo, local_part, read_address
from ticketing.domain.refusals import AddressUnknown

ADDRESSED = ("delivered-to", "x-original-to", "envelope-to", "to", "cc")
REFERRED = ("in-reply-to", "references")
MOST_REFERENCES = 100
_THREAD = re.compile(r"<thread\.([a-z2-7]{40,64})@", re.IGNORECASE)


def thread_of(secret: bytes, to: ReplyTo) -> str:
    """What our mails about a ticket refer to."""
    return local_part(secret, to).removeprefix(PREFIX)


def meant_by(secret: bytes, raw: bytes, *, recipient: str = "") -> ReplyTo:
    """`recipient` is the envelope's, where it is known. Raises AddressUnknown."""
    mail = email.message_from_bytes(raw, policy=default)
    assert isinstance(mail, EmailMessage)
    addresses = [recipient] if recipient else [to for _, to in getaddresses(_all(mail, ADDRESSED))]
    found = _first(secret, addresses) or _first(secret, _threads(mail))
    if found is None:
        raise AddressUnknown
    return found


def sender_of(raw: bytes) -> str:
    """The envelope's sender, as the mailbox's server noted it; empty for who wants no answer."""
    mail = email.message_from_bytes(raw, policy=default)
    assert isinstance(mail, EmailMessage)
    noted = _all(mail, ("return-path",)) or _all(mail, ("from",))
    return parseaddr(noted[0])[1] if noted else ""


def _threads(mail: EmailMessage) -> list[str]:
    """The last one named is the nearest."""
    named = [token for said in _all(mail, REFERRED) for token in _THREAD.findall(said)]
    return [f"{PREFIX}{token}@" for token in reversed(named[-MOST_REFERENCES:])]


def _first(secret: bytes, addresses: list[str]) -> ReplyTo | None:
    for address in addresses:
        try:
            return read_address(secret, address)
        except AddressUnknown:
            continue
    return None


def _all(mail: EmailMessage, names: tuple[str, ...]) -> list[str]:
    """A header that cannot be read is as good as none."""
    return [said for name in names for said in _said(mail, name)]


def _said(mail: EmailMessage, name: str) -> list[str]:
    try:
        return [str(said) for said in mail.get_all(name, [])]
    except Exception:
        return []
