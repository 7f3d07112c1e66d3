"""A mandate ends without successor: its holder resigns, or its codes have served their time."""

from uuid import UUID

import msgspec

from chassis.policies import must_be_signed_in
from identity.commands.answer_mandate import end_mandate
from identity.commands.step_up import must_have_proven_lately
from identity.domain.mandates import MandateEnd, MandateNotFound
from identity.storage.work import IdentityWork


class ResignMandate(msgspec.Struct, frozen=True):
    """By its holder. Every permission granted under it sleeps until somebody is administrator again."""


class ExpireMandate(msgspec.Struct, frozen=True):
    mandate_id: UUID


async def resign_mandate(_: ResignMandate, uow: IdentityWork) -> None:
    must_have_proven_lately(uow.actor, now=uow.now)
    mandate = await uow.mandates.active()
    if mandate is None or mandate.account_id != must_be_signed_in(uow.actor):
        raise MandateNotFound
    await end_mandate(mandate, MandateEnd.RESIGNED, uow)


async def expire_mandate(command: ExpireMandate, uow: IdentityWork) -> None:
    mandate = await uow.mandates.get(command.mandate_id)
    if mandate.is_pending and uow.now >= mandate.expires_at:
        await end_mandate(mandate, MandateEnd.EXPIRED, uow)
