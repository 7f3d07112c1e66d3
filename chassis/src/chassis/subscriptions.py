"""How an event becomes a command."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import msgspec

from chassis.actor import Actor
from chassis.commands import Commands, Handler
from chassis.inbox import Place
from chassis.unit_of_work import UnitOfWork
from contracts.events import Envelope, Event

E = TypeVar("E", bound=Event)
C = TypeVar("C")


@dataclass(frozen=True, slots=True)
class Subscription(Generic[E, C]):
    """When this event arrives, run this handler with the command that the event translates to.

    `translate` is pure and may return None: this one does not concern us. It may take the envelope as well
    (`with_envelope=True`) where the command needs the event's id or number. Subscriptions that name a `reader` take the
    events of an aggregate in their order (chassis.ordering); the service must then hear all that is said of it.
    """

    event: type[E]
    translate: Callable[..., C | None]
    handler: Handler[C, Any, Any]
    with_envelope: bool = False
    reader: str | None = None

    @property
    def name(self) -> str:
        return self.handler.__name__

    async def take(self, envelope: Envelope, commands: Commands[Any], *, service: str) -> None:
        """Run the command, unless this event was already acted on. Raises what the handler raises."""
        event = msgspec.json.decode(envelope.data, type=self.event)
        command = self.translate(event, envelope) if self.with_envelope else self.translate(event)
        place = Place(self.reader, envelope.subject, envelope.sequence) if self.reader else None
        actor = Actor.of_service(service, envelope.tenant)
        if command is not None:
            await commands.run_once(self.handler, command, actor=actor, event_id=envelope.id, place=place)
        elif place is not None:
            await commands.run_once(pass_by, None, actor=actor, event_id=envelope.id, place=place)


async def pass_by(_: None, __: UnitOfWork) -> None:
    """The event changes nothing here; its number is counted all the same."""


@dataclass(frozen=True, slots=True)
class Timer(Generic[C]):
    """When a timer of this kind is due, run this handler with the command made from its subject."""

    kind: str
    make: Callable[[Any], C]
    handler: Handler[C, Any, Any]
