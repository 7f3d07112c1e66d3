"""One event to one webhook, from its place in the queue to what was answered."""

from dataclasses import dataclass

from chassis import telemetry
from chassis.actor import Actor
from chassis.commands import Commands
from notifier.commands.hooks.call import BeginCall, EndCall, begin_call, end_call
from notifier.delivery.hooks.calling import Caller
from notifier.delivery.hooks.secrets import about
from notifier.delivery.insisting import insisting
from notifier.sealing import Seal
from notifier.storage.queue import Claim
from notifier.storage.work import NotifierWork


@dataclass(frozen=True)
class HookSender:
    service: str
    commands: Commands[NotifierWork]
    caller: Caller
    seal: Seal

    async def send(self, claim: Claim) -> None:
        actor = Actor.of_service(self.service, claim.tenant)
        begun = await self.commands.run(begin_call, BeginCall(claim.notification_id), actor=actor)
        if begun is None:
            return
        endpoint, delivery = begun
        now = self.commands.now()
        secrets = [self.seal.open(sealed, about=about(endpoint.id)) for sealed in endpoint.secrets(at=now)]
        with telemetry.span("webhook", kind="client") as span:
            answered = await self.caller.call(endpoint.wanted.url, delivery, secrets, at=now)
            span.set_attribute("parvis.reason", answered.reason or str(answered.code))
        end = EndCall(delivery_id=delivery.id, code=answered.code, reason=answered.reason)
        await insisting(lambda: self.commands.run(end_call, end, actor=actor))
