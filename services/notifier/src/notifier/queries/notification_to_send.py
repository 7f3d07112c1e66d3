"""What is known here about a message that is to be sent."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from notifier.domain.notification import Notification
from notifier.domain.override import Wording
from notifier.storage.notifications import notification_of
from notifier.storage.overrides import override_of
from notifier.storage.tables import notifications, template_overrides


class ToSend(NamedTuple):
    """`wordings` are the organisation's own, by key and language."""

    notification: Notification
    wordings: dict[tuple[str, str], Wording]


async def notification_to_send(notification_id: UUID, _: Actor, connection: AsyncConnection) -> ToSend | None:
    found = await connection.execute(select(notifications).where(notifications.c.id == notification_id))
    row = found.one_or_none()
    if row is None:
        return None
    own = [override_of(line) for line in (await connection.execute(select(template_overrides))).all()]
    return ToSend(notification_of(row), {(line.key, line.locale): line.wording for line in own})
