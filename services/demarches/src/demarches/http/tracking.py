"""Following a dossier by link, without an account."""

from uuid import UUID

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from chassis.access import Needs
from chassis.http import Ask, By
from chassis.logs import log
from demarches.commands.attachment.attach_dossier import AttachDossier, attach_dossier
from demarches.commands.attachment.send_code import SendCode, send_code
from demarches.commands.instruction.cancel_by_link import CancelByLink, cancel_by_link
from demarches.domain.dossier import Dossier
from demarches.domain.refusals import DossierNotFound
from demarches.domain.tracking import read_tracking
from demarches.http.appointments import ICS
from demarches.http.bodies import AttachmentProof, Confirmation
from demarches.http.dossiers import Now
from demarches.http.drafts import Run
from demarches.http.own_address import OwnAddress
from demarches.queries.appointments.file import AskTrackedFile, tracked_file
from demarches.queries.dossier.attachment import AskProof, ProofView, proof_wanted
from demarches.queries.dossier.follow import AskTracking, TrackingView, follow_dossier

# The address is a secret: it must not travel to other sites nor stay in shared caches.
PRIVATE = {"referrer-policy": "no-referrer", "cache-control": "no-store"}


Addresses = NamedDependency[OwnAddress]


class AttachedView(Struct):
    id: UUID

    @classmethod
    def of(cls, dossier: Dossier | None) -> "AttachedView | None":
        return cls(dossier.id) if dossier else None


class CancelledView(Struct):
    reference: str
    status: str

    @classmethod
    def of(cls, dossier: Dossier) -> "CancelledView":
        return cls(dossier.reference or "", str(dossier.status))


@get("/{token:str}", needs=Needs.ANYONE)
async def follow(token: FromPath[str], actor: By, queries: Ask, clock: Now) -> Response[TrackingView]:
    view = await queries.ask(follow_dossier, AskTracking(read_tracking(token), clock()), actor=actor)
    return Response(view, headers=PRIVATE)


@post("/{token:str}/cancellation", needs=Needs.ANYONE)
async def cancel(token: FromPath[str], data: JSONBody[Confirmation], actor: By, commands: Run) -> CancelledView:
    command = CancelByLink(read_tracking(token), data.confirm)
    return await commands.run(cancel_by_link, command, actor=actor, show=CancelledView.of)


@get("/{token:str}/bookings/{booking_id:uuid}/file.ics", needs=Needs.ANYONE)
async def appointment(
    token: FromPath[str], booking_id: FromPath[UUID], actor: By, queries: Ask, clock: Now
) -> Response[bytes]:
    question = AskTrackedFile(read_tracking(token), booking_id, clock())
    content = await queries.ask(tracked_file, question, actor=actor)
    return Response(content, media_type="text/calendar; charset=utf-8", headers={**ICS, **PRIVATE})


@get("/{token:str}/attachment", needs=Needs.CITIZEN)
async def proof(token: FromPath[str], actor: By, queries: Ask, clock: Now, own: Addresses) -> Response[ProofView]:
    """How the signed-in holder of the link may prove to be the applicant."""
    question = AskProof(read_tracking(token), await own.of(actor), clock())
    return Response(await queries.ask(proof_wanted, question, actor=actor), headers=PRIVATE)


@post("/{token:str}/attachment-codes", needs=Needs.CITIZEN, status_code=204)
async def ask_code(token: FromPath[str], actor: By, commands: Run) -> None:
    """Sent to the address given with the request; valid 15 minutes and five tries."""
    await commands.run(send_code, SendCode(read_tracking(token)), actor=actor)


@post("/{token:str}/attachment", needs=Needs.CITIZEN, status_code=200)
async def attach(
    token: FromPath[str], data: JSONBody[AttachmentProof], actor: By, commands: Run, own: Addresses
) -> AttachedView:
    """404 for whoever proves nothing, as for what does not exist."""
    command = AttachDossier(read_tracking(token), await own.of(actor), data.code)
    attached = await commands.run(attach_dossier, command, actor=actor, show=AttachedView.of)
    if attached is None:
        log.warning("attachment refused", dossier_id=str(command.tracking.dossier_id))
        raise DossierNotFound
    return attached


router = Router("/tracking", route_handlers=[follow, cancel, appointment, proof, ask_code, attach])
