"""Tokens that came by mail: read, and guessing slowed down."""

from uuid import UUID

from chassis.actor import Actor
from chassis.commands import Commands
from chassis.queries import Queries
from identity.commands.count_attempt import must_be_within
from identity.domain import throttling
from identity.domain.links import LinkNotFound, Purpose, read_token
from identity.queries.links import ByLink, LinkView, usable_link
from identity.storage.work import IdentityWork


class Links:
    def __init__(self, commands: Commands[IdentityWork], queries: Queries, secret: bytes) -> None:
        self._commands = commands
        self._queries = queries
        self._secret = secret

    async def read(self, token: str, purpose: Purpose, *, actor: Actor, address: str) -> UUID:
        """The link's id. A token that we did not make counts against the address: ten an hour, then 429."""
        try:
            return read_token(token, purpose, self._secret)
        except LinkNotFound:
            await self._count_wrong(actor, address)
            raise

    async def usable(self, token: str, purpose: Purpose, *, actor: Actor, address: str) -> LinkView:
        link_id = await self.read(token, purpose, actor=actor, address=address)
        asked = ByLink(link_id=link_id, purpose=purpose, now=self._commands.now())
        return await self._queries.ask(usable_link, asked, actor=actor)

    async def must_be_usable(self, token: str, purpose: Purpose, *, actor: Actor, address: str) -> UUID:
        """Asked before the slow hashing; the command asks again, with the row locked."""
        await self.usable(token, purpose, actor=actor, address=address)
        return read_token(token, purpose, self._secret)

    async def _count_wrong(self, actor: Actor, address: str) -> None:
        key = throttling.address_key("wrong link", address)
        await must_be_within(key, throttling.WRONG_LINKS_PER_ADDRESS, commands=self._commands, actor=actor)
