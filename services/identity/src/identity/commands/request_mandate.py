"""Ask to be the organisation's administrator: codes leave for its legal representative (ID-08, ID-09)."""

import msgspec

from chassis.ids import new_id
from chassis.policies import must_be_signed_in
from chassis.refusals import Invalid
from identity.commands.change_member import member
from identity.domain.mandates import AlreadyAdministrator, Mandate, MandateEnd, representative_faults
from identity.storage.work import IdentityWork


class RequestMandate(msgspec.Struct, frozen=True, kw_only=True):
    """`secret` is the service's own: codes are computed with it."""

    representative_name: str
    representative_title: str
    secret: bytes


async def request_mandate(command: RequestMandate, uow: IdentityWork) -> Mandate:
    """Codes of earlier requests that nobody answered die with this one; an administrator in office stays until then."""
    account = await member(must_be_signed_in(uow.actor), uow)
    name, title = command.representative_name.strip(), command.representative_title.strip()
    if faults := representative_faults(name, title):
        raise Invalid(faults=faults)
    await uow.mandates.take_turn()
    in_office = await uow.mandates.active()
    if in_office is not None and in_office.account_id == account.id:
        raise AlreadyAdministrator
    for earlier in await uow.mandates.pending():
        uow.record(earlier.end(MandateEnd.SUPERSEDED, at=uow.now), concerns=earlier.account_id)
    mandate = uow.mandates.add(Mandate.request(new_id(), account.id, name, title, secret=command.secret, at=uow.now))
    uow.record(mandate.requested(), concerns=account.id)
    await uow.mandates.remember("mandate_requested", account.id)
    await uow.mandates.want_letter(mandate)
    await uow.schedule("expire_mandate", mandate.id, due_at=mandate.expires_at)
    return mandate
