"""The e-mail address of who is signed in, asked of identity at the moment of use: never kept here."""

from collections.abc import Awaitable, Callable

from chassis.actor import Actor
from contracts.asks import AskContacts, Contacts

AskIdentity = Callable[[AskContacts], Awaitable[Contacts]]


class OwnAddress:
    def __init__(self, ask: AskIdentity) -> None:
        self._ask = ask

    async def of(self, actor: Actor) -> str:
        """Empty for who has none. An account is only active once its address answered."""
        if actor.account is None:
            return ""
        answer = await self._ask(AskContacts(tenant=actor.tenant, account_ids=(actor.account,)))
        return next((contact.email for contact in answer.contacts if contact.account_id == actor.account), "")
