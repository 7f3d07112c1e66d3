"""Which messages has the organisation written in its own words?"""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from notifier.domain.override import Override
from notifier.storage.overrides import override_of
from notifier.storage.tables import template_overrides


async def own_wordings(key: str | None, _: Actor, connection: AsyncConnection) -> dict[tuple[str, str], Override]:
    """By key and language; `key` limits them to one message."""
    statement = select(template_overrides)
    if key is not None:
        statement = statement.where(template_overrides.c.key == key)
    own = [override_of(row) for row in (await connection.execute(statement)).all()]
    return {(override.key, override.locale): override for override in own}
