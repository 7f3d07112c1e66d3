"""How an event becomes a command."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import msgspec

from chassis.actor import Actor
from chassis.commands import Commands, Handler
from contracts.events import Envelope, Event

E = TypeVar("E", bound=Event)
C = TypeVar("C")


@dataclass(frozen=True, slots=True)
class Subscription(Generic[E, C]):
    """When this event arrives, run this handler with the command that the event translates to.

    `translate` is pure and may return None: this one does not concern us. It may take the envelope as well
    (`with_envelope=True`) where the command needs the event's id or number.
    """

    event: type[E]
    translate: Callable[..., C | None]
    handler: Handler[C, Any, Any]
    with_envelope: bool = False

    @property
    def name(self) -> str:
        return self.handler.__name__

    async def take(self, envelope: Envelope, commands: Commands[Any], *, service: str) -> None:
        """Run the command, unless this event was already acted on. Raises what the handler raises."""
        event = msgspec.json.decode(envelope.data, type=self.event)
        command = self.translate(event, envelope) if self.with_envelope else self.translate(event)
        if command is not None:
            actor = Actor.of_service(service, envelope.tenant)
            await commands.run_once(self.handler, command, actor=actor, event_id=envelope.id)


@dataclass(frozen=True, slots=True)
class Timer(Generic[C]):
    """When a timer of this kind is due, run this handler with the command made from its subject."""

    kind: str
    make: Callable[[Any], C]
    handler: Handler[C, Any, Any]
