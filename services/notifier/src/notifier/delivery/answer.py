"""What a mail server's answer means, without what it said in words: those may quote the address."""

import re
from typing import NamedTuple

from notifier.domain.attempts import Outcome

# RFC 3463: 5.1.1 is « no such mailbox ».
_ENHANCED = re.compile(r"^([245]\.\d{1,3}\.\d{1,3})\b")


class Answer(NamedTuple):
    outcome: Outcome
    reason: str


def answer_of(code: int, said: str) -> Answer:
    """2xx: taken. 4xx: later. Whatever else: never."""
    enhanced = _ENHANCED.match(said)
    reason = f"smtp-{code}" + (f" {enhanced.group(1)}" if enhanced else "")
    if 200 <= code < 300:
        return Answer(Outcome.ACCEPTED, reason)
    # 421 and the like close the line; -1 is a line that was not understood.
    if 400 <= code < 500 or code < 0:
        return Answer(Outcome.TEMPORARY_FAILURE, reason)
    return Answer(Outcome.PERMANENT_FAILURE, reason)
