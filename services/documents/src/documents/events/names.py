"""What agents are called: identity tells it at the moment of use."""

from typing import Any
from uuid import UUID

from chassis.service import Service
from contracts.asks import AskContacts, Contacts


class AgentNames:
    def __init__(self, service: Service[Any]) -> None:
        self._service = service

    async def of(self, accounts: list[UUID], tenant: UUID) -> dict[UUID, str]:
        """« Silvère Mouret » by account. Raises `Unavailable`."""
        bus = self._service.worker.bus if self._service.worker else None
        if bus is None or not accounts:
            return {}
        asked = AskContacts(tenant=tenant, account_ids=tuple(set(accounts)))
        told = await bus.ask(AskContacts.subject, asked, Contacts)
        return {one.account_id: f"{one.given_name} {one.family_name}".strip() for one in told.contacts}
