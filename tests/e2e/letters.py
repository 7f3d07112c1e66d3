"""Letters in the mailbox: waiting for one, and following its link."""

import re
from typing import Any

from kit.eventually import eventually
from kit.suite import RunningSuite

LINK = re.compile(r"https?://[^\s<>\"\)]+")


async def letter(
    suite: RunningSuite, recipient: str, subject: str, *, about: str = "", within: float = 20.0
) -> dict[str, Any]:
    """The newest one whose subject holds these words, and whose text names what it is about."""

    def is_it(mail: dict[str, Any]) -> bool:
        return plain(subject).lower() in plain(mail["subject"]).lower() and plain(about) in plain(mail["text"])

    def look() -> dict[str, Any] | None:
        return next((mail for mail in suite.mails(recipient) if is_it(mail)), None)

    return await eventually(look, within=within, every=0.2)


def link_in(mail: dict[str, Any], holding: str = "") -> str:
    """The first address of its text that holds these characters; the HTML version must lead there as well."""
    found = next(address.rstrip(".,;") for address in LINK.findall(mail["text"]) if holding in address)
    assert found.replace("&", "&amp;") in mail["html"] or found in mail["html"]
    return found


def plain(text: str) -> str:
    """Without the spaces that keep French punctuation with its word, and with the apostrophe of keyboards."""
    return text.replace("\u00a0", " ").replace("\u2019", "'")
