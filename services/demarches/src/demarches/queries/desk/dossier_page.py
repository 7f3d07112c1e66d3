"""Everything that the page of one dossier shows to an agent: a number of statements that nothing makes grow."""

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from chassis.together import Together
from demarches.domain.answers import today_at
from demarches.queries.desk.page import CHOICES, Choices, choices_in
from demarches.queries.dossier.around import AROUND, DESK, ask_around
from demarches.queries.dossier.read import AskDossier, found_by_agent, instruction_view
from demarches.queries.dossier.views import InstructionView

FOR_PAGE = Together({**AROUND, **DESK, **CHOICES})


class DossierPage(Struct, frozen=True, kw_only=True):
    found: InstructionView
    choices: Choices


async def read_dossier_page(question: AskDossier, actor: Actor, connection: AsyncConnection) -> DossierPage:
    dossier, definition = await found_by_agent(question.dossier_id, actor, connection)
    around = await ask_around(dossier, definition, actor, connection, FOR_PAGE, today=today_at(question.at))
    return DossierPage(
        found=instruction_view(dossier, definition, actor, around, at=question.at), choices=choices_in(around, actor)
    )
