"""What the operator does with a shared démarche concerns other organisations: each is told in its own name."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

import msgspec

from chassis.actor import Actor
from chassis.commands import Commands
from chassis.subscriptions import Subscription
from contracts.demarches import DefinitionShared, DefinitionUnshared
from contracts.events import Envelope
from demarches.commands.sharing.tell_copies import TellCopies, copiers, tell_copies


@dataclass(frozen=True, slots=True)
class AtEachCopier(Subscription[Any, Any]):
    """Runs the command at each organisation that copied it, as many transactions; those that succeeded are not repeated."""

    about: Callable[[Any], UUID] = lambda event: event.demarche_id

    async def take(self, envelope: Envelope, commands: Commands[Any], *, service: str) -> None:
        event = msgspec.json.decode(envelope.data, type=self.event)
        offerer = Actor.of_service(service, envelope.tenant)
        for tenant in await commands.run(copiers, self.about(event), actor=offerer):
            once = uuid5(envelope.id, str(tenant))
            at = Actor.of_service(service, tenant)
            await commands.run_once(self.handler, self.translate(event), actor=at, event_id=once)


def _offered(event: DefinitionShared | DefinitionUnshared) -> TellCopies:
    return TellCopies(event.demarche_id, event.number)


COPIES = tuple(AtEachCopier(event, _offered, tell_copies) for event in (DefinitionShared, DefinitionUnshared))
