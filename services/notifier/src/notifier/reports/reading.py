"""A mail about a mail: a delivery status (RFC 3464) or a complaint (RFC 5965). Anything else is nobody's report."""

from collections.abc import Iterator
from email import policy
from email.message import Message
from email.parser import BytesParser
from typing import NamedTuple

from notifier.domain.addresses.reports import UNSAID, Report, Verdict, status_in
from notifier.mails.mail import HEADER

_VERDICTS = {
    "failed": Verdict.BOUNCED,
    "delayed": Verdict.DELAYED,
    "delivered": Verdict.DELIVERED,
}
# The worst is believed: a list of which one reader failed has failed for us, who write to one.
_WORST = (Verdict.BOUNCED, Verdict.DELAYED, Verdict.DELIVERED)
# `not-spam` takes a complaint back, which is no more ours to act on than `virus` or `other`.
_UNWANTED = frozenset({"abuse", "fraud", "opt-out", "opt-out-list"})


class Returned(NamedTuple):
    """`word` is what the returned mail's own header says, if its headers came back."""

    report: Report
    word: str = ""


def read(raw: bytes) -> Returned | None:
    """None when it reports nothing. Never raises: a stranger wrote it."""
    try:
        # The old policy: it takes headers as they are, where the new one raises on what it cannot read.
        mail = BytesParser(policy=policy.compat32).parsebytes(raw)
        if mail.get_content_type() != "multipart/report":
            return None
        kind = str(mail.get_param("report-type") or "").casefold()
        parts = list(mail.walk())
    except (ValueError, LookupError, RecursionError, TypeError):
        return None
    report = _status(parts) if kind == "delivery-status" else _complaint(parts) if kind == "feedback-report" else None
    return Returned(report, _word(parts)) if report is not None else None


def _status(parts: list[Message]) -> Report | None:
    told = [report for part in parts for report in _per_recipient(part)]
    return min(told, key=lambda report: _WORST.index(report.verdict), default=None)


def _per_recipient(part: Message) -> Iterator[Report]:
    if part.get_content_type() != "message/delivery-status":
        return
    blocks = part.get_payload()
    for block in blocks if isinstance(blocks, list) else []:
        if not isinstance(block, Message):
            continue
        verdict = _VERDICTS.get(str(block.get("Action", "")).strip().casefold())
        if verdict is not None:
            yield Report(verdict, _code(block, verdict))


def _code(block: Message, verdict: Verdict) -> str:
    """A status that says nothing (5.0.0) is mended by what the other server answered, if that says more."""
    said = status_in(str(block.get("Status", "")))
    heard = status_in(str(block.get("Diagnostic-Code", "")))
    if said and not said.endswith(".0.0"):
        return said
    return heard or said or (UNSAID if verdict is Verdict.BOUNCED else "")


def _complaint(parts: list[Message]) -> Report | None:
    for part in parts:
        if part.get_content_type() != "message/feedback-report":
            continue
        inner = part.get_payload()
        fields = inner[0] if isinstance(inner, list) and inner else None
        kind = str(fields.get("Feedback-Type", "")) if isinstance(fields, Message) else ""
        return Report(Verdict.COMPLAINED) if kind.strip().casefold() in _UNWANTED else None
    return None


def _field(text: str, name: str) -> str:
    for line in text.splitlines():
        key, _, value = line.partition(":")
        if key.strip().casefold() == name:
            return value
    return ""


def _word(parts: list[Message]) -> str:
    for part in parts[1:]:
        if part.get(HEADER):
            return str(part[HEADER]).strip()
        if part.get_content_type() == "text/rfc822-headers":
            text = part.get_payload(decode=True)
            found = _field(
                text.decode("ascii", "replace") if isinstance(text, bytes) else "", HEADER.casefold()
            ).strip()
            if found:
                return found
    return ""
