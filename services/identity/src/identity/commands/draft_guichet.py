"""Settings of the guichet are saved, looked at, then published (ID-22)."""

import msgspec

from chassis.policies import must_match
from chassis.refusals import Invalid
from identity.commands.change_guichet import ChangeGuichet, colour_faults
from identity.domain.organisations import Organisation, guichet_faults
from identity.storage.work import IdentityWork


class PublishGuichet(msgspec.Struct, frozen=True, kw_only=True):
    version: int | None = None


async def draft_guichet(command: ChangeGuichet, uow: IdentityWork) -> Organisation:
    """Nobody sees it but who previews it; what is published stays."""
    faults = [*guichet_faults(command.guichet), *colour_faults(command.guichet.colour)]
    if faults:
        raise Invalid(faults=faults)
    organisation = await uow.organisations.get(uow.actor.tenant)
    must_match(organisation.version, command.version)
    organisation.keep_draft(command.guichet)
    uow.note("identity.guichet.drafted", organisation.id)
    return organisation


async def publish_guichet(command: PublishGuichet, uow: IdentityWork) -> Organisation:
    organisation = await uow.organisations.get(uow.actor.tenant)
    must_match(organisation.version, command.version)
    uow.record(organisation.publish_draft())
    return organisation


async def drop_draft(_: PublishGuichet, uow: IdentityWork) -> Organisation:
    organisation = await uow.organisations.get(uow.actor.tenant)
    organisation.drop_draft()
    uow.note("identity.guichet.draft_dropped", organisation.id)
    return organisation
