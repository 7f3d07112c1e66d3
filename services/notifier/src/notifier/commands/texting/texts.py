"""An SMS: put on its way, begun, ended, and what was said of it afterwards."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import msgspec

from chassis.ids import new_id
from notifier.domain.inbox.notice import Notice
from notifier.domain.texting.text import LIVES, Outcome, Status, Text, Verdict
from notifier.storage import queue
from notifier.storage.work import NotifierWork


class OfText(msgspec.Struct, frozen=True):
    text_id: UUID


class BeginText(msgspec.Struct, frozen=True, kw_only=True):
    """`trace` is the salted hash of the number that it goes to, empty when there is none."""

    text_id: UUID
    trace: str
    segments: int


class EndText(msgspec.Struct, frozen=True, kw_only=True):
    text_id: UUID
    outcome: Outcome
    reason: str


class HearText(msgspec.Struct, frozen=True, kw_only=True):
    text_id: UUID
    verdict: Verdict
    credits: int = 0


class Waiting(NamedTuple):
    text: Text
    notice: Notice


async def text_notice(notice: Notice, uow: NotifierWork) -> None:
    """To who asked for it, for that kind: after their quiet hours."""
    preferences = await uow.preferences.kept(notice.account_id)
    if not preferences.texts(notice.kind):
        return
    due_at: datetime = preferences.rest_ends(at=uow.now) or uow.now
    text = Text(
        id=new_id(),
        account_id=notice.account_id,
        notification_id=notice.id,
        kind=notice.kind,
        created_at=uow.now,
        due_at=due_at,
    )
    await queue.enqueue_id(uow.connection, text.id, queue.TEXTS, due_at=due_at)
    _ = uow.texts.add(text)


async def look_at_text(command: OfText, uow: NotifierWork) -> Waiting | None:
    """None when there is nothing to send any more."""
    text = await uow.texts.find(uow.texts.table.c.id == command.text_id)
    if text is None or text.has_ended:
        await queue.forget(uow.connection, command.text_id)
        return None
    notice = await uow.notices.find(uow.notices.table.c.id == text.notification_id)
    if text.status is Status.SENDING:
        text.answer(Outcome.UNKNOWN, "interrupted", at=uow.now)
    elif notice is None or notice.read_at is not None:
        text.end(Status.READ, at=uow.now)
    elif text.tries and uow.now - text.created_at > LIVES:
        text.end(Status.EXPIRED, at=uow.now)
    else:
        return Waiting(text, notice)
    await queue.forget(uow.connection, text.id)
    return None


async def begin_text(command: BeginText, uow: NotifierWork) -> bool:
    """Whether it may leave: « sending » is committed before anybody is called."""
    text = await uow.texts.get(command.text_id)
    if not command.trace:
        text.end(Status.NO_NUMBER, at=uow.now)
    elif await uow.texts.is_stopped(command.trace):
        text.end(Status.STOPPED, at=uow.now)
    else:
        text.begin(trace=command.trace, segments=command.segments)
        return True
    await queue.forget(uow.connection, text.id)
    return False


async def end_text(command: EndText, uow: NotifierWork) -> Text:
    text = await uow.texts.get(command.text_id)
    text.answer(command.outcome, command.reason, at=uow.now)
    await queue.follow_id(uow.connection, text.id, due_at=text.due_at)
    return text


async def hear_text(command: HearText, uow: NotifierWork) -> Text:
    """STOP is honoured for every later SMS of this organisation's to that number."""
    text = await uow.texts.get(command.text_id)
    text.hear(command.verdict, credits=command.credits, at=uow.now)
    if command.verdict is Verdict.STOPPED and text.trace:
        await uow.texts.stop(text.trace)
    uow.note(f"text.{command.verdict}", text.id, concerns=text.account_id)
    return text
