"""From stage to stage of a démarche's own workflow."""

from uuid import UUID

from litestar import Router, post
from litestar.params import FromPath, JSONBody
from msgspec import field

from chassis.http import Again, By, IfMatch
from demarches.commands.workflow.move_dossier import MoveDossier, move_dossier
from demarches.domain.permissions import INSTRUCT
from demarches.http.bodies import Body, LongText, ShortText
from demarches.http.dossiers import StatusView
from demarches.http.drafts import Run


class Move(Body, frozen=True):
    """`said`: the words that the transition asks for; `reasons` when it decides."""

    transition: ShortText
    said: dict[str, LongText] = field(default_factory=dict[str, LongText])
    reasons: LongText = ""


@post("/dossiers/{dossier_id:uuid}/moves", needs=INSTRUCT)
async def move(
    dossier_id: FromPath[UUID], data: JSONBody[Move], actor: By, commands: Run, once: Again, if_match: IfMatch
) -> StatusView:
    """A transition may ask for the permission to decide as well."""
    command = MoveDossier(
        dossier_id=dossier_id, transition=data.transition, said=data.said, reasons=data.reasons, expected=if_match
    )
    return await commands.run(move_dossier, command, actor=actor, show=StatusView.of, once=once)


router = Router("/", route_handlers=[move])
