"""What is known here about a message that is to be sent."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from notifier.domain.notification import Notification
from notifier.domain.override import Wording
from notifier.domain.programs.message import ASKED, AskedMessage
from notifier.queries.programs.messages import asked_message
from notifier.storage.notifications import notification_of
from notifier.storage.overrides import override_of
from notifier.storage.tables import notifications, template_overrides

_THIS = select(notifications).where(notifications.c.id == bindparam("this_id"))
_OWN_WORDS = select(template_overrides)


class ToSend(NamedTuple):
    """`wordings` are the organisation's own, by key and language; `asked` is what a program gave, where one asked."""

    notification: Notification
    wordings: dict[tuple[str, str], Wording]
    asked: AskedMessage | None = None


async def notification_to_send(notification_id: UUID, actor: Actor, connection: AsyncConnection) -> ToSend | None:
    found = await connection.execute(_THIS, {"this_id": notification_id})
    row = found.one_or_none()
    if row is None:
        return None
    if row.cause_type == ASKED:
        return ToSend(notification_of(row), {}, await asked_message(notification_id, actor, connection))
    own = [override_of(line) for line in (await connection.execute(_OWN_WORDS)).all()]
    return ToSend(notification_of(row), {(line.key, line.locale): line.wording for line in own})
