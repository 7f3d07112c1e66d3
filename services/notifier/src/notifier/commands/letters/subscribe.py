"""Ask for the letter, confirm, change, leave."""

import re
from uuid import UUID

import msgspec

from chassis import telemetry
from chassis.actor import Kind
from chassis.ids import new_id
from chassis.policies import must_be_signed_in
from contracts.messages import Lane
from notifier.commands.letters.forget_reader import forget_later
from notifier.commands.plan_notification import planned
from notifier.domain.letters.refusals import NotAnEmail
from notifier.domain.letters.subscriber import Choice, Subscriber
from notifier.domain.notification import Cause
from notifier.storage.work import NotifierWork

_EMAIL = re.compile(r"[^\s@<>(),;:\\\"\[\]]{1,64}@[^\s@<>(),;:\\\"\[\]]{1,190}\.[^\s@.]{2,63}")


class AskSubscription(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """By whoever has no space: nothing holds before the address has confirmed."""

    email: str
    choice: Choice


class ConfirmSubscription(msgspec.Struct, frozen=True):
    subscriber_id: UUID


class ChangeSubscription(msgspec.Struct, frozen=True, kw_only=True):
    """By who holds the link of their mail (`subscriber_id`), or by who is signed in (without)."""

    choice: Choice
    subscriber_id: UUID | None = None


class LeaveLetter(msgspec.Struct, frozen=True, kw_only=True):
    subscriber_id: UUID
    issue_id: UUID | None = None


async def ask_subscription(command: AskSubscription, uow: NotifierWork) -> None:
    """The same answer whether the address is known or not: who reads its mail is told, nobody else."""
    email = command.email.strip().lower()
    if not _EMAIL.fullmatch(email):
        raise NotAnEmail
    subscriber = await uow.subscribers.by_email(email)
    if subscriber is None:
        subscriber = uow.subscribers.add(Subscriber(id=new_id(), kind="address", email=email))
    asked = subscriber.ask(command.choice, at=uow.now)
    if asked is not None:
        await forget_later(subscriber, uow)
        uow.record(asked)
        cause = Cause(event_id=new_id(), type=asked.type, about=subscriber.id, data={})
        _ = await planned(cause, Lane.CRITICAL, None, telemetry.traceparent(), uow)


async def confirm_subscription(command: ConfirmSubscription, uow: NotifierWork) -> Subscriber:
    subscriber = await uow.subscribers.get(command.subscriber_id)
    subscriber.confirm(at=uow.now)
    uow.note("subscription.confirmed", subscriber.id)
    return subscriber


async def change_subscription(command: ChangeSubscription, uow: NotifierWork) -> Subscriber:
    if command.subscriber_id is not None:
        subscriber = await uow.subscribers.get(command.subscriber_id)
        if subscriber.kind == "address" and subscriber.email is None:
            raise uow.subscribers.missing
    else:
        account = must_be_signed_in(uow.actor)
        kind = "member" if uow.actor.kind is Kind.MEMBER else "citizen"
        known = await uow.subscribers.by_account(account)
        subscriber = known or uow.subscribers.add(Subscriber(id=new_id(), kind=kind, account_id=account))
    subscriber.choose(command.choice, at=uow.now)
    if not command.choice.letter:
        await forget_later(subscriber, uow)
    uow.note("subscription.changed", subscriber.id, concerns=subscriber.account_id)
    return subscriber


async def leave_letter(command: LeaveLetter, uow: NotifierWork) -> Subscriber:
    subscriber = await uow.subscribers.get(command.subscriber_id)
    subscriber.leave(command.issue_id, at=uow.now)
    await forget_later(subscriber, uow)
    uow.note("subscription.left", subscriber.id, concerns=subscriber.account_id)
    return subscriber
