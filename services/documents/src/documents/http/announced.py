"""Keys of objects that the sweeper has been told of already: under load an upload takes one without asking the database."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from chassis.actor import Actor
from chassis.commands import Commands
from documents.commands.announce_object import AnnounceObjects, announce_objects, new_object_key

FRESH = timedelta(minutes=20)
"""A key is taken within this time; what is written under it has the rest of the hour that the sweeper waits."""
SOON = timedelta(seconds=2)
MOST_AHEAD = 16
TENANTS = 1000


class _Ahead(NamedTuple):
    made_at: datetime
    together: int
    keys: list[str]


class AnnouncedKeys:
    """One at a time where uploads are rare; twice as many as before, up to 16, when those of a moment ago are used up."""

    def __init__(self, commands: Commands[Any]) -> None:
        self._commands = commands
        self._ahead: dict[UUID, _Ahead] = {}

    async def take(self, actor: Actor) -> str:
        now, ahead = self._commands.now(), self._ahead.get(actor.tenant)
        if ahead is not None and ahead.keys and ahead.made_at <= now < ahead.made_at + FRESH:
            return ahead.keys.pop()
        many = min(2 * ahead.together, MOST_AHEAD) if ahead is not None and now < ahead.made_at + SOON else 1
        keys = [new_object_key(actor) for _ in range(many)]
        await self._commands.run(announce_objects, AnnounceObjects(keys), actor=actor)
        if len(self._ahead) >= TENANTS:
            self._ahead.clear()
        # Somebody else may have had some made meanwhile.
        others = self._ahead.get(actor.tenant)
        beside = others.keys if others is not None and others is not ahead else []
        self._ahead[actor.tenant] = _Ahead(now, many, [*beside, *keys[1:]])
        return keys[0]

    def forget(self, actor: Actor) -> None:
        """Those that are ready may be gone, as the one was that could not be kept."""
        self._ahead.pop(actor.tenant, None)
