"""Files: leave to send some, leave to read one."""

from datetime import timedelta
from uuid import UUID

from litestar import Router, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from chassis.access import Needs
from chassis.commands import Commands
from chassis.http import By
from chassis.tokens import Signer, TokenRefused, Verifier
from contracts.tokens import UploadGrant, UploadReceipt, ViewGrant
from ticketing.commands.files.allow_upload import AllowUpload, allow_upload
from ticketing.commands.files.open_file import MayOpen, OpenFile, open_file
from ticketing.commands.files.reserve_ticket import ReserveTicket, reserve_ticket
from ticketing.domain.policies import OPEN
from ticketing.domain.refusals import ReceiptNotYours
from ticketing.storage.unit_of_work import TicketingWork

UPLOAD_WITHIN = timedelta(minutes=10)
VIEW_WITHIN = timedelta(seconds=60)
Doing = NamedDependency[Commands[TicketingWork]]


class Grant(Struct, kw_only=True):
    """A capability for the documents service, in the header `Parvis-Grant`."""

    grant: str
    expires_in: int


class Purpose(Struct, kw_only=True, forbid_unknown_fields=True):
    purpose: str = ""


@put("/ticket-reservations/{ticket_id:uuid}", needs=OPEN)
async def reserve(ticket_id: FromPath[UUID], actor: By, commands: Doing, signer: NamedDependency[Signer]) -> Grant:
    """Before the request is sent, under an id of one's own choice, with which it is opened afterwards."""
    return upload_grant(signer, actor, await commands.run(reserve_ticket, ReserveTicket(ticket_id), actor=actor))


@post("/tickets/{ticket_id:uuid}/upload-grant", needs=Needs.MEMBER)
async def grant_upload(ticket_id: FromPath[UUID], actor: By, commands: Doing, signer: NamedDependency[Signer]) -> Grant:
    """Whoever may write to this ticket may send files for it for ten minutes."""
    return upload_grant(signer, actor, await commands.run(allow_upload, AllowUpload(ticket_id), actor=actor))


@post("/tickets/{ticket_id:uuid}/files/{file_id:uuid}/view-grant", needs=Needs.MEMBER)
async def grant_view(
    ticket_id: FromPath[UUID],
    file_id: FromPath[UUID],
    data: JSONBody[Purpose],
    actor: By,
    commands: Doing,
    signer: NamedDependency[Signer],
) -> Grant:
    """Journaled with its purpose before the token exists."""
    opened = await commands.run(open_file, OpenFile(ticket_id, file_id, data.purpose), actor=actor)
    return Grant(grant=view_grant(signer, actor, opened, data.purpose), expires_in=60)


def upload_grant(signer: Signer, actor: By, bundle: UUID) -> Grant:
    token = signer.sign(
        UploadGrant, audience="documents", lives=UPLOAD_WITHIN, tenant=actor.tenant, sub=actor.subject, bundle=bundle
    )
    return Grant(grant=token, expires_in=int(UPLOAD_WITHIN.total_seconds()))


def view_grant(signer: Signer, actor: By, opened: MayOpen, purpose: str) -> str:
    return signer.sign(
        ViewGrant,
        audience="documents",
        lives=VIEW_WITHIN,
        tenant=actor.tenant,
        sub=opened.reader,
        bundle=opened.ticket_id,
        file=opened.file_id,
        purpose=purpose,
    )


def received(verifier: Verifier, receipts: list[str]) -> list[UploadReceipt]:
    """What documents says it received. Raises ReceiptNotYours for what it did not say."""
    try:
        return [verifier.read(token, UploadReceipt, issuers=("documents",)) for token in receipts]
    except TokenRefused as error:
        raise ReceiptNotYours from error


router = Router("/", route_handlers=[reserve, grant_upload, grant_view])
