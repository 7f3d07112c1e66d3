"""One reader's copy of a letter, from its place in the queue to what came of it."""

from collections import OrderedDict
from dataclasses import dataclass, field
from uuid import UUID

from chassis import logs, telemetry
from chassis.actor import Actor
from chassis.commands import Commands
from chassis.database import Database
from chassis.queries import Queries
from chassis.refusals import Conflict
from contracts.asks import OrganisationFacts, Recipient
from contracts.messages import Lane
from notifier.commands.letters.reach_recipient import (
    BeginRecipient,
    EndRecipient,
    SkipRecipient,
    begin_recipient,
    end_recipient,
    skip_recipient,
)
from notifier.delivery import measures
from notifier.delivery.facts import Facts, Reached
from notifier.delivery.insisting import insisting
from notifier.delivery.letter_links import LetterLinks
from notifier.delivery.providers import Providers
from notifier.delivery.signatures import Signatures
from notifier.delivery.traces import Traces
from notifier.domain.attempts import Outcome
from notifier.domain.letters.issue import Issue, Status
from notifier.domain.letters.recipient import Standing
from notifier.mails.faults import NotAnAddress
from notifier.mails.mail import Mail, bulk_mail_of
from notifier.mails.newsletter import TOKEN, Printed, printed
from notifier.queries.addresses.suppressed import suppression_for
from notifier.queries.letters.issues import ReadyLetter, recipient_to_send
from notifier.storage import queue
from notifier.storage.queue import Claim
from notifier.storage.work import NotifierWork

MOST_PRINTED = 32
PrintKey = tuple[UUID, int, str, bool, str, str]


@dataclass(frozen=True)
class LetterSender:
    """Raises `Unavailable` when somebody else is needed first and nothing was attempted."""

    service: str
    database: Database
    queries: Queries
    commands: Commands[NotifierWork]
    facts: Facts
    links: LetterLinks
    traces: Traces
    signatures: Signatures
    provider: Providers
    sender: str
    _printed: OrderedDict[PrintKey, Printed] = field(default_factory=OrderedDict[PrintKey, Printed])

    async def send(self, claim: Claim) -> None:
        actor = Actor.of_service(self.service, claim.tenant)
        ready = await self.queries.ask(recipient_to_send, claim.notification_id, actor=actor)
        if ready is None or not _is_wanted(ready):
            await self._forget(claim)
            return
        recipient = ready.recipient
        if recipient.standing is Standing.SENDING:
            # Whoever was at it is gone: it may have arrived.
            await self._end(recipient.id, Outcome.UNKNOWN, "interrupted", actor)
            return
        reached, why = await self._reach(ready, actor)
        if reached is None:
            skip = SkipRecipient(recipient_id=recipient.id, reason=why)
            await self.commands.run(skip_recipient, skip, actor=actor)
            return
        organisation = await self.facts.organisation(actor.tenant)
        try:
            mail, message_id = self._mail(ready, reached, organisation, actor.tenant)
        except NotAnAddress:
            skip = SkipRecipient(recipient_id=recipient.id, reason="not-an-address")
            await self.commands.run(skip_recipient, skip, actor=actor)
            return
        mail = await self.signatures.on(
            mail, tenant=actor.tenant, sender=self.sender.format(organisation=organisation.slug)
        )
        async with self.provider.line() as line:
            try:
                begin = BeginRecipient(recipient.id, self.facts.trace_of(reached.address))
                await self.commands.run(begin_recipient, begin, actor=actor)
            except Conflict as refusal:
                # Paused or cancelled in this very moment.
                logs.log.info("letter held back", recipient_id=str(recipient.id), cause=type(refusal).__name__)
                await self._forget(claim)
                return
            answer = await self.provider.hand_over(line, mail, message_id=message_id)
        await self._end(recipient.id, answer.outcome, answer.reason, actor)

    async def _reach(self, ready: ReadyLetter, actor: Actor) -> tuple[Reached | None, str]:
        subscriber = ready.subscriber
        if ready.recipient.is_test:
            person = Recipient(account_id=ready.recipient.account_id)
        elif subscriber is None or not subscriber.receives:
            return None, "left"
        else:
            person = Recipient(
                account_id=subscriber.account_id, email=subscriber.email, locale=subscriber.choice.locale
            )
        reached = await self.facts.reach(person, tenant=actor.tenant)
        if reached is None:
            return None, "nobody"
        trace = self.facts.trace_of(reached.address)
        suppression = await self.queries.ask(suppression_for, trace, actor=actor)
        if suppression is not None and suppression.stops(Lane.BULK, owed=False, at=self.commands.now()):
            return None, "suppressed"
        return reached, ""

    def _mail(
        self, ready: ReadyLetter, reached: Reached, organisation: OrganisationFacts, tenant: UUID
    ) -> tuple[Mail, str]:
        locale = ready.subscriber.choice.locale if ready.subscriber else reached.locale
        made = self._print(ready.issue, organisation, locale, is_test=ready.recipient.is_test)
        token = self.links.token(
            ready.recipient.subscriber_id or ready.recipient.id, ready.issue.id, at=self.commands.now()
        )
        sender = self.sender.format(organisation=organisation.slug)
        message_id = f"<{ready.recipient.id}@{sender.rpartition('@')[2]}>"
        leave = f"{organisation.public_url}/lettre-d-information/desabonnement/{token}"
        mail = bulk_mail_of(
            made.subject,
            made.text.replace(TOKEN, token),
            made.html.replace(TOKEN, token),
            to=reached.address,
            organisation=organisation,
            sender=sender,
            message_id=message_id,
            at=self.commands.now(),
            locale=locale,
            leave=None if ready.recipient.is_test else leave,
            traceparent=telemetry.traceparent(),
            returns_to=self.traces.return_address(tenant, ready.recipient.id, sender=sender),
            word=self.traces.word(tenant, ready.recipient.id),
        )
        return mail, message_id

    def _print(self, issue: Issue, organisation: OrganisationFacts, locale: str, *, is_test: bool) -> Printed:
        """Setting a letter takes milliseconds that 100,000 readers need not pay."""
        key = (issue.id, issue.version, locale, is_test, organisation.name, organisation.colour)
        if key not in self._printed:
            self._printed[key] = printed(
                issue.words, organisation, locale=locale, issue_id=str(issue.id), is_test=is_test
            )
            if len(self._printed) > MOST_PRINTED:
                self._printed.popitem(last=False)
        return self._printed[key]

    async def _end(self, recipient_id: UUID, outcome: Outcome, reason: str, actor: Actor) -> None:
        end = EndRecipient(recipient_id=recipient_id, outcome=outcome, reason=reason)
        measures.ENDED.labels(Lane.BULK, outcome).inc()
        await insisting(lambda: self.commands.run(end_recipient, end, actor=actor))

    async def _forget(self, claim: Claim) -> None:
        async with self.database.platform_transaction() as connection:
            await queue.forget(connection, claim.notification_id)


def _is_wanted(ready: ReadyLetter) -> bool:
    sends = ready.recipient.is_test or ready.issue.status is Status.SENDING
    return ready.recipient.is_open and sends
