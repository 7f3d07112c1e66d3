"""What is told of a message after a server has taken it."""

import re
from enum import StrEnum
from typing import NamedTuple

_ENHANCED = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
# RFC 3463: there is no such mailbox or domain, it moved away, it is closed for good.
_GONE = frozenset({"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"})
UNSAID = "5.0.0"
# RFC 3463: 5.1 is about the address, 5.2 about the mailbox. 5.7 is about us, 5.3 and 5.4 about the way.
_UNEXPLAINED = frozenset({"smtp-550", "smtp-551", "smtp-553"})
_MAILBOX = ("5.1.", "5.2.", UNSAID)


class Verdict(StrEnum):
    DELIVERED = "delivered"
    DELAYED = "delayed"
    BOUNCED = "bounced"
    COMPLAINED = "complained"


class Report(NamedTuple):
    """`status` is RFC 3463's (« 5.1.1 »), never what a server said in words."""

    verdict: Verdict
    status: str = ""


def status_in(text: str) -> str | None:
    """The first enhanced status code in it."""
    found = _ENHANCED.search(text)
    return found.group(0) if found else None


def says_gone(status: str) -> bool:
    """Nobody will ever read what is sent there; anything else may pass."""
    return status in _GONE


def status_of_answer(reason: str) -> str | None:
    """What a refusal at the door (« smtp-550 5.1.1 ») says in RFC 3463's words; None for reasons of our own."""
    return status_in(reason) or (UNSAID if reason in _UNEXPLAINED else None)


def is_about_mailbox(status: str) -> bool:
    """It says something of the address, and not of our server or of what was in the mail."""
    return status.startswith(_MAILBOX)
