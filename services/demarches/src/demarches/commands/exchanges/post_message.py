from uuid import UUID

from msgspec import Struct

from chassis.ids import new_id
from demarches.domain.exchanges import LONGEST_MESSAGE, Message
from demarches.domain.policies import must_allow_exchanges, must_be_side, must_be_someone
from demarches.domain.texts import must_be_written
from demarches.storage.unit_of_work import DemarchesWork


class PostMessage(Struct, frozen=True):
    dossier_id: UUID
    body: str


async def post_message(command: PostMessage, uow: DemarchesWork) -> Message:
    dossier = await uow.dossiers.get(command.dossier_id)
    side = must_be_side(uow.actor, dossier)
    dossier.must_take_messages()
    must_allow_exchanges(side, await uow.definition_of(dossier))
    message = Message(
        id=new_id(),
        dossier_id=dossier.id,
        side=side,
        author=must_be_someone(uow.actor),
        body=must_be_written(command.body, "/body", longest=LONGEST_MESSAGE),
        posted_at=uow.now,
    )
    uow.record(message.posted(), concerns=dossier.account)
    return uow.messages.add(message)
