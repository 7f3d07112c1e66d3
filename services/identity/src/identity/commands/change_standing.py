"""The operator suspends an organisation's access, gives it back, or closes it for good."""

from uuid import UUID

import msgspec

from chassis.refusals import Fault, Invalid
from identity.commands.open_guichet import must_be_operator
from identity.commands.step_up import must_have_proven_lately
from identity.domain.organisations import Organisation
from identity.domain.standing import reason_given
from identity.storage.work import IdentityWork


class SuspendOrganisation(msgspec.Struct, frozen=True, kw_only=True):
    """Run in the organisation's own tenant: the fact belongs to its journal. `reason` is read by its administrator."""

    organisation_id: UUID
    reason: str


class ResumeOrganisation(msgspec.Struct, frozen=True):
    organisation_id: UUID


class CloseOrganisation(msgspec.Struct, frozen=True, kw_only=True):
    """`slug` is the word of its address, typed again: closing is not taken back."""

    organisation_id: UUID
    reason: str
    slug: str


async def suspend_organisation(command: SuspendOrganisation, uow: IdentityWork) -> Organisation:
    """Sessions and assistants' keys end and do not come back with the access: it may be suspended because of who is in
    there."""
    organisation = await _of_the_operator(command.organisation_id, uow)
    uow.record(organisation.suspend(reason_given(command.reason), at=uow.now))
    await uow.sessions.end_all()
    await uow.assistants.end_all()
    return organisation


async def resume_organisation(command: ResumeOrganisation, uow: IdentityWork) -> Organisation:
    organisation = await _of_the_operator(command.organisation_id, uow)
    uow.record(organisation.resume())
    return organisation


async def close_organisation(command: CloseOrganisation, uow: IdentityWork) -> Organisation:
    organisation = await _of_the_operator(command.organisation_id, uow)
    reason = reason_given(command.reason)
    if command.slug.strip().lower() != organisation.slug:
        message = f"Pour confirmer, recopiez « {organisation.slug} », le mot de son adresse."
        raise Invalid(faults=[Fault("/slug", message, "different")])
    uow.record(organisation.close(reason, at=uow.now))
    return organisation


async def _of_the_operator(organisation_id: UUID, uow: IdentityWork) -> Organisation:
    await must_be_operator(uow)
    must_have_proven_lately(uow.actor, now=uow.now)
    return await uow.organisations.get(organisation_id)
