"""The operator opens a guichet to the public, or closes it (ID-23)."""

from uuid import UUID

import msgspec

from identity.domain.organisations import Organisation, OrganisationNotFound
from identity.storage.work import IdentityWork


class OpenGuichet(msgspec.Struct, frozen=True):
    """Run in the organisation's own tenant: the fact belongs to its journal."""

    organisation_id: UUID


async def open_guichet(command: OpenGuichet, uow: IdentityWork) -> Organisation:
    await must_be_operator(uow)
    organisation = await uow.organisations.get(command.organisation_id)
    if not organisation.guichet_active:
        uow.record(organisation.activate_guichet())
    return organisation


async def close_guichet(command: OpenGuichet, uow: IdentityWork) -> Organisation:
    await must_be_operator(uow)
    organisation = await uow.organisations.get(command.organisation_id)
    if organisation.guichet_active:
        uow.record(organisation.deactivate_guichet())
    return organisation


async def must_be_operator(uow: IdentityWork) -> None:
    """The permission alone would do; whoever came by it elsewhere learns nothing of other organisations."""
    if not await uow.organisations.is_support_portal(uow.actor.organisation):
        raise OrganisationNotFound
