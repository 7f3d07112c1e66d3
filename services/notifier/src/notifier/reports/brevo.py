"""What Brevo tells of an SMS afterwards, at the address that each was sent with."""

import msgspec

from notifier.domain.texting.text import Verdict

STOPS = frozenset({"stop", "arret", "arrêt", "stopsms", "stop sms"})


class BrevoReport(msgspec.Struct, frozen=True):
    """Of what it says, this much is read; the number is not."""

    msg_status: str = ""
    credits_used: float = 0.0
    reply: str = ""

    @property
    def verdict(self) -> Verdict | None:
        """None for what changes nothing: sent, accepted, delayed for now."""
        match self.msg_status.casefold():
            case "delivered":
                return Verdict.DELIVERED
            case "hard_bounce" | "rejected" | "skip":
                return Verdict.FAILED
            case "unsubscribe" | "blacklisted":
                return Verdict.STOPPED
            case "replied" if self.reply.strip().casefold() in STOPS:
                return Verdict.STOPPED
            case _:
                return None
