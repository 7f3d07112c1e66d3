"""One message to one device, from its place in the queue to what the push service said."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime

import msgspec

from chassis import telemetry
from chassis.actor import Actor
from chassis.commands import Commands
from contracts.asks import OrganisationFacts
from contracts.messages import BY_KEY, Lane
from notifier.commands.pushing.push import BeginPush, Begun, EndPush, begin_push, end_push
from notifier.delivery.facts import Facts
from notifier.delivery.hooks.calling import Caller
from notifier.delivery.insisting import insisting
from notifier.delivery.pushing.encryption import sealed_for
from notifier.delivery.pushing.vapid import Vapid
from notifier.delivery.writing import Writer
from notifier.domain.pushing.device import Subscribed, decoded
from notifier.domain.pushing.push import LIVES
from notifier.sealing import Seal
from notifier.storage.queue import Claim
from notifier.storage.work import NotifierWork

LONGEST_TEXT = 300
WORKS = {
    "fr": "Cet appareil est prêt : vos notifications arriveront ici.",
    "en": "This device is ready: your notifications will arrive here.",
}


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What the service worker shows. `tag` is the push's: the same one again replaces."""

    title: str
    body: str
    link: str
    tag: str


@dataclass(frozen=True)
class PushSender:
    """Raises `Unavailable` when identity does not say what the organisation is called."""

    service: str
    commands: Commands[NotifierWork]
    caller: Caller
    seal: Seal
    vapid: Vapid
    facts: Facts
    writer: Writer

    async def send(self, claim: Claim) -> None:
        actor = Actor.of_service(self.service, claim.tenant)
        organisation = await self.facts.organisation(claim.tenant)
        begun = await self.commands.run(begin_push, BeginPush(claim.notification_id), actor=actor)
        if begun is None:
            return
        subscribed = opened(self.seal, begun.device.trace, begun.device.sealed)
        body = sealed_for(
            msgspec.json.encode(_told(begun, organisation)),
            public=decoded(subscribed.p256dh),
            secret=decoded(subscribed.auth),
        )
        headers = self._headers(begun, subscribed.endpoint, organisation, at=self.commands.now())
        with telemetry.span("web push", kind="client") as span:
            answered = await self.caller.post(subscribed.endpoint, body, headers)
            span.set_attribute("parvis.reason", answered.reason or str(answered.code))
        end = EndPush(
            push_id=begun.push.id, code=answered.code, reason=answered.reason, retry_after=answered.retry_after
        )
        await insisting(lambda: self.commands.run(end_push, end, actor=actor))

    def _headers(self, begun: Begun, endpoint: str, organisation: OrganisationFacts, *, at: datetime) -> dict[str, str]:
        kind = BY_KEY.get(begun.notice.kind) if begun.notice else None
        contact = f"mailto:postmaster@{self.writer.sender_of(organisation).rpartition('@')[2]}"
        return {
            "authorization": self.vapid.authorization(endpoint, contact=contact, at=at),
            "content-encoding": "aes128gcm",
            "content-type": "application/octet-stream",
            "ttl": str(int(LIVES.total_seconds())),
            "urgency": "high" if kind is not None and kind.lane is Lane.CRITICAL else "normal",
            # RFC 8030 5.4: at most 32 characters. What still waits there is replaced by its own repetition.
            "topic": begun.push.id.hex,
        }


def trace_of(endpoint: str, secret: bytes) -> str:
    """By which a browser is known again without its address being readable."""
    return hmac.new(secret, b"push\0" + endpoint.encode(), hashlib.sha256).hexdigest()


def closed(seal: Seal, trace: str, subscribed: Subscribed) -> str:
    return seal.close(msgspec.json.encode(subscribed), about=f"push {trace}")


def opened(seal: Seal, trace: str, sealed: str) -> Subscribed:
    return msgspec.json.decode(seal.open(sealed, about=f"push {trace}"), type=Subscribed)


def _told(begun: Begun, organisation: OrganisationFacts) -> Told:
    notice, tag = begun.notice, str(begun.push.id)
    if notice is None:
        return Told(title=organisation.name, body=WORKS[begun.device.locale], link="", tag=tag)
    return Told(title=organisation.name, body=notice.title[:LONGEST_TEXT], link=notice.link, tag=tag)
