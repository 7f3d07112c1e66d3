"""What became of this message?"""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from notifier.domain.refusals import NotificationNotFound
from notifier.queries.lines import NotificationDetail, detail_of
from notifier.storage.tables import deliveries, notifications


async def show_notification(notification_id: UUID, _: Actor, connection: AsyncConnection) -> NotificationDetail:
    n = notifications.c
    waiting = notifications.outerjoin(deliveries, deliveries.c.notification_id == n.id)
    statement = select(notifications, deliveries.c.waits_for).select_from(waiting).where(n.id == notification_id)
    row = (await connection.execute(statement)).one_or_none()
    if row is None:
        raise NotificationNotFound
    return detail_of(row)
