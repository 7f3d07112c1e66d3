"""The key of a member's assistant ends: by themselves, by who grants rights, or with their password."""

from uuid import UUID

import msgspec

from chassis.policies import must_be_signed_in
from identity.domain.assistants import AssistantNotFound
from identity.domain.members import GRANT
from identity.storage.work import IdentityWork


class RevokeAssistant(msgspec.Struct, frozen=True):
    assistant_id: UUID


class SeeAssistant(msgspec.Struct, frozen=True):
    assistant_id: UUID


async def revoke_assistant(command: RevokeAssistant, uow: IdentityWork) -> None:
    me = must_be_signed_in(uow.actor)
    assistant = await uow.assistants.get(command.assistant_id)
    if assistant.account_id != me and not uow.actor.holds(GRANT):
        raise AssistantNotFound
    uow.record(assistant.revoke(at=uow.now), concerns=assistant.account_id)


async def revoke_assistants_of(account_id: UUID, uow: IdentityWork) -> None:
    for assistant in await uow.assistants.alive_of(account_id):
        uow.record(assistant.revoke(at=uow.now), concerns=account_id)


async def see_assistant(command: SeeAssistant, uow: IdentityWork) -> None:
    """Note that it is in use, once a minute at most."""
    (await uow.assistants.get(command.assistant_id)).see(at=uow.now)
