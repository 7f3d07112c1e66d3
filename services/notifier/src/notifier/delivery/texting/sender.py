"""One SMS, from its place in the queue to what the provider said."""

import re
import unicodedata
from dataclasses import dataclass

from chassis import telemetry
from chassis.actor import Actor
from chassis.commands import Commands
from contracts.asks import OrganisationFacts
from contracts.forms.validation.identifiers import phone_of
from notifier.commands.texting.texts import BeginText, EndText, OfText, begin_text, end_text, look_at_text
from notifier.delivery.facts import Facts
from notifier.delivery.insisting import insisting
from notifier.delivery.texting.provider import LONGEST_SENDER, Sms, TextProvider, Told
from notifier.delivery.traces import Traces
from notifier.domain.inbox.notice import Notice
from notifier.domain.texting.segments import length_of, written
from notifier.domain.texting.text import Outcome
from notifier.storage.queue import Claim
from notifier.storage.work import NotifierWork

CENTRE = "/mes-notifications"
REPORTS = "/rapports-d-envoi/sms"


@dataclass(frozen=True)
class TextSender:
    """Raises `Unavailable` when identity does not say whose number it is."""

    service: str
    commands: Commands[NotifierWork]
    facts: Facts
    traces: Traces
    provider: TextProvider | None

    async def send(self, claim: Claim) -> None:
        actor, text_id = Actor.of_service(self.service, claim.tenant), claim.notification_id
        waiting = await self.commands.run(look_at_text, OfText(text_id), actor=actor)
        if waiting is None:
            return
        account = waiting.text.account_id
        town = await self.facts.organisation(claim.tenant)
        reach = (await self.facts.reaches((account,), tenant=claim.tenant)).get(account)
        number = phone_of(reach.mobile, mobile=True) if reach is not None and reach.mobile else None
        said = words_of(waiting.notice, town)
        length = length_of(said)
        trace = self.facts.trace_of(number) if number else ""
        begin = BeginText(text_id=text_id, trace=trace, segments=length.segments)
        if not await self.commands.run(begin_text, begin, actor=actor) or number is None:
            return
        reports = f"{town.public_url}{REPORTS}/{self.traces.word(claim.tenant, text_id)}"
        told = await self._hand_over(Sms(number, said, length.wide, reports), sender_of(town))
        end = EndText(text_id=text_id, outcome=told.outcome, reason=told.reason)
        await insisting(lambda: self.commands.run(end_text, end, actor=actor))

    async def _hand_over(self, sms: Sms, sender: str) -> Told:
        if self.provider is None:
            return Told(Outcome.NEVER, "no-provider")
        with telemetry.span("SMS send", kind="client") as span:
            told = await self.provider.hand_over(sms, sender=sender)
            span.set_attribute("parvis.reason", told.reason)
            return told


def words_of(notice: Notice, town: OrganisationFacts) -> str:
    """What happened, and where to read it; never what is in it."""
    return written(f"{town.name} : ", notice.title, f" {town.public_url}{CENTRE}")


def sender_of(town: OrganisationFacts) -> str:
    """A name that networks show: eleven letters or digits, without accents."""
    plain = unicodedata.normalize("NFKD", town.slug).encode("ascii", "ignore").decode()
    return (re.sub(r"[^A-Za-z0-9]", "", plain).capitalize() or "Mairie")[:LONGEST_SENDER]
