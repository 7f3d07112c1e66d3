"""Following a dossier by link, without an account."""

from uuid import UUID

from litestar import Response, Router, get, post
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from chassis.access import Needs
from chassis.http import Ask, By
from demarches.commands.instruction.cancel_by_link import CancelByLink, cancel_by_link
from demarches.domain.dossier import Dossier
from demarches.domain.tracking import read_tracking
from demarches.http.appointments import ICS
from demarches.http.bodies import Confirmation
from demarches.http.dossiers import Now
from demarches.http.drafts import Run
from demarches.queries.appointments.file import AskTrackedFile, tracked_file
from demarches.queries.dossier.follow import AskTracking, TrackingView, follow_dossier

# The address is a secret: it must not travel to other sites nor stay in shared caches.
PRIVATE = {"referrer-policy": "no-referrer", "cache-control": "no-store"}


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


router = Router("/tracking", route_handlers=[follow, cancel, appointment])
