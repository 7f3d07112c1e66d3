"""An assistant of the demonstration's agent. Nobody has its key: she makes another to try one out."""

from contracts.demo import AGENT, ASSISTANT, PLASSANS
from identity.domain.assistants import Assistant, AssistantKey, Wanted
from identity.storage.tables import assistants
from identity.storage.work import IdentityWork

WANTED = Wanted(name=ASSISTANT.name, services=("demarches", "documents"), proposes=True, days=90)


async def keep_assistant(_: None, uow: IdentityWork) -> None:
    if await uow.assistants.find(assistants.c.id == ASSISTANT.id) is not None:
        return
    key = AssistantKey.new(PLASSANS.id)
    made = Assistant.connect(ASSISTANT.id, AGENT.id, WANTED, key, acr=1, at=uow.now)
    made.see(at=uow.now)
    uow.record(made.connected(), concerns=AGENT.id)
    uow.assistants.add(made)
