"""From what the owners say to a mail ready to be handed over."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from contracts.asks import MessageFacts, OrganisationFacts
from contracts.messages import BY_KEY, MessageKind
from notifier.delivery.facts import Facts, Reached
from notifier.delivery.signatures import Signatures
from notifier.delivery.traces import Traces
from notifier.domain.override import Wording
from notifier.domain.programs.message import AskedMessage
from notifier.mails.faults import UnusableValue
from notifier.mails.letter import Letter, written
from notifier.mails.mail import Mail, mail_of
from notifier.mails.own import kind_of
from notifier.mails.wordings import Wordings
from notifier.queries.notification_to_send import ToSend


class Written(NamedTuple):
    message_id: str
    mail: Mail
    subject: str
    link: str


class Writer:
    """Makes mails. `sender` is the address they come from, with `{organisation}` for the organisation's slug."""

    def __init__(
        self, wordings: Wordings, facts: Facts, traces: Traces, signatures: Signatures, *, sender: str
    ) -> None:
        self.wordings = wordings
        self._facts = facts
        self._traces, self._signatures = traces, signatures
        self._sender = sender

    async def mail(
        self,
        ready: ToSend,
        facts: MessageFacts,
        person: Reached,
        *,
        tenant: UUID,
        at: datetime,
        traceparent: str | None,
    ) -> Written:
        """Raises `UnusableValue`, `NotAnAddress`."""
        letter = await self.words(ready, facts, name=person.name, locale=person.locale, tenant=tenant)
        organisation = await self._facts.organisation(tenant)
        sender = self.sender_of(organisation)
        message_id = ready.notification.message_id or f"<{ready.notification.id}@{sender.rpartition('@')[2]}>"
        mail = mail_of(
            letter,
            to=person.address,
            organisation=organisation,
            sender=sender,
            message_id=message_id,
            at=at,
            traceparent=traceparent,
            reply_to=facts.reply_to,
            thread=facts.thread,
            returns_to=self._traces.return_address(tenant, ready.notification.id, sender=sender),
            word=self._traces.word(tenant, ready.notification.id),
        )
        mail = await self._signatures.on(mail, tenant=tenant, sender=sender)
        return Written(message_id, mail, letter.subject, letter.link)

    async def words(self, ready: ToSend, facts: MessageFacts, *, name: str, locale: str, tenant: UUID) -> Letter:
        """What is said, whatever it is written on. Raises `UnusableValue`."""
        kind = _kind(facts.template, ready.asked)
        return written(
            kind,
            self._wording(ready, kind.key, locale),
            facts.values | facts.translated.get(locale, {}),
            name=name,
            organisation=await self._facts.organisation(tenant),
            locale=locale,
            frame=self.wordings.frame(locale),
        )

    async def domain_of(self, tenant: UUID) -> str:
        """In whose name an organisation's mails leave."""
        return self.sender_of(await self._facts.organisation(tenant)).rpartition("@")[2]

    def sender_of(self, organisation: OrganisationFacts) -> str:
        return self._sender.format(organisation=organisation.slug)

    def _wording(self, ready: ToSend, key: str, locale: str) -> Wording:
        if ready.asked is not None and ready.asked.content is not None:
            made_up = ready.asked.content.wordings
            return made_up.get(locale) or made_up["fr"]
        return ready.wordings.get((key, locale)) or self.wordings.of(key, locale)


def _kind(key: str, asked: AskedMessage | None) -> MessageKind:
    if asked is not None and asked.content is not None:
        return kind_of(asked.template, asked.content.wordings)
    kind = BY_KEY.get(key)
    if kind is None:
        raise UnusableValue("unknown-template")
    return kind
