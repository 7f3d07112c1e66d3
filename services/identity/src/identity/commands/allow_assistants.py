"""The administrator allows members their AI assistants, or forbids them (SR-04)."""

import msgspec

from identity.commands.step_up import must_have_proven_lately
from identity.storage.work import IdentityWork


class AllowAssistants(msgspec.Struct, frozen=True):
    allowed: bool


async def allow_assistants(command: AllowAssistants, uow: IdentityWork) -> None:
    """Forbidding ends nothing: keys rest, and open again when they are allowed and not yet over."""
    must_have_proven_lately(uow.actor, now=uow.now)
    organisation = await uow.organisations.get(uow.actor.tenant)
    if organisation.assistants_allowed != command.allowed:
        uow.record(organisation.allow_assistants(command.allowed))
