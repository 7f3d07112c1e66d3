"""A member makes a key for an AI assistant of theirs (SR-04)."""

import msgspec

from chassis.ids import new_id
from chassis.policies import must_be_signed_in
from identity.commands.step_up import must_have_proven_lately
from identity.domain.assistants import MOST, Assistant, AssistantKey, AssistantsForbidden, TooManyAssistants, Wanted
from identity.storage.work import IdentityWork


class ConnectAssistant(msgspec.Struct, frozen=True, kw_only=True):
    wanted: Wanted
    key: AssistantKey


async def connect_assistant(command: ConnectAssistant, uow: IdentityWork) -> Assistant:
    """Asks for a proof less than 15 minutes old."""
    must_have_proven_lately(uow.actor, now=uow.now)
    account_id = must_be_signed_in(uow.actor)
    if not (await uow.organisations.get(uow.actor.tenant)).assistants_allowed:
        raise AssistantsForbidden
    command.wanted.must_be_right()
    if await uow.assistants.number_of(account_id) >= MOST:
        raise TooManyAssistants
    assistant = Assistant.connect(new_id(), account_id, command.wanted, command.key, acr=uow.actor.acr, at=uow.now)
    uow.record(assistant.connected(), concerns=account_id)
    return uow.assistants.add(assistant)
