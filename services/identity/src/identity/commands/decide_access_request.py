"""The operator accepts an access request, or refuses it with a reason (ID-03)."""

from uuid import UUID

import msgspec

from chassis.refusals import Fault, Invalid
from identity.domain.access_requests import AccessRequest, AlreadyCustomer
from identity.domain.slugs import slug_fault
from identity.storage.work import IdentityWork

LONGEST_REASON = 1_000


class AcceptAccessRequest(msgspec.Struct, frozen=True, kw_only=True):
    """`slug` is the word in the organisation's address."""

    request_id: UUID
    slug: str


class RefuseAccessRequest(msgspec.Struct, frozen=True, kw_only=True):
    request_id: UUID
    reason: str


async def accept_access_request(command: AcceptAccessRequest, uow: IdentityWork) -> AccessRequest:
    """The organisation is founded by a timer, in a tenant of its own, and carries the request's id: done twice, it is
    founded once."""
    asked = await uow.access_requests.get(command.request_id)
    slug = command.slug.strip().lower()
    if faults := slug_fault(slug):
        raise Invalid(faults=faults)
    if await uow.access_requests.has_promised(slug) or await uow.organisations.has_slug(slug):
        raise Invalid(faults=[Fault("/slug", "Cette adresse est déjà celle d’une autre organisation.", "taken")])
    if await uow.organisations.known_by(asked.facts.access_key):
        raise AlreadyCustomer
    uow.record(asked.accept(asked.id, slug, by=str(uow.actor), at=uow.now))
    await uow.schedule("found_organisation", asked.id, due_at=uow.now)
    return asked


async def refuse_access_request(command: RefuseAccessRequest, uow: IdentityWork) -> AccessRequest:
    asked = await uow.access_requests.get(command.request_id)
    reason = command.reason.strip()
    if not reason or len(reason) > LONGEST_REASON:
        message = "Écrivez au demandeur pourquoi, en 1 000 caractères au plus : il le lira tel quel."
        raise Invalid(faults=[Fault("/reason", message, "required")])
    uow.record(asked.refuse(reason, by=str(uow.actor), at=uow.now))
    return asked
