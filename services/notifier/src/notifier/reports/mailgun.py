"""What Mailgun tells of a mail afterwards, signed with the account's key."""

import hashlib
import hmac
from datetime import datetime, timedelta

import msgspec

from notifier.domain.addresses.refusals import ReportNotSigned
from notifier.domain.addresses.reports import UNSAID, Report, Verdict, status_in

# It insists for eight hours; afterwards a repetition is somebody else's.
FRESH = timedelta(hours=12)


class Signature(msgspec.Struct, frozen=True):
    timestamp: str
    token: str
    signature: str


class DeliveryStatus(msgspec.Struct, frozen=True, rename="kebab"):
    code: int = 0
    enhanced_code: str | None = None
    message: str | None = None


class EventData(msgspec.Struct, frozen=True, rename="kebab"):
    event: str
    severity: str = ""
    user_variables: dict[str, str] = {}
    delivery_status: DeliveryStatus = DeliveryStatus()


class MailgunReport(msgspec.Struct, frozen=True, rename="kebab"):
    signature: Signature
    event_data: EventData

    @property
    def word(self) -> str:
        return self.event_data.user_variables.get("parvis", "")

    @property
    def report(self) -> Report | None:
        """None for what changes nothing: opened, clicked, accepted."""
        told = self.event_data
        status = _status(told.delivery_status)
        match told.event, told.severity:
            case "delivered", _:
                return Report(Verdict.DELIVERED, status)
            case "failed", "permanent":
                return Report(Verdict.BOUNCED, status or UNSAID)
            case "failed", _:
                return Report(Verdict.DELAYED, status)
            case "complained", _:
                return Report(Verdict.COMPLAINED)
            case _:
                return None


def must_be_signed(report: MailgunReport, key: str, *, at: datetime) -> None:
    signature = report.signature
    wanted = hmac.new(key.encode(), f"{signature.timestamp}{signature.token}".encode(), hashlib.sha256).hexdigest()
    is_ours = hmac.compare_digest(wanted.encode(), signature.signature.encode())
    if not key or not is_ours or not signature.timestamp.isdecimal():
        raise ReportNotSigned
    if abs(at.timestamp() - int(signature.timestamp[:15])) > FRESH.total_seconds():
        raise ReportNotSigned


def _status(told: DeliveryStatus) -> str:
    return status_in(told.enhanced_code or "") or status_in(told.message or "") or ""
