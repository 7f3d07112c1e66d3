"""Who an account is, asked of identity at the moment of showing: names are not kept here."""

from collections.abc import Awaitable, Callable, Collection
from uuid import UUID

from chassis.actor import Actor
from chassis.refusals import Unavailable
from contracts.asks import AskContacts, Contacts

AskIdentity = Callable[[AskContacts], Awaitable[Contacts]]


class Names:
    """Names of colleagues; empty while identity cannot answer: a page never fails for want of one."""

    def __init__(self, ask: AskIdentity) -> None:
        self._ask = ask

    async def of(self, actor: Actor, accounts: Collection[UUID | None]) -> dict[UUID, str]:
        wanted = {account for account in accounts if account is not None}
        if not wanted:
            return {}
        try:
            answer = await self._ask(AskContacts(tenant=actor.tenant, account_ids=tuple(wanted)))
        except Unavailable:
            return {}
        return {c.account_id: f"{c.given_name} {c.family_name}".strip() for c in answer.contacts}
