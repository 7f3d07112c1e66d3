"""Ask for an organisation's access (ID-02)."""

import msgspec
from sqlalchemy import func, select

from chassis.ids import new_id
from chassis.refusals import Invalid
from chassis.robots import SolvedChallenge
from identity.commands.use_challenge import use_challenge
from identity.domain.access_requests import (
    AccessRequest,
    AlreadyAsked,
    AlreadyCustomer,
    Applicant,
    Coordinates,
    Facts,
    request_faults,
)
from identity.domain.organisations import OrganisationNotFound
from identity.storage.work import IdentityWork


class SubmitAccessRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Run in the operator's tenant: at its support portal one asks."""

    facts: Facts
    coordinates: Coordinates
    applicant: Applicant
    locale: str = "fr"
    solved: SolvedChallenge | None = None
    """The robot check that is used up with it."""


async def submit_access_request(command: SubmitAccessRequest, uow: IdentityWork) -> AccessRequest:
    faults = request_faults(command.facts, command.coordinates, command.applicant)
    if faults:
        raise Invalid(faults=faults)
    if not await uow.organisations.is_support_portal(uow.actor.tenant):
        raise OrganisationNotFound
    if command.solved is not None:
        await use_challenge(command.solved, uow)
    # Two clicks at the same moment: the second waits here, then finds the first.
    turn = func.pg_advisory_xact_lock(func.hashtext("access"), func.hashtext(command.facts.access_key))
    _ = await uow.connection.execute(select(turn))
    if await uow.organisations.known_by(command.facts.access_key):
        raise AlreadyCustomer
    if await uow.access_requests.open_for(command.facts.access_key):
        raise AlreadyAsked
    asked = uow.access_requests.add(
        AccessRequest(
            new_id(), command.facts, command.coordinates, command.applicant, submitted_at=uow.now, locale=command.locale
        )
    )
    uow.record(asked.submit())
    uow.record(asked.wait())
    return asked
